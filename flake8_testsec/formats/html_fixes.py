"""What a fix would change, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.application import apply
from flake8_testsec.formats.entries import Entry, Region
from flake8_testsec.formats.escapes import printable
from flake8_testsec.formats.html_source import masked

_NEAR = 3
"""Lines between edits that are shown together."""


class Change(NamedTuple):
    """A line: ``-`` goes, ``+`` comes, a blank stays."""

    sign: str
    text: str


def preview(entry: Entry, secrets: Sequence[Region] = ()) -> list[list[Change]]:
    """What the fix of a finding changes, place by place.

    Args:
        entry: the finding with the lines that ``nearby.changed_lines`` names.
        secrets: places in the same file whose texts nobody shall read.

    Returns:
        The places; none if there is no fix, or nobody has the lines.
    """
    known = {number: masked(number, text, secrets) for number, text in entry.detail.lines}
    if not all(edit.line in known or edit.line - 1 in known for edit in entry.finding.fix.whole):
        return []
    try:
        return [_changes(edits, known) for edits in _places(entry.finding.fix.whole)]
    except ValueError:  # a fix that cannot be applied is none to show
        return []


def _places(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """Edits that stand close together."""
    place: list[Edit] = []
    for edit in sorted(edits):
        if place and edit.line > max(each.end_line for each in place) + _NEAR:
            yield place
            place = []
        place.append(edit)
    if place:
        yield place


def _changes(edits: Sequence[Edit], known: dict[int, str]) -> list[Change]:
    first = max(min(edit.line for edit in edits) - 1, 1)
    last = max(edit.end_line for edit in edits) + 1
    reach = range(first, last + 1)
    before = [known.get(number, "") for number in reach]
    moved = [edit._replace(line=edit.line - first + 1, end_line=edit.end_line - first + 1) for edit in edits]
    after = apply([f"{text}\n" for text in before], moved).split("\n")[:-1]
    return list(_signed(before, after))


def _signed(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    margin = min((len(each) - len(each.lstrip(" ")) for each in (*before, *after) if each), default=0)
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "equal":
            yield from (Change(" ", _visible(each[margin:])) for each in before[start:end])
        else:
            yield from (Change("-", _visible(each[margin:])) for each in before[start:end])
            yield from (Change("+", _visible(each[margin:])) for each in after[new_start:new_end])


def _visible(text: str) -> str:
    return printable(text)
