"""Whether a function makes something anew for whoever calls it, and keeps no hold of it itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from flake8_testsec.cleanup import resources
from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.resources import Place, Resource
from flake8_testsec.cleanup.uses import handles_of
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.interceptors import Interceptor

_HARMLESS = frozenset({"staticmethod", "classmethod"})
"""Decorators that leave what a function returns as it is; others may keep it for the next call."""


def is_made_for_caller(obligation: Obligation, module: Module) -> bool:
    """Whether what a function returns is always what it has just made, so that its caller owns it.

    Args:
        obligation: what the function makes, and returns somewhere.
        module: its module.

    Returns:
        ``False`` for what an attribute keeps as well, for a name that may stand for something else, such as
        what the caller has given, and if there is a ``return`` of anything else.
    """
    function = obligation.function
    if any(last_word(each) not in _HARMLESS for each in function.decorator_list):
        return False
    handles = handles_of(obligation, module)
    if any(each.owner for each in handles):
        return False
    names = frozenset(each.name for each in handles)
    made = _made(function, obligation, module)
    stored = (each for each in _stored(function, module) if each.id in names)
    return (
        names.isdisjoint(each.arg for each in walk(function.args) if isinstance(each, ast.arg))
        and all(_is_of(_value(each, module), names, made) for each in stored)
        and all(_is_of(each.value, names, made) for each in _returns(function, module))
    )


def _made(function: Function, obligation: Obligation, module: Module) -> Collection[ast.AST]:
    """The calls of a function that make what an obligation is about."""
    calls = (each for each in within(function) if isinstance(each, ast.Call))
    what = obligation.resource.what
    alike = (each for each in calls if any(row.what == what for row in resources.acquired(each, module)))
    return frozenset((obligation.call, *alike))


@once
def _stored(function: Function, module: Module) -> Sequence[ast.Name]:
    names = (each for each in within(function) if isinstance(each, ast.Name))
    return [each for each in names if isinstance(each.ctx, ast.Store)]


@once
def _returns(function: Function, module: Module) -> Sequence[ast.Return]:
    return [each for each in within(function) if isinstance(each, ast.Return)]


def _value(name: ast.Name, module: Module) -> ast.AST | None:
    """What a name gets where it is bound; ``None`` in a loop, say."""
    match module.above(name, ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.withitem):
        case ast.Assign() | ast.AnnAssign() | ast.NamedExpr() as bound:
            return bound
        case ast.withitem(context_expr=manager):
            return manager
        case _:
            return None


def _is_of(value: ast.AST | None, names: Collection[str], made: Collection[ast.AST]) -> bool:
    """Whether an expression has something that was made in it, or a name of it."""
    return value is not None and any(each in made or _is_one(each, names) for each in walk(value))


def _is_one(node: ast.AST, names: Collection[str]) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names


def as_returned(obligation: Obligation, module: Module) -> Resource:
    """The row of what a function returns: the pair as it is made, the handle itself, or a path below it."""
    begin, handle = obligation.begin, obligation.handle
    if handle is not None and handle.name:
        returned = _returns(obligation.function, module)
        return _as_result(obligation.resource, all(_is_itself(each.value, handle.name) for each in returned))
    if begin is obligation.call:
        return obligation.resource
    return _as_result(obligation.resource, not isinstance(begin, ast.Call))


def _is_itself(value: ast.expr | None, name: str) -> bool:
    """Whether an expression is what a name stands for, or the name of that file."""
    match value:
        case ast.Name(id=other) | ast.Attribute(value=ast.Name(id=other), attr="name"):
            return other == name
        case _:
            return False


@lru_cache(maxsize=256)
def _as_result(row: Resource, is_itself: bool) -> Resource:
    """The row of a handle alone; who gets a path below it cannot remove it by that."""
    return row._replace(place=Place.RESULT, registered=row.registered and is_itself)


@lru_cache(maxsize=256)
def substitute(names: tuple[str, ...]) -> Interceptor:
    """What would make a call of one of these qualified names return a double."""
    words = frozenset(name.rpartition(".")[2] for name in names)
    nothing = re.compile(r"(?!)")
    return Interceptor(" ".join(names), frozenset(), frozenset(), nothing, words, frozenset(names))
