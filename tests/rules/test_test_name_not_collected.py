"""Tests that are switched off by a name that says so are reported only where the rule is enabled by name."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

SOURCE = """
class TestStock:
    def test_take(self):
        assert take(1) == 0

    def {name}(self):
        assert take(5) == 0
"""


def count(name: str, settings: Settings) -> int:
    found = engine.check(SOURCE.format(name=name), "tests/test_stock.py", settings)
    return [each.code for each in found].count("TSE515")


OFF = ["dont_test_take_all", "xtest_take_all", "no_test_take", "disabled_test_take", "IGNORE_test_take"]
MEANT = ["_test_take_all", "tset_take_all", "take_all", "text_take_all", "skipping_all"]


@pytest.mark.parametrize("name", [*OFF, "skip_take_all", "disabled_take_all"])
def test_a_name_that_says_off(name: str) -> None:
    assert count(name, Settings()) == 0
    assert count(name, Settings(enable=("TSE515",))) == 1


@pytest.mark.parametrize("name", MEANT)
def test_any_other_name(name: str) -> None:
    assert count(name, Settings()) == 1
