"""How the values of one module come about, in a bounded number of steps."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable

import pytest

from flake8_testsec.project import behaviours

REBOUND = "    q = q.filter({0})\n"
NARROWED = "    if x > {0}:\n        q = q.filter({0}, q.all(q))\n"
OWN = "    def set{0}(self):\n        self.q = self.q.filter({0})\n"


def query(each: str, count: int) -> bytes:
    lines = "".join(each.format(number) for number in range(count))
    return f"def query(x):\n    q = base.query()\n{lines}    return q\n".encode()


def own(each: str, count: int) -> bytes:
    lines = "".join(each.format(number) for number in range(count))
    return f"class Query:\n{lines}    def all(self):\n        return self.q\n".encode()


def steps(source: bytes) -> int:
    number = itertools.count()
    before = sys.getprofile()
    sys.setprofile(lambda frame, event, argument: event == "call" and next(number))
    try:
        behaviours.record(source, "shop/query.py")
    finally:
        sys.setprofile(before)
    return next(number)


@pytest.mark.parametrize(
    ("make", "each"), [(query, REBOUND), (query, NARROWED), (own, OWN)], ids=["rebound", "narrowed", "own"]
)
def test_what_is_bound_to_itself_again_is_linear(make: Callable[[str, int], bytes], each: str) -> None:
    steps(make(each, 1))
    assert steps(make(each, 12)) / steps(make(each, 6)) < 2.3


@pytest.mark.parametrize(("classes", "gives"), [(16, 16), (17, 0)])
def test_of_very_many_values_none_is_known(classes: int, gives: int) -> None:
    lines = "".join(f"    if x == {each}:\n        made = lib.Class{each}()\n" for each in range(classes))
    found = behaviours.record(f"import lib\ndef make(x):\n{lines}    return made\n".encode(), "shop/make.py")
    assert found == {"make": ["function", [("call", ("name", f"lib.Class{each}")) for each in range(gives)]]}
