"""Findings as a person at a terminal reads them: the line, what is wrong in it, the places that say why."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate, takewhile
from typing import NamedTuple

from flake8_testsec.formats.entries import Entry, Region, region
from flake8_testsec.formats.escapes import harmless

WIDEST = 120
"""Columns of a source line that are shown; of a longer one it is those around what is marked."""

_BEFORE = 40
_TAB = 4
_COLORS = {"error": "\033[1;31m", "high": "\033[1;31m", "medium": "\033[1;33m", "low": "\033[1;36m"}
_RESET = "\033[m"

Paint = Callable[[str, str], str]
"""Takes a text and a sequence that begins a colour."""


def shown(entry: Entry, color: bool) -> str:
    """One finding with its lines.

    Args:
        entry: the finding.
        color: whether whoever reads it sees colours.

    Returns:
        Lines that end in an empty one.
    """
    paint = _painted if color else _unpainted
    return "\n".join(_lines(entry, paint)) + "\n\n"


def _painted(text: str, begin: str) -> str:
    return f"{begin}{text}{_RESET}"


def _unpainted(text: str, begin: str) -> str:
    return text


def _lines(entry: Entry, paint: Paint) -> Iterator[str]:
    finding, facts, place = entry.finding, entry.facts, entry.region
    color = _COLORS[facts.severity]
    where = f"{harmless(entry.path)}:{place.line}:{place.column}:" if place else f"{harmless(entry.path)}:"
    yield f"{paint(where, _BOLD)} {paint(finding.code, color)} {harmless(finding.message)}"
    sources = dict(entry.detail.lines)
    related = [(region(*each[:4]), harmless(each.message)) for each in finding.related]
    width = len(str(max([place.line if place else 0, *(each.line for each, _ in related)])))
    if place:
        yield from _source(place, "", sources, width, lambda marks: paint(marks, color))
    for near, message in related:
        yield from _source(near, message, sources, width, lambda marks: paint(marks, _BLUE))
    silenced = (
        "" if entry.silenced is None else f", silenced: {harmless(entry.silenced) or 'no reason given'}"
    )
    weakness = f", {facts.weakness}" if facts.cwe else ""
    explained = f"; testsec explain {finding.code}" if facts.cwe else ""
    seen = f", {entry.seen}" if entry.seen else ""
    yield f"{' ' * width} = {facts.severity}{weakness}, {facts.name}{seen}{silenced}{explained}"


_BOLD = "\033[1m"
_BLUE = "\033[1;34m"


def _source(
    place: Region, message: str, sources: Mapping[int, str], width: int, paint: Callable[[str], str]
) -> Iterator[str]:
    """The first line of a place with carets below, and a word on it."""
    if place.line not in sources:
        if message:
            yield f"{place.line:>{width}} | {message}"
        return
    text = sources[place.line]
    end = place.end_column - 1 if place.end_line == place.line else len(text.rstrip())
    line = _marked(text, place.column - 1, end)
    more = f"to line {place.end_line}" if place.end_line > place.line else ""
    told = ": ".join(filter(None, (more, message)))
    yield f"{place.line:>{width}} | {line.text}"
    yield f"{' ' * width} | {' ' * line.before}{paint('^' * line.marks)}{' ' + told if told else ''}".rstrip()


class _Marked(NamedTuple):
    """A source line as it is shown, and where the carets stand, in columns of a terminal."""

    text: str
    before: int
    marks: int


def _marked(text: str, start: int, end: int) -> _Marked:
    """Cut a line so that what is marked can be seen, and count the columns up to there."""
    is_long = len(text) > WIDEST or _columns(text) > WIDEST
    first = max(0, start - _BEFORE) if is_long else 0
    head = "…" if first else ""
    kept = _cut(text[first : first + WIDEST])
    tail = "…" if first + len(kept) < len(text) else ""
    before = len(head) + _columns(kept[: start - first])
    marks = _columns(kept[start - first : max(end, start + 1) - first])
    return _Marked(f"{head}{_visible(kept)}{tail}", before, max(marks, 1))


def _cut(text: str) -> str:
    """The beginning of a text, as much as there is room for."""
    reach = accumulate(map(_columns, text))
    return text[: sum(1 for _ in takewhile(lambda columns: columns <= WIDEST, reach))]


def _visible(text: str) -> str:
    return harmless(text).replace("\t", " " * _TAB)


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: wide characters take two, marks on others none."""
    return len(_visible(text)) if text.isascii() else sum(map(_width, _visible(text)))


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
