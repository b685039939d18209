"""Tests of comparing itself: what matters there is that an operator can be called, not what it says."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile

from flake8_testsec.fixing.statements import placed
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import structure, truth
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function

_OVERLOADING = frozenset({"hypothesis", "peewee", "pony", "sqlalchemy", "z3"})
_PLAIN = (ast.Is, ast.IsNot, ast.In, ast.NotIn)
"""The comparisons of which the result is ``True`` or ``False``, whatever the operands are."""
_NEAR = 10
"""Statements above and below one that are looked at."""
_WORDS = ("attr", "id", "name", "value")
_OPERATOR = lazy(r"__(bool|contains|eq|ge|gt|le|len|lt|ne|nonzero)__\Z")
_OPPOSITES: tuple[tuple[type[ast.cmpop], type[ast.cmpop]], ...] = (
    (ast.Lt, ast.Gt),
    (ast.Lt, ast.GtE),
    (ast.Gt, ast.LtE),
    (ast.Eq, ast.NotEq),
    (ast.Is, ast.IsNot),
    (ast.In, ast.NotIn),
)


@once
def tells_of_operators(function: Function, module: Module) -> bool:
    """Whether a test names an operator's method: then the comparison itself is under test."""
    words = (getattr(node, field, "") for node in walk(function) for field in _WORDS)
    return any(_OPERATOR.match(word) for word in words if isinstance(word, str))


def tries_opposites(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement is one of several comparisons of the same two sides of which not all can hold.

    Args:
        statement: a comparison that stands alone.
        module: its module.

    Returns:
        ``True`` for ``a < b`` right above ``a > b``: each is only to be possible; and for ``a in b`` that is
        asked several times, for what it does.
    """
    block, place = placed(statement, module)
    above = takewhile(_is_comparison, reversed(block[max(0, place - _NEAR) : place]))
    run = (*above, *takewhile(_is_comparison, block[place : place + _NEAR]))
    kinds = _operators(run)
    match statement:
        case ast.Expr(value=ast.Compare() as compared):
            tried = kinds[_sides(compared)]
            if isinstance(compared.ops[0], ast.In) and _times(compared, run) > 1:
                return True
            return any(one in tried and other in tried for one, other in _OPPOSITES)
        case _:
            return False


def is_shown_harmless(statement: ast.stmt, module: Module) -> bool:
    """Whether a comparison is made to show that it leaves what it compares as it was.

    Args:
        statement: a comparison that stands alone.
        module: its module.

    Returns:
        ``True`` if the first assertion below it and its like says again what a name that it compares was
        given above; the comparison itself is with something else.
    """
    block, place = placed(statement, module)
    below = block[place : place + _NEAR]
    run = [*takewhile(_is_comparison, below)]
    match statement, below[len(run) : len(run) + 1]:
        case ast.Expr(value=ast.Compare() as compared), [ast.Assert(test=test)]:
            given = _last_given(block[max(0, place - _NEAR) : place])
            names = (each.id for each in _both(compared) if isinstance(each, ast.Name))
            return any(_says_again(name, given[name], compared, test) for name in names if name in given)
        case _:
            return False


def _last_given(above: Sequence[ast.stmt]) -> Mapping[str, ast.expr]:
    given: dict[str, ast.expr] = {}
    for each in above:
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                given[name] = value
    return given


def _says_again(name: str, value: ast.expr, compared: ast.Compare, test: ast.expr) -> bool:
    """Whether an assertion compares a name with what it was given, and the comparison does not."""
    parts = {structure(value), *_displays(value)}
    if any(not parts.isdisjoint({structure(each), *_displays(each)}) for each in _both(compared)):
        return False
    sides = ([*_both(each)] for each in walk(test) if isinstance(each, ast.Compare))
    return any(
        any(isinstance(each, ast.Name) and each.id == name for each in both)
        and any(not parts.isdisjoint({structure(each), *_displays(each)}) for each in both)
        for both in sides
    )


def _displays(value: ast.expr) -> Iterator[str]:
    """The lists and their kin that are written in an expression, by how they look."""
    kinds = (ast.Dict, ast.List, ast.Set, ast.Tuple)
    found = (each for each in walk(value) if isinstance(each, kinds) and truth(each))
    return map(structure, islice(found, _NEAR))


def _both(compared: ast.Compare) -> Sequence[ast.expr]:
    return (compared.left, *compared.comparators)


def _operators(run: tuple[ast.stmt, ...]) -> Mapping[str, set[type[ast.cmpop]]]:
    """The operators by what is on both sides of them."""
    found: dict[str, set[type[ast.cmpop]]] = defaultdict(set)
    for compared in _comparisons(run):
        found[_sides(compared)].update(map(type, compared.ops))
    return found


def _comparisons(run: tuple[ast.stmt, ...]) -> Iterator[ast.Compare]:
    values = (each.value for each in run if isinstance(each, ast.Expr))
    yield from (each for each in values if isinstance(each, ast.Compare))


def _times(compared: ast.Compare, run: tuple[ast.stmt, ...]) -> int:
    return sum(structure(each) == structure(compared) for each in _comparisons(run))


def _is_comparison(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Compare)


def _sides(compared: ast.Compare) -> str:
    return " ".join(map(structure, (compared.left, *compared.comparators)))


def is_overloaded(value: ast.expr, module: Module) -> bool:
    """Whether an operand comes from a library in which a comparison builds an expression.

    Args:
        value: a comparison, a denial, or a call that answers yes or no.
        module: its module.
    """
    match value:
        case ast.Compare(ops=operators):
            if all(isinstance(each, _PLAIN) for each in operators):
                return False
        case ast.UnaryOp() | ast.Call():
            return False
    names = (name for node in ast.walk(value) for name in module.names(node))
    return any(name.partition(".")[0] in _OVERLOADING for name in names)
