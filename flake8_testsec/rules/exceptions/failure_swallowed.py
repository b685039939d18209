"""The line that fails the test when nothing is raised, caught by the very ``except`` below it."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from flake8_testsec.fixing.blocks import into_else
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, string, truth
from flake8_testsec.source.module import Module, statements
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import BROAD, FAILURES, is_assertion, is_broad, swallower
from flake8_testsec.vocabulary.testing.suites import receiver

rule = Rule(
    code="TSE406",
    summary="fail() is caught by the except that waits for the error",
    message="{name} raises {error}, which the except around it catches; move it into else",
    roles=Role.TEST,
    cwe=390,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    The ``fail()`` at the end of a ``try`` is there for the case that nothing was raised. It fails by raising
    an exception of its own, and a bare ``except`` or ``except Exception`` catches that one too. The test
    passes with the error and without it: it cannot fail.
    """,
    fix="""
    Use ``with self.assertRaises(TheError):`` or ``with pytest.raises(TheError):``. Where any error will do,
    put the failing line into the ``else`` of the ``try``.
    """,
    fixable="""
    The failing line is moved into the ``else`` of the ``try``; unsafe, because it could never fail the test
    until now. Nothing where the ``try`` holds other assertions, whose failures would still be swallowed.
    """,
    bad=(
        """
        import unittest

        class TestLoader(unittest.TestCase):
            def test_missing(self):
                try:
                ^^^^
                    load("nowhere")
                    self.fail("no error")
                except:
                    pass

            def test_unknown_kind(self):
                try:
                ^^^^
                    load("x", kind="?")
                    raise self.failureException("no error")
                except Exception as error:
                    print(error)

            def test_no_name(self):
                try:
                ^^^^
                    load(None)
                    self.assertTrue(False)
                except Exception:
                    pass

            def test_empty(self):
                try:
                ^^^^
                    load("")
                    self.assertFalse(True)
                except Exception:
                    pass
        """,
        """
        import unittest

        class LoaderTest(unittest.TestCase):
            def check(self, names):
                for name in names:
                    try:
                    ^^^^
                        with self.folder(name):
                            load(name)
                            self.fail("no error for " + name)
                    except Exception:
                        continue
        """,
        """
        import pytest

        def test_missing():
            try:
            ^^^^
                load("nowhere")
                assert False, "no error"
            except Exception:
                pass

        def test_unknown_kind():
            try:
            ^^^^
                load("x", kind="?")
                raise AssertionError
            except Exception:
                pass

        def test_empty():
            try:
            ^^^^
                load("")
                raise Exception("should have raised")
            except Exception:
                pass

        def test_wrong_mode():
            try:
            ^^^^
                load("x", mode="?")
                raise RuntimeError("load() should have raised" " an error")
            except Exception:
                pass

        def test_none():
            try:
            ^^^^
                load(None)
                pytest.fail("no error")
            except BaseException:
                pass
        """,
        """
        def test_refused():
            try:
            ^^^^
                run("bad")
                assert False
            except Exception:
                assert True
        """,
        """
        import unittest

        class TestLoader(unittest.TestCase):
            def test_missing(self):
                try:
                ^^^^
                    load("nowhere")
                    self.fail("no error")
                except AssertionError:
                    pass
                try:
                ^^^^
                    load("anywhere")
                    assert False, "no error"
                except (LoadError, AssertionError):
                    pass
        """,
    ),
    good=(
        """
        import unittest

        class TestLoader(unittest.TestCase):
            def test_missing(self):
                try:
                    load("nowhere")
                    self.fail("no error")
                except LoadError:
                    pass
                try:
                    load("nowhere")
                except AssertionError:
                    pass

            def test_tries_again(self):
                for attempt in range(3):
                    try:
                        if load(attempt):
                            break
                        self.fail("again")
                    except AssertionError:
                        continue

            def test_message_of_what_is_handled(self):
                try:
                    assert False, "sold out"
                except Exception:
                    self.assertIn("sold out", current_error())

            def test_the_error_is_checked(self):
                try:
                    load("nowhere")
                    self.fail("no error")
                except Exception as error:
                    self.assertIn("nowhere", str(error))

            def test_the_failure_goes_on(self):
                try:
                    load("nowhere")
                    self.fail("no error")
                except AssertionError:
                    raise
                except Exception:
                    pass

            def test_a_job_fails(self):
                try:
                    self.job.fail("no reason")
                except Exception:
                    pass
        """,
        """
        import pytest

        def test_failed_is_no_exception():
            try:
                load("nowhere")
                pytest.fail("no error")
            except Exception:
                pass

        def test_an_error_in_a_transaction(session):
            try:
                with session.begin():
                    raise Exception("should roll back")
            except Exception:
                pass
            try:
                session.begin()
                raise Exception("boom")
            except Exception:
                pass
            try:
                session.begin()
                raise
            except Exception:
                pass
            try:
                session.begin()
                raise RuntimeError
            except Exception:
                pass
            try:
                session.begin()
                raise SystemExit("should have raised")
            except Exception:
                pass
            try:
                session.begin()
                raise session.Error("should have raised")
            except Exception:
                pass
        """,
    ),
)

