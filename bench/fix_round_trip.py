"""Mistakes that are made in tests, mended by the command, and compared with what was there before."""

from __future__ import annotations

import argparse
import ast
import itertools
import multiprocessing
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from multiprocessing.pool import Pool
from pathlib import Path
from typing import NamedTuple

from bench import document
from bench.corpora import BENCH, Package
from bench.fix_trials import Trial
from bench.inject import reviews
from bench.inject.drawing import Place, draw, read, shared
from bench.inject.mutation import apply
from bench.inject.operators import OPERATORS
from flake8_testsec.catalogue import RULES
from flake8_testsec.finding import Finding

MOST = 10
"""Mistakes of an operator, at most."""
_HEAD = (
    *("mistake", "made", "found"),
    *("mended by safe fixes", "as before", "worse"),
    *("mended by all", "as before", "worse", "same tree"),
)
_PAGE = "docs/fixes.md"
_NO_FIX = "Nothing"
_SECTION = """\
Written by `python -m bench fixes --round-trip --write`: {operators} kinds of mistakes that a rule with a fix
may find, at most {most} of each, are made in tests of the pinned packages (seed {seed}; see
[recall.md](recall.md)). What the mistake has brought is mended by the safe fixes alone, and by all. It is *as
before* if the result parses, the rules say of it by default what they say of the original, and the names of
the tests that are collected are the same; it is the *same tree* if nothing but comments and spaces differs.
It is *worse* if it does not parse, a rule says more than of the original, or other tests are collected; what
is neither had a defect before that the fix has mended as well. Kinds of which none was mended are only in the
sum.

{table}
"""


class Way(NamedTuple):
    """What came of a mistake by fixes of one kind."""

    mended: bool = False
    """Whether no finding of the mistake is left."""
    alike: bool = False
    """Whether the same is found and the same tests are collected as before the mistake was made."""
    worse: bool = False
    """Whether more is found, or other tests are collected, or nothing can be."""
    same: bool = False
    """Whether it is the same program as before, but for comments and spaces."""
    diff: str = ""
    """From the original to the result, if they are not alike."""


class Trip(NamedTuple):
    """One mistake, there and back."""

    place: Place
    found: bool
    """Whether a right rule finds it by default."""
    safe: Way
    every: Way


class Row(NamedTuple):
    """What came of some mistakes."""

    name: str
    made: int
    found: int
    safe: tuple[int, ...]
    """How many are mended by safe fixes, and of these, how many are as before, and worse."""
    every: tuple[int, ...]
    """The same for all fixes."""
    same: int

    def cells(self) -> list[str]:
        """The row of the table."""
        counts = (self.made, self.found, *self.safe, *self.every, self.same)
        return [self.name, *map(str, counts)]


def run(names: Sequence[str], packages: Sequence[Package], options: argparse.Namespace) -> int:
    """Print the table.

    Args:
        names: the operators.
        packages: where mistakes are made.
        options: the parsed command line.

    Returns:
        1 if a safe fix of a mistake left something worse than there was before, else 0.

    Raises:
        CorpusError: a package cannot be had.
    """
    trips = list(measure(packages, names, options.seed, options.most, options.jobs))
    every = [row(name, [each for each in trips if each.place.operator == name]) for name in names]
    table = document.table(_HEAD, (each.cells() for each in _shown(every, trips)))
    print(table)
    for line in sorted(
        {
            f"{place.operator} {place.package.name}\n{way.diff}"
            for place, _, *ways in trips
            for way in ways
            if way.diff
        }
    ):
        print(line, file=sys.stderr)
    if options.write:
        text = _SECTION.format(operators=len(names), most=options.most, seed=options.seed, table=table)
        document.put(BENCH.parent / _PAGE, "round-trip", text)
    return int(any(each.safe.worse for each in trips))


def _shown(every: Sequence[Row], trips: Sequence[Trip]) -> Iterator[Row]:
    yield from (each for each in every if each.every[0])
    yield row("all", trips)


def row(name: str, trips: Sequence[Trip]) -> Row:
    """Count.

    Args:
        name: what the mistakes are called.
        trips: what came of them.
    """
    return Row(
        name,
        len(trips),
        sum(each.found for each in trips),
        _counted(each.safe for each in trips),
        _counted(each.every for each in trips),
        sum(each.every.same for each in trips),
    )


def _counted(ways: Iterable[Way]) -> tuple[int, ...]:
    facts = [(each.mended, each.alike, each.worse) for each in ways]
    return tuple(map(sum, zip(*facts, strict=True))) or (0, 0, 0)


