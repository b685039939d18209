"""What may be moved into ``finally``."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.cleanup.endings import moved_to_finally
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module


def is_moved(last: str) -> bool:
    module = Module.parse(f"def test_a():\n    check()\n    {last}\n", "tests/test_a.py", Settings())
    (test,) = module.tree.body
    assert isinstance(test, ast.FunctionDef)
    body, ending = test.body
    return bool(moved_to_finally([body], [ending], module))


@pytest.mark.parametrize("last", ["return close()", "yield close()", "x = yield from close()"])
def test_what_leaves_or_waits_is_not_moved(last: str) -> None:
    assert not is_moved(last)


def test_a_call_is_moved() -> None:
    assert is_moved("close()")
