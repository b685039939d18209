"""The table of mistakes: how many of each kind are found."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import document
from bench.corpora import BENCH, Package
from bench.inject.operators import FAMILIES, OPERATORS
from bench.inject.reviews import Outcome

ROOT = BENCH.parent
FIGURES = "bench/inject.json"
PAGE = "docs/recall.md"
BY_DEFAULT = 0.90
"""What is wanted by default of each operator whose mistakes are certain."""
_HEAD = ("mistake", "right codes", "certain", "made", "found by default", "found by all rules", "at the line")
_SECTION = """\
Written by `python -m bench inject --write`: {operators} operators take tests of the pinned packages in which
something is done right, and do it wrong by a small edit of the text (seed {seed}, at most {most} mistakes of
an operator, {packages} packages). The file with the mistake is reviewed as it would be in its project. A
finding counts if it has a right code, and the original has no such finding; *at the line* counts those that
point at what was changed. *certain* is an operator whose mistakes are defects wherever it makes them: at
least {by_default:.0%} of them should be found by default, less is set in bold. `bench/inject` has the
operators with the reason of each, and `--silent FILE` writes the mistakes that no rule finds.

{table}
"""


class Row(NamedTuple):
    """One operator's mistakes, and how many of them are found."""

    operator: str
    made: int
    default: int
    every: int
    at_line: int

    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        operator = OPERATORS.get(self.operator)
        codes = ", ".join(_short(operator.codes)) if operator else ""
        certain = "yes" if operator and operator.certain else ""
        default = self._share(self.default)
        is_low = certain and self.made and self.default < BY_DEFAULT * self.made
        shares = (f"**{default}**" if is_low else default, self._share(self.every), self._share(self.at_line))
        return self.operator, codes, certain, f"{self.made:,}", *shares

    def _share(self, count: int) -> str:
        return f"{count / self.made:.0%}" if self.made else "-"


def _short(codes: Sequence[str]) -> Iterator[str]:
    """Codes as they are; what only begins a code with the rest that is open."""
    return (each if len(each) == len("TSE101") else f"{each}xx" for each in codes)


def rows(names: Iterable[str], outcomes: Iterable[Outcome]) -> list[Row]:
    """Count by operator.

    Args:
        names: the operators.
        outcomes: what was found.

    Returns:
        A row for each operator.
    """
    mine: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        mine[each.place.operator].append(each)
    return [_row(name, mine[name]) for name in names]


def _row(name: str, outcomes: Sequence[Outcome]) -> Row:
    default, every = (sum(bool(found) for found in column) for column in zip(*_found(outcomes), strict=True))
    return Row(name, len(outcomes), default, every, sum(each.at_line for each in outcomes))


def _found(outcomes: Iterable[Outcome]) -> list[tuple[object, object]]:
    return [*((each.default, each.every) for each in outcomes), ((), ())]


def total(name: str, chosen: Sequence[Row]) -> Row:
    """The sum of some rows.

    Args:
        name: what they are together.
        chosen: the rows.

    Returns:
        The sum.
    """
    counts = [sum(column) for column in zip(*(each[1:] for each in chosen), strict=True)] or [0] * 4
    return Row(name, *counts)


def sums(every: Sequence[Row]) -> list[Row]:
    """The sums of all rows, and of those that are certain.

    Args:
        every: the rows.

    Returns:
        Two rows.
    """
    certain = [each for each in every if OPERATORS[each.operator].certain]
    return [total("all that are certain", certain), total("all", every)]


def lines(every: Sequence[Row]) -> Iterator[str]:
    """The table for a terminal.

    Args:
        every: the rows.

    Yields:
        Its lines.
    """
    yield f"{'mistake':36}{'certain':>9}{'made':>8}{'default':>9}{'all':>7}{'at line':>9}"
    for row in (*every, *sums(every)):
        name, _, certain, made, *shares = (each.strip("*") for each in row.cells())
        yield f"{name:36}{certain:>9}{made:>8}{shares[0]:>9}{shares[1]:>7}{shares[2]:>9}"


def write(every: Sequence[Row], seed: int, most: int, packages: Sequence[Package], root: Path) -> None:
    """Keep the figures, and put the table between its marks; operators that were not asked for keep theirs.

    Args:
        every: the rows.
        seed: by which the places were drawn.
        most: how many of an operator that may be.
        packages: from which.
        root: the folder with ``docs`` and ``bench``.

    Raises:
        ValueError: the page has no marks.
    """
    drawn = {"seed": seed, "most": most, "packages": len(packages)}
    rows = {each.operator: each for each in (*_kept(root, drawn), *every)}
    figures = {**drawn, "rows": [rows[name]._asdict() for name in OPERATORS if name in rows]}
    (root / FIGURES).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    document.put(root / PAGE, "inject", section(root))


def _kept(root: Path, drawn: Mapping[str, int]) -> Iterator[Row]:
    """The rows of operators that were measured before, if their places were drawn alike."""
    file = root / FIGURES
    kept = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    if drawn.items() <= kept.items():
        yield from (Row(**each) for each in kept["rows"])


def section(root: Path = ROOT) -> str:
    """What the page says of mistakes that we make, from the kept figures.

    Args:
        root: the folder with ``bench``.

    Returns:
        Markdown.
    """
    kept = json.loads((root / FIGURES).read_text(encoding="utf-8"))
    every = [Row(**each) for each in kept["rows"]]
    figures = {
        "seed": kept["seed"],
        "most": kept["most"],
        "packages": kept["packages"],
        "operators": len(every),
    }
    table = document.table(_HEAD, (each.cells() for each in _with_families(every)))
    return _SECTION.format(table=table, by_default=BY_DEFAULT, **figures)


def _with_families(every: Sequence[Row]) -> Iterator[Row]:
    """The rows, behind those of each family their sum, and the sums of all."""
    for family, members in FAMILIES.items():
        names = {each.name for each in members}
        mine = [each for each in every if each.operator in names]
        yield from mine
        if len(mine) > 1:
            yield total(f"*{family}*", mine)
    yield from sums(every)
