"""A loop of a test sleeps until something has happened, however long that takes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.unlimited import may_end_polling
from flake8_testsec.project.time_limits import is_within_limit, tells_of_hanging
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.network.polling import SLEEPS, polling_loop
from flake8_testsec.vocabulary.testing.run_beside import is_run_beside
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test_file, tests

rule = Rule(
    code="TSE216",
    summary="a test polls without limit: what never comes hangs the whole run",
    message="a loop polls without limit: what never comes hangs the whole run; give up after some time",
    roles=Role.TEST | Role.SUPPORT,
    cwe=835,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
    The loop sleeps and asks again until what it waits for has happened: a server that is up, a file that is
    there, a thread that has ended. If the code under test does not do its part, the test does not fail: it
    runs for ever, and after it no other test does, until somebody ends the run without knowing why.

    Silence where something in the loop counts, looks at a clock, raises or ends the test; where pytest's
    configuration, a marker, an alarm or what is around the loop or its callers limits the time; where the
    configuration has the stacks written of a test that hangs (``faulthandler_timeout``); for what a thread,
    a process or a task runs, which others end; and for a loop that works until a flag is set. Scripts, loops
    in a ``with`` of a pool, which waits again when the loop is left, and tests that a base class or a
    decorator which cannot be read may limit, are reported where the rule is enabled by name.
    """,
    fix="""
    Take the time before the loop, and fail in it once the time is up
    (``assert time.monotonic() < deadline, "server did not start"``), or use what the project has for that:
    ``event.wait(timeout)``, ``asyncio.timeout``, a helper that polls.
    """,
    fixable="Nothing, because how long it may take is for a person to say.",
    bad=(
        """
        import os
        import time

        import requests

        def wait_for_file(path):
            while not os.path.exists(path):
                  ^^^^^^^^^^^^^^^^^^^^^^^^
                time.sleep(0.1)

        def start(server):
            server.start()
            while True:
                  ^^^^
                try:
                    requests.get(server.url)
                    break
                except (OSError, ValueError):
                    time.sleep(1)
                time.sleep(1)

        def test_shop(shop, server):
            start(server)
            wait_for_file(shop.path)
        """,
        """
        import asyncio

        async def test_orders(orders):
            while not await orders.count():
                  ^^^^^^^^^^^^^^^^^^^^^^^^
                await asyncio.sleep(0.1)
            while len(orders) < 3 or await orders.count() < 3:
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                await asyncio.sleep(0.1)

        async def test_shop(shop):
            async def watch():
                while not shop.open:
                      ^^^^^^^^^^^^^
                    await asyncio.sleep(0.1)
            watching = watch()
            await watching
        """,
        """
        import time
        import unittest

        class ShopTest(unittest.TestCase):
            def setUp(self):
                self.sold = []
                self.wait_for_shop()

            def wait_for_shop(self):
                while self.shop.state != "open":
                      ^^^^^^^^^^^^^^^^^^^^^^^^^
                    time.sleep(0.1)

            def test_sells(self):
                done = False
                while not self.sold:
                      ^^^^^^^^^^^^^
                    time.sleep(0.1)
                while not done:
                      ^^^^^^^^
                    time.sleep(0.1)
        """,
    ),
    good=(
        """
        import time

        def test_shop(shop):
            end = time.perf_counter() + 5
            while time.perf_counter() < end:
                if shop.open:
                    break
                time.sleep(0.1)

        def test_quiet(shop):
            def quiet():
                return time.monotonic() - shop.last_sale
            while quiet() < 1:
                time.sleep(0.1)

        def test_till(shop, wait_timeout):
            while not shop.till.open(wait_timeout):
                time.sleep(0.1)
        """,
        """
        import time

        import pytest

        def wait_for(shop, timeout, deadline, names):
            while not shop.open and time.monotonic() < deadline:
                time.sleep(0.1)
            tries = 0
            while not shop.open:
                tries += 1
                time.sleep(0.1)
            n = 3
            while n and not shop.open:
                n = n - 1
                time.sleep(0.1)
            while not shop.open:
                if shop.failed:
                    pytest.fail("shop is broken")
                time.sleep(0.1)
            while not shop.open:
                assert shop.is_alive()
                time.sleep(0.1)
            while not shop.open:
                if shop.is_dead(timeout=0):
                    return
                time.sleep(0.1)
            while True:
                time.sleep(1)
            while shop.open:
                for name in names:
                    time.sleep(1)
            while shop.open:
                names.pop()
                time.sleep(1)
            while shop.open:
                shop.sell(shop.orders.get())
                time.sleep(1)
            while shop.open:
                yield shop
                time.sleep(1)

        def main(shop):
            while not shop.open:
                try:
                    time.sleep(1)
                except KeyboardInterrupt:
                    break
            time.sleep(1)
            while shop.open:
                shop.later(lambda: time.sleep(1))
            for _ in range(3):
                time.sleep(1)

        while not main(None):
            time.sleep(1)

        def test_shop(shop):
            wait_for(shop, 5, None, [])
            main(shop)
        """,
        """
        import asyncio
        import threading
        import time

        class Till(threading.Thread):
            def run(self):
                while not self.shop.open:
                    time.sleep(1)

        class Clerk:
            def work(self):
                while not self.stopped:
                    self.sell()
                    time.sleep(0.1)
        def sell(shop):
            while not shop.closed:
                time.sleep(0.1)

        async def watch(shop):
            while not shop.closed:
                await asyncio.sleep(0.1)

        async def watch_shortly(shop):
            while not shop.closed:
                await asyncio.sleep(0.1)

        async def test_shop(shop, wait):
            threading.Thread(target=sell, args=(shop,)).start()
            task = asyncio.create_task(watch(shop))
            async def watch_the_till():
                while not shop.till.open:
                    await asyncio.sleep(0.1)
            watching = watch_the_till()
            await asyncio.wait_for(watching, 5)
            await asyncio.wait_for(watch_shortly(shop), 5)
            async with asyncio.timeout(5):
                while not shop.open:
                    await asyncio.sleep(0.1)
            def inner():
                while not shop.open:
                    time.sleep(1)
            class Till:
                def sell(self):
                    while not shop.open:
                        time.sleep(1)
            wait(inner, Till)
            sell(shop)
            Clerk().work()
        """,
        """
        # file: tests/test_alarm.py
        import signal
        import time

        def test_shop(shop):
            signal.alarm(5)
            while not shop.open:
                time.sleep(0.1)
        # file: tests/test_markers.py
        import time

        import pytest

        def wait(shop):
            while not shop.open:
                time.sleep(0.1)

        @pytest.mark.timeout(5)
        def test_shop(shop):
            wait(shop)
            while not shop.open:
                time.sleep(0.1)
        """,
        """
        # file: pytest.ini
        [pytest]
        timeout = 60
        # file: tests/test_shop.py
        import time

        def test_shop(shop):
            while not shop.open:
                time.sleep(0.1)
        """,
        """
        # file: pytest.ini
        [pytest]
        faulthandler_timeout = 60
        # file: tests/test_shop.py
        import time

        def test_shop(shop):
            while not shop.open:
                time.sleep(0.1)
        """,
    ),
)

