"""A test waits for a thread, a queue, an event, a future or a process as long as that one likes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import keyword, last_word, spelt, unpacks
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.interceptors import marks

rule = Rule(
    code="TSE212",
    summary="a test waits without limit for a thread, queue, event, future or process",
    message="{call}() waits without limit: what never comes stops the whole run; give it a timeout",
    roles=Role.TEST | Role.SUPPORT,
    cwe=1088,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    The wait ends when the other side has done its part, and never if it has not: a thread that died, an
    event that nobody sets, a process that asks a question. Instead of one failed test there is a run that
    hangs until somebody ends it, without a word on which test it was.
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
        """,
    ),
    good=(
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
        import queue
        import subprocess
        import threading

        import pytest

        def test_orders(sell, thread, options):
            event, orders = threading.Event(), {}
            made = threading.Event()
            assert made.wait(5)
            stock = queue.Queue()
            assert stock.get(timeout=5) == "pear"
            assert stock.get(False) == "pear"
            assert stock.get(block=False) == "pear"
            assert orders.get("pear") is None
            process = subprocess.Popen(["shop"])
            process.communicate(timeout=5)
            process.wait(**options)
            thread.join()
            assert ",".join(sell()) == "pear"

        async def test_waits():
            paid = asyncio.Queue()
            assert await asyncio.wait_for(paid.get(), 5) == "pear"
            async with asyncio.timeout(5):
                assert await paid.get() == "pear"

        @pytest.mark.timeout(5)
        def test_is_limited():
            made = threading.Event()
            made.wait()
        """,
    ),
)

_THREADS = ("threading.Thread", "threading.Timer", "multiprocessing.Process")
_QUEUES = (
    "asyncio.Queue",
    "multiprocessing.JoinableQueue",
    "multiprocessing.Queue",
    "multiprocessing.SimpleQueue",
    "queue.LifoQueue",
    "queue.PriorityQueue",
    "queue.Queue",
    "queue.SimpleQueue",
)
_EVENTS = (
    "asyncio.Event",
    "asyncio.Barrier",
    "multiprocessing.Event",
    "threading.Barrier",
    "threading.Event",
)
_POOLS = ("concurrent.futures.ProcessPoolExecutor", "concurrent.futures.ThreadPoolExecutor")
_PROCESSES = ("psutil.Popen", "subprocess.Popen")

WAITS = (
    *(f"{name}().join" for name in _THREADS),
    *(f"{name}().{word}" for name in _QUEUES for word in ("get", "join")),
    *(f"{name}().wait" for name in _EVENTS),
    *(f"{name}().submit().{word}" for name in _POOLS for word in ("result", "exception")),
    *(f"{name}().{word}" for name in _PROCESSES for word in ("wait", "communicate")),
    *(f"multiprocessing.Pool().{word}().get" for word in ("apply_async", "map_async", "starmap_async")),
    "asyncio.run_coroutine_threadsafe().result",
    "concurrent.futures.wait",
    "os.waitpid",
)
"""Calls that return when another has done its part, by qualified name."""

_LIMITING = frozenset({"fail_after", "move_on_after", "timeout", "timeout_at", "wait_for"})
"""The last words of calls around a wait that end it."""


@rule.call(*WAITS)
def unlimited(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a wait that is given neither a limit nor told not to wait at all."""
    if unpacks(call) or _is_limited(call) or _is_within_limit(call, module):
        return
    yield rule.at(call, call=last_word(call.func))


def _is_limited(call: ast.Call) -> bool:
    word, given = last_word(call.func), len(call.args)
    if any(keyword(call, name) is not None for name in ("timeout", "block")):
        return True
    match word:
        case "communicate":
            return given > 1
        case "waitpid":
            return given > 1 and not (isinstance(call.args[1], ast.Constant) and call.args[1].value == 0)
        case "wait" if given > 1 or not isinstance(call.func, ast.Attribute):
            return True
        case _:
            return given > 0


def _is_within_limit(call: ast.Call, module: Module) -> bool:
    """Whether something around a wait ends it: a call, a ``with``, or a marker of the test."""
    for around in module.ancestors(call):
        match around:
            case ast.Call(func=func) if last_word(func) in _LIMITING:
                return True
            case ast.With(items=items) | ast.AsyncWith(items=items):
                entered = (each.context_expr for each in items)
                if any(isinstance(each, ast.Call) and last_word(each.func) in _LIMITING for each in entered):
                    return True
    return any("timeout" in spelt(mark) for mark in marks(call, module))
