"""Patchers of ``unittest.mock``: what stands for one, what for the mock that starting it returned."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup.resources import PATCHERS
from flake8_testsec.project.views import view_of
from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.doubles import is_imported

STARTED = frozenset(f"{name}().start()" for name in PATCHERS.made_by)
"""What starting a patcher returns: the mock, which cannot undo the patch."""

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MADE = frozenset(f"{name}()" for name in PATCHERS.made_by)
_FORMS = frozenset({"unittest.mock.patch.object", "unittest.mock.patch.dict", "unittest.mock.patch.multiple"})


def ends_with_test(call: ast.Call, module: Module) -> bool:
    """Whether a patch is of an object that the test itself made, and dies with it.

    Args:
        call: a call that makes a patcher.
        module: its module.

    Returns:
        ``True`` unless the target is given as text or is reached through an import.
    """
    if not module.names(call.func) <= _FORMS or not call.args:
        return False
    target: ast.expr = call.args[0]
    while isinstance(target, ast.Attribute):
        target = target.value
    return not (isinstance(target, (ast.Constant, ast.JoinedStr)) or is_imported(target, module))


@once
def stopped(module: Module) -> Collection[str]:
    """The text of everything whose attribute ``stop`` a module mentions."""
    return frozenset(spelt(each.value) for each in module.attributes({"stop"}))


def is_stopped(start: ast.Call, module: Module) -> bool:
    """Whether the patcher itself is stopped somewhere, too."""
    patcher = start.func.value if isinstance(start.func, ast.Attribute) else start
    if isinstance(patcher, ast.Call):
        return False
    return spelt(patcher) in stopped(module)


def starts_behind(mock: ast.expr, module: Module) -> Iterator[ast.Call]:
    """The calls of ``start`` that returned what an expression stands for, if it can be nothing else.

    Args:
        mock: a name, a loop variable or an attribute of ``self``.
        module: its module.

    Yields:
        The calls; none if the expression may be a patcher or anything else.
    """
    place = place_of(mock, module)
    if place is not None:
        yield from _starts_in(place, module)
    else:
        yield from _starts(tuple(_values(mock, module)), module)


class Place(NamedTuple):
    """An attribute of ``self`` or ``cls`` in a class."""

    owner: str
    attribute: str
    class_: ast.ClassDef


def place_of(node: ast.expr, module: Module) -> Place | None:
    """Where a class keeps what an expression stands for; ``None`` for all but its own attributes."""
    match node:
        case ast.Attribute(value=ast.Name(id="self" | "cls" as owner), attr=word):
            class_ = module.above(node, ast.ClassDef)
            return None if class_ is None else Place(owner, word, class_)
        case _:
            return None


@once
def _starts_in(place: Place, module: Module) -> Sequence[ast.Call]:
    return [*_starts(_assigned(place, module), module)]


def _starts(values: Sequence[ast.expr | None], module: Module) -> Iterator[ast.Call]:
    if values and all(_is_started(each, module) for each in values):
        yield from (each for each in values if isinstance(each, ast.Call))


def _is_started(value: ast.expr | None, module: Module) -> bool:
    names = module.names(value) if isinstance(value, ast.Call) else frozenset()
    if names:
        return names <= STARTED
    match value:
        case ast.Call(func=ast.Attribute(attr="start", value=ast.Attribute() as patcher), args=[]):
            place = place_of(patcher, module)
            return place is not None and _holds_patchers(place, module)
        case _:
            return False


@once
def _holds_patchers(place: Place, module: Module) -> bool:
    values = _assigned(place, module)
    return bool(values) and all(
        isinstance(each, ast.Call) and module.names(each.func) & {*PATCHERS.made_by} for each in values
    )


def _values(node: ast.expr, module: Module) -> Iterator[ast.expr | None]:
    """Everything that a name is bound to; ``None`` for what is not known."""
    match node:
        case ast.Name():
            for binding in module.bindings(node):
                match binding:
                    case Bound(value=value):
                        yield value
                    case Unknown(node=ast.Name() as variable):
                        yield from _elements(variable, module)
                    case _:
                        yield None


def _elements(variable: ast.Name, module: Module) -> Iterator[ast.expr | None]:
    """What a loop variable may be: the elements of the display that it runs over."""
    match module.parent(variable):
        case ast.For(iter=ast.Name() as several) | ast.comprehension(iter=ast.Name() as several):
            for binding in module.bindings(several):
                yield from _of_display(binding.value if isinstance(binding, Bound) else None)
        case _:
            yield None


def _of_display(value: ast.expr | None) -> Iterable[ast.expr | None]:
    match value:
        case ast.ListComp(elt=element) | ast.SetComp(elt=element) | ast.GeneratorExp(elt=element):
            return (element,)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return elements
        case _:
            return (None,)


@once
def _assigned(place: Place, module: Module) -> Sequence[ast.expr | None]:
    """Everything that is kept in a place; ``None`` for what is not known."""
    parents = [
        module.parent(each)
        for each in module.stored(place.attribute, place.class_)
        if isinstance(each.value, ast.Name) and each.value.id == place.owner
    ]
    return [each.value if isinstance(each, ast.Assign) else None for each in parents]


def made_by_helpers(patcher: ast.expr, module: Module) -> Iterable[ast.Call]:
    """The calls of helpers of the project that made a patcher, in the same function.

    Args:
        patcher: what is started.
        module: its module.

    Returns:
        The calls; the same sequence for all uses of one attribute in a function.
    """
    function = module.function(patcher)
    match patcher:
        case ast.Attribute(attr=word) if function is not None:
            return _stored_by(function, word, spelt(patcher), module)
        case ast.Name() if function is not None:
            return _made([each.node for each in module.bindings(patcher)], function, patcher.id, module)
        case _:  # what is in a container is not followed
            return []


@once
def _stored_by(function: Function, word: str, text: str, module: Module) -> Sequence[ast.Call]:
    return _made(module.stored(word, function), function, text, module)


def _made(targets: Iterable[ast.AST], function: Function, text: str, module: Module) -> Sequence[ast.Call]:
    found = []
    for target in targets:
        match module.parent(target):
            case ast.Assign(targets=[_], value=ast.Call() as call) if spelt(target) == text:
                if module.above(target, *_INNER) is function and _makes_patcher(call, module):
                    found.append(call)
    return found


@once
def _makes_patcher(call: ast.Call, module: Module) -> bool:
    """Whether a function of another module of the project certainly returns a patcher."""
    view = view_of(module)
    returned = [view.returns(name) for name in module.names(call.func)] if view is not None else []
    return bool(returned) and all(names and {*names} <= _MADE for names in returned)
