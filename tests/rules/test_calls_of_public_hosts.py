"""A call of a public host without a limit is reported by default where nothing unknown stands around it."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

HEAD = """
import contextlib
import unittest
import pytest
import requests
from unittest import mock
import shop
from shop import replay, Client

"""
CALL = 'requests.get("https://api.github.com/x")'
WITH = "def test_a(self):\n    with {}:\n        " + CALL + "\n"
TEST = "{}\ndef test_a():\n    " + CALL + "\n"
CLASS = "{}\nclass TestA(unittest.TestCase):\n    def test_a(self):\n        " + CALL + "\n"
ALL = "def test_a(service):\n    {}\n    " + CALL + "\n"


def count(text: str, settings: Settings) -> int:
    return [each.code for each in engine.check(HEAD + text, "tests/test_a.py", settings)].count("TSE205")


@pytest.mark.parametrize(
    "text",
    [
        WITH.format("pytest.raises(ValueError)"),
        WITH.format("self.assertRaises(ValueError), self.subTest(1), open('x')"),
        WITH.format("contextlib.suppress(ValueError)"),
        TEST.format("@pytest.mark.slow"),
        TEST.format("@mock.patch('shop.clock')"),
        CLASS.format("@unittest.skipIf(shop, 'no network')"),
        "class TestA:\n    @staticmethod\n    def test_a():\n        " + CALL + "\n",
        ALL.format("service.register_uri(shop)"),
        ALL.format("service.register_uri"),
    ],
)
def test_nothing_answers_in_its_place(text: str) -> None:
    assert count(text, Settings()) == 1


@pytest.mark.parametrize(
    "text",
    [
        WITH.format("replay('x.yaml')"),
        WITH.format("pytest.raises(ValueError), replay('x.yaml')"),
        WITH.format("Client.intercept()"),
        WITH.format("self.intercepted()"),
        TEST.format("@replay('x')"),
        TEST.format("@shop.network.activate"),
        CLASS.format("@replay"),
        TEST.format("pytestmark = [replay('x')]"),
        ALL.format("service.register_uri('GET', 'https://api.github.com/x')"),
    ],
)
def test_something_may_answer_in_its_place(text: str) -> None:
    assert count(text, Settings()) == 0
    assert count(text, Settings(enable=("TSE205",))) == 1


def test_whoever_calls_a_helper_may_answer_in_its_place() -> None:
    helper = "def rates():\n    return " + CALL + "\n\ndef test_rates():\n    assert rates()\n"
    assert count(helper, Settings()) == 0
    assert count(helper, Settings(enable=("TSE205",))) == 1
    assert count(f"import pytest\n\n@pytest.fixture\n{helper}", Settings()) == 1


@pytest.mark.parametrize(("needs", "expected"), [("pytest-timeout>=2\n", []), ("pytest>=8\n", ["TSE205"])])
def test_a_limit_may_be_given_where_the_tests_are_called(needs: str, expected: list[str]) -> None:
    text = HEAD + TEST.format("@pytest.mark.slow")
    view = Project(Tree({"tests/test_a.py": text, "requirements.txt": needs})).view("tests/test_a.py")
    found = engine.check(text, "tests/test_a.py", Settings(), view)
    assert [each.code for each in found if each.code == "TSE205"] == expected
