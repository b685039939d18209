"""A comparison that holds for every value there is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.project.metadata import has_specimens
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, within
from flake8_testsec.vocabulary.testing.assertions import DEMANDS, demanded, is_assertion, is_failure
from flake8_testsec.vocabulary.testing.kinds_asked import is_contained, is_one_of_several
from flake8_testsec.vocabulary.testing.suites import test_around
from flake8_testsec.vocabulary.testing.tautologies import (
    ALIKE,
    always_holds,
    asserts_alike,
    compares_with_itself,
    holds,
    is_about_comparing,
    is_object,
    is_result_on_both_sides,
    is_something,
)

rule = Rule(
    code="TSE507",
    summary="assertion of something that always holds",
    message="the assertion holds for every value, so it can never fail; assert what was meant",
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    No length is below zero, every object is an ``object``, and the result of a comparison is never ``None``.
    An assertion of such a thing passes whatever the code under test does, and looks like a check to the
    reader. Where the rule is enabled by name, it also speaks of ``x in [x]``, and of the only check of a test
    that counts what the call that it is called after has given: mostly that says no more than that it comes
    back.
    """,
    fix="Assert what was meant: ``> 0``, the exact length, the real type, the comparison itself.",
    fixable="Nothing, because what was meant to be asserted, the text does not tell.",
    bad=(
        """
        import pytest

        def test_rows_load():
            rows = load("rows")
            try:
                assert isinstance(rows, object)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            except AttributeError:
                pytest.fail("rows cannot be loaded")
            try:
                assert isinstance(load("more"), object), "more rows"
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            except AttributeError:
                pass
        """,
        """
        import unittest

        class TestRows(unittest.TestCase):
            def test_rows(self):
                rows = load_rows()
                self.assertGreaterEqual(len(rows), 0)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertLessEqual(0, len(rows))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertGreater(len(rows), -1)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(len(rows) >= 0)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertIsNotNone(rows.first is not None)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertIsNotNone([rows.first])
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertIsNotNone(f"{rows}")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertIsNotNone("rows")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertIsNotNone(len(rows))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertIsNotNone(not rows)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertIsInstance(rows, object)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertIn(rows, [rows])
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        def test_rows():
            rows = load_rows()
            assert len(rows) >= 0, "rows may be missing"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert 0 <= len(rows)
            ^^^^^^^^^^^^^^^^^^^^^
            assert -1 < len(rows)
            ^^^^^^^^^^^^^^^^^^^^^
            assert isinstance(rows, object)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert len(rows) is not None
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert rows.first in (rows.first,)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestOrders(unittest.TestCase):
            def test_copy(self):
                order = load("order")
                self.assertEqual(order.total, order.total)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(order["id"], order["id"])
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual("paid", "paid")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(len(order.rows), len(order.rows))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert order.rows[0].price == order.rows[0].price
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import numpy as np
        import pandas as pd

        def test_prices(shop):
            prices = shop.prices()
            np.testing.assert_allclose(prices, prices)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            pd.testing.assert_frame_equal(prices.old, prices.old)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        def test_prices(self, prices):
            self.assertEqual(*prices)
        """,
        """
        import pytest

        def test_rows_load():
            try:
                assert isinstance(load("rows"), object)
            except AttributeError:
                pytest.fail("rows cannot be loaded")
            rows = load("rows")
            assert len(rows) >= 0, "rows (possibly empty)"
        """,
        """
        import unittest

        class TestPages(unittest.TestCase):
            def test_next(self):
                # Follow the link to the next page: this must not crash.
                page = self.get(self.get("/orders").next)
                self.assertGreaterEqual(len(page.rows), 0)
        """,
        """
        import unittest

        class TestRows(unittest.TestCase):
            def test_rows(self):
                rows = load_rows()
                self.assertGreater(len(rows), 0)
                self.assertGreaterEqual(len(rows), 1)
                self.assertGreaterEqual(rows.total, 0)
                self.assertGreaterEqual(0, len(rows))
                self.assertFalse(len(rows) >= 0)
                self.assertIsNotNone(rows.first)
                self.assertIsNotNone(load_rows())
                self.assertIsNotNone(None)
                self.assertIsInstance(rows, Rows)
                self.assertIn(rows.first, [rows.last])
                self.assertIn(rows)
        """,
        """
        def test_rows():
            rows = load_rows()
            assert len(rows) > 0
            assert 0 < len(rows) <= 3
            assert rows.len() >= 0
            assert isinstance(rows, Rows)
            assert rows is not None
            assert rows in {rows}
            assert rows in [None, rows]
            assert rows.first not in [rows.first]
            assert rows
        """,
        """
        def test_order_equality(order):
            assert order.total == order.total

        def test_total_is_consistent_in_one_process(order):
            assert order.total == order.total

        def test_consistency(order):
            assert order.total == order.total

        def test_total(order, copy):
            assert order.total == copy.total
            assert order == order
            assert order.load() == order.load()
            assert order.rows is order.rows
            assert Status.PAID == Status.PAID
            assert order.PAID == order.PAID
            assert order.total != order.total
            assert 1 == 1
        """,
        """
        def test_rows_of_orders():
            rows = load_rows()
            assert rows == rows
            assert rows != load_rows()
            order = Order("a")
            assert order == order
            shared = other = load_rows()
            assert other == other
            assert shared in (other, hash(other))
            total, count = rows
            assert total == total
            for row in rows:
                assert row == row

        def same(rows):
            first = load_rows()
            assert first == first
        """,
        """
        def len(rows):
            return rows.total

        def test_own_len():
            assert len(load_rows()) >= 0
        """,
        """
        import numpy as np

        def test_prices(shop, given):
            prices = shop.prices()
            np.testing.assert_allclose(prices, shop.prices())
            np.testing.assert_allclose(prices.old, prices.new)
            np.testing.assert_allclose(given, given)
            np.testing.assert_allclose(shop.prices(), shop.prices())
            np.testing.assert_allclose(prices, prices, equal_nan=False)
            assert np.allclose(prices, prices) and np.array_equal(prices, prices)

        def test_equality(shop):
            prices = shop.prices()
            np.testing.assert_array_equal(prices, prices)
        """,
    ),
)


