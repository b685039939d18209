"""Errors that are waited for by what a project has for ``assertRaises``, and those that may stay away."""

from __future__ import annotations

import pytest

from .texts import fixed, stays

CASE = """
import unittest
from tests.base import Base, Other

class TestCart({}):
    def test_refuses(self):
        try:
            self.cart.add(-1)
        except ValueError as error:
            self.assertEqual("few", str(error))
"""
BASE = """
import unittest

class Top(unittest.TestCase):
    def assertRaises(self, error, function):
        function()

class Base(Top):
    pass

class Other(unittest.TestCase):
    def assertCart(self):
        pass
"""
OTHERS = {"tests/__init__.py": "", "tests/base.py": BASE}


@pytest.mark.parametrize(
    ("base", "is_mended"), [("Base", False), ("Other", True), ("unittest.TestCase", True)]
)
def test_an_assertion_that_the_project_writes_anew(base: str, is_mended: bool) -> None:
    (after,) = fixed("TSE408", CASE.replace("{}", base), others=OTHERS)
    assert ("with self.assertRaises(ValueError)" in after) is is_mended


@pytest.mark.parametrize(
    ("called", "is_mended"), [("assertCartIsFull", False), ("assertTrue", True), ("assertCountEqual", True)]
)
def test_a_base_that_nobody_has_read_and_what_is_called_of_it(called: str, is_mended: bool) -> None:
    text = f"""
from shop.testing import Recorded

class TestCart(Recorded):
    def test_refuses(self):
        try:
            self.cart.add(-1)
        except ValueError as error:
            assert error.args
        self.{called}(self.cart)
"""
    (after,) = fixed("TSE408", text)
    assert ("with self.assertRaises(ValueError)" in after) is is_mended


def test_an_assertion_of_the_class_itself() -> None:
    own = "    def assertRaises(self, error, function):\n        function()\n"
    stays("TSE408", CASE.replace("{}", "unittest.TestCase") + f"\n{own}")


@pytest.mark.parametrize(
    ("comment", "is_mended"),
    [
        ("# An error is possible here.", False),
        ("# It can raise without a cart; the words count.", False),
        ("# An order below one is refused.", True),
    ],
)
def test_a_comment_that_lets_the_error_stay_away(comment: str, is_mended: bool) -> None:
    text = CASE.replace("{}", "unittest.TestCase").replace("        try:", f"        {comment}\n        try:")
    (after,) = fixed("TSE408", text)
    assert ("with self.assertRaises" in after) is is_mended
