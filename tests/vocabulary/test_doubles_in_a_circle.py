"""Doubles that are made of what their own names stand for."""

from __future__ import annotations

import ast

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.doubles import is_made_mock

SOURCE = """
from unittest.mock import Mock, patch

def test_pays():
    pay = patch("shop.pay", new=pay)
    pay.start()

def test_sells():
    sell = patch("shop.sell", new=Mock())
    sell.start()
"""


def test_what_is_made_of_itself_is_nothing_that_is_known() -> None:
    module = Module.parse(SOURCE, "tests/test_shop.py", Settings())
    asked = [each.value for each in module.nodes(ast.Attribute) if each.attr == "start"]
    assert [is_made_mock(each, module) for each in asked] == [False, True]
