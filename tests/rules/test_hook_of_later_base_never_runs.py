"""Hooks of later bases of which it is not known, or not meant, that they never run."""

from __future__ import annotations

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
