"""Doubles that raise when they are called, and that a test asks below whether they were."""

from __future__ import annotations

import ast
from collections.abc import Iterator

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
    return _last_asked(test, module) > (statement.end_lineno or statement.lineno)


@once
def _last_asked(test: Function, module: Module) -> int:
    """The last line in which a test asks for the calls of what it gives a ``side_effect``."""
    raising = {
        spelt(each.value)
        for each in within(test)
        if isinstance(each, ast.Attribute) and each.attr == "side_effect" and isinstance(each.ctx, ast.Store)
    }
    return max((line for owner, line in _questions(test) if owner in raising), default=0)


def _questions(test: Function) -> Iterator[tuple[str, int]]:
    for each in within(test):
        if isinstance(each, ast.Attribute) and _ASKING.match(each.attr):
            yield spelt(each.value), each.lineno
