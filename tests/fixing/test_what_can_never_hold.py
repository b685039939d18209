"""Assertions that no run could pass, by what the module itself shows: a person decides what was meant."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.vocabulary.testing.never_equal import never_holds

from .texts import fixed, module, stays

HEAD = """\
import http
import unittest
from unittest import mock

from shop import CART, Cart, Order, orders, pop3

class Local:
    pass

class Made(pop3.POP3):
    pass

"""

DIFFER = """
[1, 2] == (1, 2)
(1, 2) == [*x]
"a" == b"a"
len(x) == "3"
str(x) == 3
-len(x) == "3"
f"{x}" == 3
"%s" % x == 3
(not x) == "a"
{1: 2} == {1, 2}
type(x) == "int"
[1] == None
type(x) == 3
"a" == Local
3 is Local
tuple(x) == [1]
[each for each in x] == {1: 2}
(each for each in x) == [1]
text == 3
twice == "a"
x == 3; x.json()
x == "a"; x["key"]
x.startswith == 3
x == [1]; x.shape
x.run == 3; x.run()
3 == x; x.json()
x.startswith("a") == "b"
x.call_args == "a"
x.call_args == [mock.call(1)]
x.call_args[0] == "a"
m.call_args == "a"
m.call_args_list == "a"
m.call_args_list[0] == "a"
m.call_args[0] == "a"
m.call_args[1] == "a"
m.call_count == "a"
first == "a"
x == 3 and [1] == (1,)
[1] == (1,), "they differ"
str(x.__class__) == "shop.Cart"
"shop.Cart" == repr(type(x))
x.text()[:10] == "0x16"
x.get_total == 3
x == y; x.dtype
x[()] == y
x.status == b"ok"; assert x.status == "ok"
x.status == "ok"; self.assertEqual(b"ok", x.status)
"""

MAY_BE_EQUAL = """
x == 3
x == [1, 2]
[1, 2] == [*x]
set(x) == frozenset(x)
len(x) == 2.5
len(x) == True
len(x) != "3"
bytes(x) == bytearray(x)
x == 3; x.value
x == "a"; x.upper()
x == "a"; x[0]
x == {1: 2}; x.copy()
x == 3; x = f(); x.json()
x.run == 3
x[0] == 3
x[0] == "a"
m.call_args == (1, 2)
m.call_args == mock.call(1)
m.call_args[2] == "a"
m.other[0] == "a"
many == 3
given == "a"
Cart == 3
-x == "a"
x % 2 == "a"
x() == "a"
... == "a"
deep == 3
x == 3 or [1] == (1,)
str(x.__class__) == "<class 'shop.Cart'>"
str(x.status) == "shop.Cart"
x.text()[:4] == "0x16"
x.text()[1:4] == "0x16"
x.get_total() == 3
x.dtype == y
x.status == "ok"; assert x.status == "late"
x.status == "ok"; assert x.other == b"ok"
x.status == y; assert x.status == "late"
x.status == "ok"; assert x.status == y
"""

TEXT = (
    HEAD
    + """\
def test_total(x, f, many):
    m = mock.Mock()
    text = "a"
    twice = 3
    if x:
        twice = 4
        many = 5
    first = m.call_args_list[0]
    given = f"{x}" if x else 3
    a = "a"
    b = a
    c = b
    d = c
    e = d
    g = e
    h = g
    deep = h
"""
)


def cases(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def with_lines(line: str, before: str = "") -> str:
    """A test with a comparison, and what follows a semicolon on a line of its own."""
    compared, *more = line.split("; ")
    return TEXT + "".join(f"    {each}\n" for each in (before + compared, *more))


@pytest.mark.parametrize("line", cases(DIFFER))
def test_sides_of_different_kinds(line: str) -> None:
    stays("TSE508", with_lines(line))


@pytest.mark.parametrize("line", cases(MAY_BE_EQUAL))
def test_sides_that_may_be_equal(line: str) -> None:
    assert f"    assert {line.partition('; ')[0]}\n" in fixed("TSE508", with_lines(line))[0]


def test_a_comparison_that_is_returned() -> None:
    text = "def test_total(x):\n    return {}\n"
    stays("TSE508", text.format("[1] == (1,)"))
    assert "assert x == (1,)" in fixed("TSE508", text.format("x == (1,)"))[0]


CASE = (
    HEAD
    + """\
