"""An assertion in a ``try`` whose handler catches the failure and says nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_testsec.fixing.blocks import Block, into_else, out_of, unwrapped
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.statements import following
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, within
from flake8_testsec.vocabulary.testing.assertions import (
    BROAD,
    FAILURES,
    called,
    caught,
    is_assertion,
    is_failure,
    is_mock_assertion,
    suppressed,
    swallower,
)
from flake8_testsec.vocabulary.testing.flags import leaves_flag
from flake8_testsec.vocabulary.testing.performed import is_performed
from flake8_testsec.vocabulary.testing.rounds import retried
from flake8_testsec.vocabulary.testing.suites import test_around
from flake8_testsec.vocabulary.testing.swallowing import expects_in_vain, is_on_purpose

rule = Rule(
    code="TSE405",
    summary="failing assertion is caught by the except below it",
    message="a failed assertion is swallowed, so the test passes; take it out of the try or suppress()",
    roles=Role.TEST,
    cwe=390,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    An assertion fails by raising ``AssertionError``, and ``except Exception``, a bare ``except`` or
    ``suppress(Exception)`` catches that like anything else. Where the handler only passes, prints or logs,
    the test passes whatever the assertion finds. Where a comment names the ticket that is waited for, or
    nothing but ``AssertionError`` is caught and a comment says why, that is meant. Helpers that tests call
    may try one thing after another: they are reported where the rule is enabled by name.
    """,
    fix="""
    Take the assertion out of the ``try``, or let the ``try`` go: an error that nobody expects should fail
    the test. Name the one exception that may be ignored, if there is one.
    """,
    fixable="""
    Assertions that end the ``try`` are moved into its ``else``, those that end ``suppress()`` below it, and
    a block with nothing but assertions is removed; unsafe, because their failure was never seen.
    """,
    bad=(
        """
        def test_notice(client):
            try:
            ^^^^
                answer = client.get("/notice")
                assert answer.text == "all is up to date"
            except Exception as error:
                print(error)
            try:
            ^^^^
                assert client.is_open
            except Exception:
                pass
        """,
        """
        def test_orders(client):
            try:
            ^^^^
                answer = client.get("/orders")
                assert answer.ok
            except Exception:
                pass

        def test_totals(client):
            try:
            ^^^^
                assert client.total() == 3
            except (OSError, AssertionError):
                pass

        def test_lines(client):
            # The server has no such page, since it is an old one.

            try:
            ^^^^
                assert client.lines() == 3
            except AssertionError:
                pass
            try:
            ^^^^
                assert client.lines() == 4
            except Exception:
                # Expected to fail since the server has no such page.
                pass
        """,
        """
        import unittest
        from unittest import mock

        class TestPaid(unittest.TestCase):
            def test_paid(self, order, bank):
                try:
                ^^^^
                    self.assertTrue(order.paid)
                except AssertionError:
                    pass
                try:
                ^^^^
                    bank.charge.assert_called_once_with(3)
                except AssertionError:
                    pass
                try:
                ^^^^
                    assert order.total == 3
                except Exception as error:
                    print(f"failed: {error}")
        """,
        """
        import contextlib
        import logging
        import unittest

        class TestOrders(unittest.TestCase):
            def test_listing(self):
                try:
                ^^^^
                    for order in self.client.orders():
                        self.assertTrue(order.paid)
                except KeyError:
                    raise
                except (ValueError, Exception) as error:
                    logging.warning("no orders: %s", error)

            def test_total(self):
                with contextlib.suppress(Exception):
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.assertEqual(3, self.client.total())
        """,
    ),
    good=(
        """
        def test_lines(client):
            try:
                assert client.lines() == 3
            except Exception:
                "Fails now and then. See #1420"
            try:
                assert client.lines() == 4
            except Exception:
                pass  # GH-12
            if client.is_old:
                # Old servers do not count empty lines.
                lines = client.lines()
                try:
                    assert lines == 5
                except AssertionError:
                    pass
        """,
        """
        def test_notice(client, log):
            answer = client.get("/notice")
            try:
                assert answer.text == "all is up to date"
            except Exception:
                print(answer)
                log.info("not yet")
        """,
        """
        def test_orders(client):
            try:
                answer = client.get("/orders")
                assert answer.ok
            except ConnectionError:
                pass
        """,
        """
        import contextlib
        import unittest

        import pytest

        def test_the_handler_does_something(client, seen):
            try:
                assert client.get("/orders").ok
            except AssertionError:
                client.dump()
                raise
            except Exception:
                pass
            try:
                assert client.get("/orders").ok
            except Exception:
                pytest.skip("no server")
            try:
                assert client.get("/orders").ok
            except Exception as error:
                seen.append(error)

        def test_retries(client):
            for attempt in range(3):
                try:
                    assert client.get("/orders").ok
                    break
                except Exception:
                    continue

        def test_an_error_inside_a_transaction(client):
            try:
                with client.transaction() as now:
                    assert now.open
                    raise ValueError("roll back")
            except Exception:
                pass

        def test_else(client):
            try:
                assert client.get("/orders").ok
            except Exception:
                pass
            else:
                client.close()

        def test_the_inner_handler_speaks(client):
            try:
                try:
                    assert client.get("/orders").ok
                finally:
                    client.close()

                def later():
                    assert client.closed
                client.after(later)
            except OSError:
                pass
            with contextlib.suppress(OSError):
                assert client.get("/orders").ok
            with contextlib.suppress(Exception):
                client.close()

        class TestAssertions(unittest.TestCase):
            def test_an_assertion_of_our_own(self):
                try:
                    self.assertPaid(None)
                except self.failureException:
                    pass
                try:
                    self.assertCountEqual([], [1])
                except AssertionError:
                    pass

            def assertCountEqual(self, first, second):
                assert sorted(first) == sorted(second)

        def poll(client):
            try:
                assert client.get("/orders").ok
            except Exception:
                pass
        """,
    ),
)


