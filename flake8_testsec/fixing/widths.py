"""How long the lines are that a fix leaves, beside those that the file has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.application import apply
from flake8_testsec.source.module import Module, once

USUAL = 79
"""Columns that every style has room for (PEP 8)."""
_APART = ("noqa", "://")
"""Marks of lines that may be longer than others."""


def too_long(edits: Sequence[Edit], allowed: int, module: Module, *, is_formatted: bool = False) -> bool:
    """Whether a fix makes a line longer than any other of its file that is not longer for a reason.

    Args:
        edits: the edits of the fix.
        allowed: the columns that the project allows, as far as that is known.
        module: the module.
        is_formatted: whether a formatter breaks each line that is longer: then other lines of the file say
            nothing, which it could not break.

    Returns:
        ``False`` for a line that was too long before.
    """
    limit = allowed if is_formatted else max(USUAL, allowed, longest(module))
    for first, end, together in runs(edits):
        before = module.lines[first - 1 : end]
        there = {each.strip() for each in before if _width(each) > limit}
        after = apply(before, (moved_up(each, first - 1) for each in together)).splitlines()
        if any(_width(each) > limit and each.strip() not in there for each in after):
            return True
    return False


@once
def longest(module: Module) -> int:
    """The columns of the longest line of a file, but of those that may be longer than others: lines of a text
    that runs over several, and those with a mark."""
    long = [(number, each) for number, each in enumerate(module.lines, 1) if len(each) > USUAL]
    inside = module.string_lines if long else frozenset()
    plain = (
        each for number, each in long if number not in inside and not any(map(each.__contains__, _APART))
    )
    return max(map(_width, plain), default=0)


def _width(line: str) -> int:
    return len(line.rstrip("\r\n"))


def runs(edits: Sequence[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """The edits that touch the same lines.

    Args:
        edits: in any order.

    Yields:
        The first of the lines, the last one, and the edits.
    """
    run: list[Edit] = []
    end = 0
    for each in sorted(edits, key=lambda edit: edit[:4]):  # at one place in the order given
        if run and each.line > end:
            yield run[0].line, end, run
            run = []
        run.append(each)
        end = max(end, each.end_line) if run[1:] else each.end_line
    if run:
        yield run[0].line, end, run


def moved_up(edit: Edit, above: int) -> Edit:
    """An edit of a text of which some lines above are left out.

    Args:
        edit: the edit of the whole text.
        above: how many lines are left out.
    """
    return edit._replace(line=edit.line - above, end_line=edit.end_line - above)
