"""A coroutine function is called and what it returns is thrown away: its body is never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.operators import awaited
from flake8_testsec.project.awaiting import is_lost
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.coroutines import callees

rule = Rule(
    code="TSE516",
    summary="a coroutine is never awaited: nothing runs",
    message="{name}() is a coroutine that is never awaited, so nothing of it runs; {remedy}",
    roles=Role.TEST,
    cwe=252,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    Calling an ``async def`` function runs none of it: the call returns a coroutine, and only ``await`` or
    an event loop runs the body. As a statement of its own the coroutine is thrown away, so the checks in
    it are never made and the test passes. As the condition of an assertion it is always true, and never what
    it is asserted not to be. The only trace is a warning when the garbage is collected, which most test
    reports bury. What other modules of the project define is followed through what functions return and
    fixtures hand over; without ``--deep`` only for a call in a coroutine function whose like is awaited
    elsewhere in the file.
    """,
    fix="Write ``await`` before the call; from a function that is not ``async``, give it to ``asyncio.run``.",
    fixable="""
    ``await`` is put before the call inside of an ``async`` function; unsafe, because what it calls has never
    run and may fail. Elsewhere a person has to say which loop shall run it.
    """,
    bad=(
        """
        # file: shop/client.py
        class Client:
            async def get(self, path):
                return await fetch(path)

        def connect():
            return Client()

        # file: tests/conftest.py
        import pytest
        from shop.client import connect

        @pytest.fixture
        def client():
            return connect()

        # file: tests/test_client.py
        from shop.client import Client

        async def test_orders(client):
            assert await client.get("/orders")
            client.get("/orders/1")
            ^^^^^^^^^^^^^^^^^^^^^^^
            Client().get("/orders/2")
            ^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        async def check_login(client):
            assert await client.get("/me")

        async def test_login(client):
            await client.login("ann")
            check_login(client)
            ^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class OrdersTest(unittest.IsolatedAsyncioTestCase):
            async def place(self, item):
                self.orders.append(await self.shop.order(item))

            async def test_places(self):
                self.place("tea")
                ^^^^^^^^^^^^^^^^^
                self.assertEqual(self.orders, [])

            def test_places_in_a_loop(self):
                with self.subTest("milk"):
                    self.place("milk")
                    ^^^^^^^^^^^^^^^^^^
        """,
        """
        import pytest

        async def is_open(port):
            return await probe(port)

        @pytest.mark.asyncio
        async def test_open():
            assert is_open(8080)
            ^^^^^^^^^^^^^^^^^^^^
            assert await is_open(8081)
        """,
        """
        import unittest

        class Base(unittest.TestCase):
            async def ready(self):
                return await self.server.ping()

        class TestServer(Base):
            def test_ready(self):
                self.assertTrue(self.ready())
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        class FakeServer:
            async def start(self):
                self.running = True

        async def test_server():
            server = FakeServer()
            server.start()
            ^^^^^^^^^^^^^^
            await visit(server)

        if __name__ == "__main__":
            test_server()
            ^^^^^^^^^^^^^
        """,
        """
        import asyncio

        async def test_orders(shop):
            orders = asyncio.Queue()
            orders.put("tea")
            ^^^^^^^^^^^^^^^^^
            asyncio.sleep(0.1)
            ^^^^^^^^^^^^^^^^^^
            assert await shop.serve(orders) == 1
        """,
    ),
    good=(
        """
        # file: shop/client.py
        class Client:
            async def get(self, path): ...

            def close(self): ...

        class Other:
            def get(self, path): ...

        # file: tests/conftest.py
        import pytest
        from shop.client import Client, Other

        @pytest.fixture
        def client():
            return Client()

        @pytest.fixture
        def either(request):
            if request.param:
                return Client()
            return Other()

        # file: tests/test_client.py
        from unittest import mock
        from shop.client import Client, Other

        async def test_orders(client, either):
            assert await client.get("/orders")
            client.close()
            either.get("/orders")
            Other().get("/orders")
            waiting = client.get("/later")
            await waiting

        async def test_double():
            with mock.patch("shop.client.Client") as client:
                client.get("/orders")
        """,
        """
        import asyncio

        async def check_login(client):
            assert await client.get("/me")

        async def test_login(client):
            await check_login(client)
            task = asyncio.create_task(check_login(client))
            await asyncio.sleep(0.1)
            await task
            assert client.user, asyncio.sleep(0)

        async def test_beside(shop):
            asyncio.gather(shop.order("tea"), shop.order("milk"))
            await asyncio.sleep(1)
            asyncio.gather(shop.order("milk"))

        def test_outside(shop):
            asyncio.gather(shop.order("tea"))
        """,
        """
        from shop.testing import blocking

        @blocking
        async def check_login(client):
            assert await client.get("/me")

        def test_login(client):
            check_login(client)
        """,
        """
        import pytest

        async def refuse(order):
            raise ValueError(order)

        def test_the_coroutine_is_not_started():
            with pytest.warns(RuntimeWarning):
                refuse("tea")

        def test_the_warning(recwarn):
            refuse("tea")
            assert "never awaited" in str(recwarn.pop().message)
        """,
        """
        import warnings

        async def refuse(order):
            raise ValueError(order)

        def test_the_warning(lock):
            with lock, warnings.catch_warnings(record=True) as caught:
                refuse("tea")
            assert "never awaited" in str(caught[0].message)
        """,
        """
        try:
            from shop.testing import settle
        except ImportError:
            async def settle(clock):
                await clock.advance(1)

        def test_clock(clock):
            settle(clock)
        """,
        """
        class FakeServer:
            def start(self):
                self.running = True

        class FakeAsyncServer(FakeServer):
            async def start(self):
                self.running = True

        class TestServer:
            def test_start(self, server):
                server.start()
                FakeServer().start()

            async def ticks(self):
                yield 1

            def test_ticks(self):
                self.ticks()
        """,
    ),
)


