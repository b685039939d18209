"""What reviews tell of parameters and files, held against trees that show it and that do not."""

from __future__ import annotations

import ast

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench.review_checks import Place
from bench.review_far import EVERY_CHECK
from bench.review_given import GIVEN_CHECKS
from tests.review.asking import reviewed

_TEXT = """\
import os, unittest
from ddt import data
def data_path(name): return os.path.join(os.path.dirname(__file__), "data", name)
data_path("a.json")
class TestTill(unittest.TestCase):
{}
    def test_b(self, shop): ...
""".format("\n".join(f"    @data(1)\n    def test_{each}(self, up): ..." for each in range(7)))


def _place(first: int, last: int) -> Place:
    return Place(ast.parse(_TEXT), _TEXT.splitlines(), first, last, is_other=False)


def test_what_is_so_is_found() -> None:
    files = {"tests/data/a.json": "{}"}
    facts = [
        fact for each in reviewed(_TEXT, files).aspects for fact in each.facts if fact.kind in GIVEN_CHECKS
    ]
    assert {each.kind for each in facts} == GIVEN_CHECKS.keys() <= EVERY_CHECK.keys()
    for each in facts:
        assert all(GIVEN_CHECKS[each.kind](each.subject, _place(one.first, one.last)) for one in each.lines)


@pytest.mark.parametrize("kind", GIVEN_CHECKS)
def test_what_is_not_so_is_noticed(kind: str) -> None:
    assert not GIVEN_CHECKS[kind]("elsewhere", _place(5, 5))
