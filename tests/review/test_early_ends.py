"""Tests that return early, in time that grows with their length alone."""

from __future__ import annotations

from flake8_testsec.review import early_ends
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from ..test_growth import DOUBLING, called


def work(returns: int) -> int:
    body = "    if shop:\n        return\n" * returns
    text = f"def test_a(shop):\n{body}    assert shop\n"
    module = Module.parse(text, "tests/test_shop.py", Settings())
    assert len([*early_ends.facts(module)]) == 1
    return called(lambda: [*early_ends.facts(Module.parse(text, "tests/test_shop.py", Settings()))])


def test_twice_the_returns_are_about_twice_the_work() -> None:
    work(50)
    assert work(200) / work(100) < DOUBLING


def test_where_nothing_is_asserted_nothing_is_missed() -> None:
    text = "def test_a(shop):\n    if shop:\n        return\n    shop.pay()\n"
    assert not [*early_ends.facts(Module.parse(text, "tests/test_shop.py", Settings()))]
