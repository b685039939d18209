"""Assertions of which what stands around them says that they do not hold as they would be written."""

from __future__ import annotations

import pytest

from .texts import fixed

SAID = """\
import unittest

class TestMessages(unittest.TestCase):
    def test_messages(self):
        told = messages()
        self.assertTrue({}, 3)
        self.assertTrue({}, {})
        self.assertTrue({}, 3)
"""


@pytest.mark.parametrize("told", ["told[0]", "told", "told.text"])
def test_one_thing_that_would_have_two_values(told: str) -> None:
    text = SAID.format(told, told, 4, "other")
    assert [each != "" for each in fixed("TSE504", text)] == [False, False, True]


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [("told[0]", "told[1]", 4), ("told", "told", 3), ("told.pop()", "told.pop()", 4)],
)
def test_two_things(first: str, second: str, value: int) -> None:
    assert "" not in fixed("TSE504", SAID.format(first, second, value, "other"))


def test_assert_beside_another() -> None:
    text = "def test_it():\n    told = messages()\n    assert told[0], 3\n    assert told[{}], 4\n"
    assert set(fixed("TSE506", text.format(0))) == {""}
    assert "" not in fixed("TSE506", text.format(1))
    assert "" not in fixed("TSE506", text.format(1).replace("[1], 4", "[0]"))


LOGGED = """\
import pytest

def test_refuses(caplog):
    with pytest.raises(ValueError{}) as caught:
        shop.pay("x")
        assert {}
"""


@pytest.mark.parametrize("asked", ['"no price" in caplog.text', 'caplog.messages == ["no price"]'])
def test_a_text_of_the_error_that_is_looked_for_elsewhere(asked: str) -> None:
    assert fixed("TSE403", LOGGED.format(', match="no price: .*"', asked)) == [""]


@pytest.mark.parametrize(
    ("match", "asked"),
    [
        ("", '"no price" in caplog.text'),
        (', match="no price"', '"not paid" in caplog.text'),
        (", match=WORDS", '"no price" in caplog.text'),
        (', match="no price"', '"no price" in str(caught.value)'),
        (', match="no price"', "caplog.text"),
    ],
)
def test_what_else_is_asked_below(match: str, asked: str) -> None:
    (after,) = fixed("TSE403", LOGGED.format(match, asked))
    assert f"\n    assert {asked}\n" in after
