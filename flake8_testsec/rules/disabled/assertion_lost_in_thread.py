"""An assertion in a thread: when it fails, only the thread ends."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import takewhile

from flake8_testsec.patterns import short
from flake8_testsec.project.time_limits import raises_errors_of_threads
from flake8_testsec.project.views import view_of
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import argument, last_word, string, structure, truth
from flake8_testsec.source.module import Module, names_below, once, walked, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import assertions, is_assertion
from flake8_testsec.vocabulary.testing.interceptors import Interceptor, is_intercepted
from flake8_testsec.vocabulary.testing.interpreters import is_of_python
from flake8_testsec.vocabulary.testing.suites import test_around

rule = Rule(
    code="TSE546",
    summary="assertion in a thread: the test passes when it fails",
    message="{name}() asserts in another {kind}, so the test passes when line {line} fails; {remedy}",
    roles=Role.TEST,
    cwe=390,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    An ``AssertionError`` ends the thread in which it is raised, and nothing else: ``join`` does not raise it
    again, and the test passes. A pool keeps it in the future, and gives it only to who asks for the result
    or goes through what ``map`` returns. A child process tells it by its ``exitcode``, at which nothing in
    the module looks. Functions of the module and not of the test are reported where the rule is enabled by
    name.

    Silence where what the thread does afterwards may be looked at, where something catches the error, where
    none of the assertions can fail (``assert True``), and where the test itself asserts the same below.
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
                pool.map(order, ["pear"])
                ^^^^^^^^^^^^^^^^^^^^^^^^^

        class TestShop(unittest.TestCase):
            def test_order(self):
                def order():
                    for name in self.names:
                        self.assertTrue(self.shop.order(name))

                name = "pear"
                self.assertTrue(self.shop.order(name))
                threads = [threading.Thread(target=order) for _ in range(3)]
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                for each in threads:
                    each.start()
        """,
        """
        import multiprocessing
        import threading

        def order():
            assert Shop().order("pear")

        def test_order(shop):
            def order_more():
                assert shop.order("pear")

            child = multiprocessing.Process(target=order_more)
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            child.start()
            child.join()
            threading.Thread(target=order).start()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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

            def sell():
                assert shop.sold == ["pear"]

            def plain():
                shop.order("pear")

            @shop.reporting
            def report():
                assert shop.order("pear")

            def arrive():
                shop.order("pear")
                assert True, "arrived"

            threading.Thread(target=arrive).start()
            threading.Thread(target=report).start()
            threading.Thread(target=keep).start()
            threading.Thread(target=catch).start()
            threading.Thread(target=plain).start()
            threading.Thread(target=given).start()
            threading.Thread(target=shop.serve).start()
            threading.Thread(group=None)
            order()
            threading.Thread(target=sell).start()
            with ThreadPoolExecutor() as pool:
                future = pool.submit(order)
                pool.submit(plain)
                pool.submit(*given)
                futures = [pool.submit(order)]
            assert future.result() is None
            assert shop.sold == ["pear"]

        def serve():
            threading.Thread(target=serve).start()
        """,
        """
        import multiprocessing
        from concurrent.futures import ThreadPoolExecutor

        def test_order(shop):
            def order(name="pear"):
                assert shop.order(name)

            child = multiprocessing.Process(target=order)
            child.start()
            child.join()
            assert child.exitcode == 0
            with ThreadPoolExecutor() as pool:
                list(pool.map(order, ["pear"]))
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
        # file: tests/conftest.py
        import threading

        threading.excepthook = print
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
_FILTERS = frozenset({"filterwarnings", "simplefilter"})
_JOIN = "keep what it saw and assert after join()"
_LOOK = "look at its exitcode after join()"
_DRAIN = "go through what map() returns"
_ASK = "ask the future for its result()"
_THREADS = Interceptor(
    name="threads",
    libraries=frozenset(),
    words=frozenset(),
    names=short(r"(.*_)?((mock|fake|stub|sync)_?(threads?|threading)|threads?_?(mock|fake|stub))\Z"),
    targets=frozenset({*_POOLS, "Thread", "Timer", "futures", "threading"}),
    functions=frozenset({"threading.Thread", "threading.Timer"}),
)
"""What takes the place of threads, and may run at once what it is given, or never."""
_LOCKS = frozenset(
    f"{module}.{name}()"
    for module in ("multiprocessing", "threading")
    for name in ("BoundedSemaphore", "Condition", "Lock", "RLock", "Semaphore")
)
"""Contexts that do nothing with an error."""
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


@rule.call("threading.Thread", "threading.Timer")
def started(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a thread of a test that runs a function of the test with an assertion."""
    target = argument(call, 1, "target" if last_word(call.func) != "Timer" else "function")
    test = test_around(call, module)
    if test is not None and _is_started(call, test, module):
        yield from _lost(call, target, "thread", _JOIN, module)