_ALARMS = frozenset({"alarm", "setitimer", "dump_traceback_later"})
"""Last words of calls that end a process some time, or raise in it."""


@rule.call(*SLEEPS)
def slept(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the condition of a loop without a limit in a function that a test waits for."""
    loop = polling_loop(call, module)
    function = module.function(call)
    if loop is None or function is None or is_run_beside(function, module):
        return
    if _works(loop, module) or is_within_limit(loop, module) or _is_told(function.name, module):
        return
    if module.settings.enables(rule.code) or _is_endless(loop, function, module):
        yield rule.at(loop.test)


def _is_endless(loop: ast.While, function: Function, module: Module) -> bool:
    """Whether a runner comes to a loop, and nothing that cannot be read limits it or who calls it."""
    if not _is_for_runners(module.tree, module) or may_end_polling(loop, module):
        return False
    if _brings_about(loop, function, module) or _is_in_pool(loop, module):
        return False
    return not any(may_end_polling(each, module) for each in module.calls({function.name}))


@once
def _is_for_runners(tree: ast.Module, module: Module) -> bool:
    """Whether a module has a test, or fixtures where a runner looks for them; any other is a helper, or a
    script, whatever it is called."""
    functions: Iterator[Function] = module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    has_fixtures = is_test_file(module) and any(is_fixture(each, module) for each in functions)
    return has_fixtures or any(tests(module))


def _brings_about(loop: ast.While, function: Function, module: Module) -> bool:
    """Whether a function does itself what its loop waits for: the loop works on what it asks about, a queue
    was filled before, or a thread that has been started gets its number; or a process ends the loop, too."""
    names = {each.id for each in ast.walk(loop.test) if isinstance(each, ast.Name)}
    if any(isinstance(each, ast.Attribute) and each.attr in _NUMBERS for each in ast.walk(loop.test)):
        return True
    calls = [each for each in within(loop) if isinstance(each, ast.Call)]
    if any(last_word(each.func) in _LIVING for each in calls):
        return True
    works = (each for each in calls if module.names(each.func).isdisjoint(SLEEPS))
    given = {arg.id for each in works for arg in each.args if isinstance(arg, ast.Name)}
    return not names.isdisjoint(given | _filled(function, module))


_NUMBERS = frozenset({"ident", "native_id"})
_LIVING = frozenset({"is_alive", "poll"})
"""What asks a process or a thread whether it runs."""


def _is_in_pool(loop: ast.While, module: Module) -> bool:
    """Whether a loop stands in a ``with`` that waits for threads when it is left: to give up ends nothing."""
    around: Iterator[ast.With] = module.around(loop, ast.With)
    return any(module.names(item.context_expr) & _POOLS for each in around for item in each.items)


_POOLS = frozenset({f"concurrent.futures.{kind}PoolExecutor()" for kind in ("Process", "Thread")})


@once
def _filled(function: Function, module: Module) -> frozenset[str]:
    """The queues that a function fills itself."""
    puts = (each.func for each in within(function) if isinstance(each, ast.Call))
    filled = (each for each in puts if isinstance(each, ast.Attribute) and each.attr in ("put", "put_nowait"))
    return frozenset(spelt(each.value) for each in filled)


def _is_told(name: str, module: Module) -> bool:
    """Whether something ends what a function of a name waits for, or tells where it hangs."""
    return tells_of_hanging(module) or _is_limited(name, module)


@once
def _is_limited(name: str, module: Module) -> bool:
    """Whether an alarm ends what a module does, or something around a call of a function ends that."""
    if module.calls(_ALARMS):
        return True
    return any(is_within_limit(call, module) for call in module.calls({name}))


def _works(loop: ast.While, module: Module) -> bool:
    """Whether a loop does something else than to wait until a flag is set."""
    flag = loop.test.operand if isinstance(loop.test, ast.UnaryOp) else loop.test
    calls = (each for each in within(loop) if isinstance(each, ast.Call))
    return isinstance(flag, (ast.Name, ast.Attribute)) and any(
        not module.names(each.func) & {*SLEEPS} for each in calls
    )
