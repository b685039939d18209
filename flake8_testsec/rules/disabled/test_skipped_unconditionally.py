"""A test is skipped whatever the conditions, and no ticket says until when."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import skips
from flake8_testsec.vocabulary.testing.skips import Skip, skip_of
from flake8_testsec.vocabulary.testing.suites import does_nothing, tests, without_docstring

rule = Rule(
    code="TSE517",
    summary="test is skipped unconditionally and names no ticket that it waits for",
    message="{what} always skips; restore the test, delete it, or name the ticket that it waits for",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    A test that is skipped under every condition is dead code that looks like a test: it is counted, read and
    maintained, and protects nothing. A ``return`` at its beginning is worse, for the runner then reports that
    it passed. Without a ticket nobody is reminded to bring it back.
    """,
    fix="Restore the test or delete it. If it must wait, say so in the skip's reason and name the ticket.",
    fixable="Nothing, because whether the test shall run, go or wait is for a person to say.",
    bad=(
        """
        import pytest

        @pytest.mark.skipif(True, reason="locks up")
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_reload():
            assert reload()

        @pytest.mark.skip(reason="tests are not passing")
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_order():
            assert order()

        async def test_pay():
            '''Pays.'''
            pytest.skip("flaky")
            ^^^^^^^^^^^^^^^^^^^^
            assert await pay()
        """,
        """
        import unittest

        @unittest.skipUnless(False, "needs work")
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        class TestOrder(unittest.TestCase):
            def test_unicode(self):
                self.skipTest("skip until the clean-up is complete")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(order("\\u540d"))

            def test_pay(self):
                return
                ^^^^^^
                self.assertTrue(pay())

            def test_pay_back(self):
                raise unittest.SkipTest("slow")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(pay_back())
        """,
    ),
    good=(
        """
        import pytest
        from shop import BROKEN

        @pytest.mark.skipif(BROKEN, reason="locks up")
        def test_reload():
            if busy():
                pytest.skip("busy")
            assert reload()

        @pytest.mark.skip(reason="GH-7: later")
        def test_order():
            assert order()

        @pytest.mark.skip(reason=BROKEN.reason)
        def test_pay():
            assert pay()

        def test_the_plugin(runner):
            @pytest.mark.skip(reason="input of this test")
            def test_inner():
                assert runner
        """,
        """
        import unittest

        class TestCookies(TestSessions):
            def test_store(self):
                raise unittest.SkipTest("nothing is stored")

            @unittest.skip("nothing is stored")
            def test_clear(self):
                pass

            @unittest.skipIf(False, "for debugging")
            def test_expiry(self):
                # bug 4711
                return
                self.assertTrue(expired())

            def test_size(self):
                raise self.failureException("too small")
                self.assertTrue(grow())
        """,
    ),
)


@rule.module
def marked(module: Module) -> Iterator[Hit]:
    """Report markers whose condition is a constant, or that have none."""
    for skip in skips.skips(module):
        if skip.call is not None and _is_constant(skip, skip.call, module):
            yield from _reported(skip, module)


def _is_constant(skip: Skip, call: ast.Call, module: Module) -> bool:
    told = skip.name in skips.PLAIN and bool(skips.text(skip.reason))
    return (told or skips.decided(call, skip.name) is True) and _is_applied(call, module)


def _is_applied(marker: ast.Call, module: Module) -> bool:
    """Whether a marker keeps code from running: not an inherited test that an empty one overrides."""
    match module.parent(marker):
        case ast.FunctionDef() | ast.AsyncFunctionDef() as function:
            return not does_nothing(function) and module.function(function) is None
        case ast.ClassDef() as class_:
            return module.function(class_) is None
        case _:
            return False


@rule.module
def left(module: Module) -> Iterator[Hit]:
    """Report tests that leave at their first statement and have code below it."""
    for test in tests(module):
        match without_docstring(test):
            case [ast.Return(value=None) as statement, _, *_]:
                yield from _reported(Skip(statement, "return", None, None), module)
            case [statement, _, *_] if skip := skip_of(statement, module):
                yield from _reported(skip, module)


def _reported(skip: Skip, module: Module) -> Iterator[Hit]:
    if skips.ticket(skip, module) is None and not skips.is_subject(skip, module):
        yield rule.at(skip.node, what=skip.name.rpartition(".")[2])
