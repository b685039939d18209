"""What a call must give a function for a branch of it to be taken, where parameters alone decide that."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.review.document import Lines
from flake8_testsec.source.calls import defaults, spelt, truth
from flake8_testsec.source.module import walk
from flake8_testsec.source.syntax import Function

Needs = tuple[tuple[tuple[str, int], ...], ...]
"""Groups of parameters with their places, of each of which one at least must be given."""


def needed(function: Function, lines: Sequence[Lines], *, is_method: bool) -> Needs:
    """The parameters that decide whether some lines of a function are run.

    Args:
        function: the function.
        lines: lines of it.
        is_method: whether its first parameter is its object.

    Returns:
        One group for each ``if`` around them that asks nothing but whether parameters are set which are not
        unless they are given.
    """
    false = {each.arg for each, value in defaults(function.args) if truth(value) is False}
    if not false:
        return ()
    false -= {each.id for each in walk(function) if isinstance(each, ast.Name) and _binds(each)}
    every = [each.arg for each in (*function.args.posonlyargs, *function.args.args)][is_method:]
    places = {name: every.index(name) if name in every else len(every) for name in false}
    branches = (each for each in walk(function) if isinstance(each, ast.If))
    groups = ([*_asked(each.test)] for each in branches if _is_around(each, lines))
    return tuple(
        tuple((name, places[name]) for name in names) for names in groups if names and false.issuperset(names)
    )


def _binds(name: ast.Name) -> bool:
    return not isinstance(name.ctx, ast.Load)


def _is_around(node: ast.If, lines: Sequence[Lines]) -> bool:
    """Whether the branch of an ``if`` that is taken where its condition holds has all of some lines."""
    first, last = node.body[0].lineno, node.body[-1].end_lineno or 0
    return all(first <= each.first <= last for each in lines)


def _asked(test: ast.expr) -> Iterator[str]:
    """The names of which one at least must be true; none where anything else is asked, too."""
    match test:
        case ast.Name(id=name):
            yield name
        case ast.BoolOp(op=ast.Or(), values=values) if all(isinstance(each, ast.Name) for each in values):
            yield from map(spelt, values)


def is_met(call: ast.AST, needs: Needs) -> bool:
    """Whether a call may give what is needed.

    Args:
        call: the call.
        needs: what `needed` has found.

    Returns:
        ``False`` only where it certainly does not.
    """
    if not isinstance(call, ast.Call) or any(each.arg is None for each in call.keywords):
        return True
    if any(isinstance(each, ast.Starred) for each in call.args):
        return True
    given = {each.arg for each in call.keywords if truth(each.value) is not False}
    return all(any(name in given or place <= len(call.args) - 1 for name, place in group) for group in needs)
