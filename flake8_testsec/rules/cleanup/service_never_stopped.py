"""A thread, pool, server, event loop, connection or session of a test is never stopped."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_testsec.cleanup import own_rows, resources, servers
from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.children import may_run_elsewhere
from flake8_testsec.cleanup.connectors import has_connected
from flake8_testsec.cleanup.daemons import may_be_shared, runs_on
from flake8_testsec.cleanup.fixes import ended
from flake8_testsec.cleanup.judgement import Judgement, judgements, never_released
from flake8_testsec.cleanup.left_to_end import is_left_to_end
from flake8_testsec.cleanup.remedies import how_ended, remedy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.rule_options import RESOURCES
from flake8_testsec.source import looks
from flake8_testsec.source.calls import argument
from flake8_testsec.source.module import Module

rule = Rule(
    code="TSE316",
    summary="a thread, pool, server, event loop, connection or session is made in a test and never stopped",
    message="{what} is never {ended}; {remedy}",
    roles=Role.TEST,
    cwe=772,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    options=(RESOURCES,),
    why="""
        What runs on after its test runs into the next one: a thread changes what another test looks at, a
        server keeps its port, a pool its processes, a loop or a session its descriptors until the garbage
        collector comes by. Note that ``shutdown()`` of a ``socketserver`` server ends the loop alone: its
        constructor opened the listening socket, and only ``server_close()`` or ``with`` closes that. Where
        the rule is enabled by name, it also speaks of executors all of whose answers are waited for, and of
        timers that do nothing but set an event.
        """,
    fix="""
        Enter it with ``with``, or register what ends it for cleanup right after it is made or started.
        Let a thread's loop end on an event and join it, or make those threads daemons that nothing
        depends on.
        """,
    fixable="""
    A ``with`` or ``finally`` up to the end of the block in tests and fixtures with ``yield``, a
    registered cleanup in a TestCase. Safe, but for servers, and for a loop that is made the current one:
    these are unsafe, because something may use them still. ``shutdown()`` is put below what starts the
    loop only, and nowhere if that is not seen: it waits for the loop. What tells a thread to stop is not
    known.
    """,
    bad=(
        """
        import asyncio
        import unittest


        class TestOrders(unittest.TestCase):
            def test_read(self):
                loop = asyncio.new_event_loop()
                       ^^^^^^^^^^^^^^^^^^^^^^^^
                asyncio.set_event_loop(loop)
                self.assertEqual(loop.run_until_complete(read()), 1)
        """,
        """
        from concurrent.futures import ThreadPoolExecutor

        from shop.stock import count


        def test_counts_in_parallel():
            executor = ThreadPoolExecutor(2)
                       ^^^^^^^^^^^^^^^^^^^^^
            assert executor.submit(count, "pear").result() == 17
        """,
        """
        import threading
        import unittest

        from shop.orders import take


        def watch():
            while True:
                take()


        class TestWatch(unittest.TestCase):
            def test_sees_an_order(self):
                watcher = threading.Thread(target=watch)
                watcher.start()
                ^^^^^^^^^^^^^^^
                self.assertEqual(self.orders.get(), "pear")

            def test_sees_none(self):
                threading.Thread(target=watch).start()
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(self.orders.empty())

            def test_closes_at_night(self):
                night = threading.Timer(3600, self.shop.close)
                night.start()
                ^^^^^^^^^^^^^
                self.assertTrue(self.shop.open)
        """,
        """
        import threading
        from http.server import HTTPServer

        from shop.web import Handler, fetch


        def test_shop_window():
            server = HTTPServer(("127.0.0.1", 0), Handler)
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            threading.Thread(target=server.serve_forever).start()
            assert fetch(server.server_port) == b"pears"
            server.shutdown()
        """,
        """
        import socketserver
        import threading

        from shop.till import Till


        class TillServer(socketserver.TCPServer):
            allow_reuse_address = True


        def test_till(pay):
            server = TillServer(("127.0.0.1", 0), Till)
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            threading.Thread(target=server.serve_forever, daemon=True).start()
            assert pay(server.server_address) == "thanks"
            server.shutdown()


        def test_double(TillServer):
            assert TillServer("127.0.0.1").serve_once() == "thanks"
        """,
        """
        import threading

        from shop.till import TillServer


        def test_till(pay):
            server = TillServer(("127.0.0.1", 0))
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            assert pay(server.port) == "thanks"
            server.shutdown()
            thread.join()
        """,
        """
        import threading
        import unittest

        from shop.till import TillServer


        class TestTill(unittest.TestCase):
            def setUp(self):
                self.server = TillServer(("127.0.0.1", 0))
                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.thread = threading.Thread(target=self.server.serve_forever)
                self.thread.start()

            def tearDown(self):
                self.server.shutdown()
                self.thread.join()

            def test_pays(self):
                self.assertEqual(self.pay(self.server.port), "thanks")
        """,
    ),
    good=(
        """
        from concurrent.futures import ThreadPoolExecutor

        from shop.stock import Stock, count


        def test_counts_in_parallel():
            with ThreadPoolExecutor(2) as executor:
                assert executor.submit(count, "pear").result() == 17


        def test_stock_keeps_its_executor():
            stock = Stock(ThreadPoolExecutor(2))
            assert stock.count("pear") == 17
        """,
        """
        import threading
        import time

        from shop.orders import notify, take


        def watch():
            while True:
                take()


        def watch_one():
            while True:
                if take():
                    break


        def test_is_watched():
            watcher = threading.Thread(target=watch)
            watcher.start()
            while watcher.is_alive():
                time.sleep(0.1)


        def test_ends_by_itself(orders):
            threading.Thread(target=watch_one).start()
            threading.Thread(target=notify).start()
            threading.Thread(target=lambda: take()).start()
            threading.Timer(0.1, notify).start()
            threading.Timer(orders.delay, notify).start()
            assert orders.get() == "pear"


        def test_dies_with_the_process(orders):
            watcher = threading.Thread(target=watch)
            watcher.daemon = True
            watcher.start()
            other = threading.Thread(target=watch, daemon=True)
            other.start()
            assert orders.get() == "pear"


        def test_never_started():
            assert threading.Thread(target=watch).daemon is False
        """,
        """
        import threading
        from http.server import HTTPServer

        import pytest

        from shop.web import Handler, fetch


        def serve(port, ready):
            server = HTTPServer(("127.0.0.1", port), Handler)
            ready.set()
            server.serve_forever()


        def begin(port):
            def window():
                server = HTTPServer(("127.0.0.1", port), Handler)
                while True:
                    server.handle_request()

            thread = threading.Thread(target=window)
            thread.daemon = True
            thread.start()


        @pytest.fixture(scope="session")
        def shop_window(port):
            ready = threading.Event()
            threading.Thread(target=serve, args=(port, ready), daemon=True).start()
            ready.wait(5)
            begin(port + 1)
        """,
        """
        import asyncio
        import unittest


        class TestOrders(unittest.TestCase):
            def tearDown(self):
                asyncio.get_event_loop().close()

            def test_read(self):
                loop = asyncio.new_event_loop()
                asyncio.set_event_loop(loop)
                self.assertEqual(loop.run_until_complete(read()), 1)
        """,
        """
        import threading
        from http.server import HTTPServer

        from shop.web import Handler, fetch


        def test_shop_window():
            with HTTPServer(("127.0.0.1", 0), Handler) as server:
                threading.Thread(target=server.serve_forever).start()
                assert fetch(server.server_port) == b"pears"
                server.shutdown()
        """,
    ),
)

_SOON = 5
"""Seconds in which a timer that nobody cancels is over."""


@rule.call(*resources.makers(resources.of_rule("TSE316")), look=looks.is_outside_with)
def never_stopped(call: ast.Call, module: Module) -> Iterator[Hit]:
    yield from _reported(judgements(call, module), module)


@rule.where(look=looks.has_own_resources)
def own_resource_never_released(module: Module) -> Iterator[Hit]:
    for call in own_rows.calls(module):
        yield from _reported(judgements(call, module), module)


@rule.on(ast.ClassDef, hints=servers.HINTS)
def own_server_never_closed(class_: ast.ClassDef, module: Module) -> Iterator[Hit]:
    for call in servers.made_from(class_, module):
        yield from _reported(judgements(call, module, (resources.SERVERS,), servers.made), module)


@rule.attribute("serve_forever")
def foreign_server_never_closed(serving: ast.Attribute, module: Module) -> Iterator[Hit]:
    for call in servers.made_for(serving, module):
        yield from _reported(judgements(call, module, (resources.SERVERS,), servers.made), module)


def _reported(found: Iterable[Judgement], module: Module) -> Iterator[Hit]:
    for judgement in never_released(found, rule.code, module):
        obligation = judgement.obligation
        if _is_left_to_end(obligation, module):
            continue  # true, and hardly anybody minds
        if _lasts(judgement, module):
            words, how = remedy(obligation, module), how_ended(obligation.resource)
            hit = rule.at(obligation.begin, what=obligation.resource.what, ended=how, remedy=words)
            yield hit.fixed_by(ended(words, obligation, module))


def _is_left_to_end(obligation: Obligation, module: Module) -> bool:
    return not module.settings.enables(rule.code) and is_left_to_end(obligation, module)


def _lasts(judgement: Judgement, module: Module) -> bool:
    """Whether it does not end by itself, as most threads of tests do."""
    obligation = judgement.obligation
    if may_run_elsewhere(obligation.function, module):
        return False
    match obligation.resource.what:
        case "thread":
            return runs_on(argument(obligation.call, 1, "target"), module)
        case "timer":
            return _seconds(argument(obligation.call, 0, "interval")) >= _SOON
        case "connector":
            return has_connected(obligation, module)
        case "event loop":
            return not may_be_shared(obligation, module)
        case "session":
            return not isinstance(module.parent(obligation.begin), ast.Expr)  # it only has to be made
        case _:
            return True


def _seconds(interval: ast.expr | None) -> float:
    match interval:
        case ast.Constant(value=int() | float() as seconds):
            return seconds
        case _:
            return 0
