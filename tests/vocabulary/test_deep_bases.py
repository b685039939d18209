"""A class below very many others: no method of it is certain, and the project is told."""

from __future__ import annotations

import ast
import logging

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.coroutines import callees

MOST = 100


@pytest.mark.parametrize("deep", [MOST, MOST + 1])
def test_a_method_is_certain_below_so_many_classes(deep: int, caplog: pytest.LogCaptureFixture) -> None:
    first = "class A1:\n    async def pay(self): ...\n"
    others = "".join(f"class A{each}(A{each - 1}): ...\n" for each in range(2, deep + 1))
    test = f"class B(A1):\n    def test(self):\n        self.pay()\nA{deep}()\n"
    caplog.set_level(logging.INFO)
    module = Module.parse(first + others + test, "tests/test_a.py", Settings())
    (call,) = (each for each in module.nodes(ast.Call) if isinstance(each.func, ast.Attribute))
    assert len(callees(call.func, module)) == (deep <= MOST)
    told = "gave up on the bases of classes in tests/test_a.py: too many"
    assert (told in [each.getMessage() for each in caplog.records]) == (deep > MOST)
