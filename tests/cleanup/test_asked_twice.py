"""What a test does twice, or spells in two ways, is judged once."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HELPED = "import os\ndef test_shop():\n    os.environ['A'] = 'b'\n    ask()\n    ask()\ndef ask():\n    {}\n"
FOLDERS = """
import shutil, tempfile
def test_shop():
    shop = tempfile.mkdtemp()
    orders = shop + "/orders"
    first = shop + orders
    {}
"""
PATCHED = """
import unittest
from unittest import mock

class TestShop(unittest.TestCase):
    def setUp(self):
        self.clock = mock.patch("shop.clock.now")
        self.till.clock = self.shop.clock = {}
        self.now = self.clock.start()

    def tearDown(self):
        self.now.stop()
"""
CASES = {
    "a helper that changes nothing back": (HELPED.format("print()"), ["TSE304"]),
    "a helper that changes it back": (HELPED.format("del os.environ['A']"), []),
    "a path under several names": (FOLDERS.format("assert first"), ["TSE302"]),
    "one of its names is removed": (FOLDERS.format("shutil.rmtree(first)"), []),
    "attributes of others of the same name": (PATCHED.format("3"), ["TSE317"]),
}


@pytest.mark.parametrize(("text", "codes"), CASES.values(), ids=CASES)
def test_what_is_met_again(text: str, codes: list[str]) -> None:
    found = engine.check(text, "tests/test_shop.py", Settings())
    assert [each.code for each in found if each.code.startswith("TSE3")] == codes
