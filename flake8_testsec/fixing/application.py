"""Edits applied to a text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from flake8_testsec.finding import Edit


def apply(lines: Sequence[str], edits: Iterable[Edit]) -> str:
    """Change a text.

    Args:
        lines: the text's lines with their ends as ``\\n``.
        edits: in any order; what is there twice is done once.

    Returns:
        The whole text as it is afterwards.

    Raises:
        ValueError: two edits overlap, or one is not in the text.
    """
    text, starts = "".join(lines), _starts(lines)
    kept: list[str] = []
    done = 0
    for edit in sorted(dict.fromkeys(edits), key=lambda each: each[:4]):
        start, end = _offset(edit.line, edit.column, starts), _offset(edit.end_line, edit.end_column, starts)
        if not done <= start <= end <= len(text):
            raise ValueError(f"this edit overlaps another one or is not in the text: {edit}")
        kept += text[done:start], edit.text
        done = end
    return "".join((*kept, text[done:]))


def overlap(edits: Iterable[Edit], others: Iterable[Edit]) -> bool:
    """Whether two fixes cannot be applied together: they change the same characters, or insert at one place.

    Args:
        edits: those of one fix.
        others: those of another one; an edit that both have does not count.
    """
    mine, theirs = {*edits}, {*others}
    return any(_meet(one, other) for one in mine - theirs for other in theirs - mine)


class Shift:
    """Where places of a text are after some edits.

    Args:
        before: the text's lines with their ends as ``\\n``.
        after: those of the changed text.
        edits: what was changed.
    """

    def __init__(self, before: Sequence[str], after: Sequence[str], edits: Iterable[Edit]) -> None:
        self._before, self._after = _starts(before), _starts(after)
        places = sorted(
            (self._offset(*each[:2]), self._offset(*each[2:4]), len(each.text)) for each in {*edits}
        )
        self._begins, self._ends = [begin for begin, *_ in places], [end for _, end, _ in places]
        self._by = [0, *accumulate(length - (end - begin) for begin, end, length in places)]

    def moved(self, line: int, column: int) -> tuple[int, int]:
        """Where a place is now; one inside of a span that was replaced is where the span begins."""
        place = self._offset(line, column)
        done = bisect_right(self._ends, place)
        begin = self._begins[done] if done < len(self._begins) else place
        there = min(begin, place) + self._by[done]
        row = min(bisect_right(self._after, there), len(self._after))
        return row, there - self._after[row - 1]

    def _offset(self, line: int, column: int) -> int:
        return self._before[min(line, len(self._before)) - 1] + column


def _meet(one: Edit, other: Edit) -> bool:
    if one[:2] == other[:2]:
        return True
    first, second = sorted((one, other))
    return first[2:4] > second[:2]


def _starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts


def _offset(line: int, column: int, starts: Sequence[int]) -> int:
    if not 0 < line <= len(starts) or column < 0:
        raise ValueError(f"no such place: line {line}, column {column}")
    return starts[line - 1] + column
