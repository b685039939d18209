"""New strings have the quotes that most strings of the file have."""

from __future__ import annotations

import pytest

from .texts import fixed

PATCHED = """\
import time
import unittest
from unittest import mock

class TestOrders(unittest.TestCase):
    \'\'\'All of them.\'\'\'

    def test_orders(self):
        time.sleep = mock.Mock(name={})
        self.assertTrue(time.sleep.called, {})
"""
ASKED = """\
import time

def test_orders():
    time.sleep = print
    assert time.sleep, {}
"""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("'a'", "'b'", "'sleep'"), ('"a"', '"b"', '"sleep"'), ("'a'", '"b"', '"sleep"'), ("1", "2", '"sleep"')],
)
def test_a_patch(one: str, other: str, expected: str) -> None:
    (found,) = fixed("TSE313", PATCHED.format(one, other))
    assert f"mock.patch.object(time, {expected}, " in found


@pytest.mark.parametrize(("text", "expected"), [("'a'", "'sleep'"), ('"a"', '"sleep"'), ("1", '"sleep"')])
def test_an_attribute_set_by_the_fixture(text: str, expected: str) -> None:
    assert f"monkeypatch.setattr(time, {expected}, print)" in fixed("TSE313", ASKED.format(text))[0]
