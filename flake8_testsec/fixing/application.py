"""Edits applied to a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
