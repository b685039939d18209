"""An error that is caught only to fail the test with another one, which says less."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.statements import following
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import caught, is_failure
from flake8_testsec.vocabulary.testing.suites import test_around

rule = Rule(
    code="TSE421",
    summary="error is caught only to fail the test, which hides its cause",
    message="{error} is caught only to fail the test, which hides the cause; take the try away",
    roles=Role.TEST,
    cwe=390,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    An error that nobody catches fails the test by itself, and with its type, its text and the line that
    raised it. ``except`` and ``fail("could not save")`` put a text of the test in place of that, or above
    it, and some runners show only that text. What is none of the expected errors passes by in any case.
    """,
    fix="Take the ``try`` away. Where the text helps, put the error in it.",
    fixable="Nothing, because the lines below may hang on what was caught.",
    bad=(
        """
        import unittest

        import pytest

        class TestOrder(unittest.TestCase):
            def test_order(self):
                try:
                    self.shop.order(1)
                except OSError:
                ^^^^^^^^^^^^^^^
                    self.fail("could not order")
                try:
                    self.shop.order(1)
                except:
                ^^^^^^^
                    self.fail("could not order")
                try:
                    self.shop.order(1)
                except OSError as error:
                ^^^^^^^^^^^^^^^^^^^^^^^^
                    caught = error
                self.assertIsNone(caught)

        def test_order(shop):
            try:
                shop.order(1)
            except Exception as error:
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
                pytest.fail("could not order")
            caught = None
            try:
                shop.order(2)
            except Exception as error:
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
                caught = error
            assert caught is None
            try:
                shop.order(3)
            except Exception as error:
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
                caught = error
            assert not caught
            try:
                shop.order(4)
            except OSError:
            ^^^^^^^^^^^^^^^
                raise AssertionError
        """,
    ),
    good=(
        """
        import pytest

        def test_order(shop):
            try:
                shop.order(1)
            except OSError as error:
                pytest.fail(f"could not order: {error}")
            try:
                shop.order(1)
            except OSError:
                assert False, shop.log
            try:
                shop.order(1)
            except OSError:
                pytest.fail(shop.log)
            try:
                shop.order(1)
            except TimeoutError:
                pytest.fail("no order came")
            try:
                shop.order(1)
            except OSError:
                shop.close()
            try:
                shop.order(1)
            except ValueError:
                pass
            except OSError:
                pytest.fail("another error")
            try:
                shop.order(1)
            except OSError as error:
                raise AssertionError("could not order") from error
            caught = None
            try:
                shop.order(2)
            except OSError as error:
                caught = error
            assert caught is not None

        def order(shop):
            try:
                shop.order(1)
            except OSError:
                pytest.fail("could not order")
        """,
        """
        def test_order(shop):
            try:
                shop.order(1)
            except OSError:
                raise
            try:
                shop.order(1)
            except OSError as error:
                caught = error
                shop.close()
            assert not caught.number
            try:
                shop.order(2)
            except OSError as error:
                caught = error
            assert not shop.count
        """,
    ),
)


_SIGNALS = lazy(r"(?i)exit|interrupt|cancel|time_?out|expired|empty|full\Z|stopiter|stopasync")


@rule.on(ast.ExceptHandler)
def replaced(handler: ast.ExceptHandler, module: Module) -> Iterator[Hit]:
    """Report the handler, if nothing of what it catches is left."""
    statement = module.parent(handler)
    if not isinstance(statement, ast.Try) or len(statement.handlers) > 1 or statement.orelse:
        return
    if test_around(handler, module) is None or _is_awaited(handler, module):
        return
    if _only_fails(handler, module) or _is_denied_below(handler, statement, module):
        error = ast.unparse(handler.type) if handler.type is not None else "every error"
        yield rule.at(handler, error=error)


def _is_awaited(handler: ast.ExceptHandler, module: Module) -> bool:
    """Whether an error is caught that no runner may show: the end of a program, a cancelled task, a wait."""
    return any(_SIGNALS.search(name) for name in caught(handler, module) - {"BaseException"})


def _only_fails(handler: ast.ExceptHandler, module: Module) -> bool:
    """Whether a handler does nothing but fail, without a word of the error."""
    match handler.body:
        case [ast.Raise(cause=ast.expr())]:
            return False
        case [only] if is_failure(only, module):
            return not _tells(only)
        case _:
            return False


def _tells(failure: ast.stmt) -> bool:
    """Whether the text of a failure has something in it that is only known then."""
    match failure:
        case ast.Expr(value=ast.Call(args=args)) | ast.Raise(exc=ast.Call(args=args)):
            return not all(isinstance(each, ast.Constant) for each in args)
        case ast.Assert(msg=message):
            return message is not None and not isinstance(message, ast.Constant)
        case _:
            return False


def _is_denied_below(handler: ast.ExceptHandler, statement: ast.Try, module: Module) -> bool:
    """Whether what is caught is kept, and the next thing that is asked is that there is none."""
    match handler.body, following(statement, module, 1):
        case [ast.Assign(targets=[ast.Name(id=kept)], value=ast.Name(id=error))], [below]:
            return error == handler.name and _is_denied(below, kept)
        case _:
            return False


def _is_denied(assertion: ast.stmt, kept: str) -> bool:
    match assertion:
        case ast.Assert(
            test=ast.Compare(left=ast.Name(id=name), ops=[ast.Is()], comparators=[ast.Constant(value=None)])
        ):
            return name == kept
        case ast.Assert(test=ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name))):
            return name == kept
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="assertIsNone"), args=[ast.Name(id=name), *_])):
            return name == kept
        case _:
            return False
