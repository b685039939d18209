"""Branches of functions that are taken by the type of a parameter: ``if isinstance(given, str)``."""

from __future__ import annotations

import ast
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.review.document import Lines
from flake8_testsec.review.value_kinds import kinds
from flake8_testsec.source.bindings import bound_name
from flake8_testsec.source.calls import argument, unpacks
from flake8_testsec.source.module import Module, inherited, once, walk, within
from flake8_testsec.source.syntax import Function

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_MOST = 50
"""Questions of which it is known on the way to one branch."""
_PLAIN = frozenset({"str", "bytes", "int", "float", "bool", "complex", "dict", "list", "tuple", "set"})


class OfKind(NamedTuple):
    """What a call must give for a branch to be taken: a value of one of some types, or of none of them."""

    name: str
    place: int
    """Where the parameter stands, without the own object of a method."""
    kinds: tuple[str, ...]
    """The builtin types that are asked for."""
    is_one: bool
    """Whether it must be one of them."""
    is_all: bool
    """Whether nothing but builtin types is asked for."""


class _Branch(NamedTuple):
    """The lines of a branch, the one around it, and what is asked on the way to it."""

    first: int
    last: int
    outer: _Branch | None
    asks: tuple[OfKind, ...]


def asked(
    function: Function, lines: Sequence[Lines], module: Module, *, is_method: bool
) -> tuple[OfKind, ...]:
    """What the types of parameters decide about some lines of a function.

    Args:
        function: the function.
        lines: lines of it.
        module: its module.
        is_method: whether its first parameter is its object; of methods only ``__init__`` is looked at.

    Returns:
        One entry for each question that is asked around all the lines of a parameter as it was given, and
        for the first of very many.
    """
    if function.decorator_list or (is_method and function.name != "__init__"):
        return ()
    branches = _branches(function, is_method, module)
    place = bisect_right(branches, min(each.first for each in lines), key=lambda each: each.first)
    branch = _around(branches[:place][-1:], max(each.first for each in lines))
    return branch.asks if branch is not None else ()


@once
def _branches(function: Function, is_method: bool, module: Module) -> Sequence[_Branch]:
    """The branches of a function by their first lines; of those that begin together the outer one first."""
    every = (*function.args.posonlyargs, *function.args.args)[is_method:]
    places = {each.arg: place for place, each in enumerate(every)}
    several = (
        (each.test, holds, body)
        for each in within(function)
        if isinstance(each, ast.If)
        for holds, body in ((True, each.body), (False, each.orelse))
        if body
    )
    found: list[_Branch] = []
    for test, holds, body in sorted(several, key=lambda each: each[2][0].lineno):
        last = body[-1].end_lineno or 0
        outer = _around(found[-1:], last)
        asks = [
            one._replace(place=places[one.name])
            for one in _questions(test, holds, module)
            if one.name in places and _is_as_given(one.name, test, function, module)
        ]
        before = outer.asks if outer is not None else ()
        found.append(_Branch(body[0].lineno, last, outer, tuple(dict.fromkeys((*before, *asks)))[:_MOST]))
    return found


def _around(nearest: Sequence[_Branch], line: int) -> _Branch | None:
    """The innermost branch, from the one that begins last before a line outwards, that has the line."""
    branch = nearest[0] if nearest else None
    while branch is not None and branch.last < line:
        branch = branch.outer
    return branch


def _questions(test: ast.expr, holds: bool, module: Module) -> Iterator[OfKind]:
    """What must be so of types where a condition holds, or where it does not."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            yield from _questions(inner, not holds, module)
        case ast.BoolOp(op=op, values=values) if isinstance(op, ast.And) is holds:
            for each in values:
                yield from _questions(each, holds, module)
        case ast.Call(func=func, args=[ast.Name(id=name), types]) if module.names(func) == {"isinstance"}:
            each_ = types.elts if isinstance(types, ast.Tuple) else [types]
            known = [one for each in each_ for one in module.names(each) if one in _PLAIN]
            yield OfKind(name, 0, tuple(known), holds, len(known) == len(each_))


def _is_as_given(name: str, test: ast.expr, function: Function, module: Module) -> bool:
    """Whether a parameter still is what the call gave where a condition asks."""
    first = _bound(function, module).get(name)
    return first is None or ((test.end_lineno or 0) < first and not inherited(test, _loops, module))


def _loops(node: ast.AST, module: Module) -> bool | None:
    return True if isinstance(node, _LOOPS) else None


@once
def _bound(function: Function, module: Module) -> Mapping[str, int]:
    """The names that are bound in a function, its parameters apart, with the line of the first place."""
    first: dict[str, int] = {}
    for each in walk(function):
        if each is not function and (name := bound_name(each)):
            first[name] = min(first.get(name, sys.maxsize), getattr(each, "lineno", 0))
    return first


def may_be(call: ast.AST, asks: Sequence[OfKind], module: Module) -> bool:
    """Whether a call may give values of the types that are asked for.

    Args:
        call: the call.
        asks: what `asked` has found.
        module: the module of the call.

    Returns:
        ``False`` only where it certainly does not.
    """
    if not isinstance(call, ast.Call) or unpacks(call):
        return True
    return all(_may_be(argument(call, each.place, each.name), each, module) for each in asks)


def _may_be(given: ast.expr | None, asked_for: OfKind, module: Module) -> bool:
    found = kinds(given, module) if given is not None else frozenset()
    wider = {*asked_for.kinds, *(("bool",) if "int" in asked_for.kinds else ())}
    if not found:
        return True
    return bool(found & wider) or not asked_for.is_all if asked_for.is_one else not found <= wider
