"""Decorators that fill parameters, or take none, where no example shows it."""

from __future__ import annotations

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = """
import os
import ddt
from hypothesis import given, strategies
from parameterized import parameterized

"""


def codes(text: str) -> set[str]:
    return {each.code for each in engine.check(HEAD + text, "tests/test_x.py", Settings(enable=("TSE",)))}


def test_rows_may_be_values() -> None:
    text = "@parameterized(['pear', 'plum'])\ndef test_price(fruit):\n    assert price('pear') == 7\n"
    assert "TSE531" in codes(text)


def test_what_is_no_test_is_not_told() -> None:
    text = "@given(price=strategies.integers())\ndef check(price):\n    assert total(7) == 7\n"
    assert "TSE531" not in codes(text)


def test_data_that_are_there_are_no_skip() -> None:
    text = "@ddt.data(1, 2)\ndef test_price(price):\n    assert total(price) == 7\n"
    assert "TSE517" not in codes(text)


def test_rights_that_are_not_given_are_not_told() -> None:
    assert "TSE338" not in codes("def test_price():\n    os.chmod('/etc/shop')\n    assert total(7) == 7\n")
