"""TSE408 where an exit of status 0 is as good as a return."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEST = """
def test_terminal(self, shop, told):
    try:
        shop.terminal()
    except {error} as error:
        {check}
    {below}
"""
TOLERATED = {"error": "SystemExit", "check": "assert error.code == 0", "below": "assert told == 1"}
SILENT = {
    "the code": {},
    "the first argument": {"check": "self.assertEqual(error.args[0], 0)"},
}
LOUD = {
    "another status": {"check": "assert error.code == 2"},
    "another error": {"error": "ShopError"},
    "nothing else is checked": {"below": "shop.close()"},
    "more is checked": {"check": "assert error.code == 0; assert error.args == (0,)"},
}


def test_the_check_stands_outside_of_the_block() -> None:
    source = "def test_a(shop):\n    with shop:\n        try:\n            shop.run()\n"
    source += (
        "        except SystemExit as error:\n            assert 0 == error.code\n    assert shop.closed\n"
    )
    assert "TSE408" not in [each.code for each in engine.check(source, "tests/test_shop.py", Settings())]


def count(changed: dict[str, str]) -> int:
    source = TEST.format_map({**TOLERATED, **changed})
    return [each.code for each in engine.check(source, "tests/test_shop.py", Settings())].count("TSE408")


@pytest.mark.parametrize("changed", SILENT.values(), ids=SILENT)
def test_the_check_stands_below(changed: dict[str, str]) -> None:
    assert count(changed) == 0


@pytest.mark.parametrize("changed", LOUD.values(), ids=LOUD)
def test_the_error_is_what_is_checked(changed: dict[str, str]) -> None:
    assert count(changed) == 1
