"""A test whose every call is under one handler that swallows every error."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.blocks import unwrapped
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import (
    BROAD,
    expectations,
    is_broad,
    is_quiet,
    suppressed,
)
from flake8_testsec.vocabulary.testing.swallowing import acts, does_all, is_on_purpose

rule = Rule(
    code="TSE409",
    summary="test cannot fail: all it does is inside a try that swallows every error",
    message=(
        "everything the test does is inside a {what} that swallows every error, so it cannot fail; remove it"
    ),
    roles=Role.TEST,
    cwe=390,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    Every call of this test is in one ``try`` whose handler takes any exception and only passes, prints or
    logs. Whatever goes wrong, the test passes: it costs time, and gives a confidence that nothing is
    behind. Where a comment names the ticket that is waited for, that is meant.
    """,
    fix="""
    Remove the ``try``: an error that comes out of a test is how a test fails. If an error is what the test
    waits for, say which one, with ``assertRaises`` or ``pytest.raises``.
    """,
    fixable="""
    The ``try`` and its handler, or the ``suppress()``, are removed from around the body, unless a comment
    stands in the handler; unsafe, because an error that was swallowed fails the test.
    """,
    bad=(
        """
        import unittest

        class TestSecrets(unittest.TestCase):
            def test_set_up(self):
                \"\"\"The configuration is accepted.\"\"\"
                try:
                    set_up(config())
                    print("accepted")
                except Exception as error:
                ^^^^^^^^^^^^^^^^^^^^^^^^^^
                    print("not accepted", error)
        """,
        """
        import contextlib

        async def test_set_up(client):
            name = "x"
            try:
                await client.set_up(name)
            except:
            ^^^^^^^
                pass
            finally:
                name = ""

        def test_stops(client):
            with contextlib.suppress(Exception):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                client.stop()
        """,
    ),
    good=(
        """
        from shop.testing import validate_events

        @validate_events(1)
        def test_is_told(log):
            try:
                raise RuntimeError("sold out")
            except Exception:
                log.exception("failed")
        """,
        """
        def test_iterator(client):
            try:
                client.iterate()
            except Exception:
                "Test fails intermittently. See #1419"

        def test_stream(client):
            # GH-17: the stream ends too early on some machines.
            try:
                client.stream()
            except Exception:
                pass
        """,
        """
        def test_set_up(client):
            try:
                client.set_up()
            except ConnectionError:
                pass

        def test_a_call_outside(client):
            client.set_up()
            try:
                client.stop()
            except Exception:
                pass

        def test_a_call_in_finally(client):
            try:
                client.set_up()
            except Exception:
                pass
            finally:
                client.stop()

        def test_an_assertion_outside(client):
            try:
                client.set_up()
            except Exception:
                pass
            assert client.ready

        def test_the_handler_speaks(client):
            try:
                client.set_up()
            except Exception as error:
                client.errors.append(error)

        def test_another_rule_speaks(client):
            try:
                assert client.set_up()
            except Exception:
                pass

        def test_else(client):
            try:
                client.set_up()
            except Exception:
                pass
            else:
                client.stop()

        def test_two_handlers(client):
            try:
                client.set_up()
            except OSError:
                raise
            except Exception:
                pass

        def test_nothing_is_done(client):
            try:
                name = client.name
            except Exception:
                pass

        def set_up(client):
            try:
                client.set_up()
            except Exception:
                pass
        """,
        """
        import contextlib
        import pytest

        def test_an_assertion_under_suppress(client):
            with contextlib.suppress(Exception):
                assert client.stop()

        def test_one_error_only(client):
            with contextlib.suppress(OSError):
                client.stop()

        def test_an_expectation(client):
            try:
                with pytest.raises(OSError):
                    client.stop()
            except Exception:
                pass

        def test_who_suppresses_is_ended_all_the_same(client):
            with pytest.raises(TimeoutError), client.limited(1), contextlib.suppress(BaseException):
                client.spin()

        def test_nested(client):
            if client:
                try:
                    client.stop()
                except Exception:
                    pass

        def test_of_the_tracer():
            try:
                raise_it()
            except Exception:
                pass

        test_of_the_tracer.events = [(0, "call"), (1, "line")]
        """,
    ),
)


@rule.on(ast.Try)
def tried(statement: ast.Try, module: Module) -> Iterator[Hit]:
    """Report the handler that everything a test does runs into."""
    match statement:
        case ast.Try(handlers=[handler], orelse=[], finalbody=last) if not acts(last):
            is_mute = is_broad(handler, module) and is_quiet(handler.body) and does_all(statement, module)
            if is_mute and not is_on_purpose(statement, handler, module):
                yield rule.at(handler, what="try").fixed(*unwrapped(statement, module))


@rule.on(ast.With, ast.AsyncWith, look=looks.suppresses)
def suppressing(statement: ast.With | ast.AsyncWith, module: Module) -> Iterator[Hit]:
    """Report the ``suppress`` around everything that a test does."""
    if not suppressed(statement, module) & BROAD or expectations(statement, module):
        return
    if does_all(statement, module):
        only = len(statement.items) == 1
        edits = unwrapped(statement, module) if only else ()
        yield rule.at(statement, what="suppress()").fixed(*edits)
