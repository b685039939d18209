"""Awaits that are taken out of other people's tests: how many are told without deep mode, and with it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from bench.corpora import Package
from bench.inject import reviews
from bench.inject.drawing import Place, draw

OPERATOR = "await-of-foreign-dropped"
_SEED = 1


class Mistakes(NamedTuple):
    """How many mistakes were made, and how many are told by default without deep mode and with it."""

    made: int
    plain: int
    deep: int


def mistakes(package: Package, installed: tuple[str, ...], most: int) -> Mistakes:
    """Take awaits of calls of other modules out of the tests of a package, one at a time.

    Args:
        package: whose tests.
        installed: the folders of packages that deep mode reads.
        most: how many at most.

    Returns:
        The counts.
    """
    with multiprocessing.Pool(1) as pool:
        places = draw([package], [OPERATOR], _SEED, most, pool)
    plain, deep = (_found(places, each) for each in ((), installed))
    return Mistakes(len(places), plain, deep)


def _found(places: Sequence[Place], installed: tuple[str, ...]) -> int:
    asked = [each._replace(installed=installed) for each in places]
    outcomes = (
        one for _, each in groupby(asked, lambda place: place.path) for one in reviews.review([*each])
    )
    return sum(bool(each.default) for each in outcomes)
