"""All that one run of the benchmark found, and what it was meant to find."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bench import contenders
from bench.contenders import Row
from bench.cost import Cost, Result

_ASTROID = "astroid"


class Growth(NamedTuple):
    """The same review with another number of files."""

    files: int
    megabytes: float
    parse: Result
    ours: Result


class Report(NamedTuple):
    """One run."""

    machine: str
    package: str
    files: int
    lines: int
    megabytes: float
    results: Mapping[str, Result]
    """By name: references, our own, peers, and peers that could not be installed."""
    start: Mapping[str, Result]
    imported: tuple[str, ...]
    """What a start of ours imports beside the standard library."""
    growth: tuple[Growth, ...]
    families: Mapping[str, float]
    """CPU seconds within one process, on a part of the files."""
    part: int
    """The part: one file in so many."""
    rooms: tuple[Row, ...]
    rules: tuple[Row, ...]

    def cost(self, name: str) -> Cost | None:
        """What a contender cost.

        Args:
            name: the contender, or the first word of it: ``pylint`` finds ``pylint 4.1.4``.

        Returns:
            The medians; nothing if it was not measured.
        """
        every = {**self.results, **self.start}
        found = every.get(name) or next((every[key] for key in every if key.split()[0] == name), None)
        return found.cost if found else None

    def ratio(self, name: str, other: str) -> float | None:
        """CPU of one contender in parts of another's.

        Args:
            name: the one.
            other: the other.

        Returns:
            The quotient; nothing if one of them was not measured.
        """
        cost, base = self.cost(name), self.cost(other)
        return cost.cpu / base.cpu if cost and base else None


def dump(report: Report) -> str:
    """All figures, so that the page can be made again without measuring again.

    Args:
        report: the run.

    Returns:
        JSON.
    """
    return json.dumps(_plain(report), indent=1, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    match value:
        case float():
            return round(value, 4)
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case tuple():
            return _plain(value._asdict()) if hasattr(value, "_asdict") else [_plain(each) for each in value]
        case _:
            return value


def load(text: str) -> Report:
    """The figures that were kept.

    Args:
        text: see `dump`.

    Returns:
        The run.
    """
    kept = json.loads(text)
    kept["results"] = _results(kept["results"])
    kept["start"] = _results(kept["start"])
    kept["growth"] = tuple(Growth(**{**each, **_results(each, "parse", "ours")}) for each in kept["growth"])
    kept["imported"] = tuple(kept["imported"])
    for name in ("rooms", "rules"):
        kept[name] = tuple(Row(**each) for each in kept[name])
    return Report(**kept)


def _results(kept: Mapping[str, Any], *names: str) -> dict[str, Result]:
    return {name: _result(kept[name]) for name in names or kept}


def _result(kept: Mapping[str, Any]) -> Result:
    return Result(**{**kept, "cost": Cost(**kept["cost"]) if kept["cost"] else None})


class Target(NamedTuple):
    """What we want to reach."""

    text: str
    limit: float
    measured: float | None
    form: str
    """How a figure is written, for ``str.format``."""
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """In words."""
        if self.measured is None:
            return "not measured"
        reached = self.measured >= self.limit if self.at_least else self.measured <= self.limit
        return "reached" if reached else "**missed**"

    def cells(self) -> tuple[str, ...]:
        """The cells of its row."""
        sign = "at least " if self.at_least else "at most "
        figure = "-" if self.measured is None else self.form.format(self.measured)
        return self.text, sign + self.form.format(self.limit), figure, self.verdict, self.note


def machine() -> str:
    """The machine, in words that name nobody."""
    cores = os.cpu_count() or 1
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{cores} core{'s' * (cores > 1)}, {platform.system()} on {platform.machine()}, {python}"


def targets(report: Report) -> Iterator[Target]:
    """What we want to reach, with what was measured.

    Args:
        report: the run.

    Yields:
        Each target.
    """
    cold, alone = contenders.COLD, contenders.PARSE_ONLY
    note = _times(report.ratio(cold, alone), "{:.2f} times parsing with the collector off, as we parse")
    yield Target(
        "CPU of a cold run against `ast.parse`", 1.6, report.ratio(cold, contenders.PARSE), _X, note=note
    )
    for name, limit in (("bandit", 8), (contenders.PLAIN, 10), ("pylint", 30)):
        note = _times(report.ratio(name, alone), "{:.1f} x is parsing alone, the collector off")
        ratio = report.ratio(name, cold)
        yield Target(f"CPU of {name} against a cold run", limit, ratio, _X, at_least=True, note=note)
    yield Target("CPU of a warm run against a cold one", 0.08, report.ratio(contenders.WARM, cold), _FINE)
    changed = report.ratio(contenders.CHANGED, cold)
    yield Target("CPU with one file changed against a cold run", 0.1, changed, _FINE)
    share = report.ratio(contenders.WITH_US, contenders.PLAIN)
    yield Target(
        "CPU that our plugin adds to plain flake8", 0.08, None if share is None else share - 1, "{:.1%}"
    )
    yield from _start(report)
    yield from _memory(report)


_X, _FINE = "{:.1f} x", "{:.3f} x"


def _start(report: Report) -> Iterator[Target]:
    start = report.ratio(contenders.START, contenders.START_BARE)
    flake8 = report.ratio(contenders.START_OPTIONS, contenders.START_BARE)
    note = _times(flake8, "flake8's option code alone takes {:.2f} x")
    yield Target("start-up against `python -c 'import ast, argparse'`", 1.5, start, "{:.2f} x", note=note)
    note = f"imported beside the standard library: {', '.join(report.imported)}"
    loaded = float(_ASTROID in report.imported) if report.imported else None
    yield Target("start-up: imports of astroid", 0, loaded, "{:.0f}", note=note)


def _memory(report: Report) -> Iterator[Target]:
    ours, parse = report.cost(contenders.COLD), report.cost(contenders.PARSE)
    note = _times(parse and parse.peak, "`ast.parse` alone takes {:.0f} MB: the largest file decides")
    yield Target("peak memory of a cold run, one job", 60, ours and ours.peak, "{:.0f} MB", note=note)
    costs = [(row.files, row.ours.cost) for row in report.growth if row.ours.cost]
    if len(costs) > 1:
        (few, small), (many, large) = costs[-2:]
        time, memory = large.cpu / small.cpu / (many / few), large.peak / small.peak
        yield Target(f"CPU for each of {many:,} files against {few:,}", 1.1, time, "{:.2f} x")
        yield Target(f"peak memory with {many:,} files against {few:,}", many / few, memory, "{:.2f} x")


def _times(figure: float | None, text: str) -> str:
    return text.format(figure) if figure is not None else ""
