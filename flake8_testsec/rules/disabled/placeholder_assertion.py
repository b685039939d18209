"""``assert True`` is all that a test checks."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import truth
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import (
    DEMANDS,
    demanded,
    expectation,
    is_assertion,
    is_failure,
)
from flake8_testsec.vocabulary.testing.suites import test_around
from flake8_testsec.vocabulary.testing.tautologies import is_placeholder

rule = Rule(
    code="TSE513",
    summary="placeholder assertion is the only check of a test",
    message="assert True is the only check, so the test only fails if something raises; assert on a result",
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    ``assert True`` cannot fail. A test whose only assertion it is shows that the code ran, not that it did
    the right thing, and a reader who counts assertions takes it for checked.
    """,
    fix="Assert the outcome. Where running through is all that matters, drop the placeholder and say so.",
    fixable="Nothing, because which outcome counts, the text does not tell.",
    bad=(
        """
        def test_checkout():
            run_checkout()
            assert True
            ^^^^^^^^^^^

        async def test_late():
            await run_checkout()
            assert 1, "came so far"
            ^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestCheckout(unittest.TestCase):
            def test_refused(self):
                try:
                    run_checkout(None)
                except ValueError:
                    self.assertTrue(True)
                    ^^^^^^^^^^^^^^^^^^^^^

            def test_accepted(self):
                run_checkout("ann")
                self.assertFalse(False)
                ^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import unittest

        import pytest

        class TestCheckout(unittest.TestCase):
            def test_outcome(self):
                self.assertEqual(run_checkout(), 0)
                assert True

            def test_refused(self):
                try:
                    run_checkout(None)
                    self.fail("accepted")
                except ValueError:
                    assert True

            def test_expected(self):
                with pytest.raises(ValueError):
                    run_checkout(None)
                assert True

            def test_in_callback(self):
                def check(result):
                    assert result == 0

                run_checkout().addCallback(check)
                self.assertTrue(True)
        """,
        """
        def check_nothing():
            assert True

        def test_not_finished():
            run_checkout()
            assert False
        """,
    ),
)


@rule.on(ast.Assert)
def plain(statement: ast.Assert, module: Module) -> Iterator[Hit]:
    """Report an ``assert True`` without company."""
    if _is_alone(statement, True, statement.test, statement.msg, module):
        yield rule.at(statement)


@rule.method(*DEMANDS)
def written_as_call(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report an ``assertTrue(True)`` without company."""
    match call.args, demanded(call):
        case [condition, *rest], bool(demand):
            if _is_alone(call, demand, condition, next(iter(rest), None), module):
                yield rule.at(call)


def _is_alone(
    place: ast.AST, demand: bool, condition: ast.expr, message: ast.expr | None, module: Module
) -> bool:
    if truth(condition) is not demand or not is_placeholder(condition, message):
        return False
    test = test_around(place, module)
    return test is not None and [node for node in ast.walk(test) if _checks(node, module)] == [place]


def _checks(node: ast.AST, module: Module) -> bool:
    match node:
        case ast.Assert() | ast.Call() | ast.Raise():
            return is_assertion(node) or is_failure(node, module) or expectation(node, module) is not None
        case _:
            return False
