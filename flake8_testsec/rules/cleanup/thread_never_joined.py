"""A test starts a thread and is over before the thread is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.daemons import SERVING, runs_on
from flake8_testsec.cleanup.judgement import judgements, never_released
from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import argument
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function

rule = Rule(
    code="TSE325",
    summary="a thread that a test starts is never joined",
    message="thread is never joined, so it may run on in later tests; join it before the test ends",
    roles=Role.TEST,
    cwe=772,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
        Nothing says that the thread has come to its end when the test has. What it does after that happens in
        the tests behind it: it calls what they patch, writes to a folder that is removed, raises where nobody
        looks. The test fails on a slow machine only, or another test does. It speaks of threads that
        end by themselves; those that run on for ever are told of by default.
        """,
    fix="""
        Keep the thread and call ``join(timeout)`` before the assertions that want its result, or in a
        ``finally``; an executor in a ``with`` does that by itself.
        """,
    fixable="None of it: where the test may wait, and for how long, is for its author to say.",
    bad=(
        """
        import threading
        import time
        import unittest
        from threading import Thread


        def test_interrupted(shop):
            def interrupt():
                time.sleep(0.5)
                shop.interrupt()

            threading.Thread(target=interrupt).start()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.serve() == "interrupted"


        class ShopTest(unittest.TestCase):
            def test_orders(self):
                thread = Thread(target=self.shop.order, args=("pear",))
                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                thread.start()
                self.assertEqual(self.shop.stock, 16)
        """,
    ),
    good=(
        """
        import threading
        import unittest


        def serve(shop):
            while True:
                shop.serve()


        def test_joined(shop):
            thread = threading.Thread(target=shop.order)
            thread.start()
            thread.join(5)
            assert shop.stock == 16


        def test_awaited_by_hand(shop):
            thread = threading.Thread(target=shop.order)
            thread.start()
            while thread.is_alive():
                shop.tick()


        def test_callback(shop):
            def began():
                later = threading.Thread(target=shop.order)
                later.start()

            shop.on_begin(began)
            assert shop.stock == 16


        def test_dies_with_the_process(shop):
            threading.Thread(target=shop.order, daemon=True).start()
            second = threading.Thread(target=shop.order)
            second.daemon = True
            second.start()
            assert shop.stock


        def test_runs_on(shop):
            threading.Thread(target=serve, args=(shop,)).start()
            shop.Thread(target=shop.order).start()
            assert shop.stock


        def test_server(shop):
            thread = threading.Thread(target=shop.server.serve_forever)
            thread.start()
            assert shop.stock
            shop.server.shutdown()


        def test_several(shop):
            threads = [threading.Thread(target=shop.order) for _ in range(3)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            assert shop.stock
        """,
        """
        import threading
        import unittest


        class ShopTest(unittest.TestCase):
            def setUp(self):
                self.thread = threading.Thread(target=self.shop.order)
                self.thread.start()
                self.addCleanup(self.thread.join)

            def test_order(self):
                self.assertTrue(self.shop.stock)
        """,
    ),
)


def _is_needless(call: ast.Call, module: Module) -> bool:
    """Whether a thread dies with the process, or is ended with the server that it runs."""
    target, daemon = argument(call, 1, "target"), argument(call, 5, "daemon")
    is_daemon = daemon is not None and not (isinstance(daemon, ast.Constant) and not daemon.value)
    return is_daemon or (isinstance(target, ast.Attribute) and target.attr in SERVING | {"shutdown"})


_THREAD = Resource(
    "thread",
    ("threading.Thread",),
    rule.code,
    ("join",),
    begun_by=("start",),
    watched=("is_alive", "isAlive"),
    excused=("daemon", "setDaemon"),
    needless=_is_needless,
)


def _made(module: Module) -> Iterator[ast.Call]:
    for call in module.scopes.calls(frozenset({"Thread"})):
        if module.names(call.func) & {"threading.Thread"} and not _is_needless(call, module):
            yield call


@rule.call("threading.Thread", look=looks.is_outside_with)
def never_joined(call: ast.Call, module: Module) -> Iterator[Hit]:
    if _is_needless(call, module) or runs_on(argument(call, 1, "target"), module):
        return
    if _is_waited_for(call, module):
        return
    for judgement in never_released(judgements(call, module, (_THREAD,), _made), rule.code, module):
        if not _is_callback(judgement.obligation.function, module):
            yield rule.at(judgement.obligation.call)


def _is_waited_for(call: ast.Call, module: Module) -> bool:
    """Whether what is around a thread waits until as many run as before."""
    above = (each for each in module.ancestors(call) if isinstance(each, (ast.With, ast.AsyncWith)))
    managers = (item.context_expr for each in above for item in each.items)
    called = (each.func for each in managers if isinstance(each, ast.Call))
    return any(name.endswith(_WAITING) for each in called for name in module.names(each))


_WAITING = ("support.threading_helper.wait_threads_exit", "support.wait_threads_exit")


def _is_callback(function: Function, module: Module) -> bool:
    """Whether somebody else may call a function, which has to be back at once."""
    return isinstance(function, ast.FunctionDef) and module.function(function) is not None