_NEAR = 5
_SURVIVES = lazy(r"\b(not|n't|no) (crash|fail|raise|throw|error|exception)", re.IGNORECASE)
_WEAK = lazy(
    r"possibly empty|(may|might|can|could) be (empty|zero|none)|(zero|0) or more|any number", re.IGNORECASE
)
_OPERATORS: dict[str, type[ast.cmpop]] = {
    "assertGreaterEqual": ast.GtE,
    "assertLessEqual": ast.LtE,
    "assertGreater": ast.Gt,
    "assertLess": ast.Lt,
    "assertIn": ast.In,
    "assertIsNot": ast.IsNot,
}


@rule.on(ast.Assert, look=looks.compares_oddly)
def plain(statement: ast.Assert, module: Module) -> Iterator[Hit]:
    """Report an ``assert`` of a comparison that always holds."""
    if always_holds(statement.test, module) and not _is_meant(statement, module):
        yield rule.at(statement)
    match statement.test:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            if _repeats(left, type(operator), right, statement, module):
                yield rule.at(statement)


@rule.method(*DEMANDS, *_OPERATORS, "assertIsNotNone", "assertIsInstance")
def called(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report an assertion method whose arguments make it always hold."""
    match call:
        case ast.Call(args=[condition, *_]) if demanded(call):
            found = always_holds(condition, module)
        case ast.Call(func=ast.Attribute(attr="assertIsNotNone"), args=[value, *_]):
            found = is_something(value, module)
        case ast.Call(func=ast.Attribute(attr=word), args=[left, right, *_]) if word in _OPERATORS:
            found = holds(left, _OPERATORS[word], right, module)
        case ast.Call(func=ast.Attribute(attr="assertIsInstance"), args=[_, class_, *_]):
            found = is_object(class_, module)
        case _:
            return
    if found and not _is_meant(call, module):
        yield rule.at(call)


@rule.method("assertEqual", "assertEquals", "assertGreaterEqual", "assertLessEqual")
def called_with_one(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report an assertion method that compares a value with itself."""
    match call:
        case ast.Call(func=ast.Attribute(attr=word), args=[left, right, *_]):
            if _repeats(left, _OPERATORS.get(word, ast.Eq), right, call, module):
                yield rule.at(call)


def _repeats(
    left: ast.expr, operator: type[ast.cmpop], right: ast.expr, node: ast.stmt | ast.Call, module: Module
) -> bool:
    """Whether a value is compared with itself where comparing is not what is tested."""
    is_same = compares_with_itself(left, operator, right, module)
    if not (is_same or _is_result(left, operator, right, node, module)) or _is_meant(node, module):
        return False
    return not is_about_comparing(node, module)


@rule.call(*ALIKE)
def alike(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a value that an assertion of a library compares with itself."""
    if asserts_alike(call, module) and not (_is_meant(call, module) or is_about_comparing(call, module)):
        yield rule.at(call)


def _is_result(
    left: ast.expr, operator: type[ast.cmpop], right: ast.expr, node: ast.stmt | ast.Call, module: Module
) -> bool:
    test = module.function(node)
    return operator is ast.Eq and test is not None and is_result_on_both_sides(left, right, test, module)


def _is_meant(node: ast.stmt | ast.Call, module: Module) -> bool:
    """Whether getting so far is what is tested, or the message says that the bound is a weak one."""
    if _is_smoke_test(node, module) or _must_not_raise(node, module) or _counts_what_is_called(node, module):
        return True
    if not module.settings.enables(rule.code) and (
        _is_only_check(node, module)
        or is_contained(node)
        or is_one_of_several(node, module)
        or has_specimens(module)
    ):
        return True
    return any(_WEAK.search(string(each) or "") for each in ast.walk(node))


def _counts_what_is_called(node: ast.stmt | ast.Call, module: Module) -> bool:
    """Whether the assertion itself makes the call whose answer it counts: it is to come back, no more."""
    return any(isinstance(each, (ast.Call, ast.Await)) for each in _counted(node, module))


def _counted(node: ast.stmt | ast.Call, module: Module) -> Iterator[ast.expr]:
    calls = (each for each in ast.walk(node) if isinstance(each, ast.Call) and each.args)
    yield from (each.args[0] for each in calls if module.names(each.func) & {"len"})


def _is_only_check(node: ast.stmt | ast.Call, module: Module) -> bool:
    """Whether a test is called after its last call, which gives what is counted, and asserts nothing else."""
    test, own = test_around(node, module), {node, module.parent(node)}
    names = {each.id for each in _counted(node, module) if isinstance(each, ast.Name)}
    if test is None or not names or any(is_assertion(each) for each in within(test) if each not in own):
        return False
    before = [each for each in test.body if each.lineno < node.lineno]
    match before[-1:]:
        case [ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func))]:
            word = last_word(func)
        case [ast.Assign(targets=[ast.Name(id=name)], value=ast.Await(value=ast.Call(func=func)))]:
            word = last_word(func)
        case _:
            return False
    return name in names and f"_{word}_" in f"{test.name}_"


def _must_not_raise(node: ast.stmt | ast.Call, module: Module) -> bool:
    """Whether a ``try`` around an assertion fails the test if what is called in there raises."""
    calls = (each for each in ast.walk(node) if isinstance(each, ast.Call) and each is not node)
    if all(last_word(each.func) in ("isinstance", "len", "type") for each in calls):
        return False
    around = (each for each in module.ancestors(node) if isinstance(each, ast.Try))
    handlers = (handler for each in around for handler in each.handlers)
    return any(is_failure(statement, module) for handler in handlers for statement in handler.body)


def _is_smoke_test(call: ast.stmt | ast.Call, module: Module) -> bool:
    """Whether a comment just above says that getting so far is what is tested."""
    above = module.comments_in(call.lineno - _NEAR, call.lineno - 1)
    return any(_SURVIVES.search(each.content) for each in above)
