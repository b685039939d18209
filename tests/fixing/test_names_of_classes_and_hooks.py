"""Classes that get the name by which they are found, and hooks that call the one of their own name."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, safe

OTHERS = {"pytest.ini": "[pytest]\n"}
TEXT = "class {}:\n    def test_total(self):\n        assert total([1, 2]) == 3\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("OrderTest", "TestOrder"),
        ("OrderTests(object)", "TestOrder(object)"),
        ("Order_Test", "TestOrder"),
        ("OrderTestCase", "TestOrder"),
        ("Order", "TestOrder"),
    ],
)
def test_a_class_gets_the_name_that_is_looked_for(before: str, after: str) -> None:
    assert fixed("TSE522", TEXT.format(before), others=OTHERS) == [TEXT.format(after)]


@pytest.mark.parametrize(
    "text",
    [
        TEXT.format("OrderTest") + "\n" + TEXT.format("TestOrder"),
        TEXT.format("order_tests"),
        TEXT.format("OrderTest") + "\n    def test_b(self):\n        self.subTest()\n",
    ],
)
def test_what_wants_a_base_or_another_name_is_for_a_person(text: str) -> None:
    assert fixed("TSE522", text, others=OTHERS) == [""]


def test_a_hook_calls_the_one_of_its_own_name() -> None:
    text = """
    import unittest

    class TestShop(unittest.TestCase):
        def setUp(self):
            super().{}()
            self.shop = shop()
    """
    becomes("TSE331", text.format("tearDown"), text.format("setUp"))
    assert safe("TSE331", text.format("tearDown")) == [False]
