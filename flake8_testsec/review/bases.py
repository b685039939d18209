"""What the classes above a test do in their own modules, with the lines that show it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise, takewhile
from typing import NamedTuple

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.project.regions import is_later
from flake8_testsec.project.undoing import ENTERERS, REGISTRARS
from flake8_testsec.project.views import Found, view_of
from flake8_testsec.review.branching import is_sure
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function

_DEEPEST = 4
"""Methods that call each other, followed from one call of a test."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SELF = frozenset({"self", "cls"})


class Registration(NamedTuple):
    """A call that sees to a later release: ``self.addCleanup(...)``, ``self.useFixture(...)``."""

    line: int
    end: int
    text: str
    is_inner: bool


class Method(NamedTuple):
    """A method as far as it matters to who calls it."""

    name: str
    line: int
    end: int
    registers: tuple[Registration, ...]
    calls: tuple[str, ...]
    """The methods of its own object that it calls."""
    mentions: Mapping[str, int]
    """The attributes of its own object, each with the first line that names it."""


_SET_UPS = frozenset(
    {"setUp", "setUpClass", "asyncSetUp", "setUpTestData", "setup_method", "setup_class", "setup"}
)


class Class:
    """A class above a test; each of its methods is looked into when it is asked for.

    Args:
        node: the class statement.
        path: its file; empty for the reviewed one.
        module: its module.
    """

    def __init__(self, node: ast.ClassDef, path: str, module: Module) -> None:
        self.name, self.path, self.line = node.name, path, node.lineno
        self._look = partial(_method, module=module)
        functions = (each for each in node.body if isinstance(each, _FUNCTIONS))
        self._functions: dict[str, Function | None] = {each.name: each for each in functions}
        self._known: dict[str, Method] = {}
        marks = (each.func if isinstance(each, ast.Call) else each for each in node.decorator_list)
        self.is_skipped = any(last_word(each).startswith("skip") for each in marks)
        """Whether a decorator skips it, by its name, which holds for the classes below it, too."""

    @property
    def names(self) -> Iterable[str]:
        """The names of its methods."""
        return self._functions

    def settle(self) -> None:
        """Look at all methods now, and keep nothing of the tree."""
        for name in self._functions:
            self.method(name)
        self._functions = dict.fromkeys(self._functions)
        del self._look

    def method(self, name: str) -> Method | None:
        """The method of a name that the class itself defines."""
        function = self._functions.get(name)
        if function is not None and name not in self._known:
            self._known[name] = self._look(function)
        return self._known.get(name)


class Owned(NamedTuple):
    """A method, and the class that defines it."""

    class_: Class
    method: Method


class Promise(NamedTuple):
    """A registration that a call leads to, and the methods on the way."""

    owner: Owned
    registration: Registration
    way: tuple[str, ...]


@once
def ancestry(class_: ast.ClassDef, module: Module) -> tuple[Class, ...]:
    """A class and those above it that could be read, nearest first."""
    return tuple(filter(None, (_outline(found, module) for found in lineage(class_, module).classes)))


def _outline(found: Found, module: Module) -> Class | None:
    key = ("review.outline", found.module.path, found.class_.line)
    if key not in module.kept:
        module.kept[key] = _worked_out(found, module)
    known: Class | None = module.kept[key]
    return known


def _worked_out(found: Found, module: Module) -> Class | None:
    if found.module.path == module.path:
        return _near(module).get(found.class_.line)
    view = view_of(module)
    known = view.told("review.outlines", found.module.path, _far) if view is not None else None
    return known.get(found.class_.line) if known is not None else None


def _far(module: Module) -> Mapping[int, Class]:
    found = _classes(module, module.path)
    for each in found.values():
        each.settle()
    return found


@once
def _near(module: Module) -> Mapping[int, Class]:
    return _classes(module, "")


def _classes(module: Module, path: str) -> Mapping[int, Class]:
    """The classes of a module by their first lines."""
    return {each.lineno: Class(each, path, module) for each in module.nodes(ast.ClassDef)}


def _method(function: Function, module: Module) -> Method:
    calls: dict[str, None] = {}
    mentions: dict[str, int] = {}
    registers: list[Registration] = []
    for named in _named(module).get(function, ()):
        word, call = named.attr, module.parent(named)
        mentions.setdefault(word, named.lineno)
        if isinstance(call, ast.Call) and call.func is named:
            calls[word] = None
            if word in _LATER and word != "register":
                end = call.end_lineno or call.lineno
                is_inner = _is_inner(call, function, module)
                registers.append(Registration(call.lineno, end, spelt(call), is_inner))
    end = function.end_lineno or function.lineno
    return Method(function.name, function.lineno, end, tuple(registers), tuple(calls), mentions)


_LATER = REGISTRARS | ENTERERS


