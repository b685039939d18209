"""The condition of an assertion is an object that is always true, so nothing is checked."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.project.metadata import has_specimens
from flake8_testsec.project.uncalled_methods import is_uncalled_of_project
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word, truth
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import DEMANDS, always_true, demanded, is_quiet
from flake8_testsec.vocabulary.testing.messages import is_expected
from flake8_testsec.vocabulary.testing.tautologies import is_placeholder
from flake8_testsec.vocabulary.testing.uncalled import is_uncalled
from flake8_testsec.vocabulary.testing.values_compared import Remedy, all_of, of_truth

rule = Rule(
    code="TSE505",
    summary="assertion on an object that is always true",
    message="{problem}; {remedy}",
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    The truth of a generator, a filled display, a text or a function object does not depend on the code under
    test, so the assertion passes whatever that code does. Most such lines once meant something else: a call
    without its parentheses, ``assert (condition, message)`` with a tuple, the expected value in the place of
    the condition. A list of comparisons is true as soon as there is one, whatever it says. Methods and
    functions of other files of the project that are named and not called, and lists of attributes and of what
    calls give, are reported where the rule is enabled by name.
    """,
    fix="""
    Assert the comparison itself: ``all(...)`` around a generator, no parentheses around condition and
    message, ``assertEqual`` for two values.
    """,
    fixable="""
    ``all()`` is put around a generator or a list of comparisons, the parentheses of a condition with its
    message are taken away, a function is called, and a value with another one behind it is compared with
    that; unsafe, because nothing was checked so far. What other objects were meant to say, the text does not
    tell.
    """,
    bad=(
        """
        def test_stock(stock, client):
            assert (item.count > 0 for item in stock)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert (stock.open, "the stock is closed")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert lambda: stock.open
            ^^^^^^^^^^^^^^^^^^^^^^^^^
            assert ["apple", "pear"], stock.names
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert [6 == 28], stock.numbers
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert b"apple"
            ^^^^^^^^^^^^^^^
            assert f"apple {stock}"
            ^^^^^^^^^^^^^^^^^^^^^^^
            assert 3, len(stock)
            ^^^^^^^^^^^^^^^^^^^^
            assert ...
            ^^^^^^^^^^
            assert {"apple": 1}
            ^^^^^^^^^^^^^^^^^^^
            assert not []
            ^^^^^^^^^^^^^
            assert type(stock)
            ^^^^^^^^^^^^^^^^^^
            assert True, len(stock)
            ^^^^^^^^^^^^^^^^^^^^^^^

        def test_all(stock):
            assert [each.count > 0 for each in stock]
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert [each.open for each in stock]
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert [each.is_sold() for each in stock]
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert [each.load() for each in stock]
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert "apple" or stock.empty
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_operators(stock):
            assert "apple" and "pear" in stock
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert stock.count == 1 or 2
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import os
        import unittest
        from http import HTTPStatus

        class TestStock(unittest.TestCase):
            def test_stock(self):
                stock = load_stock()
                assert stock.put("apple").status == HTTPStatus.OK or HTTPStatus.CREATED
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue("apple", stock.first())
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(10, len(stock))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertFalse([], stock.missing)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertFalse("", stock.name)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertFalse(None, stock.name)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue([isinstance(each, str) for each in stock])
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(["apple" not in each and each for each in stock], stock)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue([not each.sold for each in stock])
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(filter(is_apple, stock))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(os.path.exists, stock.path)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(type(stock), "the stock has no type")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        # file: shop/order.py
        class Order:
            def is_paid(self):
                return self.paid

            def total(self):
                return sum(self.prices)

        def is_open(order):
            return not order.closed

        # file: tests/test_order.py
        import unittest

        from shop.order import Order, is_open

        def test_order(order: Order):
            assert order.is_paid
            ^^^^^^^^^^^^^^^^^^^^
            assert is_open
            ^^^^^^^^^^^^^^

        class TestOrder(unittest.TestCase):
            def setUp(self):
                self.order = Order()

            def test_order(self):
                self.assertTrue(self.order.is_paid)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert Order().total
                ^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        def test_stock(stock):
            assert all(item.count > 0 for item in stock)
            assert stock.open, "the stock is closed"
            assert [*stock]
            assert [] == stock.missing
            assert not stock.missing
            assert not ["apple"]
            assert "apple" in stock and "pear" in stock
            assert stock.count in (1, 2) or stock.open
            assert True or stock.open
            assert [each for each in stock]
            assert [each.count > 0 for each in stock if each.open]
            assert not [each.count > 0 for each in stock]
            assert False, "not reached"
            assert True
            assert 1, "came so far"
            assert True, 0
            assert str(stock)
            assert type(stock) is Stock
            assert stock.type(stock)
        """,
        """
        import os
        import unittest

        from shop import Stock

        class TestStock(unittest.TestCase):
            def test_stock(self):
                self.assertTrue(load_stock())
                self.assertTrue(repr(load_stock()))
                self.assertTrue(os.path.exists("stock"))
                self.assertTrue(False, "not reached")
                self.assertFalse(False)
                self.assertFalse(["apple"])
                self.assertFalse("apple" and load_stock())
                self.assertTrue(True, msg="came so far")
                self.assertTrue()
                self.assertTrue(type(load_stock()), Stock)
        """,
        """
        def test_refused(stock):
            try:
                stock.take(-1)
            except ValueError as error:
                assert "refused as it should be", error
        """,
        """
        # file: shop/order.py
        from functools import cached_property

        class Order:
            def __init__(self):
                self.is_closed = False

            @property
            def is_paid(self):
                return self.paid

            @cached_property
            def is_open(self):
                return self.open

            def is_closed(self):
                return True

            def is_sent(self):
                return self.sent

            def ship(self, address):
                return self.carrier.ship(address)

            def close(self):
                self.open = False

        def main():
            return Order()

        # file: tests/test_order.py
        from shop.order import Order, main

        def test_order(order: Order, unknown, monkeypatch):
            monkeypatch.setattr(Order, "is_sent", True)
            assert order.is_paid
            assert order.is_open
            assert order.is_closed
            assert order.is_sent
            assert order.ship
            assert order.close
            assert unknown.is_paid
            assert main
        """,
        """
        def filter(check, values):
            return [value for value in values if check(value)]

        def test_own_filter(stock):
            assert filter(bool, stock)
        """,
    ),
)

