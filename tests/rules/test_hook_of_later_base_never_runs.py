"""Hooks of later bases of which it is not known, or not meant, that they never run."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

SOURCE = """
import shutil
import tempfile
import unittest

import fixtures

import shop

class Mixin:
    def setUp(self):
        self.folder = "/orders"

class Shops:
    def setUp(self):
        super().setUp()
        self.shops = ()

class Bare:
    def setUp(self):
        self.shops = ()

class Tills(Shops, unittest.TestCase):
    def setUp(self):
        super().setUp()

class AllAskedLater(Tills, Mixin, unittest.TestCase):
    def test_order(self):
        self.assertTrue(order(1))

class Assigned:
    setUp = shop.set_up

class LaterAssigned(unittest.TestCase, Assigned):
    def test_order(self):
        self.assertTrue(order(1))

class EarlierAssigned(Assigned, Bare, unittest.TestCase):
    def test_order(self):
        self.assertTrue(order(1))

class NotKnown(fixtures.Fixture, Bare, unittest.TestCase):
    def test_order(self):
        self.assertTrue(order(1))

class QuietEnd:
    setUp = shop.set_up

    def tearDown(self):
        print("done")

class Folders:
    def setUp(self):
        self.folder = tempfile.mkdtemp()

    def tearDown(self):
        shutil.rmtree(self.folder)

class NotSetUp(QuietEnd, Folders, unittest.TestCase):
    def test_order(self):
        self.assertTrue(order(1))

class OneOfTwo(Bare, Mixin, unittest.TestCase):
    def test_order(self):
        self.assertTrue(order(1))
"""


def test_nothing_is_said_where_another_base_may_call_it() -> None:
    found = engine.check(SOURCE, "tests/test_shop.py", Settings())
    assert [each for each in found if each.code == "TSE336"] == []


CALLED = """
import unittest
from unittest import mock

import pytest

import shop

class Folder:
    def setUp(self):
        self.folder = "/orders"

class Case(unittest.TestCase):
    {method}

{decorator}
class TestOrders(Case, Folder):
    def test_order(self):
        self.assertTrue(self.folder)

{below}
"""
SET_UP = "def setUp(self): "


@pytest.mark.parametrize(
    ("method", "decorator", "below"),
    [
        (SET_UP + "Folder.setUp(self)", "", ""),
        (SET_UP + "super(unittest.TestCase, self).setUp()", "", ""),
        (SET_UP + "[each.setUp(self) for each in type(self).__mro__[2:]]", "", ""),
        (SET_UP + "getattr(Folder, 'setUp')(self)", "", ""),
        ("def run(self, result=None): Folder.setUp(self)", "", ""),
        ("", "@shop.prepared", ""),
        ("", "@shop.prepared(1)", ""),
        ("", "", "TestOrders.setUp = Folder.setUp"),
    ],
)
def test_nothing_is_said_where_it_is_called_by_name(method: str, decorator: str, below: str) -> None:
    assert _codes(method, decorator, below) == []


@pytest.mark.parametrize(
    ("method", "decorator"),
    [
        (SET_UP + "super().setUp()", ""),
        (SET_UP + "super(Case, self).setUp()", ""),
        (SET_UP + "getattr(super(), 'setUp')()", ""),
        (SET_UP + "getattr(self, 'other')", ""),
        ("", "@mock.patch('shop.now')"),
        ("", "@pytest.mark.slow"),
    ],
)
def test_what_comes_next_calls_nothing(method: str, decorator: str) -> None:
    assert _codes(method, decorator, "print(shop.setUp, getattr(shop, 'setUp'))") == ["TSE336"]


def _codes(method: str, decorator: str, below: str) -> list[str]:
    source = CALLED.format(method=method or "order = 1", decorator=decorator, below=below)
    found = engine.check(source, "tests/test_shop.py", Settings())
    return [each.code for each in found if each.code == "TSE336"]