class TestCart(unittest.TestCase):
    def test_total(self, given):
        found = find()
        item = found["item"]
        self.assertTrue({}, {})
"""
)


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("find().owner()", "Order"),
        ("find().owner", "Order"),
        ("given", "Order"),
        ("len(find())", "Local"),
        ("find().get_class()", "Local"),
        ("find().owner()", "orders.Order"),
        ("find().owner()", "pop3.POP3"),
        ("found", "Order"),
        ("item", "Order"),
        ("find()[0]", "Order"),
        ("bool(find())", "{1: 2}"),
        ("len(find())", "[1]"),
    ],
)
def test_an_instance_beside_a_class(asked: str, value: str) -> None:
    stays("TSE504", CASE.replace("{}", asked, 1).replace("{}", value, 1))


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("type(find())", "Order"),
        ("find().__class__", "Order"),
        ("find().factory", "Order"),
        ("find().factory", "Local"),
        ("Made", "Local"),
        ("given_type", "Local"),
        ("find().status", "http.HTTPStatus.OK"),
        ("find()", "CART"),
        ("find()", "orders.CART"),
        ("find()", "[1]"),
        ("len(find())", "3"),
        ("given", "3"),
    ],
)
def test_what_may_be_that_class_or_that_constant(asked: str, value: str) -> None:
    after = fixed("TSE504", CASE.replace("{}", asked, 1).replace("{}", value, 1))
    assert f"self.assertEqual({asked}, {value})" in after[0]


def test_a_value_behind_the_comma_that_is_of_another_kind() -> None:
    for told in ("len(x), [1]", "str(x), 3", "find(), Order", "m.call_args_list[0], 'a'"):
        stays("TSE506", f"{TEXT}    assert {told}\n")
    assert "assert len(x) == 3" in fixed("TSE506", f"{TEXT}    assert len(x), 3\n")[0]


RESTORED = """
import unittest
from unittest import mock

from shop import order

TOTAL = 3

class TestCart(unittest.TestCase):
    inner = 4

    def helper(self, other):
        elsewhere = other

    def test_total(self, double):
        cart = self.cart
        for each in cart:
            pass
        sums = [part for part in cart]
        {}
        fresh = order()
        # {}
        # self.assertTrue(fresh)

        {}
        late = self.cart

    def others(self, one):
        one.send.call_args, one.total, one.path, one.ANY

    def outer(self, around):
        def test_inner():
            pass
"""


def restored(check: str, above: str = "pass", below: str = "pass") -> str:
    text = textwrap.dedent(RESTORED)
    return text.replace("{}", above, 1).replace("{}", check, 1).replace("{}", below, 1)


@pytest.mark.parametrize(
    ("check", "above", "below"),
    [
        ("self.assertEqual(str(double.__class__), 'Cart')", "find()", "find()"),
        ("assert 'Cart' == str(type(double))", "find()", "find()"),
        ("self.assertEqual(elsewhere, 3)", "find()", "find()"),
        ("self.assertEqual(inner, 3)", "find()", "find()"),
        ("self.assertEqual(part, 3)", "find()", "find()"),
        ("self.assertEqual(late, 3)", "find()", "find()"),
        ("self.assertEqual(around, 3)", "find()", "find()"),
        ("self.assertEqual(self.listens, 3)", "find()", "find()"),
        ("self.assertEqual(double.send.call_args, 3)", "double.send.assert_not_called()", "find()"),
        ("self.assertIn('a', double.call_args[0][0])", "assert double.call_count == 0", "find()"),
        ("self.assertIn('a', double.call_args[0][0])", "assert not double.called", "find()"),
        ("self.assertIn('a', double.mock_calls)", "assert double.called is False", "find()"),
        ("self.assertIn('a', double.mock_calls)", "self.assertFalse(double.called)", "find()"),
        ("self.assertIn('a', double.mock_calls)", "self.assertEqual(0, double.call_count)", "find()"),
        ("self.assertEqual(cart.path, 3)", "find()", "self.assertNotIn('path', cart)"),
        ("self.assertEqual(cart.path, 3)", "find()", "assert not hasattr(cart, 'path')"),
        ("self.assertEqual(cart.path, 3)", "find()", "self.assertFalse(hasattr(cart, 'path'))"),
    ],
)
def test_a_check_that_finds_nothing_there_is_not_brought_back(check: str, above: str, below: str) -> None:
    (found,) = fixed("TSE501", restored(check, above, below))
    assert check not in found  # nor is it kept where it names what only other functions have


@pytest.mark.parametrize(
    ("check", "above", "below"),
    [
        ("self.assertEqual(cart, TOTAL)", "find()", "find()"),
        ("self.assertEqual(str(type(cart)), str(double))", "find()", "find()"),
        ("self.assertEqual(each, order)", "find()", "find()"),
        ("self.assertEqual(self.cart, double)", "find()", "find()"),
        ("self.assertEqual(mock.ANY, len(self.inner))", "find()", "find()"),
        ("self.assertEqual(double.send.call_args, 3)", "double.other.assert_not_called()", "find()"),
        ("self.assertEqual(double.send.call_args, 3)", "assert double.send.call_count == 1", "find()"),
        ("self.assertEqual(double.total, 3)", "double.assert_not_called()", "find()"),
        ("self.assertEqual(cart.path, 3)", "self.assertFalse(find())", "assert not find(cart, 'path')"),
    ],
)
def test_a_check_that_finds_its_names_is_brought_back(check: str, above: str, below: str) -> None:
    assert f"\n        {check}\n" in fixed("TSE501", restored(check, above, below))[0]


def test_a_star_import_may_bring_any_name() -> None:
    head = "from shop import *\n\ndef test_total(cart):\n"
    text = f"{head}    cart = cart.go()\n    # assert cart == far\n\nfar.go()\n"
    assert "    assert cart == far\n" in fixed("TSE501", text)[0]


CALLED = """
from unittest import mock