def measure(
    packages: Sequence[Package], names: Sequence[str], seed: int, most: int, jobs: int
) -> Iterator[Trip]:
    """Make mistakes, mend them, and compare.

    Args:
        packages: where.
        names: the operators.
        seed: another seed, other places.
        most: mistakes of an operator, at most.
        jobs: processes.

    Yields:
        What came of each mistake.

    Raises:
        CorpusError: a package cannot be had.
    """
    with multiprocessing.Pool(jobs) as pool:
        places = draw(packages, names, seed, most, pool)
        yield from _made(places, pool)


def _made(places: Iterable[Place], pool: Pool) -> Iterator[Trip]:
    groups = itertools.groupby(places, key=lambda each: (each.package.name, each.path))
    jobs = [list(group) for _, group in groups]
    for done, trips in enumerate(pool.imap(there_and_back, jobs, 8), 1):
        yield from trips
        if sys.stderr.isatty():
            print(f"\r{done}/{len(jobs)}", end="", file=sys.stderr, flush=True)


def mendable() -> list[str]:
    """The operators whose mistakes a rule with a fix finds."""
    codes = [code for code, rule in RULES.items() if not rule.fixable.startswith(_NO_FIX)]
    return [name for name, each in OPERATORS.items() if any(code.startswith(each.codes) for code in codes)]


def there_and_back(places: Sequence[Place]) -> list[Trip]:
    """Make the mistakes of one file, one at a time, and mend each.

    Args:
        places: the mistakes, all of one file.

    Returns:
        What came of those that can be parsed, and differ from the original.
    """
    package, path = places[0].package, places[0].path
    text = read((package.folder / path).read_bytes(), path, shared(package, path))
    if text is None:
        return []
    trial = _trial(package.folder)
    found = trial.found(path, text.data)
    if found is None:
        return []
    original = _Original(text.data, found, trial, path)
    trips = []
    for place in places:
        change = next(itertools.islice(OPERATORS[place.operator].places(text), place.number, None))
        trips.append(original.trip(place, apply(text, change).data))
    return [each for each in trips if each is not None]


@lru_cache(maxsize=2)
def _trial(folder: Path) -> Trial:
    return Trial(folder)


class _Original(NamedTuple):
    """A file before any mistake."""

    data: bytes
    found: list[Finding]
    trial: Trial
    path: str

    def trip(self, place: Place, mutant: bytes) -> Trip | None:
        """What comes of one mistake."""
        found = self.trial.found(self.path, mutant)
        if found is None or mutant == self.data:
            return None
        fresh = reviews.fresh(found, mutant, reviews.counted(self.found, self.data))
        right = [each for each in fresh if each.code.startswith(OPERATORS[place.operator].codes)]
        if not right:
            return Trip(place, False, Way(), Way())
        every = self._way(mutant, found, fresh, right, True)
        is_safe = all(each.fix.safe for each in fresh if each.fix.edits)
        safe = every if is_safe else self._way(mutant, found, fresh, right, False)
        return Trip(place, True, safe, every)

    def _way(
        self,
        mutant: bytes,
        found: Sequence[Finding],
        fresh: Sequence[Finding],
        right: Collection[Finding],
        unsafe: bool,
    ) -> Way:
        """Mend what the mistake has brought, and compare."""
        wanted = [each for each in fresh if each.fix.edits and (unsafe or each.fix.safe)]
        done = self.trial.mended(self.path, mutant, found, wanted, unsafe)
        if not {*right} <= {*done.fixed}:
            return Way()
        after = self.trial.found(self.path, done.content)
        if after is None:
            return Way(mended=True, worse=True, diff=self._diff(done.content))
        before, now = codes(self.found), codes(after)
        is_moved = collected(done.content) != collected(self.data)
        if is_moved or now != before:
            return Way(mended=True, worse=is_moved or not now <= before, diff=self._diff(done.content))
        return Way(mended=True, alike=True, same=_dump(done.content) == _dump(self.data))

    def _diff(self, content: bytes) -> str:
        return self.trial.patch(self.path, self.data, content)


def codes(found: Iterable[Finding]) -> Counter[str]:
    """How often each rule speaks."""
    return Counter(each.code for each in found)


def _dump(content: bytes) -> str:
    return ast.dump(ast.parse(content))


def collected(content: bytes) -> frozenset[tuple[str, ...]]:
    """The tests of a file by the names on the way to them, as pytest goes: what is defined twice is one.

    Args:
        content: the file.
    """
    return frozenset(_tests(ast.parse(content).body, ()))


def _tests(body: Iterable[ast.stmt], way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for each in body:
        match each:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if name.startswith("test"):
                    yield (*way, name)
            case ast.ClassDef(name=name):
                yield from _tests(each.body, (*way, name))
            case _:
                for field in ("body", "orelse", "finalbody"):
                    yield from _tests(getattr(each, field, ()), way)
