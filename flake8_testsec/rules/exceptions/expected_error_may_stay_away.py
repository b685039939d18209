"""An error that the test arranges, and whose absence the test would not notice."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from flake8_testsec.patterns import lazy
from flake8_testsec.project.own_assertions import expected
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.module import Module, once, statements
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import (
    BROAD,
    assertions,
    caught,
    classes,
    is_assertion,
    is_broad,
    is_expecting,
    is_failure,
    is_quiet,
)
from flake8_testsec.vocabulary.testing.awaited_errors import awaited, is_there_for, named
from flake8_testsec.vocabulary.testing.failing_below import fails_below
from flake8_testsec.vocabulary.testing.rounds import retried
from flake8_testsec.vocabulary.testing.suites import is_test
from flake8_testsec.vocabulary.testing.swallowing import does_all, may_check

rule = Rule(
    code="TSE410",
    summary="test passes also when the exception that it waits for is not raised",
    message="test passes also when {error} is not raised; use pytest.raises or assertRaises",
    roles=Role.TEST,
    cwe=754,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
    The test calls the code and ignores the error that it waits for with ``except ...: pass``. Should the code
    no longer raise, the test still passes: what it was written for is no longer tested. The rule speaks where
    the file expects the error from the same callable elsewhere, where the test's name says that it is raised,
    and where the ``try`` ends a test that speaks of the error (``Fails for a bad text`` is enough where the
    same call works above), or does nothing else than what raises a specific one. Where it is enabled by name,
    it also speaks of an error that a double is told to raise, and of any specific one that a single call may
    raise.
    """,
    fix="Use ``with pytest.raises(TheError):`` or ``with self.assertRaises(TheError):``.",
    fixable="""
    The call is put under ``with pytest.raises`` or ``with self.assertRaises`` of what the handler names,
    after the style of the test; unsafe, because the test fails where the error was not raised.
    """,
    bad=(
        """
        import unittest
        from unittest import mock

        class TestService(unittest.TestCase):
            @mock.patch("shop.service.stop")
            def test_stop(self, stop):
                stop.side_effect = Boom
                try:
                ^^^^
                    self.service.stop()
                except Boom:
                    pass
                self.assertTrue(self.service.stopped)

            def test_start(self):
                with mock.patch("shop.service.start", side_effect=Boom("start")):
                    try:
                    ^^^^
                        self.service.start()
                    except (Boom, OSError):
                        pass

            def test_recorded(self):
                self.mox.call().AndRaise(Boom())
                try:
                ^^^^
                    self.service.call()
                except Boom:
                    pass
        """,
        """
        def test_release(service, monkeypatch):
            def fail():
                raise Boom("release")

            monkeypatch.setattr(service, "release", fail)
            try:
            ^^^^
                service.stop()
            except Boom:
                pass
            assert service.state == "error"

        def test_any_error(service, client):
            error = OSError("down")
            client.connect.side_effect = error
            try:
            ^^^^
                service.start()
            except Exception:
                pass
            assert service.state == "error"
        """,
    ),
    good=(
        """
        from shop.testing import validate_errors

        class TestShop:
            @validate_errors(RuntimeError)
            def test_sold_out(self, shop, monkeypatch):
                monkeypatch.setattr(shop, "sell", Mock(side_effect=RuntimeError("sold out")))
                try:
                    shop.open()
                except RuntimeError:
                    pass
        """,
        """
        import pytest

        def test_release(service, monkeypatch):
            def fail():
                raise Boom("release")

            monkeypatch.setattr(service, "release", fail)
            with pytest.raises(Boom):
                service.stop()

        def test_not_arranged(service):
            try:
                service.stop()
            except Boom:
                pass

        def test_another_error(service, monkeypatch):
            def fail():
                if service.closed:
                    raise
                raise OSError("release")

            monkeypatch.setattr(service, "release", fail)
            try:
                service.stop()
            except Boom:
                pass
            for attempt in range(3):
                try:
                    service.stop()
                except OSError:
                    pass
            try:
                result = service.stop()
            except OSError:
                pass
            else:
                assert result
            try:
                service.stop()
            except OSError as error:
                service.errors.append(error)
            try:
                service.stop()
                assert service.closed
            except OSError:
                pass
            try:
                service.stop()
            except Exception:
                pass

        def test_fails_below(service, client):
            client.stop.side_effect = OSError
            with service.transaction():
                try:
                    service.stop()
                except OSError:
                    return
                service.log()
            raise AssertionError("nothing was raised")

        def test_cleanup(service, client):
            client.close.side_effect = OSError
            try:
                service.stop()
                assert service.closed
            finally:
                try:
                    client.close()
                except OSError:
                    pass

        def test_expected(service, client):
            client.stop.side_effect = OSError
            try:
                with pytest.raises(OSError):
                    service.stop()
            except OSError:
                pass

        def test_reads_on(service, client):
            client.read.side_effect = OSError
            try:
                for line in service.lines():
                    client.write(line)
            except OSError:
                pass

        def test_a_function_for_a_side_effect(service, client, read):
            client.read.side_effect = read
            try:
                service.start()
            except Exception:
                pass
            assert service.state == "ready"

        def test_raised_right_here(service):
            try:
                with service.transaction():
                    raise OSError("release")
            except OSError:
                pass

        """,
        """
        def stop(service):
            service.call.side_effect = OSError
            try:
                service.stop()
            except OSError:
                pass
        """,
    ),
)


