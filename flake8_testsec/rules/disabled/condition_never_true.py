"""Checks stand under a condition that is written as false, so they are never made."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import truth
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import tickets
from flake8_testsec.vocabulary.testing.assertions import are_checking
from flake8_testsec.vocabulary.testing.skips import remark

rule = Rule(
    code="TSE558",
    summary="checks under a condition that is never true are never made; take the condition out",
    message="the condition is always {value}, so the {what} below is never {run}; take the condition out",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    ``if False:`` switches checks off as a comment would, but reads like code that runs. The test passes
    without them, and no report says so. Silence where a comment beside the condition names the ticket that is
    waited for, and at the top of a module, where what stands under it may be for type checkers alone.
    """,
    fix="""
    Take the condition out, or delete what stands under it. What must wait is a test of its own, under
    ``@pytest.mark.skip(reason="bug 4711: ...")``, which every run reports.
    """,
    fixable="Nothing, because whether the checks still hold is for a person to say.",
    bad=(
        """
        import unittest

        class TestOrder(unittest.TestCase):
            def test_order(self):
                order = self.shop.order(1)
                if False:
                ^^^^^^^^^
                    self.assertTrue(order.is_paid)
                if 0 and order.is_open:
                ^^^^^^^^^^^^^^^^^^^^^^^
                    for each in order:
                        assert each.is_paid
                # Orders are sent later.
                if 0:
                ^^^^^
                    assert order.is_sent
                if True:
                ^^^^^^^^
                    print(order)
                else:
                    assert order.is_sent

            if False:
            ^^^^^^^^^
                def test_pay(self):
                    self.assertTrue(self.shop.pay())
        """,
    ),
    good=(
        """
        from typing import TYPE_CHECKING

        def test_order(shop):
            order = shop.order(1)
            if TYPE_CHECKING:
                assert order.is_paid
            if False:
                print(order)
            if True:
                assert order.is_paid
            if True and order:
                assert order.is_open
            else:
                assert order.is_closed
            if order and False:
                print(order)
        """,
        """
        if False:
            assert_type(shop, Shop)

        def test_pay(shop):
            # bug 4711
            if 0:
                assert shop.pay()
            if False:
                def pay(shop):
                    return shop.pay()
        """,
    ),
)


@rule.on(ast.If, look=looks.is_decided)
def never(statement: ast.If, module: Module) -> Iterator[Hit]:
    """Report a condition that is a constant, if checks or tests stand in the branch that is not taken."""
    value = _decided(statement.test)
    block = {None: (), True: statement.orelse, False: statement.body}[value]
    what = _lost(block, module)
    is_inside = module.above(statement, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef) is not None
    if what and is_inside and tickets.find(remark(statement.test, module)) is None:
        run = "run" if what == "test" else "made"
        yield rule.at(statement, value=str(value).lower(), what=what, run=run)


def _decided(condition: ast.expr) -> bool | None:
    """What a condition is whatever happens, if its text says so."""
    match condition:
        case ast.BoolOp(op=ast.And(), values=values) if any(truth(each) is False for each in values):
            return False
        case _:
            return truth(condition)


def _lost(block: Sequence[ast.stmt], module: Module) -> str:
    """What is never run: tests, or checks; empty for anything else."""
    if are_checking(block, module):
        return "check"
    inner = (each for each in block if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)))
    tests = (each for each in inner if each.name.startswith("test"))
    return "test" if any(are_checking(each.body, module) for each in tests) else ""
