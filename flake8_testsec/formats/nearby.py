"""Which lines of a file a form shows beside a finding."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_testsec.finding import Finding

_AROUND = 2
"""Lines before and behind a finding."""
_LONGEST = 12
"""Lines of a finding that are shown; of a longer one it is the first."""
_CREDENTIALS = "TSE1"
"""How codes begin whose findings are shown alone: the lines below the head of a key are the key."""


def first_lines(finding: Finding) -> set[int]:
    """The lines on which a finding and its further places begin.

    Args:
        finding: the finding.

    Returns:
        Numbers from 1.
    """
    return {number for number in (finding.line, *(each.line for each in finding.related)) if number > 0}


def lines_around(finding: Finding) -> set[int]:
    """The same, with all lines of the finding, as far as it is not long, and some around it.

    Args:
        finding: the finding.

    Returns:
        Numbers from 1; some may lie behind the end of the file.
    """
    around = {} if finding.code.startswith(_CREDENTIALS) else {*_reach(finding)}
    return {number for number in (*around, *first_lines(finding)) if number > 0}


def _reach(finding: Finding) -> range:
    last = min(max(finding.end_line, finding.line), finding.line + _LONGEST - 1)
    return range(finding.line - _AROUND, last + _AROUND + 1)


def changed_lines(finding: Finding) -> Iterator[int]:
    """The lines that a finding's fix changes, and one before and behind each place.

    Args:
        finding: the finding.

    Yields:
        Numbers, of which some may lie outside the file.
    """
    for edit in finding.fix.whole:
        yield from range(edit.line - 1, edit.end_line + 2)
