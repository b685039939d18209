"""Which test of the one side is which of the other, whatever has become of its name or its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.review.change.inventory import Unit

_TEST = lazy(r"\A(?:[a-z]{0,9}_*)?test_*")
"""What runners know tests by, and what people write before it so that they do not."""


class Pair(NamedTuple):
    """A function as it was and as it is."""

    old: Unit
    new: Unit


class Paired(NamedTuple):
    """All functions of both sides."""

    pairs: tuple[Pair, ...]
    gone: tuple[Unit, ...]
    come: tuple[Unit, ...]


def paired(old: Sequence[Unit], new: Sequence[Unit]) -> Paired:
    """Find the pairs: first by name, then by name and body, by body, by a name that is there once, and by
    names that only differ in what makes them tests.

    Args:
        old: the functions as they were.
        new: the functions as they are.

    Returns:
        The pairs, and what is in no pair.
    """
    pairs: list[Pair] = []
    gone, come = [*old], [*new]
    for key in (_whole, _named_alike, _written_alike, _last_name, _bare_name):
        found = [*_by(key, gone, come)]
        pairs += found
        gone = [each for each in gone if not any(each is pair.old for pair in found)]
        come = [each for each in come if not any(each is pair.new for pair in found)]
    return Paired(tuple(sorted(pairs, key=lambda pair: pair.new.lines)), tuple(gone), tuple(come))


def _by(key: Callable[[Unit], object], gone: Iterable[Unit], come: Iterable[Unit]) -> Iterator[Pair]:
    """The functions that have the same key, if there are as many of them on both sides."""
    olds, news = _groups(key, gone), _groups(key, come)
    for known, several in olds.items():
        if known is not None and len(several) == len(news.get(known, ())):
            yield from map(Pair, several, news[known])


def _groups(key: Callable[[Unit], object], units: Iterable[Unit]) -> dict[object, list[Unit]]:
    found: dict[object, list[Unit]] = defaultdict(list)
    for each in units:
        found[key(each)].append(each)
    return found


def _whole(unit: Unit) -> object:
    return unit.name


def _named_alike(unit: Unit) -> object:
    return last(unit), unit.body


def _written_alike(unit: Unit) -> object:
    return unit.body or None


def _last_name(unit: Unit) -> object:
    return last(unit) if unit.is_test else None


def _bare_name(unit: Unit) -> object:
    """The name without what makes it a test, or no test."""
    class_, _, name = unit.name.rpartition(".")
    return class_, _TEST.sub("", name)


def last(unit: Unit) -> str:
    """The function's own name."""
    return unit.name.rpartition(".")[2]
