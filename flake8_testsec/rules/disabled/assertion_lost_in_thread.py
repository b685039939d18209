"""An assertion in a thread: when it fails, only the thread ends."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.project.time_limits import raises_errors_of_threads
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import argument, last_word
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import assertions
from flake8_testsec.vocabulary.testing.interpreters import is_of_python
from flake8_testsec.vocabulary.testing.suites import test_around

rule = Rule(
    code="TSE546",
    summary="assertion in a thread: the test passes when it fails",
    message="{name}() asserts in another thread, so the test passes when line {line} fails; {remedy}",
    roles=Role.TEST,
    cwe=390,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    An ``AssertionError`` ends the thread in which it is raised, and nothing else: ``join`` does not raise it
    again, and the test passes. A pool keeps it in the future, and gives it only to who asks for the result.

    Silence where what the thread does afterwards may be looked at, and where something catches the error.
    """,
    fix="""
    Let the thread keep what it has seen (in a list or a queue) and assert after ``join``; of a pool, ask
    each future for its ``result()``.
    """,
    fixable="Nothing, because the assertion may fail then.",
    bad=(
        """
        import threading
        import unittest
        from concurrent.futures import ThreadPoolExecutor

        def test_order(shop):
            def order(name):
                shop.open()
                assert shop.order(name).paid

            thread = threading.Thread(target=order, args=("pear",))
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            thread.start()
            thread.join()
            with ThreadPoolExecutor() as pool:
                pool.submit(order, "pear")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^

        class TestShop(unittest.TestCase):
            def test_order(self):
                def order():
                    for name in self.names:
                        self.assertTrue(self.shop.order(name))

                threads = [threading.Thread(target=order) for _ in range(3)]
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                for each in threads:
                    each.start()
        """,
    ),
    good=(
        """
        import threading

        def test_sells(shop, reraise):
            def sell():
                with reraise:
                    assert shop.sell("pear")

            thread = threading.Thread(target=sell)
            thread.start()
            thread.join()
        """,
        """
        import threading
        from concurrent.futures import ThreadPoolExecutor

        def test_order(shop, given):
            seen, errors = [], []

            def keep():
                assert shop.order("pear")
                seen.append(True)

            def catch():
                try:
                    assert shop.order("pear")
                except AssertionError as error:
                    errors.append(error)

            def order():
                assert shop.order("pear")

            def plain():
                shop.order("pear")

            threading.Thread(target=keep).start()
            threading.Thread(target=catch).start()
            threading.Thread(target=plain).start()
            threading.Thread(target=given).start()
            threading.Thread(target=shop.serve).start()
            threading.Thread(group=None)
            order()
            with ThreadPoolExecutor() as pool:
                future = pool.submit(order)
                pool.submit(plain)
                pool.submit(*given)
                futures = [pool.submit(order)]
            assert future.result() is None

        def serve():
            threading.Thread(target=serve).start()
        """,
        """
        import threading
        from test.support import threading_helper

        def test_order(shop):
            def order():
                assert shop.order("pear")

            threading.Thread(target=order).start()
        """,
        """
        # file: pyproject.toml
        [tool.pytest.ini_options]
        filterwarnings = ["error"]
        # file: tests/test_shop.py
        import threading

        def test_order(shop):
            def order():
                assert shop.order("pear")

            threading.Thread(target=order).start()
        """,
        """
        import threading

        def test_order(shop, monkeypatch):
            def order():
                assert shop.order("pear")

            monkeypatch.setattr(threading, "excepthook", shop.fail)
            threading.Thread(target=order).start()
        """,
    ),
)

_POOLS = ("ThreadPoolExecutor", "ProcessPoolExecutor")
_HEARD = ("excepthook", "PytestUnhandledThreadExceptionWarning")
_JOIN = "keep what it saw and assert after join()"
_ASK = "ask the future for its result()"


@rule.call("threading.Thread", "threading.Timer")
def started(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a thread of a test that runs a function of the test with an assertion."""
    yield from _lost(
        call, argument(call, 1, "target" if last_word(call.func) != "Timer" else "function"), _JOIN, module
    )


@rule.call(*(f"concurrent.futures.{pool}().submit" for pool in _POOLS))
def submitted(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what is given to a pool, if the future is thrown away."""
    if isinstance(module.parent(call), ast.Expr):
        yield from _lost(call, argument(call, 0, "fn"), _ASK, module)


def _lost(call: ast.Call, target: ast.expr | None, remedy: str, module: Module) -> Iterator[Hit]:
    """Report the call if what it runs ends in an assertion that nobody hears of."""
    test = test_around(call, module)
    if test is None or not isinstance(target, ast.Name) or module.mentions(*_HEARD):
        return
    match module.bindings(target):
        case (Defined(node=ast.FunctionDef() as function),):
            last = _last(function, module) if test_around(function, module) is test else None
            if last is not None and not raises_errors_of_threads(module):
                told = (Pointer(last, "asserted here"),)
                yield rule.at(call, told, name=function.name, line=last.lineno, remedy=remedy)


@once
def _last(function: Function, module: Module) -> ast.stmt | None:
    """The last assertion of a function, if nobody hears of its failure."""
    found = list(assertions(function))
    if not found or _is_told(function, found[-1]) or is_of_python(module):
        return None
    return None if _is_heard_around(found[-1], module) else found[-1]


def _is_heard_around(assertion: ast.stmt, module: Module) -> bool:
    """Whether a context that is not known holds an assertion: it may hand the error on."""
    items = (item.context_expr for each in module.around(assertion, ast.With) for item in each.items)
    contexts = (each.func if isinstance(each, ast.Call) else each for each in items)
    return not all(module.names(each) for each in contexts)


def _is_told(function: Function, last: ast.stmt) -> bool:
    """Whether a function may tell of its failure: by what it catches, or does once nothing has failed."""
    if function.decorator_list or any(isinstance(each, ast.Try) for each in within(function)):
        return True
    end = last.end_lineno or last.lineno
    later = (each for each in within(function) if getattr(each, "lineno", 0) > end)
    return any(isinstance(each, (ast.Call, ast.Assign, ast.AugAssign)) for each in later)
