"""Which mistakes are made where: drawn by a seed from all places that operators take."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from multiprocessing.pool import Pool
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bench.corpora import Package, Source, sources
from bench.inject.mutation import Operator
from bench.inject.operators import OPERATORS
from bench.inject.text import Text

PER_FILE = 3
"""Mistakes of one operator in one file, at most."""
LARGEST = 60_000
"""A larger file is left out, in bytes: reviews of it would take most of the time."""
FILES = 500
"""Files of one package that are looked at, at most: a few large ones would decide alone."""
_CHUNK = 64
_INPUT = {"testdata", "test_data", "data", "fixtures", "samples", "example_scripts", "examples", "bad_coding"}
_ASIDE = (
    "test",
    "mock",
    "fake",
    "stub",
    "example",
    "doc",
    "script",
    "tool",
    "bench",
    "conf",
    "setup",
    "sample",
    "debug",
)


class Place(NamedTuple):
    """One mistake: an operator, and which of its places in a file."""

    package: Package
    path: str
    operator: str
    number: int
    """From 0 on, in the order in which the operator finds its places."""
    installed: tuple[str, ...] = ()
    """The folders of packages that deep mode reads, if it is asked for."""


def draw(
    packages: Sequence[Package], names: Collection[str], seed: int, most: int, pool: Pool
) -> list[Place]:
    """Draw places for mistakes, so that neither a package nor a file decides alone.

    Args:
        packages: whose files are looked at.
        names: the operators.
        seed: another seed, other files and places.
        most: places of an operator, at most.
        pool: the processes.

    Returns:
        The places by package and file.

    Raises:
        CorpusError: a package cannot be had.
    """
    left = Counter(dict.fromkeys(names, most))
    drawn: list[Place] = []
    files = _mixed(packages, seed)
    while any(left.values()) and (chunk := list(itertools.islice(files, _CHUNK))):
        wanted = frozenset(name for name in names if left[name])
        for found in pool.imap(partial(_places, names=wanted, seed=seed), chunk, 4):
            for place in found:
                if left[place.operator]:
                    left[place.operator] -= 1
                    drawn.append(place)
    return sorted(drawn, key=lambda each: (each.package.name, each.path, each.operator, each.number))


def _mixed(packages: Sequence[Package], seed: int) -> Iterator[Source]:
    """One file of each package after the other, in a random order."""
    piles = []
    for package in packages:
        pile = [each for each in sources([package]) if is_test(each.path) or is_production(each.path)]
        random.Random(f"{seed} {package.name}").shuffle(pile)
        piles.append(pile[:FILES])
    rounds = itertools.zip_longest(*piles)
    return (each for row in rounds for each in row if each is not None)


def is_test(path: str) -> bool:
    """Whether a file is a test by its name, as people name tests; the rules have their own idea of that."""
    *folders, name = PurePosixPath(path).parts
    stem = name.removesuffix(".py")
    is_named = stem.startswith("test_") or stem.endswith(("_test", "_tests")) or stem in ("tests", "conftest")
    return is_named and not _INPUT.intersection(folders)


def is_production(path: str) -> bool:
    """Whether a file is a module of a package, and nothing in its path speaks of tests or aids."""
    *folders, name = PurePosixPath(path).parts
    return bool(folders) and name != "__init__.py" and not any(word in path.lower() for word in _ASIDE)


def _places(source: Source, names: Collection[str], seed: int) -> list[Place]:
    data = source.file.read_bytes()
    fit = [each for each in _fit(source.path, names) if len(data) <= LARGEST and each.concerns(data)]
    text = read(data, source.path, shared(source.package, source.path)) if fit else None
    return [] if text is None else list(_drawn(text, fit, source.package, seed))


def _fit(path: str, names: Iterable[str]) -> Iterator[Operator]:
    for name in sorted(names):
        operator = OPERATORS[name]
        if is_production(path) if operator.production else is_test(path):
            yield operator


@lru_cache(maxsize=256)
def _conftest(folder: Path) -> bytes:
    file = folder / "conftest.py"
    return file.read_bytes() if file.is_file() else b""


def shared(package: Package, path: str) -> bytes:
    """Every ``conftest.py`` that the tests of a file see, one after the other.

    Args:
        package: the package.
        path: the file's path.

    Returns:
        Their bytes.
    """
    folders = PurePosixPath(path).parents
    return b"".join(_conftest(package.folder / each) for each in folders)


def read(data: bytes, path: str, shared: bytes = b"") -> Text | None:
    """Read a file that is to be changed.

    Args:
        data: its bytes.
        path: its path.
        shared: see `Text`.

    Returns:
        The text; nothing if it is not fit for being changed.
    """
    try:
        return Text(data, path, shared)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _drawn(text: Text, operators: Iterable[Operator], package: Package, seed: int) -> Iterator[Place]:
    for operator in operators:
        count = sum(1 for _ in operator.places(text))
        chance = random.Random(f"{seed} {operator.name} {package.name} {text.path}")
        for index in sorted(chance.sample(range(count), min(count, PER_FILE))):
            yield Place(package, text.path, operator.name, index)
