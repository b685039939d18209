"""What an audit says of a repository in its summary: counts, and nothing of the findings themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flake8_testsec.formats.entries import Entry, Run
from flake8_testsec.formats.html_summary import UNREVIEWED


class Trend(NamedTuple):
    """What is different from an earlier audit."""

    before: int
    """How many findings there were."""
    new: int
    gone: int


class Tally(NamedTuple):
    """What the summary says of one repository; no finding is in it."""

    name: str
    commit: str
    files: int
    complete: bool
    severities: Counter[str]
    families: dict[str, Counter[str]]
    weaknesses: dict[int, Counter[str]]
    tickets: int
    """How many tickets something waits for."""
    waiting: int
    """How many places wait."""
    trend: Trend | None
    """``None`` if it was not there before, or nothing is compared."""
    why: tuple[str, ...] = ()
    """What could not be done."""

    @property
    def total(self) -> int:
        """All findings that count."""
        return self.severities.total()


class Waiting(NamedTuple):
    """What waits for tickets in a repository."""

    tickets: int
    places: int


def tally(
    name: str, commit: str, entries: Sequence[Entry], waiting: Waiting, run: Run, why: Iterable[str]
) -> Tally:
    """Count what was found in a repository.

    Args:
        name: what it is called.
        commit: what was reviewed of it; empty if that is not known.
        entries: the findings; what a comment silences does not count.
        waiting: what waits for tickets.
        run: its review.
        why: what could not be done.

    Returns:
        The counts.
    """
    shown = [entry for entry in entries if entry.silenced is None]
    families: dict[str, Counter[str]] = {}
    weaknesses: dict[int, Counter[str]] = {}
    for entry in shown:
        facts = entry.facts
        families.setdefault(facts.family or UNREVIEWED, Counter())[facts.severity] += 1
        if facts.cwe:
            weaknesses.setdefault(facts.cwe, Counter())[facts.severity] += 1
    severities = Counter(entry.facts.severity for entry in shown)
    counted = (severities, families, weaknesses, *waiting, _trend(shown, run))
    return Tally(name, commit, run.files, run.complete, *counted, (*why,))


def _trend(shown: Sequence[Entry], run: Run) -> Trend | None:
    if run.earlier is None:
        return None
    new = sum(map(run.earlier.is_new, shown))
    return Trend(len(run.earlier.findings), new, len(run.earlier.gone(shown)))
