"""Fixes that a reader of sixty would not have taken, by kind."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, stays


@pytest.mark.parametrize("text", ["not-present", "missing.txt", "no_such", "nonexistent", "does not exist"])
def test_what_is_asked_for_says_that_it_is_absent(text: str) -> None:
    before = "import os\n\ndef test_all():\n    os.path.isfile({!r})\n"
    becomes("TSE508", before.format("orders"), before.format("orders").replace("os.path", "assert os.path"))
    stays("TSE508", before.format(text))


def test_a_text_that_is_compared_may_say_anything() -> None:
    becomes(
        "TSE508",
        'def test_all(orders):\n    orders.state == "missing"\n',
        'def test_all(orders):\n    assert orders.state == "missing"\n',
    )


ANSWERED = """\
import json

from shop import handle, load

def test_one():
    answer = handle("1")
    assert answer.{}

def test_all():
    answer = {}("[]")
    answer == {}
"""


@pytest.mark.parametrize(
    ("attribute", "made", "other", "is_compared"),
    [
        ("json", "handle", 'json.loads("[1]")', False),
        ("json", "handle", "[1]", False),
        ("json", "handle", 'json.loads("{}")', True),
        ("json", "handle", 'load("[1]")', True),
        ("append", "handle", "[1]", True),
        ("value", "handle", "[1]", True),
        ("json", "ask", "[1]", True),
        ("json", "[handle][0]", "[1]", True),
    ],
)
def test_what_a_function_makes_is_asked_elsewhere(
    attribute: str, made: str, other: str, is_compared: bool
) -> None:
    found = fixed("TSE508", ANSWERED.format(attribute, made, other))[-1]
    assert (f"assert answer == {other}\n" in found) is is_compared


def test_what_is_answered_is_asked_without_a_name() -> None:
    text = "def test_all(shop):\n    shop.ask(1) == 200\n\ndef test_one(shop):\n    assert shop.ask(2).{}\n"
    stays("TSE508", text.format("status"))
    assert "assert shop.ask(1) == 200" in fixed("TSE508", text.format("real"))[0]


def test_a_text_that_was_torn_is_not_compared() -> None:
    text = 'def test_all(cookie):\n    assert cookie.expires(), b"Sun{} 12-Jun"\n'
    stays("TSE506", text.format(" =="))
    becomes("TSE506", text.format(","), text.replace(", b", " == b").format(","))


LEVELS = """\
import logging

def test_all(shop):
    root, own = logging.getLogger(), logging.getLogger("shop")
    level = root.level
    own.setLevel(0)
    root.setLevel(1)
    assert shop.orders()
    root.setLevel(level)
"""


def test_two_levels_are_put_back_together() -> None:
    assert "    finally:\n        root.setLevel(level)\n" in fixed("TSE314", LEVELS)[-1]
    assert fixed("TSE314", f"{LEVELS}    own.setLevel(level=30)\n")[-1] == ""
    assert "finally" in fixed("TSE314", f"{LEVELS}    own.handle(level=30)\n")[-1]


MODULES = """\
import sys
import unittest

class TestShop(unittest.TestCase):
    def test_all(self):
        sys.modules["prices"] = None
        {}
        self.assertTrue(shop.orders())
"""


def test_a_patch_of_the_modules_would_take_out_what_is_imported() -> None:
    assert fixed("TSE313", MODULES.format("import shop")) == [""]
    assert "mock.patch.dict(sys.modules" in fixed("TSE313", MODULES.format("shop = load()"))[0]


SET = """\
import os
import unittest
{}

class TestShop(unittest.TestCase):
    def setUp(self):
        os.environ["SHOP"] = "1"

    def test_all(self):
        self.assertTrue(orders())
"""


@pytest.mark.parametrize(
    ("imports", "made"),
    [
        ("from shop.tests.mock import patch", "patch.dict("),
        ("from shop.tests.mock import patch as replaced", "replaced.dict("),
        ("from shop.tests.mock import Mock", "mock.patch.dict("),
        ("from shop.tests.http import patch", "mock.patch.dict("),
        ("from unittest.mock import Mock", "patch.dict("),
        ("import mock", "mock.patch.dict("),
    ],
)
def test_how_a_project_comes_by_patch(imports: str, made: str) -> None:
    (found,) = fixed("TSE304", SET.format(imports))
    assert f" = {made}" in found
    assert ("import mock\n" in found) is made.startswith("mock")


FOLDER = """\
import os
import shutil
import tempfile

def test_all():
    {}
    write(folder)
    folder = os.path.abspath(folder)
    assert load(folder)
    shutil.rmtree(folder)
"""


def test_what_is_named_anew_is_removed_in_finally() -> None:
    (found,) = fixed("TSE306", FOLDER.format("folder = tempfile.mkdtemp()"))
    assert "    try:\n        write(folder)\n        folder = os.path.abspath(folder)\n" in found
    assert found.endswith("    finally:\n        shutil.rmtree(folder)\n")


SAVED = """\
import os

def test_all():
    os.environ["SHOP"] = "1"
    {}
    assert load()
    os.environ["SHOP"] = old
"""


def test_what_only_the_block_names_is_no_ending() -> None:
    assert fixed("TSE304", SAVED.format("with load() as old:\n        old = load(old)"))[0] == ""
