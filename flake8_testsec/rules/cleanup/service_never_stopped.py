"""A thread, pool, server, event loop, connection or session of a test is never stopped."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_testsec.cleanup import resources, servers
from flake8_testsec.cleanup.acquisition import Obligation, names_handle
from flake8_testsec.cleanup.judgement import Judgement, Verdict, judgements
from flake8_testsec.cleanup.mending import mended
from flake8_testsec.cleanup.remedies import remedy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, truth
from flake8_testsec.source.module import Module, within
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.coroutines import callees

rule = Rule(
    code="TSE316",
    summary="a thread, pool, server, event loop, connection or session is made in a test and never stopped",
    message="{what} is never {ended}; {remedy}",
    roles=Role.TEST,
    cwe=772,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
        What runs on after its test runs into the next one: a thread changes what another test looks at, a
        server keeps its port, a pool its processes, a loop or a session its descriptors until the garbage
        collector comes by. Note that ``shutdown()`` of a ``socketserver`` server ends the loop alone: its
        constructor opened the listening socket, and only ``server_close()`` or ``with`` closes that.
        """,
    fix="""
        Enter it with ``with``, or register what ends it for cleanup right after it is made or started.
        Let a thread's loop end on an event and join it, or make those threads daemons that nothing
        depends on.
        """,
    fixable="""
    A ``with`` or ``finally`` up to the end of the block in tests and fixtures with ``yield``, a
    registered cleanup in a TestCase: safe, but for servers, whose closing may wait for connections.
    ``shutdown()`` is put below what starts the loop only, and nowhere if that is not seen: it waits for
    the loop. What tells a thread to stop is not known.
    """,
    bad=(
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
        """
        import asyncio

        from shop.orders import deliver


        def test_delivers():
            loop = asyncio.new_event_loop()
                   ^^^^^^^^^^^^^^^^^^^^^^^^
            future = deliver(loop)
            loop.run_until_complete(future)
            assert future.result() == "pear"
        """,
        """
        import sqlite3


        def test_schema(tmp_path):
            orders = sqlite3.connect(tmp_path / "orders.db")
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert orders.execute("select count(*) from orders").fetchone() == (0,)
        """,
        """
        import aiohttp


        async def test_window(shop):
            session = aiohttp.ClientSession()
                      ^^^^^^^^^^^^^^^^^^^^^^^
            async with session.get(shop.url) as response:
                assert response.status == 200


        async def test_connects(request):
            connector = aiohttp.TCPConnector(limit=1)
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            connection = await connector.connect(request)
            assert connection.protocol
        """,
        """
        import multiprocessing


        def test_counts_in_processes(count):
            pool = multiprocessing.Pool(2)
                   ^^^^^^^^^^^^^^^^^^^^^^^
            assert pool.map(count, ["pear", "plum"]) == [17, 4]
        """,
        """
        import threading
        from http.server import HTTPServer

        from shop.web import Handler, fetch


        def serve_once(port):
            server = HTTPServer(("127.0.0.1", port), Handler)
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            server.handle_request()


        def serve_always(port, ready):
            server = HTTPServer(("127.0.0.1", port), Handler)
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            ready.set()
            server.serve_forever()


        def serve_some(port, orders):
            server = HTTPServer(("127.0.0.1", port), Handler)
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            while True:
                server.handle_request()
                if orders.full():
                    break


        def test_shop_window(port, ready, orders):
            threading.Thread(target=serve_once, args=(port,), daemon=True).start()
            always = threading.Thread(target=serve_always, args=(port + 1, ready), daemon=False)
            always.start()
            threading.Thread(target=serve_always, args=(port + 2, ready)).start()
            threading.Thread(target=serve_some, args=(port + 3, orders), daemon=True).start()
            other = threading.Thread(target=serve_always, args=(port + 4, ready))
            other.start()
            assert fetch(port) == b"pears"
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
        import threading


        def test_delivers(deliver):
            try:
                loop = asyncio.get_event_loop()
            except RuntimeError:
                loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, daemon=True).start()
            assert asyncio.run_coroutine_threadsafe(deliver(), loop).result(5) == "pear"
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
        """
        import socketserver
        import threading

        from werkzeug.serving import BaseWSGIServer

        from shop.till import Till


        class TillServer(socketserver.TCPServer):
            def shutdown(self):
                super().shutdown()
                self.server_close()


        def test_till(pay):
            server = TillServer(("127.0.0.1", 0), Till)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            assert pay(server.server_address) == "thanks"
            server.shutdown()


        def test_window(fetch, app):
            server = BaseWSGIServer("127.0.0.1", 0, app)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            assert fetch(server.port) == b"pears"
            server.shutdown()


        def test_given(till):
            threading.Thread(target=till.serve_forever).start()
            till.shutdown()


        def test_of_many(tills):
            threading.Thread(target=tills[0].serve_forever).start()
            tills[0].shutdown()
        """,
        """
        import asyncio
        import unittest

        from shop.orders import deliver


        def finish(loop):
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()


        class TestDelivery(unittest.TestCase):
            def test_delivers(self):
                loop = asyncio.new_event_loop()
                self.addCleanup(loop.close)
                self.assertEqual(loop.run_until_complete(deliver()), "pear")

            def test_finishes(self):
                loop = asyncio.new_event_loop()
                loop.run_until_complete(deliver())
                finish(loop)

            def test_is_made_current(self):
                asyncio.set_event_loop(asyncio.new_event_loop())
        """,
        """
        import sqlite3

        import requests


        def test_schema():
            orders = sqlite3.connect(":memory:")
            assert orders.execute("select 1").fetchone() == (1,)


        def test_schema_again():
            name = ":memory:"
            orders = sqlite3.connect(name)
            assert orders.execute("select 1").fetchone() == (1,)


        def test_window(shop):
            session = requests.Session()
            assert session.get(shop.url, timeout=5).ok
        """,
        """
        import aiohttp
        import httpx
        import pytest


        async def test_takes_a_proxy():
            aiohttp.ClientSession(proxy="http://127.0.0.1:3128")


        async def test_limit():
            connector = aiohttp.TCPConnector(limit=1)
            assert connector.limit == 1


        async def test_refused(request):
            connector = aiohttp.TCPConnector(limit=1)
            with pytest.raises(aiohttp.ClientConnectorError):
                await connector.connect(request)


        def test_simulated(app):
            client = httpx.Client(transport=httpx.WSGITransport(app))
            assert client.get("/").status_code == 200
        """,
    ),
)

_ENDED = {
    "executor": "shut down",
    "manager": "shut down",
    "thread": "joined",
    "timer": "cancelled",
}
"""How to say that what is not closed is ended."""

_SOON = 5
"""Seconds in which a timer that nobody cancels is over."""


@rule.call(*resources.makers(resources.of_rule("TSE316")))
def never_stopped(call: ast.Call, module: Module) -> Iterator[Hit]:
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
    for judgement in found:
        row = judgement.obligation.resource
        if judgement.verdict is Verdict.NEVER and row.code == rule.code and _lasts(judgement, module):
            words = remedy(judgement.obligation, module)
            fix = mended(words, judgement.obligation, module)
            yield rule.at(
                judgement.obligation.begin,
                what=row.what,
                ended=_ENDED.get(row.what, "closed"),
                remedy=words,
            ).fixed(*fix.edits, safe=fix.safe)


def _lasts(judgement: Judgement, module: Module) -> bool:
    """Whether it does not end by itself, as most threads of tests do."""
    obligation = judgement.obligation
    match obligation.resource.what:
        case "thread":
            return _runs_on(argument(obligation.call, 1, "target"), module)
        case "timer":
            return _seconds(argument(obligation.call, 0, "interval")) >= _SOON
        case "connector":
            return _is_used(obligation, module)  # else nothing is open
        case "event loop":
            return not _may_be_shared(obligation, module)
        case "session":
            return not isinstance(module.parent(obligation.begin), ast.Expr)  # it only has to be made
        case _:
            return True


def _may_be_shared(obligation: Obligation, module: Module) -> bool:
    """Whether the name holds the loop that everybody uses on another way, which nobody may close."""
    handle = obligation.handle
    for node in within(obligation.function):
        match node:
            case ast.Assign(targets=[target], value=ast.Call(func=func)):
                if handle is not None and names_handle(target, handle) and module.names(func) & _SHARED:
                    return True
    return False


_SHARED = frozenset({"asyncio.get_event_loop", "asyncio.get_running_loop", "asyncio.events.get_event_loop"})


def _is_used(obligation: Obligation, module: Module) -> bool:
    """Whether a public method of the handle is called, and not expected to raise."""
    for node in ast.walk(obligation.function):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=word)) if not word.startswith("_"):
                handle = obligation.handle
                if handle is not None and names_handle(owner, handle):
                    return expecting_around(node, module) is None
    return False


def _runs_on(target: ast.expr | None, module: Module) -> bool:
    """Whether a function of this module is an endless loop."""
    functions = callees(target, module) if target is not None else ()
    return any(
        isinstance(node, ast.While) and truth(node.test) and not any(map(_leaves, within(node)))
        for function in functions
        for node in within(function)
    )


def _leaves(node: ast.AST) -> bool:
    return isinstance(node, (ast.Break, ast.Return, ast.Raise))


def _seconds(interval: ast.expr | None) -> float:
    match interval:
        case ast.Constant(value=int() | float() as seconds):
            return seconds
        case _:
            return 0
