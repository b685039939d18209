"""The page over all repositories of an audit, with a link to the page of each; safe as that of one run is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec import __version__
from flake8_testsec.cwe import TITLES
from flake8_testsec.formats.entries import Earlier, Entry
from flake8_testsec.formats.html_report import environment
from flake8_testsec.formats.html_summary import SEVERITIES, UNREVIEWED, Line, lines
from flake8_testsec.rule import FAMILIES


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


class Row(NamedTuple):
    """A repository as the template takes it."""

    tally: Tally
    line: Line
    address: str
    """That of its page."""


def tally(
    name: str,
    commit: str,
    files: int,
    complete: bool,
    entries: Sequence[Entry],
    tickets: int,
    waiting: int,
    earlier: Earlier | None,
    why: Iterable[str],
) -> Tally:
    """Count what was found in a repository.

    Args:
        name: what it is called.
        commit: what was reviewed of it; empty if that is not known.
        files: how many files there were.
        complete: whether all of them were reviewed by every rule.
        entries: the findings; what a comment silences does not count.
        tickets: see `Tally`.
        waiting: see `Tally`.
        earlier: what it is compared with.
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
    trend = earlier and Trend(
        len(earlier.findings), sum(map(earlier.is_new, shown)), len(earlier.gone(shown))
    )
    return Tally(
        name, commit, files, complete, severities, families, weaknesses, tickets, waiting, trend, (*why,)
    )


def page(tallies: Sequence[Tally], addresses: Sequence[str], title: str, compared: bool) -> Iterator[str]:
    """The page.

    Args:
        tallies: the repositories in their order.
        addresses: those of their pages.
        title: what it is headed with; our name if empty.
        compared: whether there was an earlier audit.

    Yields:
        The document, in pieces.
    """
    severities = sum((each.severities for each in tallies), Counter[str]())
    drawn = lines([(each.name, each.severities) for each in tallies])
    rows = [Row(*each) for each in zip(tallies, drawn, addresses, strict=True)]
    rows.sort(key=lambda row: [-row.tally.severities[each] for each in SEVERITIES])
    trends = [each.trend for each in tallies if each.trend is not None]
    yield from (
        environment()
        .get_template("audit.html.jinja")
        .generate(
            version=__version__,
            title=title or "Audit of test code",
            rows=rows,
            counts={severity: severities[severity] for severity in SEVERITIES},
            total=severities.total(),
            files=sum(each.files for each in tallies),
            affected=sum(bool(each.total) for each in tallies),
            families=list(lines(_families(tallies))),
            weaknesses=list(_weaknesses(tallies)),
            waiting=sum(each.waiting for each in tallies),
            tickets=sum(each.tickets for each in tallies),
            trend=Trend(*map(sum, zip(*trends, strict=True))) if trends else None,
            compared=compared,
            incomplete=[each for each in tallies if not each.complete],
        )
    )


def _families(tallies: Iterable[Tally]) -> list[tuple[str, Counter[str]]]:
    found: dict[str, Counter[str]] = {}
    for each in tallies:
        for name, counts in each.families.items():
            found.setdefault(name, Counter()).update(counts)
    return [(name, found[name]) for name in (UNREVIEWED, *FAMILIES.values()) if name in found]


def _weaknesses(tallies: Iterable[Tally]) -> Iterator[Line]:
    found: dict[int, Counter[str]] = {}
    for each in tallies:
        for cwe, counts in each.weaknesses.items():
            found.setdefault(cwe, Counter()).update(counts)
    most = sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
    drawn = lines([(f"CWE-{cwe}", counts) for cwe, counts in most])
    return (line._replace(more=TITLES[cwe]) for line, (cwe, _) in zip(drawn, most, strict=True))
