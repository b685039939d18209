"""Checkstyle's XML: files with what is wrong in them.

``XMLLogger`` of https://github.com/checkstyle/checkstyle writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import quoteattr

from flake8_testsec.formats.entries import Entry, Run
from flake8_testsec.formats.escapes import printable

_LEVELS = {"error": "error", "high": "error", "medium": "warning", "low": "info"}


def report(entries: Sequence[Entry], run: Run) -> Iterator[str]:
    """The report.

    Args:
        entries: the findings, those of a file one after the other.
        run: the run.

    Yields:
        The document, in pieces.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n'
    shown = (entry for entry in entries if entry.silenced is None)
    for path, found in groupby(shown, key=lambda entry: entry.path):
        yield f"  <file name={_attribute(path)}>\n"
        yield from map(_error, found)
        yield "  </file>\n"
    yield "</checkstyle>\n"


def _error(entry: Entry) -> str:
    finding, facts = entry.finding, entry.facts
    line, column = entry.region[:2] if entry.region else (0, 0)
    place = f'line="{line}" column="{column}" severity="{_LEVELS[facts.severity]}"'
    source = _attribute(f"testsec.{finding.code}.{facts.name}")
    return f"    <error {place} message={_attribute(f'{finding.code} {entry.message}')} source={source}/>\n"


def _attribute(text: str) -> str:
    return quoteattr(printable(text))
