"""A ``print`` that is named and not called, with nothing to print below it: no check is lost (TSE528)."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

ALONE = "def test_orders(shop):\n    for each in shop:\n        print\n        each.pay()\n"
ABOVE = "def test_orders(shop):\n    print\n    shop.pay()\n"
TORN = 'def test_orders(shop):\n    print\n    "total", shop.total\n'


@pytest.mark.parametrize(
    ("source", "settings", "lines"),
    [
        (TORN, Settings(), [2]),
        (ABOVE, Settings(), []),
        (ABOVE + "    print\n    shop.name, 3\n", Settings(), [2, 4]),
        (ALONE.replace("print", "shop.close"), Settings(), [3]),
        (ALONE, Settings(enable=("TSE528",)), [3]),
        ("def test_orders(shop):\n    print\n    total = shop.pay()\n", Settings(), []),
    ],
)
def test_who_is_told_of_prints(source: str, settings: Settings, lines: list[int]) -> None:
    found = engine.check(source, "tests/test_shop.py", settings)
    assert [each.line for each in found if each.code == "TSE528"] == lines