def test_ships():
    ship = mock.Mock()
    {}
    ship.{}
    {}
"""


def called(before: str, check: str, behind: str = "pass") -> str:
    return CALLED.replace("{}", before, 1).replace("{}", check, 1).replace("{}", behind, 1)


@pytest.mark.parametrize(
    ("before", "check", "behind"),
    [
        ("ship(1)", "not_called()", "pass"),
        ("x = ship(1)", "never_called()", "pass"),
        ("ship(1); ship(2)", "called_once()", "pass"),
        ("ship(1); ship(2)", "called_once_with(2)", "pass"),
        ("order(ship)", "not_called()", "ship.assert_called_with(3)"),
        ("order(ship)", "not_called()", "assert ship.call_count == 2"),
        ("order(ship)", "called_with(3)", "ship.assert_not_called()"),
        ("order(ship)", "called_once_with(3)", "assert ship.call_count == 2"),
    ],
)
def test_calls_that_the_test_makes_or_asserts_itself(before: str, check: str, behind: str) -> None:
    stays("TSE607", called(before, check, behind))


@pytest.mark.parametrize(
    ("before", "check", "behind"),
    [
        ("order(ship)", "not_called()", "ship(1)"),
        ("ship(1)", "called_once()", "pass"),
        ("ship(1); ship.reset_mock()", "not_called()", "pass"),
        ("ship.send(1)", "not_called()", "pass"),
        ("x = ship(1) if order else 2", "not_called()", "pass"),
        ("later = lambda: ship(1)", "not_called()", "pass"),
        ("for each in order(): ship(each)", "not_called()", "pass"),
        ("order(ship)", "called_with(3)", "ship.assert_called_once_with(3)"),
        ("order(ship)", "called_once_with(3)", "assert ship.called"),
        ("order(ship)", "not_called()", "assert ship.total < 2"),
    ],
)
def test_calls_that_others_may_have_made(before: str, check: str, behind: str) -> None:
    assert f"ship.assert_{check}".replace("never", "not") in fixed("TSE607", called(before, check, behind))[0]


def test_a_double_of_the_module() -> None:
    text = "from unittest import mock\n\nship = mock.Mock()\n\nclass TestShip:\n    ship.not_called()\n"
    assert "ship.assert_not_called()" in fixed("TSE607", text)[0]


def test_outside_of_functions_only_the_sides_themselves_tell() -> None:
    read = module("x == 'a'\nx.dtype\nstr(type(x)) == 'a'\n")
    assert [never_holds(each, read) for each in read.nodes(ast.Compare)] == [False, True]
