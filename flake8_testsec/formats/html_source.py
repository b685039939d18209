"""The source of a finding as a page shows it: lines in parts, of which some are marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from flake8_testsec.formats.entries import Entry, Region, region
from flake8_testsec.formats.escapes import printable
from flake8_testsec.formats.nearby import lines_around
from flake8_testsec.patterns import lazy

WIDEST = 400
"""Characters of a source line that are shown; of a longer one it is those around what is marked."""

FOUND, NEAR = "found", "near"
"""The marks: of the finding itself, and of a further place."""

_BEFORE = 80
_TAB = 4
_QUOTED = lazy(r"(?P<quote>\"\"\"|'''|\"|')(?P<text>(?:\\.|(?!(?P=quote)).)+)(?P<end>(?P=quote)?)", re.DOTALL)


class Part(NamedTuple):
    """A piece of a line."""

    text: str
    mark: str = ""


class Row(NamedTuple):
    """A line as it is shown."""

    number: int
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
    """What is said of places that begin in it."""
    follows: bool = True
    """Whether it stands directly below the row before."""


class _Mark(NamedTuple):
    place: Region
    kind: str
    note: str = ""

    def within(self, number: int, text: str) -> tuple[int, int] | None:
        """The columns from 0 that it covers in a line, if it does; blanks at the margin are not marked."""
        place = self.place
        if not place.line <= number <= place.end_line:
            return None
        indent = len(text) - len(text.lstrip())
        start = place.column - 1 if number == place.line else indent
        end = place.end_column - 1 if number == place.end_line else len(text.rstrip())
        if number > place.line and end <= start:
            return None
        return min(start, len(text)), max(end, start + 1)


def rows(entry: Entry, secrets: Iterable[Region] = ()) -> list[Row]:
    """The lines of a finding and of its further places.

    Args:
        entry: the finding.
        secrets: places in the same file whose texts nobody shall read.

    Returns:
        The lines, as far as they are known.
    """
    known, marks = dict(entry.detail.lines), list(_marks(entry))
    wanted = [number for number in sorted(lines_around(entry.finding)) if number in known]
    texts = {number: masked(number, known[number].rstrip(), secrets) for number in wanted}
    margin = _margin(texts.values())
    return list(_joined(_trimmed([_row(number, text, margin, marks) for number, text in texts.items()])))


def _trimmed(found: Sequence[Row]) -> Sequence[Row]:
    """Without empty lines at both ends."""
    told = [index for index, row in enumerate(found) if any(part.text.strip() for part in row.parts)]
    return found[told[0] : told[-1] + 1] if told else ()


def _joined(found: Sequence[Row]) -> Iterator[Row]:
    before = found[0].number - 1 if found else 0
    for row in found:
        yield row._replace(follows=row.number - before == 1)
        before = row.number


def _marks(entry: Entry) -> Iterator[_Mark]:
    if entry.region is not None:
        yield _Mark(entry.region, FOUND)
    for each in entry.finding.related:
        yield _Mark(region(*each[:4]), NEAR, printable(each.message))


def _margin(texts: Iterable[str]) -> int:
    """How many blanks all lines begin with."""
    return min((len(text) - len(text.lstrip(" ")) for text in texts if text), default=0)


def _row(number: int, text: str, margin: int, marks: Sequence[_Mark]) -> Row:
    notes = tuple(mark.note for mark in marks if mark.note and mark.place.line == number)
    spans = [(span, mark.kind) for mark in marks if (span := mark.within(number, text))]
    text = text.ljust(max((end for (_, end), _ in spans), default=0))
    first, last = _window(text, margin, min((start for (start, _), _ in spans), default=0))
    cuts = {first, last, *(min(max(cut, first), last) for span, _ in spans for cut in span)}
    parts = [Part(_visible(text[start:end]), _kind(start, spans)) for start, end in pairwise(sorted(cuts))]
    head, tail = [Part("…")] * (first > margin), [Part("…")] * (last < len(text))
    return Row(number, (*head, *parts, *tail), notes)


def _window(text: str, margin: int, mark: int) -> tuple[int, int]:
    """Which part of a line is shown."""
    margin = min(margin, mark) if mark else margin
    if len(text) - margin <= WIDEST:
        return min(margin, len(text)), len(text)
    first = max(margin, mark - _BEFORE)
    return first, min(first + WIDEST, len(text))


def _kind(column: int, spans: Sequence[tuple[tuple[int, int], str]]) -> str:
    kinds = {kind for (start, end), kind in spans if start <= column < end}
    return next((kind for kind in (FOUND, NEAR) if kind in kinds), "")


def _visible(text: str) -> str:
    return printable(text).replace("\t", " " * _TAB)


def secrets_of(entries: Iterable[Entry]) -> Mapping[str, list[Region]]:
    """The places of credentials by file.

    Args:
        entries: the findings, what is silenced included.

    Returns:
        The places by the paths as the user knows them.
    """
    found: dict[str, list[Region]] = {}
    for entry in entries:
        if entry.facts.family == "credentials" and (place := entry.region):
            found.setdefault(entry.path, []).append(place)
    return found


def masked(number: int, text: str, secrets: Iterable[Region]) -> str:
    """A line without what stands between quotes, or in a string of several lines, where a secret is.

    Args:
        number: the line, from 1.
        text: what stands in it.
        secrets: the places of secrets in its file.

    Returns:
        A text of the same length.
    """
    for place in secrets:
        if span := _Mark(place, FOUND).within(number, text):
            start, end = span
            text = f"{text[:start]}{_dotted(text[start:end])}{text[end:]}"
    return text


def _dotted(text: str) -> str:
    """What is quoted, hidden; a text without quotes lies in a string that begins on another line."""
    if not any(quote in text for quote in "\"'"):
        return text if text.endswith(")") else re.sub(r"\w", "•", text)
    return _QUOTED.sub(lambda found: found["quote"] + "•" * len(found["text"]) + found["end"], text)