_MISSED = lazy(r"should|expect|did ?n[o']t|not (be )?(rais|throw|thrown|reach)|no (error|exception)", re.I)


@rule.on(ast.Try)
def swallows_its_failure(statement: ast.Try, module: Module) -> Iterator[Hit]:
    """Report a ``try`` whose last line fails the test into its own quiet handler."""
    last = _last(statement.body)
    if last is statement.body[0]:
        return  # nothing is tried: the failure itself is what the handler is to see
    name, raised, errors = _failing(last, module) or ("", "", frozenset())
    handler = swallower(statement, module, errors)
    if handler is not None and _is_lost(statement, handler, raised, module):
        places = (Pointer(last, "the failure"), Pointer(handler, "is swallowed here"))
        hit = rule.at(statement, related=places, name=name, error=raised)
        yield hit if _checks_more(statement, last) else hit.fixed(*into_else([last], statement, module))


def _is_lost(statement: ast.Try, handler: ast.ExceptHandler, raised: str, module: Module) -> bool:
    """Whether a handler takes a failure for good: not where a loop tries again until something leaves it."""
    takes = raised == "AssertionError" or is_broad(handler, module)
    loops = (ast.For, ast.AsyncFor, ast.While)
    is_again = isinstance(module.above(statement, *loops, ast.FunctionDef, ast.AsyncFunctionDef), loops)
    return takes and not (is_again and any(_leaves(each) for each in statements(statement.body)))


def _leaves(statement: ast.stmt) -> bool:
    return isinstance(statement, (ast.Break, ast.Return))


def _checks_more(statement: ast.Try, last: ast.stmt) -> bool:
    """Whether other assertions are left in the ``try``, whose failures the handler would swallow, too."""
    return any(is_assertion(each) and each is not last for each in statements(statement.body))


def _last(body: list[ast.stmt]) -> ast.stmt:
    """The last statement, also inside ``with``; but a ``raise`` there may be for the context manager."""
    match body[-1]:
        case ast.With(body=inner) | ast.AsyncWith(body=inner) if not isinstance(inner[-1], ast.Raise):
            return _last(inner)
        case last:
            return last


def _failing(statement: ast.stmt, module: Module) -> tuple[str, str, frozenset[str]] | None:
    """How a line fails the test: its name, what it raises, and what catches that."""
    line = "the last line of the try"
    match statement:
        case ast.Raise(exc=ast.Call(func=error)) | ast.Raise(exc=ast.Name() | ast.Attribute() as error):
            if last_word(error) in ("AssertionError", "failureException"):
                return line, "AssertionError", FAILURES
            names = module.names(error)
            if _says_missed(statement) and names and all(map(_is_exception, names)):
                return line, last_word(error), BROAD | names
        case ast.Assert(test=test) if truth(test) is False:
            return line, "AssertionError", FAILURES
        case ast.Expr(value=ast.Call(func=func) as call):
            if "pytest.fail" in module.names(func):
                return "pytest.fail()", "Failed", frozenset({"BaseException"})
            if _is_method(func, module) and _fails(last_word(func), call):
                return f"self.{last_word(func)}()", "AssertionError", FAILURES
    return None


def _is_exception(name: str) -> bool:
    kind = getattr(builtins, name, None)
    return isinstance(kind, type) and issubclass(kind, Exception)


def _says_missed(statement: ast.Raise) -> bool:
    match statement.exc:
        case ast.Call(args=[first, *_]):
            return any(_MISSED.search(string(node) or "") for node in ast.walk(first))
        case _:
            return False


def _is_method(func: ast.expr, module: Module) -> bool:
    match func:
        case ast.Attribute(value=ast.Name(id=owner)):
            functions: Iterator[Function] = module.around(func, ast.FunctionDef, ast.AsyncFunctionDef)
            return any(owner == receiver(each, module) for each in functions)
        case _:
            return False


def _fails(word: str, call: ast.Call) -> bool:
    match call.args:
        case [checked, *_] if word in ("assertTrue", "assert_", "failUnless"):
            return truth(checked) is False
        case [checked, *_] if word in ("assertFalse", "failIf"):
            return truth(checked) is True
        case _:
            return word == "fail"
