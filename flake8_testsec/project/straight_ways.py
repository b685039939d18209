"""The only way through statements on which nothing can fail but what is raised there."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from flake8_testsec.source.decided import Undecided, value

_MOST = 50
"""Statements that are followed."""
_UNCHANGED = (bool, complex, float, int, str, type(None))


class Given(NamedTuple):
    """What a function starts with.

    ``known`` are the values of names, ``names`` those of the parameters; ``own`` is the object of a method
    whose attributes can be set, but for ``kept``; empty if none is known to take them.
    """

    known: dict[str, object]
    names: Collection[str]
    own: str = ""
    kept: Collection[str] = ()


class _Left(Exception):
    """What follows is not reached, or not known to be."""


def raised(body: Iterable[ast.stmt], start: Given) -> ast.expr | None:
    """The class that is raised on the only way through statements.

    Args:
        body: the statements of a function.
        start: what is known of its names.

    Returns:
        ``None`` if the way ends otherwise, or may, or if what makes the error may fail itself.
    """
    try:
        return _followed(body, start, itertools.count())
    except (_Left, Undecided):
        return None


def passes(body: Iterable[ast.stmt], start: Given) -> bool:
    """Whether statements certainly end, and raise nothing.

    Args:
        body: the statements of a function.
        start: what is known of its names.
    """
    try:
        return _followed(body, start, itertools.count()) is None
    except (_Left, Undecided):
        return False


def is_plain(node: ast.expr | None, names: Collection[str] | None = None) -> bool:
    """Whether nothing is asked or called for the value of an expression, so that it cannot fail.

    Args:
        node: the expression; none cannot fail.
        names: the names that are certainly bound; all of them if that is not given.
    """
    match node:
        case None | ast.Constant() | ast.Lambda(args=ast.arguments(defaults=[], kw_defaults=[])):
            return True
        case ast.Name(id=name):
            return names is None or name in names
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=ast.Constant()):
            return True
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return all(is_plain(each, names) for each in elements)
        case ast.Dict(keys=keys, values=values):
            return all(isinstance(each, ast.Constant) for each in keys) and all(
                is_plain(each, names) for each in values
            )
        case _:
            return False


def is_unchanged(known: object) -> bool:
    """Whether a value is the same for good.

    Args:
        known: the value.
    """
    if isinstance(known, tuple):
        return all(map(is_unchanged, known))
    return isinstance(known, _UNCHANGED)


def _followed(body: Iterable[ast.stmt], start: Given, steps: Iterator[int]) -> ast.expr | None:
    for statement in body:
        if next(steps) > _MOST:
            raise _Left
        match statement:
            case ast.Raise(exc=ast.expr() as exc, cause=None | ast.Constant(value=None)):
                return _class(exc, start)
            case ast.If(test=test, body=then, orelse=orelse):
                chosen = then if value(test, start.known) else orelse
                if (found := _followed(chosen, start, steps)) is not None:
                    return found
            case ast.Assert(test=test, msg=message) if not value(test, start.known):
                return _class(ast.Call(ast.Name("AssertionError"), [message] if message else [], []), start)
            case (
                ast.Assign(targets=[target], value=made)
                | ast.AnnAssign(target=target, value=ast.expr() as made)
            ):
                _bind(target, made, start)
            case ast.Pass() | ast.Expr(value=ast.Constant()) | ast.AnnAssign(value=None) | ast.Assert():
                pass
            case _:
                raise _Left
    return None


def _bind(target: ast.expr, made: ast.expr, start: Given) -> None:
    """Go on below an assignment that cannot fail: of what is known to a name, or to an attribute."""
    match target:
        case ast.Name(id=name):
            start.known[name] = value(made, start.known)
        case ast.Attribute(value=ast.Name(id=owner), attr=word) if owner == start.own:
            if word in start.kept or not is_plain(made, {*start.names, *start.known}):
                raise _Left
        case _:
            raise _Left


def _class(exc: ast.expr, start: Given) -> ast.expr:
    """The class of what is raised, if its arguments cannot fail."""
    error, args = (exc.func, exc.args) if isinstance(exc, ast.Call) else (exc, [])
    bound = {*start.names, *start.known}
    if isinstance(exc, ast.Call) and exc.keywords:
        raise _Left
    if not isinstance(error, (ast.Name, ast.Attribute)) or ast.unparse(error).partition(".")[0] in bound:
        raise _Left
    if not all(is_plain(each, bound) or _is_text(each, start) for each in args):
        raise _Left
    return error


def _is_text(node: ast.expr, start: Given) -> bool:
    """Whether an f-string shows nothing but values that are known, as they are."""
    return isinstance(node, ast.JoinedStr) and all(
        isinstance(each, ast.Constant) or _is_shown(each, start) for each in node.values
    )


def _is_shown(part: ast.expr, start: Given) -> bool:
    match part:
        case ast.FormattedValue(value=ast.Name(id=name), format_spec=None) if name in start.known:
            return is_unchanged(start.known[name])
        case _:
            return False
