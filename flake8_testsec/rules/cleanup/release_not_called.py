"""What should give something back is named, and not called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from math import inf

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around, suppressed
from flake8_testsec.vocabulary.testing.suites import is_hook

_WORDS = (
    "close",
    "aclose",
    "stop",
    "shutdown",
    "server_close",
    "terminate",
    "kill",
    "cleanup",
    "disconnect",
    "dispose",
    "release",
    "unlink",
    "undo",
    "clear",
    "quit",
    "wait_closed",
)

_CERTAIN = frozenset({"close", "aclose", "server_close", "shutdown", "terminate", "kill", "disconnect"})
"""What is hardly ever anything but a method."""

rule = Rule(
    code="TSE324",
    summary="a close, stop or clear at the end of a test is named and not called",
    message="{name} is not called, so nothing is given back; add the parentheses",
    roles=Role.TEST | Role.SUPPORT,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
        Without parentheses the line only looks the method up. The cleanup is written, so nobody misses it,
        and what the test has opened or changed is there for all tests behind it.
        """,
    fix="""
        Add the parentheses, or hand the method over to ``addCleanup``.
        """,
    fixable="None of it: what has never been called may well fail when it is, or want arguments.",
    bad=(
        """
        import os
        import unittest

        import pytest


        class OrderTest(unittest.TestCase):
            def setUp(self):
                self.shop = make_shop()

            def tearDown(self):
                self.shop.close
                ^^^^^^^^^^^^^^^
                self.shop.server.stop
                ^^^^^^^^^^^^^^^^^^^^^

            def test_order(self):
                self.assertTrue(self.shop.order("pear"))


        @pytest.fixture
        def environment():
            saved = dict(os.environ)
            yield
            os.environ.clear
            ^^^^^^^^^^^^^^^^
            os.environ.update(saved)


        def test_stock(shop):
            client = shop.client()
            try:
                assert client.stock() == 17
            finally:
                client.disconnect
                ^^^^^^^^^^^^^^^^^


        def test_total(shop):
            bill = shop.bill()
            assert bill.total == 3
            bill.close
            ^^^^^^^^^^
            shop.close()


        def test_sent(shop):
            client = shop.connect()
            client.send("pear")
            client.close
            ^^^^^^^^^^^^
            assert shop.received == "pear"
        """,
    ),
    good=(
        """
        import contextlib
        import unittest

        import pytest


        class OrderTest(unittest.TestCase):
            def setUp(self):
                self.shop = make_shop()
                self.addCleanup(self.shop.close)

            def tearDown(self):
                self.shop.close()
                self.shop.name

            def test_no_such_method(self):
                with self.assertRaises(AttributeError):
                    self.shop.close
                try:
                    self.shop.stop
                finally:
                    self.shop.close()


        def test_refused(shop):
            with pytest.raises(AttributeError):
                shop.stop


        def test_looks_it_up(shop):
            shop.release
            assert shop.looked_up == ["release"]


        def test_lent(client, shop):
            client.close
            for other in shop.clients:
                other.close
            assert shop.looked_up == ["close"]


        def tearDownModule():
            with contextlib.suppress(AttributeError):
                shop.close
        """,
        """
        class Bill:
            @property
            def release(self):
                return self.shop.pop()


        def test_property():
            Bill().release
        """,
    ),
)


@rule.attribute(*_WORDS, look=looks.is_statement)
def named_only(attribute: ast.Attribute, module: Module) -> Iterator[Hit]:
    function = module.function(attribute)
    if function is None or not looks.is_statement(attribute, module):
        return
    if expecting_around(attribute, module) is not None or _is_suppressed(attribute, module):
        return
    if _is_property(attribute.attr, module):
        return
    if _is_at_end(attribute, function, module) or _is_of_own(attribute, module):
        yield rule.at(attribute, name=spelt(attribute))


def _is_suppressed(attribute: ast.Attribute, module: Module) -> bool:
    """Whether it may be that there is no such attribute."""
    around = module.above(attribute, ast.With)
    return isinstance(around, ast.With) and bool(suppressed(around, module))


def _is_property(word: str, module: Module) -> bool:
    """Whether a method of this name is decorated, here, so that to look it up may be to call it."""
    return word in _decorated(module)


@once
def _decorated(module: Module) -> frozenset[str]:
    return frozenset(each.name for each in module.nodes(ast.FunctionDef) if each.decorator_list)


def _is_of_own(attribute: ast.Attribute, module: Module) -> bool:
    """Whether it is the end of something that the function has made itself."""
    match attribute:
        case ast.Attribute(value=ast.Name() as name, attr=word) if word in _CERTAIN:
            makers = module.bindings(name)
            return bool(makers) and all(
                isinstance(each, Bound) and isinstance(each.value, ast.Call) for each in makers
            )
        case _:
            return False


def _is_at_end(attribute: ast.Attribute, function: Function, module: Module) -> bool:
    """Whether a statement stands where a test or a fixture cleans up."""
    if is_hook(function) and function.name.lower().startswith("teardown"):
        return True
    statement = module.parents[attribute]
    around = module.above(attribute, ast.Try)
    if isinstance(around, ast.Try) and statement in around.finalbody:
        return True
    return attribute.lineno > _first_yield(function, module) or _is_last(statement, function)


@once
def _first_yield(function: Function, module: Module) -> float:
    return min((each.lineno for each in within(function) if isinstance(each, ast.Yield)), default=inf)


def _is_last(statement: ast.AST, function: Function) -> bool:
    """Whether nothing but other such statements follows in the body of a function."""
    if statement not in function.body:
        return False
    return all(_gives_back(each) for each in function.body[function.body.index(statement) :])


def _gives_back(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Attribute(attr=word)):
            return word in _WORDS
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=word))):
            return word in _WORDS
        case _:
            return False
