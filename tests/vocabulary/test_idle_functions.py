"""Functions that no run of the tests calls."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.idle_functions import is_never_run

HEAD = "import unittest, pytest, testtools\nfrom shop import Base\n"
CASE = "class TestShop(unittest.TestCase):\n    {}def test_it(self): {}\n    def find(self): pass\n"
SWITCHED = {
    "a skip": ("@pytest.mark.skip\ndef test_find(): pass", True),
    "a skip with a reason": ("@unittest.skip('broken')\ndef test_find(): pass", True),
    "a condition that holds": ("@pytest.mark.skipif(True, reason='')\ndef test_find(): pass", True),
    "a condition that never holds": ("@unittest.skipUnless(False, '')\ndef test_find(): pass", True),
    "a class that is skipped": ("@testtools.skip('')\nclass TestA:\n    def test_find(self): pass", True),
    "a mark of the class": (
        "class TestA:\n    pytestmark = pytest.mark.skip\n    def test_find(self): pass",
        True,
    ),
    "marks of the module": ("pytestmark = [pytest.mark.skip('')]\ndef test_find(): pass", True),
    "a condition": ("@pytest.mark.skipif(windows, reason='')\ndef test_find(): pass", False),
    "a condition that does not hold": ("@unittest.skipIf(False, '')\ndef test_find(): pass", False),
    "no condition": ("@pytest.mark.skipif\ndef test_find(): pass", False),
    "another mark": (
        "pytestmark = pytest.mark.db\nmark = 1\n@pytest.mark.slow\ndef test_find(): pass",
        False,
    ),
    "a helper that nobody calls": (CASE.format("", "pass"), True),
    "a helper of a skipped test": (CASE.format("@unittest.skip('')\n    ", "self.find()"), True),
    "a helper of a test": (CASE.format("", "self.find()"), False),
    "a helper that is named": (CASE.format("", "getattr(self, 'find')()"), False),
    "a helper in what is above": ("class TestB:\n    def test_b(self): pass\n    def find(self): pass", True),
    "a class above": (
        "class Cases(unittest.TestCase): pass\n" + CASE.format("", "").replace("unittest.TestCase", "Cases"),
        True,
    ),
    "called at the top": (CASE.format("", "pass") + "TestShop().find()\n", False),
    "a base that may call it": (CASE.format("", "pass").replace("unittest.TestCase", "Base"), False),
    "a class to derive from": ("class TestB:\n    def find(self): pass", False),
    "what the runner calls": (CASE.format("", "pass").replace("find", "runTest"), False),
    "what a runner may call": (CASE.format("", "pass").replace("find", "shortDescription"), False),
    "a set-up": (CASE.format("", "pass").replace("find", "setUp"), False),
    "a fixture": (CASE.format("", "pass").replace("def find", "@pytest.fixture\n    def find"), False),
    "what Python calls": (CASE.format("", "pass").replace("find", "__call__"), False),
    "a function": ("def find(): pass", False),
    "a function beside tests": ("def test_it(): pass\ndef find(): pass", True),
    "a function that a test calls": ("def test_it(): find()\ndef find(): pass", False),
    "a skip of some": (
        "class TestA:\n    pytestmark = (pytest.mark.skip,)\n    def test_find(self): pass",
        True,
    ),
    "a condition that is evaluated later": ("@pytest.mark.skipif('WINDOWS')\ndef test_find(): pass", False),
    "a class of no tests": ("class Shop:\n    def find(self): pass", False),
}


@pytest.mark.parametrize("case", SWITCHED)
def test_what_no_run_calls(case: str) -> None:
    text, expected = SWITCHED[case]
    text = text.replace("self): \n", "self): pass\n")
    module = Module.parse(f"{HEAD}{text}\n", "tests/test_a.py", Settings())
    *_, function = module.nodes(ast.FunctionDef)
    assert is_never_run(function, module) is expected
