"""The page over all repositories of an audit, with a link to the page of each; safe as that of one run is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec import __version__
from flake8_testsec.cwe import TITLES
from flake8_testsec.formats.audit_counts import Tally, Trend
from flake8_testsec.formats.html_report import environment
from flake8_testsec.formats.html_summary import SEVERITIES, UNREVIEWED, Line, lines
from flake8_testsec.rule import FAMILIES


class Row(NamedTuple):
    """A repository as the template takes it."""

    tally: Tally
    line: Line
    address: str
    """That of its page."""


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
