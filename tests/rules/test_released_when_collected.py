"""When ``__del__`` is given the name of a tear-down."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

SOURCE = """
import unittest

class TestShop(unittest.TestCase):
    def __del__(self):
        self.shop.close()
        {step}

    def test_shop(self):
        self.assertTrue(self.shop)
"""


@pytest.mark.parametrize(("step", "texts"), [("pass", ["tearDown"]), ("super().__del__()", [])])
def test_no_fix_calls_what_is_gone(step: str, texts: list[str]) -> None:
    found = engine.check(SOURCE.format(step=step), "tests/test_shop.py", Settings(), fixes=True)
    (finding,) = [each for each in found if each.code == "TSE337"]
    assert [edit.text for edit in finding.fix.edits] == texts
