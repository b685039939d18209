"""A test that sleeps for a while and asserts then that something has happened."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.statements import following
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, last_word, spelt
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import holds_check, is_assertion
from flake8_testsec.vocabulary.testing.reasons import denies
from flake8_testsec.vocabulary.testing.suites import looped, test_around

rule = Rule(
    code="TSE224",
    summary="test sleeps and then asserts that something has happened; wait for it",
    message="{name}({time}) and an assertion below it: too short on a slow machine; wait for the thing",
    roles=Role.TEST,
    cwe=362,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    The time is a guess. Where the machine is busy the other side has not done its part yet, and the test
    fails now and then; where it is not, each run waits for nothing.
    """,
    fix="""
    Wait for the thing itself, with a limit: ``event.wait(5)``, ``queue.get(timeout=5)``, ``thread.join(5)``,
    or ask again until it is there or the time is up. To let time pass, replace the clock.
    """,
    fixable="Nothing, because what shall happen is for a person to say.",
    bad=(
        """
        import asyncio
        import time
        from time import sleep

        def test_orders(shop):
            shop.start()
            time.sleep(0.5)
            ^^^^^^^^^^^^^^^
            assert shop.count == 1
            shop.order(2)
            sleep(2)
            ^^^^^^^^
            count = shop.count
            assert count == 2
            time.sleep(shop.PAUSE)
            ^^^^^^^^^^^^^^^^^^^^^^
            assert shop.count == 3
            time.sleep(2 * PAUSE)
            ^^^^^^^^^^^^^^^^^^^^^
            assert shop.count == 3

        async def test_orders_async(shop):
            await asyncio.sleep(0.1)
                  ^^^^^^^^^^^^^^^^^^
            shop.bank.pay.assert_called_once_with(3)
        """,
    ),
    good=(
        """
        import asyncio
        import time

        def test_orders(shop):
            while not shop.count:
                time.sleep(0.1)
                assert shop.is_open
            time.sleep(shop.limit)
            assert shop.count
            time.sleep(2 * shop.limit)
            assert shop.count
            time.sleep(0 * 2)
            assert shop.count
            time.sleep(1)
            shop.order(1)
            shop.close()
            time.sleep(1)

        async def test_orders_async(shop):
            await asyncio.sleep(0)
            assert shop.count

            async def order():
                time.sleep(0.1)
                assert shop.count

        def wait():
            time.sleep(1)
            assert True

        def test_order_expires(shop):
            time.sleep(0.1)
            assert shop.count

        def test_order_is_kept(shop):
            shop.order(1, ttl=0.1)
            time.sleep(0.2)
            assert shop.count

        def test_stays_closed(shop):
            time.sleep(0.2)
            assert not shop.count

        def test_time(shop, monkeypatch):
            time.sleep(0.01)
            assert time.time() > shop.start
        """,
        """
        import time
        from unittest import mock

        @mock.patch("time.sleep")
        def test_slept(sleep, shop):
            time.sleep(1)
            assert shop.count
        """,
    ),
)

_REPLACED = ('.sleep"', ".sleep'", "freeze_time", "time_machine")
_TIME = lazy(
    r"(?i)expir|ttl|time_?out|time_?limit|timer|max_?age|stale|evict|throttl|rate_?limit|cool_?down|debounce|lifetime|"
    r"lease|interval|delay|period|deadline|retention|idle|keep_?alive|cache|older|clock|timestamp|duration|is_alive"
)
_AROUND = 6
_CLOCKS = frozenset(
    {"time", "monotonic", "perf_counter", "now", "utcnow", "elapsed", "duration", "getmtime", "st_mtime"}
)


@rule.call("time.sleep", "asyncio.sleep", "trio.sleep", "anyio.sleep", "gevent.sleep", "eventlet.sleep")
def slept(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the sleep of a test by a fixed time, if what is asserted stands right below it."""
    test = test_around(call, module)
    statement = module.above(call, ast.Expr)
    time = argument(call, 0, "secs") or argument(call, None, "delay")
    if test is None or statement is None or module.function(call) is not test or looped(call, module):
        return
    seconds = _fixed(time)
    if not seconds or module.mentions(*_REPLACED) or not _is_asserted(statement, module):
        return
    if not _lets_time_pass(statement, test, module):
        yield rule.at(call, name=last_word(call.func), time=seconds)


def _fixed(time: ast.expr | None) -> str:
    """A time that is written down, here or as a constant; empty for none at all, and for any other."""
    match time:
        case ast.Constant(value=int() | float() as seconds):
            return str(seconds or "")
        case ast.Name() | ast.Attribute() if last_word(time).isupper():
            return spelt(time)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() | ast.Add(), right=right):
            return (
                spelt(time)
                if all(isinstance(each, _PLAIN) and _fixed(each) for each in (left, right))
                else ""
            )
        case _:
            return ""


_PLAIN = (ast.Constant, ast.Name, ast.Attribute)


def _lets_time_pass(statement: ast.stmt, test: Function, module: Module) -> bool:
    """Whether something shall end by itself in that time, by what the test says around here."""
    first, last = statement.lineno - _AROUND, (statement.end_lineno or 0) + _AROUND
    lines = (module.line(each) for each in range(max(first, test.lineno), last + 1))
    return bool(_TIME.search(test.name) or any(map(_TIME.search, lines)))


def _is_asserted(statement: ast.stmt, module: Module) -> bool:
    """Whether one of the two statements below is an assertion, and not one about time."""
    for below in following(statement, module, 2):
        words = {last_word(each) for each in walk(below) if isinstance(each, (ast.Name, ast.Attribute))}
        if words & _CLOCKS:
            return False
        if is_assertion(below) or holds_check(below, module):
            return not denies(below)
        if not isinstance(below, ast.Assign):
            return False
    return False
