"""What the classes above a test do in their own modules, with the lines that show it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.project.regions import is_later
from flake8_testsec.project.undoing import ENTERERS, REGISTRARS
from flake8_testsec.project.views import Found, view_of
from flake8_testsec.review.branching import ALL, sure_parts
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.index import children
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
    """

    def __init__(self, node: ast.ClassDef, path: str) -> None:
        self.name, self.path, self.line = node.name, path, node.lineno
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

    def method(self, name: str) -> Method | None:
        """The method of a name that the class itself defines."""
        function = self._functions.get(name)
        if function is not None and name not in self._known:
            self._known[name] = _method(function)
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
    found = _classes(module.nodes(ast.ClassDef), module.path)
    for each in found.values():
        each.settle()
    return found


@once
def _near(module: Module) -> Mapping[int, Class]:
    return _classes(module.nodes(ast.ClassDef), "")


def _classes(nodes: Iterable[ast.AST], path: str) -> Mapping[int, Class]:
    """The classes of a module by their first lines."""
    return {each.lineno: Class(each, path) for each in nodes if isinstance(each, ast.ClassDef)}


def _method(function: Function) -> Method:
    calls: dict[str, None] = {}
    mentions: dict[str, int] = {}
    registers: list[Registration] = []
    for node, inner in _with_condition(function):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=word)) if owner in _SELF:
                calls[word] = None
                if word in _LATER and word != "register":
                    end = node.end_lineno or node.lineno
                    registers.append(Registration(node.lineno, end, spelt(node), inner))
            case ast.Attribute(value=ast.Name(id=owner), attr=word) if owner in _SELF:
                mentions.setdefault(word, node.lineno)
    end = function.end_lineno or function.lineno
    return Method(function.name, function.lineno, end, tuple(registers), tuple(calls), mentions)


_LATER = REGISTRARS | ENTERERS


def _with_condition(function: Function) -> Iterator[tuple[ast.AST, bool]]:
    """The nodes of a body in source order, each with whether a branch, a loop or a function is around it."""
    waiting: list[tuple[ast.AST, bool]] = [(each, False) for each in reversed(function.body)]
    while waiting:
        node, inner = waiting.pop()
        yield node, inner
        parts = ALL if inner else sure_parts(node)
        waiting += [(each, inner or not (parts is ALL or each in parts)) for each in children(node)]


def method_of(name: str, class_: ast.ClassDef, module: Module) -> Owned | None:
    """The method that ``self.name`` is in a class, as far as the classes above it could be read."""
    for each in ancestry(class_, module):
        if (method := each.method(name)) is not None:
            return Owned(each, method)
    return None


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