@once
def _named(module: Module) -> Mapping[Function, Sequence[ast.Attribute]]:
    """The attributes of their own objects that the bodies of methods name, in source order."""
    found: dict[Function, list[ast.Attribute]] = defaultdict(list)
    for attribute in module.nodes(ast.Attribute):
        owner = attribute.value
        if type(owner) is ast.Name and owner.id in _SELF:
            for method in _methods_around(attribute, module):
                found[method].append(attribute)
    return found


def _methods_around(node: ast.expr, module: Module) -> Iterator[Function]:
    """The methods whose bodies hold a node, however deep."""
    function = module.function(node)
    while function is not None:
        if isinstance(module.parent(function), ast.ClassDef) and _begin(function) <= _place(node):
            yield function
        function = module.function(function)


def _begin(function: Function) -> tuple[int, int]:
    """Where the body of a function begins, which may be with a decorator."""
    first = function.body[0]
    marks: Sequence[ast.expr] = getattr(first, "decorator_list", ())
    return min((_place(first), *map(_place, marks)))


def _place(node: ast.stmt | ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _is_inner(node: ast.AST, function: Function, module: Module) -> bool:
    """Whether a branch, a loop or a function of its own is around a node of the body of a function."""
    around = takewhile(lambda each: each is not function, module.ancestors(node))
    return not all(is_sure(below, above) for below, above in pairwise((node, *around)))


def method_of(name: str, class_: ast.ClassDef, module: Module) -> Owned | None:
    """The method that ``self.name`` is in a class, as far as the classes above it could be read."""
    owner = _owners(class_, module).get(name)
    method = owner.method(name) if owner is not None else None
    return Owned(owner, method) if owner is not None and method is not None else None


@once
def _owners(class_: ast.ClassDef, module: Module) -> Mapping[str, Class]:
    """The nearest class that defines a method of each name."""
    return {name: each for each in reversed(ancestry(class_, module)) for name in each.names}


@once
def promises(name: str, class_: ast.ClassDef, module: Module) -> tuple[Promise, ...]:
    """What a call of ``self.name()`` registers for a later release, by itself and by what it calls."""
    return tuple(_promises(name, class_, module))


def led_from(owned: Owned, class_: ast.ClassDef, module: Module) -> tuple[Promise, ...]:
    """What the methods of its own object register that a method calls, for a class below its own."""
    waiting: list[tuple[str, tuple[str, ...]]] = [
        (each, (each,)) for each in owned.method.calls if each != owned.method.name
    ]
    return tuple(_followed(waiting, {owned.method.name}, class_, module))


def _promises(name: str, class_: ast.ClassDef, module: Module) -> Iterator[Promise]:
    yield from _followed([(name, ())], set(), class_, module)


def _followed(
    waiting: list[tuple[str, tuple[str, ...]]], seen: set[str], class_: ast.ClassDef, module: Module
) -> Iterator[Promise]:
    """What some methods register, and those that they call; those that were seen are not followed again."""
    while waiting:
        current, way = waiting.pop(0)
        owned = method_of(current, class_, module) if current not in seen else None
        seen.add(current)
        if owned is None or current in _LATER:
            continue
        yield from (Promise(owned, each, way) for each in owned.method.registers)
        if len(way) < _DEEPEST:
            waiting += [(each, (*way, each)) for each in owned.method.calls]


def hooks_above(class_: ast.ClassDef, module: Module) -> Iterator[Owned]:
    """The set-ups and tear-downs of the classes above one, nearest first; its own are left out."""
    for each in ancestry(class_, module)[1:]:
        hooks = (each.method(name) for name in each.names if name in _SET_UPS or is_teardown(name))
        yield from (Owned(each, method) for method in hooks if method is not None)


def is_teardown(name: str) -> bool:
    """Whether a method is a tear-down that a runner calls."""
    return name in (
        "tearDown",
        "tearDownClass",
        "asyncTearDown",
        "teardown_method",
        "teardown_class",
        "teardown",
    )


def releases_later(attribute: str, class_: ast.ClassDef, module: Module) -> tuple[Class, Method, int] | None:
    """Where a method of a class, or of one above, that gives things back names an attribute of its object."""
    for each in ancestry(class_, module):
        for method in (each.method(name) for name in each.names if is_later(name)):
            if method is not None and attribute in method.mentions:
                return each, method, method.mentions[attribute]
    return None


@once
def called_on_self(module: Module) -> Mapping[ast.AST | None, Sequence[tuple[str, ast.Call]]]:
    """The calls of methods of the own object by the nearest class around them, in source order."""
    found: dict[ast.AST | None, list[tuple[str, ast.Call]]] = defaultdict(list)
    for call in module.nodes(ast.Call):
        match call.func:
            case ast.Attribute(value=ast.Name(id=owner), attr=word) if owner in _SELF:
                found[module.above(call, ast.ClassDef)].append((word, call))
    return dict(found)
