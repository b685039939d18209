"""Clocks in tests, as far as no example shows them."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.finding import FAULT
from flake8_testsec.settings import Settings


def lines(text: str, code: str) -> list[int]:
    findings = engine.check(text, "tests/test_x.py", Settings(enable=(code,)))
    return [each.line for each in findings if each.code in (code, FAULT)]


def test_a_time_that_is_used_often_is_not_followed_for_ever() -> None:
    uses = "    print(abs(taken))\n" * 60
    text = "import time\ndef test_a():\n    a = time.time()\n    taken = time.time() - a\n"
    assert lines(f"{text}{uses}    assert taken < 1\n", "TSE229") == [65]


def test_a_text_with_no_constant_before_an_attribute_may_be_unique() -> None:
    text = "import time\nbucket = f'{}{{int(time.time())}}'\n"
    assert lines(text.format("{x.name}"), "TSE225") == []
    assert lines(text.format("a"), "TSE225") == [2]
    assert lines(text.format("{int(time.time())}"), "TSE225") == []


def test_times_are_found_however_often_a_name_is_used() -> None:
    group = "    a = time.time()\n    taken = time.time() - a\n    assert taken < 1\n"
    assert len(lines(f"import time\ndef test_a():\n{group * 250}", "TSE229")) == 250


@pytest.mark.parametrize(
    "bound",
    [
        "1 / 0",
        "-shop.x",
        "x",
        "timedelta(shop.x)",
        "approx(shop.x, abs=60)",
        "float('1')",
        "float(x)",
        "math.pi",
    ],
)
def test_bounds_that_are_not_known_are_reported(bound: str) -> None:
    head = "import math, time\nfrom datetime import timedelta\nfrom pytest import approx\nx = x + 1\n"
    text = f"{head}def test_a(shop):\n    a = time.time()\n    assert time.time() - a < {bound}\n"
    assert lines(text, "TSE229") == [7]


def test_bounds_that_are_large_are_generous() -> None:
    text = f"import time\ndef test_a():\n    a = time.time()\n    assert time.time() - a < 1{'0' * 400}\n"
    assert lines(text, "TSE229") == []


@pytest.mark.parametrize(
    "check",
    [
        "assert 2 * taken < 1",
        "assert taken * 0 < 1",
        "assert taken * -1 < 1",
        "assert taken / 0.0 < 1",
        "assert 1 / taken < 1",
        "assert 60 / 2 < taken",
        "self.assertGreater(taken, 1)",
        "self.assertLess(1, taken)",
        "self.assertLess(taken)",
        "self.assertLess(taken, 100)",
        "self.assertAlmostEqual(taken, 1, delta=60)",
        "shop.tell(taken < 1)",
        "print(taken, taken.total_seconds, taken.days)",
        "assert taken < timedelta(minutes=1)",
        "assert not taken < 1",
        "assert taken < float('inf')",
    ],
)
def test_what_is_no_short_limit_is_silent(check: str) -> None:
    head = "import time\nfrom datetime import timedelta\ndef test_a(self, shop):\n"
    assert lines(f"{head}    a = time.time()\n    taken = time.time() - a\n    {check}\n", "TSE229") == []
