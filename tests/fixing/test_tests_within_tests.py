"""Tests that stand within the test above them, one step too far in."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, safe, stays

TEXT = """
import unittest

class TestOrder(unittest.TestCase):
    def test_total(self):
        order = make()
        self.assertEqual(order.total, 3)
{}
    def test_last(self):
        self.assertTrue(make())
"""
INNER = """
    def test_left(self):
        \"\"\"What is left.\"\"\"

        # All of it.
        self.assertEqual(make().left, 4)
"""


def deeper(text: str) -> str:
    return "".join(f"    {line}" if line.strip() else line for line in text.splitlines(True))


def test_a_test_becomes_one_of_the_class() -> None:
    becomes("TSE511", TEXT.format(deeper(INNER)), TEXT.format(INNER))
    assert safe("TSE511", TEXT.format(deeper(INNER))) == [False]


def test_one_goes_with_those_below_it() -> None:
    other = INNER.replace("left", "right")
    both, last = TEXT.format(INNER + other), TEXT.format(deeper(INNER) + other)
    assert fixed("TSE511", TEXT.format(deeper(INNER + other))) == [both.lstrip("\n"), last.lstrip("\n")]


def test_where_too_many_are_below_it_a_person_moves_it() -> None:
    many = "".join(deeper(INNER).replace("left", f"left{each}") for each in range(31))
    assert fixed("TSE511", TEXT.format(many))[0] == ""


@pytest.mark.parametrize(
    "inner",
    [
        deeper(INNER) + "        order.close()\n",
        deeper(INNER).replace("make()", "order"),
        deeper(INNER).replace("test_left", "test_last"),
        deeper(INNER).replace("        def", "        # The rest.\n        def"),
        deeper(INNER).replace("def test_left(self)", "def test_left(self, other)"),
    ],
)
def test_what_belongs_to_the_test_above_stays(inner: str) -> None:
    stays("TSE511", TEXT.format(inner))


def test_a_test_with_nothing_else_is_left_to_a_person() -> None:
    text = TEXT.format(deeper(INNER)).replace("        order = make()\n", "")
    stays("TSE511", text.replace("        self.assertEqual(order.total, 3)\n", ""))


@pytest.mark.parametrize(
    "binding",
    [
        "def make(): pass",
        "async def make(): pass",
        "class make: pass",
        "match 1:\n            case make: pass",
        "match [1]:\n            case [*make]: pass",
        "match {}:\n            case {**make}: pass",
        "try: pass\n        except ValueError as make: pass",
        "with open('x') as make: pass",
        "for make in (): pass",
        "[(make := 1) for _ in ()]",
    ],
)
def test_what_the_test_above_binds_is_not_there_below(binding: str) -> None:
    assert fixed("TSE511", TEXT.format(deeper(INNER)))[0]
    stays("TSE511", TEXT.format(deeper(INNER)).replace("order = make()", binding))


def test_what_it_binds_without_a_name_is_needed_by_nobody() -> None:
    text = TEXT.replace("order = make()", "match 1:\n            case _: pass").replace("order.total", "1")
    becomes("TSE511", text.format(deeper(INNER)), text.format(INNER))


def test_what_the_test_above_imports_is_not_there_below() -> None:
    stays("TSE511", TEXT.format(deeper(INNER)).replace("order = make()", "from shop import make"))
