"""Doubles that raise when they are called, and that a test asks below whether they were."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function

_ASKING = lazy(
    r"(await|call)_(args|args_list|count)\Z|called\Z|awaited\Z|assert_(any_|has_)?(await|call)|mock_calls\Z"
)


def is_asked_below(statement: ast.Try, test: Function, module: Module) -> bool:
    """Whether a test asks below a ``try`` for the calls of a double that raises.

    Args:
        statement: the ``try``, in which the double may be called.
        test: the function around it.
        module: its module.

    Returns:
        ``True`` where the double was not called if nothing was raised, so that the question fails.
    """
    asked, end = _asked(test, module), statement.end_lineno or statement.lineno
    return any(line > end for owner in _raising(test, module) for line in asked.get(owner, ()))


@once
def _raising(test: Function, module: Module) -> frozenset[str]:
    """What a test gives a ``side_effect``, as text."""
    return frozenset(
        spelt(each.value)
        for each in within(test)
        if isinstance(each, ast.Attribute) and each.attr == "side_effect" and isinstance(each.ctx, ast.Store)
    )


@once
def _asked(test: Function, module: Module) -> Mapping[str, Collection[int]]:
    """In which lines a test asks what for its calls."""
    found: dict[str, list[int]] = defaultdict(list)
    for owner, line in _questions(test):
        found[owner].append(line)
    return found


def _questions(test: Function) -> Iterator[tuple[str, int]]:
    for each in within(test):
        if isinstance(each, ast.Attribute) and _ASKING.match(each.attr):
            yield spelt(each.value), each.lineno
