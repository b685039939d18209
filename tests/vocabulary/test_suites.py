"""What is a test and what is around it, by name and place."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import suites

TESTS = {
    "a plain function by another name": ("def check_a(): pass\n", False),
    "a function without the underscore": ("def testing(): pass\n", False),
    "a function inside another": ("def f():\n    def test_a(): pass\n", False),
    "a fixture": ("import pytest\n@pytest.fixture\ndef test_a(): pass\n", False),
    "a fixture with arguments": (
        "import pytest\n@pytest.fixture(scope='module')\ndef test_a(): pass\n",
        False,
    ),
    "a function": ("def test_a(): pass\n", True),
    "a coroutine": ("async def test_a(): pass\n", True),
    "a function under a condition": ("if x:\n    def test_a(): pass\n", True),
    "a method": ("class A:\n    def testing(self): pass\n", True),
}


@pytest.mark.parametrize("case", TESTS)
def test_tests(case: str) -> None:
    source, expected = TESTS[case]
    module = Module.parse(source, "tests/test_a.py", Settings())
    functions = [
        node for node in ast.walk(module.tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    assert [suites.is_test(each, module) for each in functions][-1] is expected


def test_nothing_else_is_a_test() -> None:
    module = Module.parse("test_a = 1\n", "tests/test_a.py", Settings())
    assert not suites.is_test(None, module)
    assert not suites.is_test(module.tree, module)
