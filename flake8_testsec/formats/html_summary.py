"""What a page says of all findings together: counts, bars, the worst files, what has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.formats.entries import ORDER, Entry, Old, Run, facts_of
from flake8_testsec.rule import FAMILIES

WIDTH = 1000
"""Of a bar's box, in its own units."""

_LEAST = 8
"""The width of what would be too thin to be seen."""

WORST = 10
"""How many files are told first."""

FREQUENT = 6
"""How many rules are told first."""

SEVERITIES = tuple(filter(None, ORDER))
UNREVIEWED = "not reviewed"
"""Stands where a family would, for what is no rule."""


class Segment(NamedTuple):
    """A part of a bar."""

    severity: str
    x: float
    width: float


class Line(NamedTuple):
    """A name with its findings."""

    name: str
    counts: Mapping[str, int]
    segments: tuple[Segment, ...]
    more: str = ""
    """What else there is to say of it."""

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


class Change(NamedTuple):
    """What is different from an earlier report."""

    new: int
    gone: Sequence[Old]
    known: int
    bars: Sequence[Line]
    """Then and now."""


class Summary(NamedTuple):
    """What is told first."""

    counts: Mapping[str, int]
    whole: Line
    families: Sequence[Line]
    codes: Sequence[Line]
    """The rules that found most."""
    files: Sequence[Line]
    affected: int
    """How many files have findings."""
    change: Change | None

    @property
    def total(self) -> int:
        """All findings that count."""
        return self.whole.total


def summary(entries: Iterable[Entry], run: Run) -> Summary:
    """Count.

    Args:
        entries: the findings; what a comment silences does not count.
        run: the run.

    Returns:
        The counts, and the geometry of bars.
    """
    shown = [entry for entry in entries if entry.silenced is None]
    counts = Counter(entry.facts.severity for entry in shown)
    by_file = _grouped(shown, path_of)
    worst = sorted(by_file.items(), key=lambda item: ([-item[1][each] for each in SEVERITIES], item[0]))
    return Summary(
        {severity: counts[severity] for severity in SEVERITIES},
        next(lines([("", counts)])),
        list(lines(_families(shown))),
        list(_codes(shown)),
        list(lines(worst[:WORST])),
        len(by_file),
        _change(shown, counts, run),
    )


def _families(shown: Sequence[Entry]) -> list[tuple[str, Counter[str]]]:
    grouped = _grouped(shown, lambda entry: entry.facts.family or UNREVIEWED)
    return [(name, grouped[name]) for name in (UNREVIEWED, *FAMILIES.values()) if name in grouped]


def _codes(shown: Sequence[Entry]) -> Iterator[Line]:
    grouped = _grouped(shown, lambda entry: entry.finding.code)
    most = sorted(grouped.items(), key=lambda item: (-item[1].total(), item[0]))[:FREQUENT]
    return (line._replace(more=facts_of(line.name).name) for line in lines(most))


def path_of(entry: Entry) -> str:
    """The file as the user knows it, without the dot that stands for the folder in which we run."""
    return entry.path.removeprefix("./")


def _grouped(shown: Sequence[Entry], name: Callable[[Entry], str]) -> dict[str, Counter[str]]:
    groups: dict[str, Counter[str]] = {}
    for entry in shown:
        groups.setdefault(name(entry), Counter())[entry.facts.severity] += 1
    return groups


def lines(groups: Sequence[tuple[str, Counter[str]]]) -> Iterator[Line]:
    """Names with their counts by severity, with the geometry of bars that can be compared."""
    greatest = max((sum(counts.values()) for _, counts in groups), default=0)
    drawn = [list(_widths(counts, greatest)) for _, counts in groups]
    scale = WIDTH / max([WIDTH, *(sum(width for _, width in widths) for widths in drawn)])
    for (name, counts), widths in zip(groups, drawn, strict=True):
        yield Line(name, counts, tuple(_segments(widths, scale)))


def _widths(counts: Counter[str], greatest: int) -> Iterator[tuple[str, float]]:
    for severity in SEVERITIES:
        if counts[severity]:
            yield severity, max(WIDTH * counts[severity] / greatest, _LEAST)


def _segments(widths: Sequence[tuple[str, float]], scale: float) -> Iterator[Segment]:
    x = 0.0
    for severity, width in widths:
        yield Segment(severity, round(x * scale, 2), round(width * scale, 2))
        x += width


def _change(shown: Sequence[Entry], counts: Counter[str], run: Run) -> Change | None:
    if run.earlier is None:
        return None
    new = sum(map(run.earlier.is_new, shown))
    bars = list(lines([(run.earlier.name, run.earlier.counts), ("now", counts)]))
    return Change(new, run.earlier.gone(shown), len(shown) - new, bars)
