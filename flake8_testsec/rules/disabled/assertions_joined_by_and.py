"""Assertions of unittest joined by ``and``: only the first one is made."""

from __future__ import annotations

import ast
import unittest
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import MOCK_ASSERTIONS

rule = Rule(
    code="TSE541",
    summary="assertions joined by and: the second is never made",
    message="what stands behind the and is never run, because {name}() returns nothing; write two statements",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=False,
    severity=Severity.HIGH,
    why="""
    The assertion methods return ``None``, whatever they find. ``None`` is false, so ``and`` stops there:
    what stands on its right side is never run, and the check that it was meant to be is never made.
    """,
    fix="""
    Write a statement for each; in a ``lambda``, make a function of it, or join with a comma in a tuple.
    """,
    fixable="Nothing, because the check has never been made, and may fail.",
    bad=(
        """
        import unittest

        class TestOrder(unittest.TestCase):
            def test_order(self):
                self.assertEqual(self.order.price, 3) and self.assertTrue(self.order.paid)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                check = lambda order: self.assertIn("pear", order) and self.assertEqual(
                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    len(order), 2
                )
                self.shop.ready and self.assertTrue(self.shop.open) and self.assertFalse(self.shop.full)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        def test_told(bank):
            bank.pay.assert_called_once_with(3) and bank.close.assert_called_once_with()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import unittest

        class TestOrder(unittest.TestCase):
            def test_order(self):
                self.assertEqual(self.order.price, 3) or self.assertTrue(self.order.paid)
                self.order.paid and self.assertEqual(self.order.price, 3)
                self.assertResponse(200) and self.assertTrue(self.order.paid)
                self.assertRaises(ValueError) and self.assertTrue(self.order.paid)
                (self.assertEqual(1, 1), self.assertTrue(self.order.paid))
                self.order.assertEqual(1, 1) and self.order.close()
        """,
        """
        import unittest

        class TestOrder(unittest.TestCase):
            def assertEqual(self, one, other):
                return one == other

            def test_order(self):
                self.assertEqual(self.order.price, 3) and self.assertTrue(self.order.paid)
        """,
    ),
)

_RETURN = lazy(r"assert(Raises|Warns|Logs|NoLogs)|failUnlessRaises")
_METHODS = frozenset(
    name for name in dir(unittest.TestCase) if name.startswith("assert") and not _RETURN.match(name)
)
"""The methods that return nothing; the others return a manager or the error."""


@rule.on(ast.BoolOp, hints=(".assert",))
def joined(node: ast.BoolOp, module: Module) -> Iterator[Hit]:
    """Report an ``and`` behind an assertion that returns nothing."""
    if not isinstance(node.op, ast.And):
        return
    name = next((each for each in (_returning_none(value, module) for value in node.values[:-1]) if each), "")
    if name:
        yield rule.at(node, name=name)


def _returning_none(value: ast.expr, module: Module) -> str:
    """The name of the assertion method that a value is the call of, if it certainly returns nothing."""
    match value:
        case ast.Call(func=ast.Attribute(value=owner, attr=word)):
            is_own = isinstance(owner, ast.Name) and owner.id in ("self", "cls", "case")
            is_known = (is_own and word in _METHODS) or word in MOCK_ASSERTIONS
            return word if is_known and not module.functions(last_word(value.func)) else ""
        case _:
            return ""
