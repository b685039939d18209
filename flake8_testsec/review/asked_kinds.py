"""Branches of functions that are taken by the type of a parameter: ``if isinstance(given, str)``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.review.document import Lines
from flake8_testsec.review.value_kinds import kinds
from flake8_testsec.source.calls import argument, unpacks
from flake8_testsec.source.module import Module, walk, within
from flake8_testsec.source.syntax import Function

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
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
        One entry for each question that is asked around all the lines of a parameter as it was given.
    """
    if function.decorator_list or (is_method and function.name != "__init__"):
        return ()
    every = [each.arg for each in (*function.args.posonlyargs, *function.args.args)][is_method:]
    branches = [each for each in within(function) if isinstance(each, ast.If)]
    found = (
        (test, one)
        for each in branches
        for holds, body in ((True, each.body), (False, each.orelse))
        if _has(body, lines)
        for test, one in ((each.test, one) for one in _questions(each.test, holds, module))
    )
    return tuple(
        one._replace(place=every.index(one.name))
        for test, one in found
        if one.name in every and _is_as_given(one.name, test, function, module)
    )


def _has(body: Sequence[ast.stmt], lines: Sequence[Lines]) -> bool:
    """Whether a body has all of some lines."""
    return bool(body) and all(body[0].lineno <= each.first <= (body[-1].end_lineno or 0) for each in lines)


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
    bound = [each.lineno for each in walk(function) if isinstance(each, ast.Name) and _binds(each, name)]
    in_loop = any(isinstance(each, _LOOPS) for each in module.ancestors(test))
    return not bound or (not in_loop and test.lineno < min(bound))


def _binds(each: ast.Name, name: str) -> bool:
    return each.id == name and not isinstance(each.ctx, ast.Load)


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
