"""Disabled assertions that the live line above makes in other words."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings
from flake8_testsec.vocabulary.testing.said_above import claims_of

SAME = [
    ("assert not a == b", "self.assertNotEqual(b, a)"),
    ("assert a == b", "self.assertEqual(a, b, 'why')"),
    ("assert not a != b", "self.assertEquals(a, b)"),
    ("assert a", "self.assertTrue(a)"),
    ("assert not a", "self.assertFalse(a)"),
    ("assert not not a", "self.assertTrue(a)"),
    ("assert a in b", "self.assertIn(a, b)"),
    ("assert not a in b", "self.assertNotIn(a, b)"),
    ("assert a is not b", "self.assertIsNot(b, a)"),
    ("assert not a < b", "self.assertFalse(a < b)"),
    ("assert a < b", "self.assertTrue(a < b)"),
]
OTHER = [
    ("assert a == b", "self.assertNotEqual(a, b)"),
    ("assert a in b", "self.assertIn(b, a)"),
    ("assert a < b", "self.assertFalse(a < b)"),
    ("assert a < b", "assert b < a"),
    ("assert a", "self.assertFalse(a)"),
]


def claim(text: str) -> object:
    return claims_of(ast.parse(text).body[0])


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_claim(one: str, other: str) -> None:
    assert claim(one) == claim(other) is not None


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_claim(one: str, other: str) -> None:
    assert claim(one) != claim(other)


@pytest.mark.parametrize("text", ["a == b", "self.check(a, b)", "assert_that(a, b)"])
def test_no_plain_assertion(text: str) -> None:
    assert claim(text) is None


HELPER = """
import pytest

class TestUrls:
    def assert_bad(self, check, value):
        with pytest.raises(ValueError) as caught:
            check(value)
        assert str(caught.value)

    def assert_good(self, check, value):
        with open(value) as file:
            assert check(file.read())

    def test_bad(self, check, url, other):
"""


def is_reported(lines: str, *enabled: str) -> bool:
    found = engine.check(f"{HELPER}{lines}", "tests/test_x.py", Settings(enable=enabled))
    return any(each.code == "TSE501" for each in found)


BLOCK = """
        # told = "{0} is bad".format(url)
        # with pytest.raises(ValueError) as caught:
        #     check(url)
        # assert str(caught.value).startswith(told)
"""


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("self.assert_bad(check, url)", False),
        ("self.assert_bad(check, other)", True),
        ("self.assert_good(check, url)", True),
        ("self.assert_worse(check, url)", True),
        ("check(url)", True),
    ],
)
def test_a_block_that_a_helper_above_runs(above: str, expected: bool) -> None:
    assert is_reported(f"        {above}{BLOCK}") is expected


def test_a_block_that_expects_another_exception() -> None:
    block = BLOCK.replace("ValueError", "KeyError")
    assert is_reported(f"        self.assert_bad(check, url){block}")


def test_a_block_that_expects_nothing() -> None:
    assert is_reported("        self.assert_good(check, url)\n        # assert check(url) == 1\n", "TSE501")


def test_an_assertion_in_other_words_above() -> None:
    assert not is_reported("        assert not url == other\n        # self.assertNotEqual(other, url)\n")
    assert not is_reported("        assert url == other\n        # self.assertNotEqual(other, url)\n")
    other = "        assert url == other\n        # self.assertNotEqual(other, third)\n"
    assert is_reported(other, "TSE501")


def test_a_long_block_is_not_compared() -> None:
    long = BLOCK + "        # check(url)\n" * 40
    assert is_reported(f"        self.assert_bad(check, url){long}")
