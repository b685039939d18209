"""Objects of several classes need not all raise; values and objects of one class are told alike."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = """\
def test_refuses(orders, given):
    cases = {cases}
    again = cases
    for case in {name}:
        try:
            case.split(orders)
        except ValueError as error:
            assert "orders" in str(error)
"""
CASES = {
    "of several classes": ("[KFold(), shop.Leave(2)]", "cases", 0),
    "of several classes, where they are used": ("[]", "(KFold(), shop.Leave(2))", 0),
    "of one class": ("[KFold(), KFold(2)]", "cases", 1),
    "of one class, and of functions": ("[KFold(), fold(2), made]", "cases", 1),
    "texts": ("['a', 'b']", "cases", 1),
    "a set of values": ("{1, 2}", "cases", 1),
    "values with names": ("{'a': 1}", "cases", 1),
    "under another name": ("['a', 'b']", "again", 0),
}


@pytest.mark.parametrize("name", CASES)
def test_which_cases_may_stay_silent(name: str) -> None:
    cases, used, number = CASES[name]
    found = engine.check(TEXT.format(cases=cases, name=used), "tests/test_folds.py", Settings())
    assert [each.code for each in found].count("TSE408") == number