@rule.call("multiprocessing.Process")
def forked(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a child process of a test that runs a function with an assertion, if no exit status is read."""
    test = test_around(call, module)
    if test is not None and _is_started(call, test, module) and not module.mentions("exitcode"):
        yield from _lost(call, argument(call, 1, "target"), "process", _LOOK, module)


@rule.call(*(f"concurrent.futures.{pool}().map" for pool in _POOLS))
def mapped(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what is given to a pool for each of several, if nobody goes through what comes of it."""
    if isinstance(module.parent(call), ast.Expr):
        yield from _lost(call, argument(call, 0, "fn"), "thread", _DRAIN, module)


@rule.call(*(f"concurrent.futures.{pool}().submit" for pool in _POOLS))
def submitted(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what is given to a pool, if the future is thrown away."""
    if isinstance(module.parent(call), ast.Expr):
        yield from _lost(call, argument(call, 0, "fn"), "thread", _ASK, module)


def _is_started(call: ast.Call, test: Function, module: Module) -> bool:
    """Whether a thread may be started: if it has a name by that name, else by any."""
    match module.parent(call):
        case ast.Assign(targets=[ast.Name(id=name)]):
            return _starts(test, module) and _is_let_go(name, test, module)
        case ast.Attribute(attr=word):
            return word == "start"
        case _:
            return _starts(test, module)


@once
def _starts(test: Function, module: Module) -> bool:
    """Whether a test starts anything."""
    return any(isinstance(each, ast.Attribute) and each.attr == "start" for each in walked(test, module))


@once
def _is_let_go(name: str, test: Function, module: Module) -> bool:
    """Whether a thread of a name is started by it, or handed on to what may start it."""
    uses = (each for each in names_below(test, module)[name] if isinstance(each.ctx, ast.Load))
    users = (module.parent(each) for each in uses)
    return any(not isinstance(each, ast.Attribute) or each.attr == "start" for each in users)


def _lost(call: ast.Call, target: ast.expr | None, kind: str, remedy: str, module: Module) -> Iterator[Hit]:
    """Report the call if what it runs ends in an assertion that nobody hears of."""
    test = test_around(call, module)
    if test is None or not isinstance(target, ast.Name) or _hears_of_errors(module):
        return
    match module.bindings(target):
        case (Defined(node=ast.FunctionDef() as function),):
            is_own = test_around(function, module) is test or module.settings.enables(rule.code)
            last = _last(function, module) if is_own else None
            if last is None or is_intercepted(call, module, _THREADS):
                return
            if _said(test, module).get(structure(last), 0) < call.lineno:
                told = (Pointer(last, "asserted here"),)
                words = {"kind": kind, "line": last.lineno, "remedy": remedy}
                yield rule.at(call, told, name=function.name, **words)


@once
def _said(test: Function, module: Module) -> Mapping[str, int]:
    """What a test itself asserts, each with the last line."""
    checks = (each for each in within(test) if isinstance(each, ast.stmt) and is_assertion(each))
    return {structure(each): each.lineno for each in checks}


@once
def _hears_of_errors(module: Module) -> bool:
    """Whether a module, or what pytest reads for it, may make a test fail by an error in a thread."""
    if module.mentions(*_HEARD) or any(_raises(each) for each in module.calls(_FILTERS)):
        return True
    view = view_of(module)
    texts = (view.text(each.path) for each in view.conftests()) if view is not None else ()
    return any(word in text for text in texts for word in _HEARD) or raises_errors_of_threads(module)


def _raises(call: ast.Call) -> bool:
    """Whether a filter or a mark makes errors of warnings."""
    return any((string(each) or "").startswith("error") for each in call.args)


@once
def _last(function: Function, module: Module) -> ast.stmt | None:
    """The last assertion of a function, if nobody hears of its failure."""
    found = list(assertions(function))
    if all(map(_holds, found)) or _is_told(function, found[-1], module) or is_of_python(module):
        return None
    return None if _is_heard_around(found[-1], function, module) else found[-1]


def _holds(assertion: ast.stmt) -> bool:
    """Whether an assertion cannot fail: it only marks a place."""
    return isinstance(assertion, ast.Assert) and truth(assertion.test) is True


def _is_heard_around(assertion: ast.stmt, function: Function, module: Module) -> bool:
    """Whether a context may hand the error of an assertion on: in the thread any but a lock, around it one
    that is not known."""
    around = (each for each in module.ancestors(assertion) if isinstance(each, (ast.With, ast.AsyncWith)))
    return any(
        not names or (module.function(each) is function and not names <= _LOCKS)
        for each in around
        for names in (module.names(item.context_expr) for item in each.items)
    )


def _is_told(function: Function, last: ast.stmt, module: Module) -> bool:
    """Whether a function may tell of its failure: by what it catches, or does once nothing has failed."""
    if function.decorator_list or any(isinstance(each, ast.Try) for each in within(function)):
        return True
    end = last.end_lineno or last.lineno
    later = (each for each in within(function) if isinstance(each, ast.stmt) and each.lineno > end)
    return any(later) or _is_told_again(function, last, module)


def _is_told_again(function: Function, last: ast.stmt, module: Module) -> bool:
    """Whether a loop does anything but assert, which it does again once nothing has failed."""
    inner = list(takewhile(lambda each: each is not function, module.ancestors(last)))
    loop = next((each for each in reversed(inner) if isinstance(each, _LOOPS)), None)
    done = (each for each in within(loop) if isinstance(each, ast.stmt)) if loop is not None else ()
    return any(not is_assertion(each) and each not in inner for each in done)
