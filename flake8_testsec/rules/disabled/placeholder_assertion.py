"""``assert True`` is all that a test checks."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from itertools import islice

from flake8_testsec.patterns import lazy
from flake8_testsec.project.metadata import has_specimens
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import truth
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import (
    DEMANDS,
    demanded,
    expectation,
    is_assertion,
    is_failure,
)
from flake8_testsec.vocabulary.testing.empty_tests import does_no_work, is_found, is_sample, text_of
from flake8_testsec.vocabulary.testing.reasons import gives_reason
from flake8_testsec.vocabulary.testing.suites import TESTCASES, receiver, test_around, without_docstring
from flake8_testsec.vocabulary.testing.tautologies import is_placeholder

rule = Rule(
    code="TSE513",
    summary="placeholder assertion is the only check of a test",
    message="assert True is the only check, so the test only fails if something raises; assert on a result",
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
    ``assert True`` cannot fail. A test whose only assertion it is shows that the code ran, not that it did
    the right thing, and a reader who counts assertions takes it for checked.

    By default only a test that consists of the placeholder is reported: it runs nothing at all. Silence where
    a fixture may do the work, or words say that an import or a set-up is what is tested. Where the rule is
    enabled by name, placeholders behind code are reported too.
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

            def test_late(self):
                self.assertTrue(True)
                ^^^^^^^^^^^^^^^^^^^^^

            def test_early(self):
                self.assertEqual(run_checkout(), 0)
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


_NEVER_TESTED = frozenset({*sys.stdlib_module_names, "mock", "nose", "pytest"})
"""What tests are written with: that it can be imported, nobody tests."""
_OTHER = lazy(r"import|set_?up|fixture", re.IGNORECASE)
"""What a test says that is about what has been done before it."""


@rule.on(ast.Assert, look=looks.asserts_constant)
def plain(statement: ast.Assert, module: Module) -> Iterator[Hit]:
    """Report an ``assert True`` without company."""
    if _is_alone(statement, True, statement.test, statement.msg, module) and _counts(statement, module):
        yield rule.at(statement)


@rule.method(*DEMANDS)
def written_as_call(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report an ``assertTrue(True)`` without company."""
    match call.args, demanded(call):
        case [condition, *rest], bool(demand):
            message = next(iter(rest), None)
            if _is_alone(call, demand, condition, message, module) and _counts(call, module):
                yield rule.at(call)


def _counts(place: ast.AST, module: Module) -> bool:
    """Whether a placeholder is all of its test, and nothing else can do the work; or all shall be told."""
    if module.settings.enables(rule.code):
        return True
    test = module.function(place)
    if (
        has_specimens(module)
        or _has_message(place)
        or test is None
        or not is_found(test, module)
        or not does_no_work(test, module)
        or is_sample(module)
        or _is_about_import(module)
    ):
        return False
    body = [each for each in without_docstring(test) if not isinstance(each, ast.Pass)]
    is_all = body == [place] or body == [module.parent(place)]
    text = text_of(test, module)
    if not is_all or _OTHER.search(text) or gives_reason(_prose(text)):
        return False
    if _is_plain(test, module):
        return not _is_given(test, module)  # what makes the fixtures may be all that is tried
    return "#" not in text


@once
def _is_about_import(module: Module) -> bool:
    """Whether nothing in a module uses what it imports: that it can be imported is what is tested."""
    local = {name for name, meant in module.scopes.imported() if meant.partition(".")[0] not in _NEVER_TESTED}
    return bool(local) and not any(any(module.named(each)) for each in local)


def _has_message(place: ast.AST) -> bool:
    match place:
        case ast.Assert(msg=None) | ast.Call(args=[_], keywords=[]):
            return False
        case _:
            return True


def _is_plain(test: Function, module: Module) -> bool:
    """Whether a test is of no class that may inherit one of its name, which it then switches off."""
    class_ = module.class_of(test)
    return class_ is None or all(names & TESTCASES for names in module.bases(class_))


def _is_given(test: Function, module: Module) -> bool:
    """Whether a test takes fixtures or parameters."""
    given = (*test.args.posonlyargs, *test.args.args, *test.args.kwonlyargs)
    return any(each.arg != receiver(test, module) for each in given)


def _prose(text: str) -> str:
    """The comments of a text."""
    return "\n".join(line.partition("#")[2].strip() for line in text.split("\n"))


def _is_alone(
    place: ast.AST, demand: bool, condition: ast.expr, message: ast.expr | None, module: Module
) -> bool:
    if truth(condition) is not demand or not is_placeholder(condition, message):
        return False
    test = test_around(place, module)
    return test is not None and _first_checks(test, module) == [place]


@once
def _first_checks(test: Function, module: Module) -> list[ast.AST]:
    """The only check of a test, or two of several."""
    return [*islice((node for node in ast.walk(test) if _checks(node, module)), 2)]


def _checks(node: ast.AST, module: Module) -> bool:
    match node:
        case ast.Assert() | ast.Call() | ast.Raise():
            return is_assertion(node) or is_failure(node, module) or expectation(node, module) is not None
        case _:
            return False
