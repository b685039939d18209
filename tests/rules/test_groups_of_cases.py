"""Cases that are given twice, each in a group of its own (TSE544)."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = """\
import pytest

@pytest.mark.parametrize("name, price", [
    ("pear", 3),
    ("plum", 2),
{}
    ("pear", 3),
])
def test_price(name, price):
    assert find(name) == price
"""


@pytest.mark.parametrize(
    ("between", "settings", "found"),
    [
        ('    ("fig", 1),', Settings(), 1),
        ("    # fruit that is sold by weight", Settings(), 0),
        ("", Settings(), 0),
        ("", Settings(enable=("TSE544",)), 1),
    ],
)
def test_a_group_is_complete_for_itself(between: str, settings: Settings, found: int) -> None:
    findings = engine.check(TEXT.format(between), "tests/test_shop.py", settings)
    assert [each.code for each in findings] == ["TSE544"] * found
