"""All checks of a test stand under a condition on what is tested: where it does not hold, the test passes."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import are_checking, is_failure
from flake8_testsec.vocabulary.testing.may_check import may_check
from flake8_testsec.vocabulary.testing.skips import skip_of
from flake8_testsec.vocabulary.testing.suites import tests, without_docstring

rule = Rule(
    code="TSE557",
    summary="test checks nothing where its own result does not meet a condition; assert the condition",
    message="where the condition on {name} is false the test checks nothing and passes; assert the condition",
    roles=Role.TEST,
    cwe=754,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    ``if answer.ok: assert answer.rows`` looks at the rows of a good answer, and passes for a bad one. The
    condition is about what the test itself has got from the code, so the code decides whether it is tested.
    Silence where the other branch checks, fails or skips, and where anything outside of the condition may
    check.
    """,
    fix="Assert the condition, and then what stands under it; or skip the test in the other case.",
    fixable="Nothing, because what else may be right is for a person to say.",
    bad=(
        """
        import unittest

        class TestOrder(unittest.TestCase):
            def test_order(self):
                answer = self.shop.order(1)
                print(answer)
                if answer.ok:
                ^^^^^^^^^^^^^
                    self.assertEqual(answer.total, 3)

            async def test_rows(self):
                with self.shop.open() as shop:
                    rows = await shop.rows()
                    if len(rows) > 0:
                    ^^^^^^^^^^^^^^^^^
                        assert rows[0].paid
                    if rows is not None:
                        assert rows[-1].paid
                    else:
                        print("no rows")
        """,
    ),
    good=(
        """
        import pytest

        def test_order(shop):
            answer = shop.order(1)
            assert answer.ok
            if answer.rows:
                assert answer.rows[0].paid

        def test_other(shop):
            answer = shop.order(1)
            if answer.ok:
                assert answer.rows
            else:
                assert answer.error

        def test_skipped(shop):
            answer = shop.order(1)
            if answer.ok:
                assert answer.rows
            else:
                pytest.skip("closed")

        def test_failed(shop):
            answer = shop.order(1)
            if answer.error:
                pytest.fail("refused")

        def test_raised(shop):
            answer = shop.order(1)
            if answer.ok:
                assert answer.rows
            else:
                raise ValueError

        """,
        """
        import sys

        def test_kind(shop, kind):
            answer = shop.order(kind)
            if kind == "pear" or sys.platform == "win32":
                assert answer.ok

        def test_checked(shop):
            answer = shop.order(1)
            answer.raise_for_status()
            if answer.rows:
                assert answer.rows[0].paid

        def test_nothing(shop):
            answer = shop.order(1)
            if answer.rows:
                print(answer)

        def order(shop):
            answer = shop.order(1)
            if answer.rows:
                assert answer.rows[0].paid
        """,
    ),
)


@rule.where(holds=(ast.If,))
def sometimes(module: Module) -> Iterator[Hit]:
    """Report the first condition of a test that has all of its checks under conditions on its results."""
    for test in tests(module):
        body = [*_flat(without_docstring(test))]
        checking = [each for each in body if are_checking([each], module) or may_check(each, module)]
        found = [_result_asked(each, test, module) for each in checking]
        if checking and all(found):
            yield rule.at(checking[0], name=found[0])


def _flat(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block, with those of its contexts."""
    for statement in body:
        if isinstance(statement, (ast.With, ast.AsyncWith)):
            yield from _flat(statement.body)
        else:
            yield statement


def _result_asked(statement: ast.stmt, test: Function, module: Module) -> str:
    """The name of a result of the test on which it depends whether a statement checks; empty for others."""
    if not isinstance(statement, ast.If) or _is_answered(statement.orelse, module):
        return ""
    if any(is_failure(each, module) for each in statement.body):
        return ""  # the condition is what is checked
    names = (each.id for each in walk(statement.test) if isinstance(each, ast.Name))
    return next((each for each in names if each in _results(test, module)), "")


def _is_answered(block: Iterable[ast.stmt], module: Module) -> bool:
    """Whether something checks, fails or skips where a condition is false."""
    block = list(block)
    return are_checking(block, module) or any(
        isinstance(each, ast.Raise) or skip_of(each, module) is not None or may_check(each, module)
        for each in block
    )


@once
def _results(test: Function, module: Module) -> frozenset[str]:
    """The names of a test that stand for what it has called."""
    assigned = (each for each in within(test) if isinstance(each, ast.Assign))
    called = (each for each in assigned if isinstance(each.value, (ast.Call, ast.Await)))
    targets = (each.targets[0] for each in called if len(each.targets) == 1)
    return frozenset(each.id for each in targets if isinstance(each, ast.Name))
