"""An empty test that is there to have the set-up of its class run."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

CLASS = """
import unittest

class TestWindow(unittest.TestCase):
    def {hook}(self):
        super().setUp()
        {does}

    def test_made(self):
        pass

    def {other}(self):
        assert self.window

def test_shop(shop):
    assert shop
"""
MADE = {"hook": "setUp", "does": "self.window = Window()", "other": "tearDown"}
REPORTED = {
    "another test runs the set-up": {"other": "test_shown"},
    "nothing is made": {"does": "self.window = None"},
    "no set-up": {"hook": "prepare"},
    "only a tear-down": {"hook": "tearDownModule"},
}


def found(changed: dict[str, str]) -> list[str]:
    text = CLASS.format_map({**MADE, **changed})
    return [
        each.code for each in engine.check(text, "tests/test_shop.py", Settings()) if each.code == "TSE512"
    ]


@pytest.mark.parametrize("hook", ["setUp", "asyncSetUp", "setup_method", "setUpClass"])
def test_the_set_up_is_what_is_tested(hook: str) -> None:
    assert found({"hook": hook}) == []


@pytest.mark.parametrize("changed", REPORTED.values(), ids=REPORTED)
def test_nothing_is_tested(changed: dict[str, str]) -> None:
    assert found(changed) == ["TSE512"]
