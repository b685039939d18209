"""Disabled assertions that nobody misses: they never were code, or live ones below expect the same."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import structure
from flake8_testsec.source.module import Module, once, statements_within, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import called, is_assertion
from flake8_testsec.vocabulary.testing.comment_places import functions
from flake8_testsec.vocabulary.testing.disabled_code import Waiting
from flake8_testsec.vocabulary.testing.restored_code import known_names
from flake8_testsec.vocabulary.testing.subjects import free_names

_BINDING = lazy(r"\b(?:as|for)[ \t]{1,9}([A-Za-z_]\w*)|\b([A-Za-z_]\w*)[ \t]{0,9}(?:[-+*/|&]|:)?=(?!=)")
"""What binds a name in a comment."""
_OBJECTS = frozenset({"self", "cls"})
_BELOW = 9
"""Lines below a function in which its comments may go on."""


def is_not_missed(waiting: Waiting, module: Module) -> bool:
    """Whether nothing is unchecked for disabled assertions.

    Args:
        waiting: the disabled assertions of a comment.
        module: its module.

    Returns:
        ``True`` where nothing that they read is there, in code or in comments of the function, as in the line
        of a template; and where live assertions below expect all that they expect, each of them something
        that is worked out.
    """
    function = next(functions(waiting.comment, module))
    checks = [each.statement for each in waiting.code if _checks(each.statement)]
    return bool(checks) and (
        all(_was_never_code(each, function, module) for each in checks)
        or _are_expected_below(checks, waiting, function, module)
    )


def _checks(statement: ast.stmt) -> bool:
    return isinstance(statement, (ast.With, ast.AsyncWith)) or is_assertion(statement)


def _was_never_code(check: ast.stmt, function: Function, module: Module) -> bool:
    """Whether nothing gives an assertion any of the names that it reads."""
    read = free_names(check) - _OBJECTS
    if not read or module.scopes.stars:
        return False
    return read.isdisjoint(known_names(module)) and read.isdisjoint(_told(function, module))


@once
def _told(function: Function, module: Module) -> frozenset[str]:
    """The names that comments in a function bind, and those directly below it."""
    comments = module.comments_in(function.lineno, (function.end_lineno or 0) + _BELOW)
    return frozenset(found[1] or found[2] for each in comments for found in _BINDING.finditer(each.text))


def _are_expected_below(
    checks: Sequence[ast.stmt], waiting: Waiting, function: Function, module: Module
) -> bool:
    """Whether what each of some assertions expects is expected by a live one below them, too."""
    line, below = waiting.code[-1].comments[-1].line, _expected(function, module)
    bound = {name for each in waiting.code for name in _bound(each.statement)}
    return all(
        any(below.get(made.text, 0) > line and made.names.isdisjoint(bound) for made in _made(each))
        for each in checks
    )


def _bound(statement: ast.stmt) -> Iterator[str]:
    return (
        each.id for each in walk(statement) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    )


@once
def _expected(function: Function, module: Module) -> Mapping[str, int]:
    """What the assertions of a function compare and have worked out for that, each with the last line."""
    live = (each for each in statements_within(function) if _checks(each))
    return {made.text: check.lineno for check in sorted(live, key=_line) for made in _made(check)}


def _line(statement: ast.stmt) -> int:
    return statement.lineno


class _Made(NamedTuple):
    """What is worked out from names for one expectation: it is hardly written twice for two."""

    text: str
    names: frozenset[str]


def _made(check: ast.stmt) -> Iterator[_Made]:
    """The sides of a comparison that are worked out."""
    match check, called(check):
        case ast.Assert(test=ast.Compare(left=left, ops=[ast.Eq()], comparators=[right])), _:
            sides = [left, right]
        case _, ast.Call(args=[left, right, *_]):
            sides = [left, right]
        case _:
            sides = []
    for side in sides:
        names = frozenset(each.id for each in walk(side) if isinstance(each, ast.Name))
        if names and any(isinstance(each, ast.BinOp) for each in walk(side)):
            yield _Made(structure(side), names)