_LIBRARY = (
    "anyio.sleep",
    "asyncio.Condition().wait",
    "asyncio.Event().wait",
    "asyncio.Lock().acquire",
    "asyncio.Queue().get",
    "asyncio.Queue().join",
    "asyncio.Queue().put",
    "asyncio.Semaphore().acquire",
    "asyncio.create_subprocess_exec",
    "asyncio.create_subprocess_shell",
    "asyncio.open_connection",
    "asyncio.open_unix_connection",
    "asyncio.sleep",
    "asyncio.start_server",
    "asyncio.start_unix_server",
    "asyncio.to_thread",
    "asyncio.wait",
    "asyncio.wait_for",
    "trio.sleep",
)
"""Coroutine functions that everybody knows."""


@rule.where(holds=(ast.AsyncFunctionDef,))
def unawaited(module: Module) -> Iterator[Hit]:
    """Report the calls of coroutine functions, of this module or of others that can be read, whose result is
    dropped or only tested."""
    names = {function.name for function in module.nodes(ast.AsyncFunctionDef)}
    for call in module.nodes(ast.Call):
        if _is_dropped(call, module):
            is_own = last_word(call.func) in names and _is_coroutine(call, module)
            if is_own or is_lost(call, module):
                yield from _report(call, module)


@rule.call(*_LIBRARY)
def idle(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same for coroutine functions of well-known libraries."""
    if _is_dropped(call, module) and module.names(call.func) <= {*_LIBRARY}:
        yield from _report(call, module)


def _report(call: ast.Call, module: Module) -> Iterator[Hit]:
    statement = module.above(call, ast.stmt)
    assert statement is not None
    if expecting_around(statement, module) is None and not _is_watched(statement, module):
        edits = awaited(call, module)
        remedy = "await it" if edits else "give it to asyncio.run"
        yield rule.at(statement, name=spelt(call.func), remedy=remedy).fixed(*edits)


def _is_watched(statement: ast.stmt, module: Module) -> bool:
    """Whether warnings are collected around it: a test of the very warning that a lost coroutine gives."""
    for above in module.ancestors(statement):
        match above:
            case ast.With(items=items) if any("warn" in _word(item.context_expr) for item in items):
                return True
            case ast.FunctionDef(args=args) | ast.AsyncFunctionDef(args=args):
                return any(each.arg == "recwarn" for each in args.args)
    return False


def _word(context: ast.expr) -> str:
    return last_word(context.func) if isinstance(context, ast.Call) else ""


def _is_dropped(call: ast.Call, module: Module) -> bool:
    """Whether the result of a call is thrown away, or only taken for a truth value, or for something else
    than it is expected not to be, which a coroutine always is."""
    match parent := module.parent(call):
        case ast.Expr():
            return True
        case ast.Assert(test=test):
            return test is call
        case ast.Compare(ops=[ast.IsNot() | ast.NotEq()]):
            statement = module.parent(parent)
            return isinstance(statement, ast.Assert) and statement.test is parent
        case ast.Call(func=ast.Attribute(attr="assertTrue" | "assertIsNotNone"), args=[first, *_]):
            return first is call
        case ast.Call(func=ast.Attribute(attr="assertIsNot" | "assertNotEqual"), args=[*several]):
            return call in several[:2]
        case _:
            return False


def _is_coroutine(call: ast.Call, module: Module) -> bool:
    functions = callees(call.func, module)
    return bool(functions) and all(_awaits(function) for function in functions)


def _awaits(function: Function) -> bool:
    """Whether a function is certainly a coroutine function: no decorator, and no generator."""
    if not isinstance(function, ast.AsyncFunctionDef) or function.decorator_list:
        return False
    return not any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in within(function))
