"""A test waits for a thread, a queue, an event, a future or a process as long as that one likes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.unlimited import may_be_limited, may_never_come
from flake8_testsec.project.time_limits import is_within_limit, tells_of_hanging
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module
from flake8_testsec.source.receivers import callees
from flake8_testsec.vocabulary.network.wait_limits import (
    has_limit_at,
    is_filled,
    is_left_to_others,
    is_limited_socket,
    is_taken,
    limits_barriers,
    says_how_long,
)
from flake8_testsec.vocabulary.network.waits import (
    FORMS,
    FUNCTIONS,
    METHODS,
    OF_BARRIERS,
    OF_QUEUES,
    OF_SIGNALS,
    SOCKETS,
    UNLIMITING,
    WORDS,
)
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock

rule = Rule(
    code="TSE212",
    summary="a test waits without limit for a thread, queue, event, future or process",
    message="{call}() waits without limit: what never comes stops the whole run; give it a timeout",
    roles=Role.TEST | Role.SUPPORT,
    cwe=1088,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
    The wait ends when the other side has done its part, and never if it has not: a thread that died, an
    event that nobody sets, a process that asks a question. Instead of one failed test there is a run that
    hangs until somebody ends it, without a word on which test it was.

    By default a test, fixture or hook is reported that waits for an event or a queue which it has made itself
    and which others tell: the code under test, a callback, a thread or a task that may fail before. Silence
    there for what is told whatever happens, for what a call may have told before it returns, and where a base
    class or a decorator that cannot be read may limit the time. All other waits are reported where the rule
    is enabled by name; most processes end.

    Silence where pytest's configuration limits the time, or has the stacks written of a test that hangs
    (``faulthandler_timeout``).
    """,
    fix="""
    Give ``timeout=`` and assert that the wait has ended (``assert event.wait(5)``, ``thread.join(5)`` and
    ``assert not thread.is_alive()``); in coroutines use ``asyncio.wait_for`` or ``asyncio.timeout``.
    """,
    fixable="Nothing, because how long the other side may take is for a person to say.",
    bad=(
        """
        import queue
        import subprocess
        import threading
        from concurrent.futures import ThreadPoolExecutor

        def test_orders(sell, stock):
            done, sold = threading.Event(), queue.Queue()
            with ThreadPoolExecutor(1) as pool:
                order = pool.submit(sell, done)
                assert order.result() == "pear"
                       ^^^^^^^^^^^^^^
            event = threading.Event()
            event.wait()
            ^^^^^^^^^^^^
            orders = queue.Queue()
            assert orders.get() == "pear"
                   ^^^^^^^^^^^^
            thread = threading.Thread(target=sell)
            thread.join()
            ^^^^^^^^^^^^^
            process = subprocess.Popen(["shop"])
            assert process.wait() == 0
                   ^^^^^^^^^^^^^^
        """,
        """
        import asyncio

        async def test_orders():
            orders, ready = asyncio.Queue(), asyncio.Event()
            paid = asyncio.Queue()
            assert await paid.get() == "pear"
                         ^^^^^^^^^^
            till = await asyncio.create_subprocess_exec("till")
            await till.wait()
                  ^^^^^^^^^^^
            shop = await asyncio.start_server(print)
            await shop.wait_closed()
                  ^^^^^^^^^^^^^^^^^^
        """,
        """
        import os
        import signal
        import subprocess
        import threading
        import unittest
        from concurrent import futures

        class Seller(threading.Thread):
            pass

        class LateSeller(Seller):
            pass

        class ShopTest(unittest.TestCase):
            def setUp(self):
                self.pool = futures.ProcessPoolExecutor(max_workers=1)
                self.till = subprocess.Popen(["till"])

            def test_sells(self):
                sellers = [threading.Thread(target=self.shop.sell) for _ in range(3)]
                for seller in sellers:
                    seller.join()
                    ^^^^^^^^^^^^^
                others = []
                for name in ("ann", "bob"):
                    others.append(Seller(name=name))
                for other in others:
                    other.join()
                    ^^^^^^^^^^^^
                late = LateSeller()
                late.join()
                ^^^^^^^^^^^
                self.sellers["ann"].join()
                ^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.seller().join()
                ^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(self.pool.submit(self.shop.sell).result(), "pear")
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                futures.wait([self.pool.submit(self.shop.sell)])
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def seller(self):
                return Seller()

            def tearDown(self):
                self.till.wait()
                ^^^^^^^^^^^^^^^^
                os.waitpid(self.shop.pid, 0)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                signal.pause()
                ^^^^^^^^^^^^^^
        """,
        """
        import multiprocessing
        import threading

        def test_both(shop):
            sold = threading.Semaphore(0)
            shop.sell(sold)
            sold.acquire()
            ^^^^^^^^^^^^^^
            told = multiprocessing.get_context("spawn").BoundedSemaphore(0)
            told.acquire()
            ^^^^^^^^^^^^^^
            both = threading.Barrier(2)
            both.wait()
            ^^^^^^^^^^^
        """,
        """
        import socket
        import unittest

        import zmq

        class TillTest(unittest.TestCase):
            def setUp(self):
                self.till = socket.socket()
                self.till.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                self.paid = zmq.Context().socket(zmq.PULL)

            def test_pays(self):
                with socket.create_server(("127.0.0.1", 0)) as server:
                    server.accept()
                    ^^^^^^^^^^^^^^^
                self.assertEqual(self.till.recv(4), b"pear")
                                 ^^^^^^^^^^^^^^^^^
                self.assertEqual(self.paid.recv_json(), {})
                                 ^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import socket
        import zmq

        def test_pays(peer):
            till = socket.socket()
            till.settimeout(5)
            assert till.recv(4) == b"pear"
            paid = zmq.Context().socket(zmq.PULL)
            paid.RCVTIMEO = 5000
            assert paid.recv() == b"pear"
            asked = zmq.Context().socket(zmq.PULL)
            asked.setsockopt(zmq.RCVTIMEO, 5000)
            assert asked.recv() == b"pear"
            told = zmq.Context().socket(zmq.PULL)
            assert told.recv(zmq.NOBLOCK) == b"pear"
            peer.recv(4)
        """,
        """
        import select, socket

        def test_pays():
            till = socket.socket()
            assert select.select([till], [], [], 5)[0] and till.recv(4) == b"pear"
        """,
        """
        # file: pyproject.toml
        [tool.pytest.ini_options]
        addopts = ["-q", "--timeout=60"]
        # file: tests/test_orders.py
        import threading

        def test_orders(shop):
            sold = threading.Event()
            shop.sell(sold)
            sold.wait()
        """,
        """
        import threading

        def test_free(shop, semaphore):
            first, second = threading.Semaphore(), threading.Semaphore(2)
            free = threading.Semaphore(1)
            free.acquire()
            tills = threading.Semaphore(0)
            tills.release()
            tills.acquire()
            semaphore.acquire()
            shop.tills.acquire()
            sold = threading.Semaphore(0)
            assert sold.acquire(timeout=5)
            assert not sold.acquire(False) and not sold.acquire(blocking=False)
            both = threading.Barrier(2, timeout=5)
            both.wait()
        """,
        """
        import os
        import select
        import selectors
        import signal
        import subprocess

        def test_children(pid, port, choose):
            os.wait4(pid, os.WNOHANG)
            os.wait3(os.WNOHANG)
            signal.sigtimedwait({signal.SIGCHLD}, 5)
            ready = selectors.DefaultSelector()
            assert ready.select(5) and ready.select(timeout=5)
            poll = select.poll()
            assert poll.poll(5000)
            process = subprocess.Popen(["shop"])
            assert process.poll() is None and choose.select() and choose.poll()
        """,
        """
        import concurrent.futures
        import os
        import subprocess

        def test_processes(pid, orders):
            process = subprocess.Popen(["shop"])
            process.communicate(b"pear", 5)
            assert os.waitpid(pid, os.WNOHANG)
            assert concurrent.futures.wait(orders, 5).done
        """,
        """
        import asyncio
        import os
        import queue
        import subprocess
        import threading
        from unittest import mock

        import pytest

        def test_orders(sell, thread, options):
            thread.join(5)
            event, orders = threading.Event(), {}
            made = threading.Event()
            assert made.wait(5)
            stock = queue.Queue()
            assert stock.get(timeout=5) == "pear"
            assert stock.get(False) == "pear"
            assert stock.get(block=False) == "pear"
            paid = queue.Queue()
            paid.put("pear")
            assert paid.get() == "pear" and orders.get("pear") is None
            process = subprocess.Popen(["shop"])
            process.communicate(timeout=5)
            process.wait(**options)
            shop.wait()
            shop.join(orders=orders)
            thread.result()
            os.waitpid(thread.pid, os.WNOHANG)
            double = mock.Mock()
            double.join()
            assert ",".join(sell()) == "pear"

        async def test_waits():
            paid = asyncio.Queue()
            assert await asyncio.wait_for(paid.get(), 5) == "pear"
            async with asyncio.timeout(5):
                assert await paid.get() == "pear"

        async def test_goes_on(shop):
            paid = asyncio.Event()
            told = asyncio.create_task(paid.wait())
            asyncio.ensure_future(paid.wait())
            shop.loop.create_task(paid.wait())
            assert not told.done()

            async def hangs():
                await paid.wait()

            class Till:
                async def sell(self):
                    await paid.wait()

            shop.tills = [hangs, Till]
            await asyncio.Event().wait()

        @pytest.mark.timeout(5)
        def test_is_limited():
            made = threading.Event()
            made.wait()
        """,
    ),
)


