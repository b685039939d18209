"""Which calls of a debugger are reported where the rule is not enabled by name."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

SOMETIMES = """\
import os
import pdb
import sys
import unittest

import pytest

CLOSER = os.environ.get("CLOSER")

def test_look(shop):
    if not CLOSER:
        return
    breakpoint()

def test_and(shop):
    CLOSER and breakpoint()

def test_while(shop):
    while CLOSER:
        breakpoint()

@pytest.mark.skipif(not CLOSER, reason="for looking")
def test_marked(shop):
    breakpoint()

@pytest.mark.manual
def test_manual(shop):
    breakpoint()

def test_tried(shop):
    try:
        shop.close()
    except OSError:
        return
    else:
        breakpoint()

def test_skipped(shop):
    if not sys.stdin.isatty():
        pytest.skip("nobody is there")
    breakpoint()

def test_raised(shop):
    try:
        shop.close()
    except OSError:
        raise unittest.SkipTest
    breakpoint()

def test_each(shop):
    [breakpoint() for _ in shop.failures()]

@unittest.skipUnless(CLOSER, "for looking")
class TestShop(unittest.TestCase):
    def test_closed(self):
        breakpoint()

class TestOff(unittest.TestCase):
    def setUp(self):
        self.skipTest("closed") if self.closed else None
        breakpoint()

class TestTill(unittest.TestCase):
    def setUp(self):
        if not CLOSER:
            self.skipTest("for looking")
        breakpoint()
"""
ALWAYS = """\
import pytest

@pytest.mark.parametrize("number", [1])
def test_each(shop, number):
    for order in shop.orders:
        breakpoint()
        if order.paid:
            return

def test_order(shop):
    def answer():
        return 1

    breakpoint()
"""


def _lines(text: str) -> list[int]:
    found = engine.check(text, "tests/test_shop.py", Settings())
    return [each.line for each in found if each.code == "TSE807"]


@pytest.mark.parametrize("function", SOMETIMES.split("\n\n")[2:])
def test_a_run_may_not_come_to_it(function: str) -> None:
    head = "\n\n".join(SOMETIMES.split("\n\n")[:2])
    assert _lines(f"{head}\n\n{function}\n") == []


def test_each_run_comes_to_it() -> None:
    assert _lines(ALWAYS) == [6, 14]
