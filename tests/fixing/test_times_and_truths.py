"""Comparisons of times with and without a zone, and of truths with what no comparison gives."""

from __future__ import annotations

import pytest

from .texts import fixed, stays

ZONES = """\
import datetime as dt
import unittest
from datetime import datetime

class TestOrder(unittest.TestCase):
    def test_made(self):
        self.assertTrue(order.made, datetime(2026, 1, 1))

    def test_sent(self):
        self.assertEqual(order.{}, dt.datetime(2026, 1, 1{}))
"""


@pytest.mark.parametrize("zone", [", tzinfo=dt.UTC", ", 1, 1, 1, 1, dt.UTC", ", **zone"])
def test_a_time_without_a_zone(zone: str) -> None:
    stays("TSE504", ZONES.format("made", zone))


@pytest.mark.parametrize(("name", "zone"), [("made", ""), ("sent", ", tzinfo=dt.UTC")])
def test_a_time_like_others(name: str, zone: str) -> None:
    (found,) = fixed("TSE504", ZONES.format(name, zone))
    assert "assertEqual(order.made, datetime(2026, 1, 1))" in found


@pytest.mark.parametrize(("first", "holds"), [("(1, 2)", False), ("'a'", False), ("True", True), ("x", True)])
def test_a_list_of_truths(first: str, holds: bool) -> None:
    text = f"def test_pairs(flags, x):\n    assert [each == 1 for each in flags], [{first}]\n"
    assert bool(fixed("TSE506", text)[0]) is holds