_ANSWERING = frozenset({"callable", "hasattr", "isinstance", "issubclass"})
_STATUS = lazy(
    r"(http\.HTTPStatus|(rest_framework|starlette|fastapi)\.status|http\.client|requests\.codes)\.\w+\Z"
)
_SAYS_SO = lazy(r"(is|are|has|can)_|is[a-z]+\Z|(starts|ends)with\Z|\w*(_eq|equals?|_close)\Z")


@rule.on(ast.Assert, look=looks.asserts_object)
def plain(statement: ast.Assert, module: Module) -> Iterator[Hit]:
    """Report an ``assert`` whose condition is fixed."""
    if not _marks(statement, module):
        yield from _judge(statement, statement.test, True, statement.msg, module)


@rule.method(*DEMANDS)
def called(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report ``assertTrue`` and its kin on a condition that is fixed."""
    demand = demanded(call)
    match call.args:
        case [condition, *messages] if demand is not None:
            yield from _judge(call, condition, demand, next(iter(messages), None), module)


def _judge(
    place: ast.AST, condition: ast.expr, demand: bool, message: ast.expr | None, module: Module
) -> Iterator[Hit]:
    match condition:
        case ast.UnaryOp(op=ast.Not(), operand=operand) if demand:
            condition, demand = operand, False
    if demand and message is not None and _must_not_be_reached(place, condition, module):
        yield rule.at(
            place, problem=_cannot_fail("True", True), remedy="fail the test where it must not come"
        )
    elif demand and _is_of_answers(condition, module):
        words = "a list of answers is true if there is one, whatever it says"
        yield all_of(condition, module).of(rule.at(place, problem=words, remedy="put all() around it"))
    elif not is_placeholder(condition, message):
        kind = _true(condition, message, module) if demand else _false(condition)
        if kind and (module.settings.enables(rule.code) or not has_specimens(module)):
            yield _repaired(place, condition, demand, message, kind, module)


def _must_not_be_reached(place: ast.AST, condition: ast.expr, module: Module) -> bool:
    """Whether ``True`` is asserted where the error that a test waits for has stayed away."""
    statement = place if isinstance(place, ast.stmt) else module.above(place, ast.stmt)
    match condition, module.parent(statement) if statement is not None else None:
        case ast.Constant(value=True), ast.Try(handlers=[_, *_] as handlers, orelse=orelse):
            return statement in orelse and all(is_quiet(each.body) for each in handlers)
        case _:
            return False


def _repaired(
    place: ast.AST,
    condition: ast.expr,
    demand: bool,
    message: ast.expr | None,
    kind: str,
    module: Module,
) -> Hit:
    denied = isinstance(module.parent(condition), ast.UnaryOp)
    remedy = Remedy("") if denied else of_truth(place, condition, demand, message, module)
    words = remedy.words or "compare with what is expected"
    return remedy.of(rule.at(place, problem=_cannot_fail(kind, demand), remedy=words))


def _cannot_fail(kind: str, value: bool) -> str:
    return f"{kind} is always {str(value).lower()}, so the assertion cannot fail"


def _is_of_answers(condition: ast.expr, module: Module) -> bool:
    """Whether a list has an answer of yes or no for each of several, and asks for no more than one."""
    match condition:
        case ast.ListComp(elt=elt, generators=[ast.comprehension(ifs=[])]):
            return _is_answer(elt, module)
        case _:
            return False


def _is_answer(value: ast.expr, module: Module) -> bool:
    match value:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()) | ast.BoolOp(values=[ast.Compare(), *_]):
            return True
        case ast.Call(func=func) if module.names(func) & _ANSWERING or _SAYS_SO.match(last_word(func)):
            return True
        case _:
            return isinstance(value, (ast.Attribute, ast.Call)) and module.settings.enables(rule.code)


def _true(condition: ast.expr, message: ast.expr | None, module: Module) -> str:
    """The kind of object that decides a condition for true; empty if nothing does."""
    match condition:
        case (
            ast.BoolOp(op=ast.Or(), values=[ast.Constant(value=True | 1), *operands])
            | ast.BoolOp(values=operands)
        ):
            kinds = (always_true(each, module) or _is_status(each, module) for each in operands)
            return next(filter(None, kinds), "")
        case ast.Call(func=ast.Name() as function, args=[_]) if module.names(function) & {"type"}:
            known = message is not None and is_expected(message, condition, module)
            return "" if known else "type()"
        case _:
            told = always_true(condition, module) or is_uncalled(condition, module, message)
            asked = module.settings.enables(rule.code)
            return told or (is_uncalled_of_project(condition, module) if asked else "")


def _is_status(value: ast.expr, module: Module) -> str:
    """What an expression is if it names the status of an answer, which is never 0; else empty."""
    is_status = any(map(_STATUS.match, module.names(value))) if isinstance(value, ast.Attribute) else False
    return "a status" if is_status else ""


def _false(condition: ast.expr) -> str:
    if truth(condition) is not False:
        return ""
    match condition:
        case ast.Constant(value=str() | bytes()):
            return "an empty string"
        case ast.Constant():
            return "a constant"
        case _:
            return "an empty display"


def _marks(statement: ast.Assert, module: Module) -> bool:
    """Whether a text with a message marks the branch that must not be reached, clumsily but on purpose."""
    match statement, module.parent(statement):
        case ast.Assert(test=ast.Constant(value=str()), msg=ast.expr()), ast.ExceptHandler():
            return True
        case _:
            return False
