"""The error that a call certainly raises, as the source of what is called tells."""

from __future__ import annotations

import ast
import builtins
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.project.definitions import definition
from flake8_testsec.project.found import meanings
from flake8_testsec.project.inferred import OBJECT, things
from flake8_testsec.project.module_facts import ModuleFacts
from flake8_testsec.project.views import View, view_of
from flake8_testsec.source.arguments import given
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import last_word, spelt, unpacks
from flake8_testsec.source.decided import Undecided, value
from flake8_testsec.source.module import Module, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import BROAD

_MOST = 50
"""Statements of a function that are followed."""
_MODEL, _INVALID = "pydantic.BaseModel", "pydantic.ValidationError"
_ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum"})
_BARE = frozenset({"staticmethod", "classmethod"})
_FROZEN = {
    "dataclasses.dataclass": "dataclasses.FrozenInstanceError",
    **dict.fromkeys(
        ("attr.s", "attr.attrs", "attr.define", "attr.frozen"), "attr.exceptions.FrozenInstanceError"
    ),
    **dict.fromkeys(("attrs.define", "attrs.frozen"), "attrs.exceptions.FrozenInstanceError"),
}
_SILENT = BROAD | {"NotImplementedError"}
"""Errors that say nothing, or that a class below has to do something instead."""
_OWN = ("self", "cls")
_CALLED_FIRST = ("__new__", "__init__")


class Called(NamedTuple):
    """A call, also of a function that another one is given to be called."""

    func: ast.expr
    args: Sequence[ast.expr]
    keywords: Sequence[ast.keyword]
    is_awaited: bool = False


class _Place(NamedTuple):
    """A function or class of the project, where it stands."""

    node: Function | ast.ClassDef
    facts: ModuleFacts
    is_bound: bool = False


def error_of(call: Called, module: Module) -> str:
    """The error that a call raises.

    Args:
        call: a call.
        module: its module.

    Returns:
        The qualified name of its class: the function refuses its arguments, or raises it before anything
        could happen that is not known; empty if that is not certain.
    """
    view, place = view_of(module), None
    if view is not None and not unpacks(ast.Call(call.func, [*call.args], [*call.keywords])):
        place = _place(call.func, module, view)
    if view is None or place is None:
        return ""
    if isinstance(place.node, ast.ClassDef):
        return _of_class(place.node, place, call, module, view)
    return _of_function(place.node, place, call, module, view)


def raised_error(error: ast.expr, module: Module) -> str:
    """The class of an error that a statement raises, if it is one of the builtins, which any text suits.

    Args:
        error: what is raised.
        module: its module.

    Returns:
        Its name; empty if it is not known, or says nothing.
    """
    names = module.names(error.func if isinstance(error, ast.Call) else error)
    name = next(iter(names)) if len(names) == 1 else ""
    return name if _is_builtin(name) else ""


def _is_builtin(name: str) -> bool:
    return isinstance(getattr(builtins, name, None), type) and name not in _SILENT


def error_of_change(target: ast.expr, module: Module) -> str:
    """The error that setting or deleting an attribute raises, because its object takes no changes.

    Args:
        target: what is set or deleted.
        module: its module.

    Returns:
        The qualified name of its class; empty if that is not certain.
    """
    view = view_of(module)
    known = things(target.value, module) if isinstance(target, ast.Attribute) and view is not None else ()
    owner = known[0].owner if len(known) == 1 and known[0].kind == OBJECT else None
    node = _node(owner.class_.name, owner.module, view) if owner is not None and view is not None else None
    if owner is None or not isinstance(node, ast.ClassDef) or "__setattr__" in _named(node):
        return ""
    if "typing.NamedTuple" in _bases(node, owner.module):
        return "AttributeError"
    return next((_FROZEN[each] for each in _frozen(node, owner.module) if each in _FROZEN), "")


def _frozen(class_: ast.ClassDef, facts: ModuleFacts) -> Iterator[str]:
    """What makes the objects of a class unchangeable."""
    for each in class_.decorator_list:
        match each:
            case ast.Call(func=func, keywords=keywords):
                is_frozen = any(
                    word.arg == "frozen" and isinstance(word.value, ast.Constant) and word.value.value is True
                    for word in keywords
                )
                yield from meanings(facts, ast.unparse(func)) if is_frozen else ()
            case _:
                yield from (name for name in meanings(facts, ast.unparse(each)) if name.endswith(".frozen"))


# What is called.


def _place(func: ast.expr, module: Module, view: View) -> _Place | None:
    names = module.names(func)
    if len(names) == 1:
        found = definition(next(iter(names)), module.path, view)
        node = _node(found.name, found.module, view) if found is not None else None
        if found is not None and node is not None:
            return _Place(node, found.module, is_bound="." in found.name and _is_of_class(node))
    if not isinstance(func, ast.Attribute) or spelt(func.value) in _OWN:
        return None  # a class below may have a method of its own
    known = things(func.value, module)
    owner = known[0].owner if len(known) == 1 and known[0].kind == OBJECT else None
    node = _node(f"{owner.class_.name}.{func.attr}", owner.module, view) if owner is not None else None
    if owner is None or isinstance(node, ast.ClassDef) or node is None:
        return None
    is_static = any(last_word(each) == "staticmethod" for each in node.decorator_list)
    return _Place(node, owner.module, is_bound=not is_static)


def _is_of_class(node: Function | ast.ClassDef) -> bool:
    return any(last_word(each) == "classmethod" for each in node.decorator_list)


def _node(name: str, facts: ModuleFacts, view: View) -> Function | ast.ClassDef | None:
    found = view.remembered("definitions", facts.path, _definitions).get(name, ())
    return found[0] if len(found) == 1 else None