_ERROR = lazy(r"(Error|Exception|Exit|Failure|Interrupt|Timeout)\Z")


@rule.on(ast.Try)
def may_stay_away(statement: ast.Try, module: Module) -> Iterator[Hit]:
    """Report a ``try`` that ignores the very error for which the test is there."""
    match statement:
        case ast.Try(handlers=[handler], orelse=[], finalbody=[]) if is_quiet(handler.body):
            test = module.function(statement)
        case _:
            return
    if fails_below(statement, module):
        return
    if (
        test is None
        or not is_test(test, module)
        or not _is_main(statement, module)
        or _is_own(statement.body, module)
    ):
        return
    if may_check(test, module):
        return
    is_one = len(statement.body) == 1
    arranged = _arranged(test, module) if is_one and module.settings.enables(rule.code) else {}
    errors = caught(handler, module) & arranged.keys()
    if is_broad(handler, module) and _is_checked_below(statement, test, module):
        errors |= _first_error(test, module) & arranged.keys()
    told = is_broad(handler, module) and does_all(statement, module)  # by TSE409
    if not (errors or told) and (error := _awaited(statement, test, module)):
        yield rule.at(statement, error=_called(error)).fixed(*expected(statement, test, module))
    for error in sorted(errors)[:1]:
        edits = expected(statement, test, module) if error in caught(handler, module) else ()
        where = (Pointer(arranged[error], "arranged here"),)
        yield rule.at(statement, where, error=_called(error)).fixed(*edits)


def _awaited(statement: ast.Try, test: Function, module: Module) -> str:
    if error := awaited(statement, test, module):
        return error
    error = named(statement, test, module) if module.settings.enables(rule.code) else ""
    is_tolerated = "Already" in error and _is_checked_below(statement, test, module)  # done, or done before
    is_meant = error not in BROAD and not is_tolerated and is_there_for(error, statement, test, module)
    return error if error and is_meant else ""


def _called(error: str) -> str:
    return "the error" if error in BROAD else error.rpartition(".")[2]


def _is_main(statement: ast.Try, module: Module) -> bool:
    """Whether a ``try`` is neither cleanup nor repeated."""
    outer = module.parent(statement)
    is_cleanup = isinstance(outer, ast.Try) and statement in outer.finalbody
    return not is_cleanup and not retried(statement, module)


def _is_own(body: list[ast.stmt], module: Module) -> bool:
    """Whether the body raises, checks, expects or repeats by itself."""
    own = (ast.Raise, ast.For, ast.AsyncFor, ast.While)
    return any(
        isinstance(each, own) or is_assertion(each) or is_failure(each, module) or is_expecting(each, module)
        for each in statements(body)
    )


def _is_checked_below(statement: ast.Try, test: Function, module: Module) -> bool:
    return _last_assertion(test, module) > (statement.end_lineno or 0)


@once
def _last_assertion(test: Function, module: Module) -> int:
    return max((each.lineno for each in assertions(test)), default=0)


@once
def _first_error(test: Function, module: Module) -> frozenset[str]:
    """The first, in the alphabet, of what is arranged and called an error."""
    return frozenset(sorted(name for name in _arranged(test, module) if _ERROR.search(name))[:1])


@once
def _arranged(test: Function, module: Module) -> Mapping[str, ast.AST]:
    """The exceptions that doubles made by the test raise, by name."""
    return dict(_arrangements(test, module))


def _arrangements(test: Function, module: Module) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.walk(test):
        for error in _raised(node, test, module):
            named = error.func if isinstance(error, ast.Call) else error
            yield from ((name.removesuffix("()"), node) for name in classes(named, module))


def _raised(node: ast.AST, test: Function, module: Module) -> Iterator[ast.expr]:
    match node:
        case ast.Raise(exc=ast.expr() as error) if module.function(node) is not test:
            yield error
        case ast.keyword(arg="side_effect", value=error):
            yield error
        case ast.Assign(targets=[ast.Attribute(attr="side_effect")], value=error):
            yield error
        case ast.Call(func=ast.Attribute(attr="AndRaise" | "and_raise"), args=[error, *_]):
            yield error
