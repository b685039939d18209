"""What skips or fails a test is named, not called: nothing happens."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.suites import is_case, methods, receiver

rule = Rule(
    code="TSE526",
    summary="function that skips or fails the test is named, not called",
    message="{name} is named, not called, so the test goes on; call it, and say why",
    roles=Role.TEST,
    cwe=482,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    ``pytest.skip`` without parentheses is an expression that nobody uses: the test goes on as if the line
    were not there. Where it should fail, as with ``self.fail``, the test passes.
    """,
    fix='Call it with a reason: ``pytest.skip("no bank on this machine")``, ``self.fail("accepted")``.',
    fixable="Nothing, because the reason is for a person to write.",
    bad=(
        """
        import pytest
        from pytest import xfail

        def test_order(shop):
            if not shop.bank:
                pytest.skip
                ^^^^^^^^^^^
            assert shop.order(1)

        def test_refused(shop):
            try:
                shop.order(-1)
                pytest.fail
                ^^^^^^^^^^^
            except ValueError:
                pass

        def test_later(shop):
            xfail
            ^^^^^
            assert shop.order(1)
        """,
        """
        import unittest

        class TestStock(unittest.TestCase):
            def setUp(self):
                if not connected():
                    self.skipTest
                    ^^^^^^^^^^^^^

            def test_release(self):
                for each in self.stock:
                    if each.is_free:
                        self.fail
                        ^^^^^^^^^
        """,
    ),
    good=(
        """
        import pytest

        def test_order(shop):
            if not shop.bank:
                pytest.skip("no bank")
            stop = pytest.skip
            shop.on_error(pytest.fail)

        def test_is_there():
            try:
                pytest.skip
            except AttributeError:
                print("old")
            with pytest.raises(AttributeError):
                pytest.skip
        """,
        """
        import unittest

        class TestStock(unittest.TestCase):
            @property
            def fail(self):
                raise AssertionError

            def test_release(self):
                self.fail

        class Recorder:
            def record(self):
                self.fail

        def record(recorder):
            recorder.fail
        """,
    ),
)

_FUNCTIONS = frozenset({"pytest.exit", "pytest.fail", "pytest.skip", "pytest.xfail"})
_METHODS = frozenset({"fail", "skipTest"})


@rule.on(ast.Expr, hints=("skip", "fail"))
def named(statement: ast.Expr, module: Module) -> Iterator[Hit]:
    """Report a statement that is nothing but the name of what skips or fails a test."""
    match statement.value:
        case ast.Name() | ast.Attribute() as name:
            function = module.names(name) & _FUNCTIONS or _of_case(name, module)
            if function and not _is_tried(statement, module):
                yield rule.at(name, name=next(iter(function)))


def _of_case(name: ast.expr, module: Module) -> frozenset[str]:
    """The method of unittest that a test names on itself."""
    match name:
        case ast.Attribute(value=ast.Name(id=owner), attr=word) if word in _METHODS:
            method = module.function(name)
            class_ = module.class_of(method) if method is not None else None
            if method is None or class_ is None or owner != receiver(method, module):
                return frozenset()
            is_own = any(each.name == word for each in methods(class_))
            return frozenset() if is_own or not is_case(class_, module) else frozenset({f"{owner}.{word}"})
        case _:
            return frozenset()


def _is_tried(statement: ast.Expr, module: Module) -> bool:
    """Whether it is only looked up, to see whether it is there."""
    match module.parent(statement):
        case ast.Try(body=[only], handlers=[_, *_]) if only is statement:
            return True
        case _:
            return expecting_around(statement, module) is not None
