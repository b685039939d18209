"""Workflow commands, from which GitHub makes annotations, and below them all findings that it would drop.

GitHub shows ten errors, ten warnings and ten notices of a step and passes over the rest without a word
(https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from flake8_testsec.formats.entries import ORDER, Entry, Run
from flake8_testsec.formats.escapes import printable

LIMIT = 10
"""Annotations of a level that GitHub shows of one step."""

_LEVELS = {"error": "error", "high": "error", "medium": "warning", "low": "notice"}


def report(entries: Sequence[Entry], run: Run) -> Iterator[str]:
    """The commands, the worst first.

    Args:
        entries: the findings.
        run: the run.

    Yields:
        The lines with their ends.
    """
    shown = sorted(
        (entry for entry in entries if entry.silenced is None),
        key=lambda entry: ORDER.index(entry.facts.severity),
    )
    used: Counter[str] = Counter()
    rest: list[Entry] = []
    for entry in shown:
        level = _LEVELS[entry.facts.severity]
        used[level] += 1
        if used[level] <= LIMIT:
            yield f"::{level} {_properties(entry)}::{_data(entry.message)}\n"
        else:
            rest.append(entry)
    if rest:
        yield f"{len(rest)} more, which GitHub would not show as annotations:\n"
        yield from map(_plain, rest)


def _properties(entry: Entry) -> str:
    values: dict[str, object] = {"title": f"{entry.finding.code} {entry.facts.name}", "file": entry.place}
    if place := entry.region:
        values |= {"line": place.line, "endLine": place.end_line}
        if place.line == place.end_line:  # columns of several lines are refused
            values |= {"col": place.column, "endColumn": place.end_column}
    return ",".join(f"{name}={_property(str(value))}" for name, value in values.items())


def _data(text: str) -> str:
    """What stands behind a command; GitHub decodes what is escaped, and line ends are escaped already."""
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _plain(entry: Entry) -> str:
    """A line of the log that is no command, whatever a file is called."""
    line = entry.region.line if entry.region else 0
    text = f"{entry.path}:{line}: {entry.finding.code} {entry.message}"
    return f"- {printable(text).replace('##[', '## [')}\n"
