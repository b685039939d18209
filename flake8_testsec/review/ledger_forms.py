"""The ledger of known bugs as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Sequence

from flake8_testsec import __version__
from flake8_testsec.formats.escapes import encodable, harmless
from flake8_testsec.review.document import code, counted
from flake8_testsec.review.ledger import Bug, Item, flat

VERSION = 1
_COLUMNS = (
    "ticket",
    "kind",
    "tag",
    "named",
    "author",
    "date",
    "path",
    "line",
    "end_line",
    "disabled",
    "words",
)
_FORMULA = ("=", "+", "-", "@")
_BLANKS = ("\t", "\r", "\n")


def text(found: Sequence[Bug], without: int = 0) -> Iterator[str]:
    """The ledger for a terminal.

    Args:
        found: the tickets.
        without: how many places wait for no ticket.

    Yields:
        Lines without their ends.
    """
    for bug in found:
        since = f", since {bug.since}" if bug.since else ""
        yield harmless(f"{bug.name} ({counted(len(bug.items), 'place')}{since})")
        for each in bug.items:
            yield from map(harmless, _lines(each))
    places = sum(len(bug.items) for bug in found)
    more = f"; {counted(without, 'more place')} without a ticket" if without else ""
    yield f"{counted(len(found), 'ticket')}, {counted(places, 'place')}{more}"


def _lines(each: Item) -> Iterator[str]:
    who = " by ".join(filter(None, (each.tag, each.named)))
    facts = ", ".join(filter(None, (each.kind, who, each.date, each.author)))
    yield f"  {each.path}:{each.line}: {facts}"
    if each.disabled or each.words:
        yield f"      {code(each.disabled or each.words)}"


def table(found: Sequence[Bug]) -> Iterator[str]:
    """The ledger as CSV (RFC 4180); a cell that a spreadsheet would take for a formula begins with ``'``.

    Args:
        found: the tickets.

    Yields:
        Lines with their ends.
    """
    yield _row(_COLUMNS)
    for _, each in flat(found):
        yield _row([_cell(str(value)) for value in _values(each).values()])


def _row(cells: Sequence[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _cell(value: str) -> str:
    cell = encodable(value)
    seen = unicodedata.normalize("NFKC", cell).lstrip()  # some take a wide sign, or one behind a blank
    return f"'{cell}" if cell.startswith(_BLANKS) or seen.startswith(_FORMULA) else cell


def _values(each: Item) -> dict[str, str | int]:
    return {name: getattr(each, name) for name in _COLUMNS}


def record(found: Sequence[Bug], without: int = 0) -> str:
    """The ledger as JSON.

    Args:
        found: the tickets.
        without: how many places wait for no ticket.

    Returns:
        The document.
    """
    bugs = [
        {
            "ticket": encodable(bug.name),
            "key": encodable(bug.key),
            "since": bug.since or None,
            "places": [*map(_place, bug.items)],
        }
        for bug in found
    ]
    tool = {"name": "flake8-testsec", "version": __version__}
    document = {"version": VERSION, "tool": tool, "tickets": bugs, "without_ticket": without}
    return json.dumps(document, indent=2) + "\n"


def _place(each: Item) -> dict[str, object]:
    values = (
        (name, encodable(value) if isinstance(value, str) else value) for name, value in _values(each).items()
    )
    return {name: value if value != "" else None for name, value in values}
