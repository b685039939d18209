"""The end of a test is under a handler that takes any error and ignores it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.blocks import unwrapped
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module, statements, within
from flake8_testsec.vocabulary.testing.assertions import BROAD, is_assertion, is_failure, swallower
from flake8_testsec.vocabulary.testing.awaited_errors import ends_test, is_cleanup
from flake8_testsec.vocabulary.testing.suites import is_test
from flake8_testsec.vocabulary.testing.swallowing import does_all

rule = Rule(
    code="TSE401",
    summary="exception is silently ignored in a test",
    message="exception is silently ignored, so the test passes although the call failed; let it propagate",
    roles=Role.TEST,
    cwe=390,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    The last thing that the test does is under ``except Exception: pass``. Whether it works or breaks, and in
    what way, makes no difference to the result. Often the handler was written for one error and now hides
    others.
    """,
    fix="""
    Let the error come out of the test, or say which error is expected with ``assertRaises`` or
    ``pytest.raises``. Where one error may be ignored, name it.
    """,
    fixable="""
    The ``try`` around the call and its handler are removed, unless a comment stands in the handler; unsafe,
    because an error that was ignored fails the test.
    """,
    bad=(
        """
        def test_submit(queue):
            job = queue.job()
            try:
                queue.submit(job)
            except Exception:
            ^^^^^^^^^^^^^^^^^
                pass
        """,
        """
        import unittest

        class TestQueue(unittest.TestCase):
            def test_submit(self):
                with self.queue.session() as session:
                    try:
                        session.submit(1)
                    except:
                    ^^^^^^^
                        print("not submitted")
        """,
        """
        class FakeWorker:
            def __init__(self):
                try:
                    self.pid = "x"
                except:
                ^^^^^^^
                    pass
        """,
    ),
    good=(
        """
        import pytest

        def test_one_error(queue):
            queue.start()
            try:
                queue.submit(1)
            except QueueFull:
                pass

        def test_cleanup(queue):
            queue.submit(1)
            try:
                queue.close()
            except Exception:
                pass

        def test_cleanup_in_finally(queue):
            try:
                queue.submit(1)
            finally:
                try:
                    queue.end()
                except Exception:
                    pass

        def test_retries(queue):
            queue.start()
            while queue.busy:
                try:
                    queue.submit(1)
                except Exception:
                    pass

        def test_checked_below(queue):
            queue.start()
            try:
                queue.submit(1)
            except Exception:
                pass
            assert queue.empty

        def test_goes_on(queue):
            queue.start()
            try:
                queue.submit(1)
            except Exception:
                pass
            queue.verify()

        def test_under_a_condition(queue):
            queue.start()
            if queue.busy:
                try:
                    queue.submit(1)
                except Exception:
                    pass

        def test_else(queue):
            queue.start()
            try:
                queue.submit(1)
            except Exception:
                pass
            else:
                pytest.fail("submitted")
        """,
        """
        def test_another_rule_speaks(queue):
            try:
                queue.submit(1)
            except Exception:
                pass

        def test_assertion(queue):
            queue.start()
            try:
                assert queue.submit(1)
            except Exception:
                pass

        def test_probe(queue):
            queue.start()
            try:
                queue.submit(1)
            except OSError:
                raise
            except Exception:
                queue.failed = True

        def submit(queue):
            try:
                queue.submit(1)
            except Exception:
                pass
            try:
                del queue.job
            except Exception:
                pass
        """,
    ),
)


@rule.on(ast.Try)
def ignored(statement: ast.Try, module: Module) -> Iterator[Hit]:
    """Report the quiet broad handler at the end of a test, or around nothing that needs one."""
    function, handler = module.function(statement), swallower(statement, module, BROAD)
    if function is None or handler is None or statement.orelse or len(statement.handlers) > 1:
        return
    if is_test(function, module):
        found = ends_test(statement, function, module) and _is_tested(statement.body, module)
        found = found and not does_all(statement, module)
    else:
        found = all(isinstance(each, ast.Assign) for each in statement.body) and not _calls(statement.body)
    if found:
        yield rule.at(handler).fixed(*unwrapped(statement, module))


def _is_tested(body: list[ast.stmt], module: Module) -> bool:
    """Whether statements are more than cleanup, and no assertion is among them."""
    checks = (
        isinstance(node, ast.Raise) or is_assertion(node) or is_failure(node, module)
        for node in statements(body)
    )
    return not all(map(is_cleanup, _calls(body))) and not any(checks)


def _calls(body: list[ast.stmt]) -> list[ast.Call]:
    return [node for each in body for node in within(each) if isinstance(node, ast.Call)]
