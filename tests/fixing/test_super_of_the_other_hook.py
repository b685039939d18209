"""A tear-down that calls the inherited set-up: the call is mended, not joined by another."""

from __future__ import annotations

import pytest

from .texts import fixed

BASE = """\
import unittest

class Base(unittest.TestCase):
    def setUp(self):
        self.file = open("a")

    def tearDown(self):
        self.file.close()
"""
TEXT = """\
from .base import Base

class TestShop(Base):
    def tearDown(self):
        {}
        self.shop = None

    def test_shop(self):
        self.assertTrue(self.file.name)
"""


def _after(line: str) -> str:
    (after,) = fixed("TSE309", TEXT.format(line), others={"tests/base.py": BASE})
    return after


@pytest.mark.parametrize("owner", ["super()", "super(TestShop, self)"])
def test_the_call_is_mended(owner: str) -> None:
    assert _after(f"{owner}.setUp()") == TEXT.format(f"{owner}.tearDown()")


@pytest.mark.parametrize(
    "line", ["self.setUp()", "super().prepare()", "super().setUpClass()", "base().setUp()"]
)
def test_another_call_stays(line: str) -> None:
    after = _after(line)
    assert f"        {line}\n" in after
    assert "        self.shop = None\n        super().tearDown()\n" in after