_Defined = Mapping[str, Sequence[Function | ast.ClassDef]]


def _definitions(text: str) -> _Defined:
    """The functions and classes of a file by their dotted names; several where a name has several."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, list[Function | ast.ClassDef]] = defaultdict(list)
    waiting: list[tuple[str, ast.stmt]] = [("", each) for each in body]
    while waiting:
        prefix, each = waiting.pop()
        if isinstance(each, (Function, ast.ClassDef)):
            found[prefix + each.name].append(each)
        if isinstance(each, ast.ClassDef):
            waiting += ((f"{prefix}{each.name}.", inner) for inner in each.body)
    return dict(found)


# What it does.


def _of_class(class_: ast.ClassDef, place: _Place, call: Called, module: Module, view: View) -> str:
    if class_.keywords or class_.decorator_list or _is_abstract(class_):
        return ""
    makers = [each for each in class_.body if isinstance(each, Function) and each.name in _CALLED_FIRST]
    if len(makers) == 1 and not makers[0].decorator_list:
        return _of_function(makers[0], place._replace(is_bound=True), call, module, view)
    bases = [*_bases(class_, place.facts)]
    if makers or not all(bases):
        return ""
    if not bases and (call.args or call.keywords):
        return "TypeError"
    if _MODEL in bases:
        return _INVALID
    is_enum = len(bases) == 1 and bases[0] in _ENUMS and len(call.args) == 1 and not call.keywords
    return "ValueError" if is_enum and "_missing_" not in _named(class_) else ""


def _is_abstract(class_: ast.ClassDef) -> bool:
    marks = (mark for each in class_.body if isinstance(each, Function) for mark in each.decorator_list)
    return any(last_word(each).startswith("abstract") for each in marks)


def _bases(class_: ast.ClassDef, facts: ModuleFacts) -> Iterator[str]:
    for each in class_.bases:
        found = [*meanings(facts, ast.unparse(each))]
        yield found[0] if len(found) == 1 else ""


def _named(class_: ast.ClassDef) -> frozenset[str]:
    return frozenset(each.name for each in class_.body if isinstance(each, Function))


def _of_function(function: Function, place: _Place, call: Called, module: Module, view: View) -> str:
    if not all(last_word(each) in _BARE for each in function.decorator_list):
        return ""
    got = given(call.args, call.keywords, function, is_bound=place.is_bound)
    if got is None:
        return "TypeError"
    is_run = call.is_awaited is isinstance(function, ast.AsyncFunctionDef)
    if not is_run or any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in within(function)):
        return ""
    passed = {id(each) for each in (*call.args, *(each.value for each in call.keywords))}
    known: dict[str, object] = {}
    for name, node in got.items():
        known |= _known(name, node, module if id(node) in passed else None)
    found = _raised(function.body, known, itertools.count())
    return _qualified(found, place.facts, view) if found is not None else ""


def _known(name: str, node: ast.expr | None, module: Module | None) -> Mapping[str, object]:
    """The value of a parameter, if it is written: as argument of a call, or as a default."""
    if isinstance(node, ast.Name) and module is not None:
        bound = module.bindings(node)
        node = bound[0].value if len(bound) == 1 and isinstance(bound[0], Bound) else None
    try:
        return {name: value(node, {})} if node is not None else {}
    except Undecided:
        return {}


class _Left(Exception):
    """What follows is not reached, or not known to be."""


def _raised(body: Iterable[ast.stmt], known: dict[str, object], steps: Iterator[int]) -> ast.expr | None:
    """What is raised on the only way through statements; nothing if that ends otherwise, or may."""
    try:
        return _followed(body, known, steps)
    except (_Left, Undecided):
        return None


def _followed(body: Iterable[ast.stmt], known: dict[str, object], steps: Iterator[int]) -> ast.expr | None:
    for statement in body:
        if next(steps) > _MOST:
            raise _Left
        match statement:
            case ast.Raise(exc=ast.Call(func=error)) | ast.Raise(exc=ast.Name() | ast.Attribute() as error):
                return error
            case ast.If(test=test, body=then, orelse=orelse):
                if (found := _followed(then if value(test, known) else orelse, known, steps)) is not None:
                    return found
            case ast.Assert(test=test) if not value(test, known):
                return ast.Name("AssertionError", ast.Load())
            case (
                ast.Assign(targets=[target], value=made)
                | ast.AnnAssign(target=target, value=ast.expr() as made)
            ):
                _bind(target, made, known)
            case ast.Pass() | ast.Expr(value=ast.Constant()) | ast.AnnAssign(value=None) | ast.Assert():
                pass
            case _:
                raise _Left
    return None


def _bind(target: ast.expr, made: ast.expr, known: dict[str, object]) -> None:
    """Go on below an assignment that cannot fail: of what is known to a name, or of a name to ``self``."""
    match target, made:
        case ast.Name(id=name), _:
            known[name] = value(made, known)
        case ast.Attribute(value=ast.Name(id="self")), ast.Name() | ast.Constant():
            pass
        case _:
            raise _Left


def _qualified(error: ast.expr, facts: ModuleFacts, view: View) -> str:
    """What a class is called elsewhere; empty for one that says nothing."""
    name = ast.unparse(error)
    if not name.rpartition(".")[2][:1].isupper():
        return ""
    if name.partition(".")[0] not in facts.bound:
        return name if _is_builtin(name) else ""
    found = [*meanings(facts, name)]
    if not found:
        return f"{facts.dotted}.{name}" if view.is_class(f"{facts.dotted}.{name}") else ""
    return found[0] if len(found) == 1 else ""