_OF_UNITTEST = lazy(
    r"assert(True|False|(Not)?(Almost)?Equals?|(Not)?(In|IsInstance|Regex)|Is(Not)?(None)?|"
    r"(Less|Greater)(Equal)?|(Count|MultiLine|Sequence|List|Tuple|Set|Dict)Equal|Raises(Regex)?)\Z"
)
"""Assertions of ``unittest.TestCase`` (its documentation, Python 3.13)."""


@rule.on(ast.Try)
def caught_below(statement: ast.Try, module: Module) -> Iterator[Hit]:
    """Report a ``try`` that swallows the failure of an assertion in its body."""
    handler = swallower(statement, module)
    if handler is None or _is_soft(statement, handler) or is_on_purpose(statement, handler, module):
        return
    if _is_negated(statement, handler, module) or leaves_flag(statement, module):
        return
    if not statement.orelse and not is_failure(statement.body[-1], module):
        where = Pointer(handler, "the failure is swallowed here")
        yield from _swallowed(statement, caught(handler, module), (where,), module)


def _is_soft(statement: ast.Try, handler: ast.ExceptHandler) -> bool:
    """Whether the ``try`` holds nothing but assertions, and the handler tells what they were about, and
    not just their failure."""
    is_told = handler.name is None and all(map(_tells, handler.body))
    return is_told and all(map(is_assertion, statement.body))


def _is_negated(statement: ast.Try, handler: ast.ExceptHandler, module: Module) -> bool:
    """Whether the failure is what is wanted: with it the function ends, without it the test fails."""
    match handler.body:
        case [*_, ast.Return() | ast.Continue() | ast.Break()]:
            return any(is_failure(each, module) for each in following(statement, module)[:1])
        case _:
            return False


def _tells(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=func)):
            return last_word(func) in ("print", "debug", "info", "warn", "warning", "error", "exception")
        case _:
            return False


@rule.on(ast.With, ast.AsyncWith, look=looks.suppresses)
def suppressed_around(statement: ast.With | ast.AsyncWith, module: Module) -> Iterator[Hit]:
    """Report a ``suppress`` around an assertion."""
    errors = suppressed(statement, module)
    if errors & FAILURES:
        yield from _swallowed(statement, errors, (), module)


def _swallowed(
    statement: ast.Try | ast.With | ast.AsyncWith,
    errors: frozenset[str],
    related: tuple[Pointer, ...],
    module: Module,
) -> Iterator[Hit]:
    body = list(_inside(statement.body))
    checks = [each for each in body if isinstance(each, ast.stmt) and is_assertion(each)]
    checks += (each for each in body if expects_in_vain(each, errors, module))
    if not errors & BROAD:
        checks = [each for each in checks if _is_of_libraries(each, module)]
    if not checks or any(isinstance(each, ast.Raise) for each in body):
        return
    if _is_of_test(statement, module) and not retried(statement, module):
        hit = rule.at(statement, related=(Pointer(checks[0], "this assertion"), *related))
        yield hit.fixed(*_taken_out(statement, checks, errors, module))


def _is_of_test(statement: ast.stmt, module: Module) -> bool:
    """Whether a block is of a test; where the rule is enabled by name, of what tests call, too."""
    if test_around(statement, module) is not None:
        return True
    return module.settings.enables(rule.code) and is_performed(module.function(statement), module)


def _is_of_libraries(check: ast.stmt, module: Module) -> bool:
    """Whether a check is a statement, or a method of ``unittest``: who writes ``except AssertionError``
    around a method of the project may be testing that method."""
    match called(check):
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)) if _OF_UNITTEST.match(name):
            return not module.functions(name)
        case _:
            return isinstance(check, ast.Assert) or is_mock_assertion(check)


def _taken_out(statement: Block, checks: list[ast.stmt], errors: frozenset[str], module: Module) -> Edits:
    """The assertions where nothing swallows their failure, if they are the end of the body or all of it, and
    nothing but their failure is swallowed, or they call nothing that may be there to raise."""
    start = len(statement.body)
    while start and is_assertion(statement.body[start - 1]):
        start -= 1
    last = statement.body[start:]
    if not all(each in last for each in checks):
        return ()
    if not start:
        if errors & BROAD and any(_is_tried(each, statement, module) for each in last):
            return ()
        several = isinstance(statement, ast.Try) and len(statement.handlers) > 1
        only = isinstance(statement, ast.Try) or len(statement.items) == 1
        return unwrapped(statement, module) if only and not several else ()
    if isinstance(statement, ast.Try):
        return into_else(last, statement, module)
    return out_of(last, statement, module) if len(statement.items) == 1 else ()


def _is_tried(check: ast.stmt, statement: Block, module: Module) -> bool:
    """Whether what an assertion calls is tried elsewhere in the function, too, where all errors may pass: it
    may be there to raise."""
    function = module.function(statement)
    tries = (each for each in within(function) if isinstance(each, ast.Try)) if function is not None else ()
    others = (each for each in tries if each is not statement and swallower(each, module))
    tried = {name for each in others for below in each.body for name in _called_in(below)}
    return not tried.isdisjoint(_called_in(check))


def _called_in(statement: ast.stmt) -> Iterator[str]:
    """What a statement calls, but for the call that it is if this is an assertion's."""
    own = called(statement) if is_assertion(statement) else None
    yield from (
        spelt(each.func) for each in _inside([statement]) if isinstance(each, ast.Call) and each is not own
    )


def _inside(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    for each in body:
        yield each
        yield from within(each)
