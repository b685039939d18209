"""How the values of one module come about, in a bounded number of steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flake8_testsec.project import behaviours

from .steps import steps

REBOUND = "    q = q.filter({0})\n"
NARROWED = "    if x > {0}:\n        q = q.filter({0}, q.all(q))\n"
OWN = "    def set{0}(self):\n        self.q = self.q.filter({0})\n"


def query(each: str, count: int) -> bytes:
    lines = "".join(each.format(number) for number in range(count))
    return f"def query(x):\n    q = base.query()\n{lines}    return q\n".encode()


def own(each: str, count: int) -> bytes:
    lines = "".join(each.format(number) for number in range(count))
    return f"class Query:\n{lines}    def all(self):\n        return self.q\n".encode()


@pytest.mark.parametrize(
    ("make", "each"), [(query, REBOUND), (query, NARROWED), (own, OWN)], ids=["rebound", "narrowed", "own"]
)
def test_what_is_bound_to_itself_again_is_linear(make: Callable[[str, int], bytes], each: str) -> None:
    def work(count: int) -> int:
        return steps(lambda: behaviours.record(make(each, count), "shop/query.py"))

    work(1)
    assert work(12) / work(6) < 2.3


@pytest.mark.parametrize(("classes", "gives"), [(16, 16), (17, 0)])
def test_of_very_many_values_none_is_known(classes: int, gives: int) -> None:
    lines = "".join(f"    if x == {each}:\n        made = lib.Class{each}()\n" for each in range(classes))
    found = behaviours.record(f"import lib\ndef make(x):\n{lines}    return made\n".encode(), "shop/make.py")
    assert found == {"make": ["function", [("call", ("name", f"lib.Class{each}")) for each in range(gives)]]}


@pytest.mark.parametrize(("times", "is_known"), [(40, True), (41, False)])
def test_a_name_that_is_bound_very_often_is_not_known(times: int, is_known: bool) -> None:
    lines = "    made = lib.Class()\n" * times
    found = behaviours.record(f"import lib\ndef make(x):\n{lines}    return made\n".encode(), "shop/make.py")
    assert found == {"make": ["function", [("call", ("name", "lib.Class"))] if is_known else []]}
