"""Messages that name what the Pythons of a project have."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.project.offered import SINCE, is_offered

from .texts import module

OF_CLASS = """\
import os
import sys
import unittest
from unittest import mock

class TestShop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        {}
        cls.orders = load()

    def test_orders(self):
        self.assertTrue(self.orders)
"""
CALLED = """\
import os
import unittest

class TestShop(unittest.TestCase):
    def setUp(self):
        self.prepare()

    @classmethod
    def prepare(cls):
        os.environ["SHOP"] = "1"

    def test_orders(self):
        self.assertTrue(self.orders)
"""
AT_IMPORT = """\
import os
import unittest

os.environ["SHOP"] = "1"

class TestShop(unittest.TestCase):
    def test_orders(self):
        self.assertTrue(True)
"""
ENTERED = """\
import unittest

class TestShop(unittest.TestCase):
    {}def setUp(self):
        self.bank = Bank()
        {}self.bank.{}()
"""
AWAITED = """\
import unittest

class TestShop(unittest.TestCase):
    async def test_orders(self):
        self.assertTrue(await orders())
"""
GONE_TO = """\
import os

def test_orders():
    os.chdir("orders")
    assert load()
"""
LOOPED = """\
import asyncio

def test_orders():
    loop = asyncio.new_event_loop()
    assert loop.run_until_complete(load())
"""
OPENED, STARTED = 'cls.log = open("shop.log")', 'cls.clock = mock.patch("a.b")\n        cls.clock.start()'
MADE = "cls.folder = tempfile.mkdtemp()"


def said(code: str, text: str, version: str) -> str:
    """The end of what a rule says of a text under the Pythons from a version on."""
    read = module(text, others={"setup.py": f"setup(python_requires='>={version}')\n"})
    table = engine.compile_table([RULES[code]], read.role)
    (found,) = engine.examine(read, table, fixes=True)
    assert "Cleanup" in found.message or "Class" not in found.message or not found.fix.edits
    return found.message


@pytest.mark.parametrize(
    ("code", "text", "since", "newer", "older"),
    [
        ("TSE301", OF_CLASS.format(OPENED), 8, "cls.addClassCleanup(", "have it closed in tearDownClass"),
        (
            "TSE302",
            OF_CLASS.replace("import os", "import os, tempfile").format(MADE),
            8,
            "cls.addClassCleanup(",
            "have it removed in tearDownClass",
        ),
        ("TSE308", OF_CLASS.format(STARTED), 8, "cls.addClassCleanup(", "have it stopped in tearDownClass"),
        (
            "TSE304",
            OF_CLASS.format('os.environ["SHOP"] = "1"'),
            8,
            "mock.patch.dict",
            "restore it in tearDownClass",
        ),
        ("TSE304", CALLED, 8, "mock.patch.dict", "restore it in tearDownClass"),
        (
            "TSE315",
            AT_IMPORT,
            8,
            "use setUpModule and addModuleCleanup",
            "use setUpModule and tearDownModule",
        ),
        (
            "TSE332",
            ENTERED.format("", "", "__enter__"),
            11,
            "use with, or enterContext()",
            "use with, or contextlib.ExitStack",
        ),
        (
            "TSE332",
            ENTERED.format("async ", "await ", "__aenter__"),
            11,
            "use with, or enterAsyncContext()",
            "use with, or contextlib.AsyncExitStack",
        ),
        ("TSE510", AWAITED, 8, "use IsolatedAsyncioTestCase", "run it with loop.run_until_complete"),
        ("TSE305", GONE_TO, 11, "use monkeypatch.chdir or contextlib.chdir", "use monkeypatch.chdir"),
        ("TSE316", LOOPED, 11, "close it in finally, or use asyncio.Runner", "close it in finally"),
    ],
)
def test_what_a_message_names(code: str, text: str, since: int, newer: str, older: str) -> None:
    assert newer in said(code, text, f"3.{since}")
    assert said(code, text, f"3.{since - 1}").endswith(older)


@pytest.mark.parametrize("word", SINCE)
def test_what_a_module_uses_it_has(word: str) -> None:
    others = {"setup.py": "setup(python_requires='>=3.6')\n"}
    assert not is_offered(word, module("a = 1\n", others=others))
    assert is_offered(word, module(f"a = {word}\n", others=others))
    assert is_offered(word, module("a = 1\n"))
