"""The lines around a finding, for a reader."""

from __future__ import annotations

from bench.scopes import Scope, scopes

ABOVE, BELOW = 8, 12
LONGEST = 80
"""A longer function is not shown as a whole, in lines."""


def around(source: bytes, line: int, with_scope: bool = False) -> str:
    """The lines near a line.

    Args:
        source: the file.
        line: the line, from 1.
        with_scope: show all of the function that the line is in, too; else of the class.

    Returns:
        The lines with their numbers, the one that is meant with a mark.
    """
    # Not splitlines, which also splits at form feeds and thus counts other lines than Python does.
    lines = source.decode("utf-8", "replace").split("\n")
    first, last = max(1, line - ABOVE), min(len(lines), line + BELOW)
    scope = _scope(source, line) if with_scope else None
    if scope is not None:
        first, last = min(first, scope.first), max(last, scope.last)
    marked = ((">" if number == line else " ", number) for number in range(first, last + 1))
    return "\n".join(f"{mark}{number:6} | {lines[number - 1].rstrip()}" for mark, number in marked)


def _scope(source: bytes, line: int) -> Scope | None:
    """The innermost function or class around a line that is not too long to be shown."""
    holding = (each for each in reversed(scopes(source)) if each.first <= line <= each.last)
    return next((each for each in holding if each.last - each.first < LONGEST), None)
