"""Contexts of expected errors that a block takes for the error, and what becomes of them below it."""

from __future__ import annotations

import pytest

from .texts import becomes, safe, stays

RAISES = """
import pytest

def test_pay(shop):
    with pytest.raises({}) as caught:
        shop.pay(-1)
{}
"""


def block(checks: str, error: str = "shop.Declined", indent: str = " " * 8) -> str:
    return RAISES.format(error, "\n".join(f"{indent}{each}" for each in checks.split("\n")))


@pytest.mark.parametrize(
    ("inside", "below"),
    [
        ("assert caught.args == (0,)", "assert caught.value.args == (0,)"),
        ("assert caught.code.value == 3", "assert caught.value.code.value == 3"),
        ("assert str(caught) == caught.text", "assert str(caught.value) == caught.value.text"),
        ("assert caught.value.code == 3", "assert caught.value.code == 3"),
        ("assert caught.exception.value == 3", "assert caught.exception.value == 3"),
    ],
)
def test_what_no_context_has_is_asked_of_the_error(inside: str, below: str) -> None:
    becomes("TSE403", block(inside), block(below, indent=" " * 4))
    assert safe("TSE403", block(inside)) == [False]


@pytest.mark.parametrize(
    ("inside", "error", "below"),
    [
        ("assert str(caught.value.exception) == 'no'", "ValueError", "assert str(caught.value) == 'no'"),
        ("assert caught.value.exception == shop", "(ValueError, KeyError)", "assert caught.value == shop"),
        ("assert caught.exception.value == 1", "ValueError", "assert caught.exception == 1"),
        ("assert caught.exception.value == 1", "StopIteration", "assert caught.exception.value == 1"),
        ("assert shop.value.exception == 1", "ValueError", "assert shop.value.exception == 1"),
    ],
)
def test_the_words_of_two_frameworks_are_one_too_many(inside: str, error: str, below: str) -> None:
    becomes("TSE403", block(inside, error), block(below, error, indent=" " * 4))


@pytest.mark.parametrize(
    "inside",
    [
        "assert 'no' in caught.value",
        "assert 'no' not in caught.value",
        "shop.assertIn('no', caught.value)",
        "shop.assertTrue('no' in caught.exception)",
    ],
)
def test_an_error_is_no_container(inside: str) -> None:
    stays("TSE403", block(inside))


@pytest.mark.parametrize(
    "inside", ["assert 'no' in str(caught.value)", "shop.assertIn('no', caught.value.args)"]
)
def test_its_text_and_its_attributes_may_be(inside: str) -> None:
    becomes("TSE403", block(inside), block(inside, indent=" " * 4))


def test_that_of_unittest_holds_it_by_another_name() -> None:
    text = """
    import unittest

    class TestShop(unittest.TestCase):
        def test_pay(self):
            with self.assertRaises(Declined) as caught:
                self.shop.pay(-1)
    {}self.assertEqual({}.code, 3)
    """
    becomes("TSE403", text.format(" " * 12, "caught"), text.format(" " * 8, "caught.exception"))


@pytest.mark.parametrize(
    ("imported", "called", "holds"),
    [
        ("from pytest import raises as refuses", "refuses", ".value"),
        ("from nose.tools import assert_raises", "assert_raises", ".exception"),
        ("from numpy.testing import assert_raises as refuses", "refuses", ".exception"),
    ],
)
def test_what_is_imported_decides_by_which_name_it_holds_the_error(
    imported: str, called: str, holds: str
) -> None:
    text = RAISES.replace("import pytest", imported).replace("pytest.raises", called)
    inside = text.format("shop.Declined", "        assert caught.code == 3")
    becomes("TSE403", inside, text.format("shop.Declined", f"    assert caught{holds}.code == 3"))


def test_one_that_is_not_known_may_hold_it_by_another_name() -> None:
    text = block("assert caught.code == 3").replace("pytest.raises", "assert_raises")
    stays("TSE403", text.replace("import pytest", "from shop.testing import assert_raises"))


@pytest.mark.parametrize(
    ("checks", "error"),
    [
        ("assert 'no' in caught", "shop.Declined"),
        ("assert is_right(caught)", "shop.Declined"),
        ("assert caught.expected == 1", "shop.Declined"),
        ("assert caught.message == 'no'", "ValueError"),
        ("assert caught.code == 1", "ValueError"),
        ("assert str(caught) == 'ValueError: no'", "ValueError"),
        ("assert caught.text == 'no'", "StopIteration"),
        ("assert caught.value.exception == 'no'", "shop.Declined"),
    ],
)
def test_what_the_error_may_lack_is_for_a_person(checks: str, error: str) -> None:
    stays("TSE403", block(checks, error))


def test_a_function_that_takes_contexts_elsewhere_takes_one_here() -> None:
    other = """
def test_refund(shop):
    with shop.open(), pytest.raises(shop.Declined) as caught:
        shop.refund()
    assert is_right(caught, 1)
"""
    inside, below = block("assert is_right(caught, 2)"), block("assert is_right(caught, 2)", indent=" " * 4)
    becomes("TSE403", inside + other, below + other)


def test_one_that_takes_them_in_blocks_only_may_want_errors() -> None:
    other = """
def test_refund(shop):
    with pytest.raises(shop.Declined) as caught:
        shop.refund()
    with pytest.raises(shop.Declined):
        is_right(caught, 1)
    print(caught)
"""
    stays("TSE403", block("assert is_right(caught, 2)") + other)
