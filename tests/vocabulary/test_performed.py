"""Functions that do what a test does."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.performed import is_given, is_performed

HEAD = "import asyncio, pytest, unittest\n"
ONES = {
    "a test": ("def test_find(): pass", True),
    "a helper of a test": ("def find(): pass\ndef test_a():\n    find()", True),
    "a helper of a helper": ("def find(): pass\ndef look(): find()\ndef test_a(): look()", True),
    "helpers too deep": (
        "def find(): pass\ndef a(): find()\ndef b(): a()\ndef c(): b()\ndef test_a(): c()",
        False,
    ),
    "a helper that calls itself": ("def find(): find()\ndef test_a(): find()", False),
    "a helper of nobody": ("def find(): pass", False),
    "a helper that is called when the module is imported": ("def find(): pass\nfind()", False),
    "a helper that is handed on": ("def find(): pass\ndef test_a():\n    run(find)", False),
    "a helper in a lambda": ("def find(): pass\ndef test_a():\n    run(lambda: find())", False),
    "a helper that is tried": (
        "def find(): pass\ndef test_a():\n    with pytest.raises(OSError):\n        find()",
        False,
    ),
    "a helper that is entered": ("def find(): pass\ndef test_a():\n    with find(): pass", False),
    "a helper that is defined twice": ("def find(): pass\ndef find(): pass\ndef test_a(): find()", False),
    "a generator": ("def find(): yield\ndef test_a(): find()", False),
    "a fixture": ("@pytest.fixture\ndef find(): pass\ndef test_a(): find()", False),
    "a hook": ("def setup_function(find): pass\ndef find(): pass\ndef setup_module(): find()", False),
    "a method of a test": (
        "class TestA:\n    def find(self): pass\n    def test_a(self):\n        self.find()",
        True,
    ),
    "a method of something else": (
        "class TestA:\n    def find(self): pass\n    def test_a(self):\n        shop.find()",
        False,
    ),
    "a method of a helper": ("class A:\n    def find(self): pass\n    def test_a(self): self.find()", False),
    "a method that unittest calls": (
        "class TestA:\n    def find(self): pass\n    def run(self): self.find()\n"
        "    def test_a(self): self.run()",
        False,
    ),
    "an inner function": ("def test_a():\n    def find(): pass\n    find()", True),
    "an inner coroutine": ("def test_a():\n    async def find(): pass\n    asyncio.run(find())", True),
    "an inner function with a namesake": (
        "def test_a():\n    def find(): pass\n    find()\ndef test_b():\n    def find(): pass\n    run(find)",
        True,
    ),
}


@pytest.mark.parametrize(("source", "expected"), ONES.values(), ids=ONES.keys())
def test_who_does_what_tests_do(source: str, expected: bool) -> None:
    module = Module.parse(HEAD + source, "tests/test_a.py", Settings())
    functions = [
        each for each in ast.walk(module.tree) if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    found = min((each for each in functions if "find" in each.name), key=lambda each: each.lineno)
    assert is_performed(found, module) is expected


def test_no_function_does_nothing() -> None:
    module = Module.parse("", "tests/test_a.py", Settings())
    assert not is_performed(None, module)


def test_only_files_of_tests_have_parts_of_tests() -> None:
    module = Module.parse("def find(): pass\ndef test_a(): find()", "tests/helpers.py", Settings())
    assert not is_performed(module.functions("find")[0], module)


GIVEN = {"run(find)": True, "run(target=find)": True, "find()": False, "find.name": False}


@pytest.mark.parametrize("use", GIVEN)
def test_who_is_given_away(use: str) -> None:
    module = Module.parse(f"def find(): pass\n{use}", "tests/test_a.py", Settings())
    assert is_given(module.functions("find")[0], module) is GIVEN[use]
