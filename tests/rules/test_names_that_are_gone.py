"""Tests that are switched off by their name and use what the project does not have any more."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.rules.disabled.test_name_not_collected import rule
from flake8_testsec.settings import Settings
from tests.examples import read

PROJECT = """
# file: shop/__init__.py
VERSION = 1
# file: shop/pools.py
def spawn(work): ...
# file: shop/queues.py
def __getattr__(name): ...
globals().update(made())
# file: shop/all.py
from unknown import *
# file: tests/test_pools.py
import unittest
import shop.pools
from shop import pools, queues, all

class PoolTest(unittest.TestCase):
    def test_spawn(self):
        self.assertTrue(pools.spawn(list))

    def dont_test_timer(self):
        {statement}
        self.assertEqual(self.fired, [])
"""


def lines(statement: str) -> list[int]:
    *_, test = read(PROJECT.replace("{statement}", statement), "tests/test_pools.py")
    module = test.module(Settings())
    found = engine.examine(module, engine.compile_table([rule], module.role))
    return [each.line for each in found]


@pytest.mark.parametrize("statement", ["pools.timer(0)", "shop.pools.timer(0)", "shop.billing.pay()"])
def test_the_name_is_gone(statement: str) -> None:
    assert lines(statement) == [9]


@pytest.mark.parametrize(
    "statement",
    ["pools.spawn(0)", "shop.pools.spawn(0)", "queues.timer(0)", "all.timer(0)", "self.timer(0)", "pools"],
)
def test_the_name_may_be_there(statement: str) -> None:
    assert lines(statement) == []


def test_nothing_is_known_of_the_project() -> None:
    source = PROJECT.partition("test_pools.py")[2].replace("{statement}", "pools.timer(0)")
    assert [each.code for each in engine.check(source, "tests/test_pools.py", Settings())] == []
