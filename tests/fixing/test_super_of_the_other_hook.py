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


BOTH = """\
from django.test import TestCase

class TestShop(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shop = open_shop()

    @classmethod
    def tearDownClass(cls):
        {}
"""


def test_set_up_and_tear_down_are_mended_together() -> None:
    found = fixed("TSE309", BOTH.format("cls.shop.close()"))
    assert len(found) == 2
    assert set(found) == {
        BOTH.format("cls.shop.close()\n        super().tearDownClass()").replace(
            "        cls.shop = ", "        super().setUpClass()\n        cls.shop = "
        )
    }


def test_neither_where_one_cannot_be_mended() -> None:
    assert fixed("TSE309", BOTH.format("return cls.shop.close()")) == ["", ""]


def test_the_one_that_is_wrong() -> None:
    text = BOTH.format("super().tearDownClass()")
    (found,) = fixed("TSE309", text)
    assert found == text.replace("        cls.shop = ", "        super().setUpClass()\n        cls.shop = ")