@rule.call(*FUNCTIONS)
def function_waits(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a function that is given no limit."""
    if not module.settings.enables(rule.code):
        return
    places = [FUNCTIONS[name] for name in module.names(call.func) if name in FUNCTIONS]
    if not says_how_long(call) and not has_limit_at(call, places[0], module):
        yield from _reported(call, module)


@rule.method(*WORDS)
def unlimited(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a wait that is given neither a limit nor told not to wait at all."""
    word = last_word(call.func)
    if says_how_long(call) or len(call.args) > UNLIMITING.get(word, 0):
        return
    known = frozenset(each for each in callees(call, module) if len(call.args) <= SOCKETS.get(each, 1))
    by_form = word in FORMS and not known and not call.keywords and not _is_double(call, module)
    waits = (known & METHODS and not _is_no_wait(call, known, module)) or by_form
    if waits and (module.settings.enables(rule.code) or _is_unmet(call, known, module)):
        yield from _reported(call, module)


def _is_unmet(call: ast.Call, known: frozenset[str], module: Module) -> bool:
    """Whether a wait is for an event or a queue of the test's own that others may fail to tell."""
    return bool(known & OF_SIGNALS) and not may_be_limited(call, module) and may_never_come(call, module)


def _reported(call: ast.Call, module: Module) -> Iterator[Hit]:
    if not (is_within_limit(call, module) or tells_of_hanging(module)):
        yield rule.at(call, call=last_word(call.func))


def _is_no_wait(call: ast.Call, known: frozenset[str], module: Module) -> bool:
    """Whether there is no wait here: for the limit or the count of what was made, or as others have it."""
    if all(name.startswith("asyncio.") for name in known & METHODS) and is_left_to_others(call, module):
        return True
    if known & OF_QUEUES and is_filled(call, module):
        return True
    if known & OF_BARRIERS:
        return limits_barriers(module)
    if known & SOCKETS.keys():
        return is_limited_socket(call, module)
    if last_word(call.func) != "acquire":
        return False
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return not isinstance(owner, ast.Name) or not is_taken(owner, module)


def _is_double(call: ast.Call, module: Module) -> bool:
    return isinstance(call.func, ast.Attribute) and is_likely_mock(call.func.value, module)
