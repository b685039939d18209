"""In a file that asserts by methods alone a condition becomes the method that asserts it."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.fixing.application import apply
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.asserting import asserted, instead_of_return

CLASS = """
class TestShop(unittest.TestCase):
    def test_order(self):
        order = shop.order(){above}
        {condition}
        self.assertEqual(order.kind, "new")
"""
METHODS = {
    "order.id == 1": "self.assertEqual(order.id, 1)",
    "order.id!=1": "self.assertNotEqual(order.id, 1)",
    "order is other": "self.assertIs(order, other)",
    "order  is  not other": "self.assertIsNot(order, other)",
    "order.id is None": "self.assertIsNone(order.id)",
    "order.id is not None": "self.assertIsNotNone(order.id)",
    "1 in order": "self.assertIn(1, order)",
    "1 not in order": "self.assertNotIn(1, order)",
    "order.id < 3": "self.assertLess(order.id, 3)",
    "order.id <= 3": "self.assertLessEqual(order.id, 3)",
    "order.id > 3": "self.assertGreater(order.id, 3)",
    "order.id >= 3": "self.assertGreaterEqual(order.id, 3)",
    "not order.open": "self.assertFalse(order.open)",
    "order.name.isdigit()": "self.assertTrue(order.name.isdigit())",
    "order.id > 3 and order.id < 9": "self.assertTrue(order.id > 3 and order.id < 9)",
    "order.names == [\n    'a',\n]": "self.assertEqual(order.names, [\n    'a',\n])",
    "(order.id) == 1": "",
    "(order.id) is None": "",
    "order.id is (None)": "",
    "not (order.open)": "",
    "1 < order.id < 3": "self.assertTrue(1 < order.id < 3)",
    "order.id == 1, 'no order'": "",
}


def mended(source: str, condition: str) -> str:
    """A source in which a condition is asserted."""
    module = Module.parse(source, "tests/test_shop.py", Settings())
    expressions = (each.value for each in module.nodes(ast.Expr))
    value = next(each for each in expressions if ast.get_source_segment(source, each) == condition)
    edits = asserted(value, module)
    return apply(source.splitlines(keepends=True), edits) if edits else ""


@pytest.mark.parametrize("condition", METHODS)
def test_the_method_is_taken_that_the_file_would_take(condition: str) -> None:
    source = CLASS.format(condition=condition, above="")
    method = METHODS[condition]
    assert mended(source, condition) == (CLASS.format(condition=method, above="") if method else "")


OTHERS = {
    "the file has an assert": CLASS.format(condition="order.id == 1", above="\n        assert order"),
    "no method is called": CLASS.format(condition="order.id == 1", above="").replace(
        "self.assertEqual", "print"
    ),
    "the methods are another object's": CLASS.format(condition="order.id == 1", above="").replace(
        "self.assertEqual", "case.assertEqual"
    ),
    "a class with an assertion of its own": CLASS.format(condition="order.id == 1", above="")
    .replace("(unittest.TestCase)", "")
    .replace("self.assertEqual", "self.assertShop"),
    "a function": "def test_order(order):\n    order.id == 1\n    order.assertEqual(1, 2)\n",
}


@pytest.mark.parametrize("case", OTHERS)
def test_assert_is_put_in_front_elsewhere(case: str) -> None:
    source = OTHERS[case]
    assert mended(source, "order.id == 1") == source.replace("order.id == 1", "assert order.id == 1")


def test_a_comment_between_two_sides_stays() -> None:
    source = CLASS.format(condition="(order.id is  # why\n            None)", above="")
    assert not mended(source, "order.id is  # why\n            None")


def test_all_arguments_of_a_call_are_hardly_what_belongs_to_something_else() -> None:
    assert not mended(
        "def test_shop(m, shop):\n    m.call_args[0] == shop.total\n", "m.call_args[0] == shop.total"
    )
    assert mended("def test_shop(m, total):\n    m.call_args[0] == total\n", "m.call_args[0] == total")


def returned(condition: str, text: str = CLASS) -> str:
    """A source in which a condition is returned, with that asserted."""
    source = text.format(condition=f"return {condition}", above="")
    module = Module.parse(source, "tests/test_shop.py", Settings())
    (statement,) = module.nodes(ast.Return)
    assert statement.value is not None
    edits = instead_of_return(statement, statement.value, module)
    return apply(source.splitlines(keepends=True), edits) if edits else ""


@pytest.mark.parametrize("condition", METHODS)
def test_what_is_returned_becomes_the_same(condition: str) -> None:
    method = METHODS[condition]
    expected = CLASS.format(condition=method, above="") if method else ""
    assert returned(condition) == expected


def test_what_is_returned_where_others_are_asserted() -> None:
    text = CLASS + "        assert order\n"
    assert returned("order.id == 1", text) == text.format(condition="assert order.id == 1", above="")
    assert returned("1 == '1'") == returned("(order.id == 1)") == ""
