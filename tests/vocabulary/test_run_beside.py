"""Coroutines for which a test waits itself, and those that others are given who may end them."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

WATCH = "async def watch(shop):\n    while not shop.open:\n        await asyncio.sleep(1)\n"
SLEEP = "while not shop.open:\n        time.sleep(1)\n"

WAITED_FOR = {
    "awaited": "async def test_shop(shop):\n    await watch(shop)\n",
    "awaited by its name": "async def test_shop(shop):\n    watching = watch(shop)\n    await watching\n",
    "what is returned": "def go(shop):\n    return watch(shop)\n"
    "async def test_shop(shop):\n    await go(shop)\n",
    "returned by two": "def go(shop):\n    return watch(shop)\ndef start(shop):\n    return go(shop)\n"
    "async def test_shop(shop):\n    await start(shop)\n",
    "returned, and awaited elsewhere": "def later(shop):\n    return watch(shop)\n"
    "async def test_shop(shop):\n    await watch(shop)\n",
    "limited in another test": "async def test_shop(shop):\n    await watch(shop)\n"
    "async def test_limit(shop):\n    await asyncio.wait({watch(shop)}, 5)\n",
    "at the top": "watching = watch(shop)\nasync def test_shop(shop):\n    await watching\n",
}
BESIDE = {
    "a task": "async def test_shop(shop):\n    asyncio.create_task(watch(shop))\n",
    "a task by its name": "async def test_shop(shop):\n    coro = watch(shop)\n    await shop.race(coro)\n",
    "a name for two": "async def test_shop(shop):\n    coro = watch(shop)\n    await shop.race(coro)\n"
    "    coro = shop.sell()\n    await coro\n",
    "a name that nobody reads": "async def test_shop(shop):\n    coro = watch(shop)\n",
    "returned to nobody": "def later(shop):\n    return watch(shop)\n",
    "returned by a coroutine": "async def later(shop):\n    return watch(shop)\n"
    "async def test_shop(shop):\n    await later(shop)\n",
    "returned to who limits it": "def later(shop):\n    return watch(shop)\n"
    "async def test_shop(shop):\n    await shop.race(later(shop))\n",
    "returned to itself": "def later(shop):\n    return watch(shop)\n    return later(shop)\n",
    "handed on": "async def test_shop(shop):\n    shop.start(watch)\n    await watch(shop)\n",
}


def found(text: str, *enabled: str) -> int:
    source = f"import asyncio, threading, time\nfrom tests import shop\n{text}"
    findings = engine.check(source, "tests/test_shop.py", Settings(enable=enabled))
    return sum(each.code == "TSE216" for each in findings)


def test_what_nobody_calls_here_is_told_by_name() -> None:
    assert [found(WATCH), found(WATCH, "TSE216")] == [0, 1]


@pytest.mark.parametrize("rest", WAITED_FOR.values(), ids=WAITED_FOR)
def test_who_waits_waits_for_ever(rest: str) -> None:
    assert found(WATCH + rest) == 1


@pytest.mark.parametrize("rest", BESIDE.values(), ids=BESIDE)
def test_who_is_given_it_may_end_it(rest: str) -> None:
    assert found(WATCH + rest) == 0


def test_each_test_has_its_own() -> None:
    ways = ("coro = watch(shop)\nawait shop.race(coro)\n", "await watch(shop)\n")
    tests = [
        f"async def test_{n}(shop):\n{textwrap.indent(WATCH + way, '    ')}" for n, way in enumerate(ways)
    ]
    assert [found(tests[0]), found(tests[1]), found("".join(tests))] == [0, 1, 1]


@pytest.mark.parametrize(
    ("use", "number"),
    [("wait(shop)", 1), ("threading.Thread(target=wait).start()", 0)],
    ids=["call", "thread"],
)
def test_a_function_of_a_thread_is_ended_by_others(use: str, number: int) -> None:
    assert found(f"def wait(shop):\n    {SLEEP}def test_shop(shop):\n    {use}\n") == number


def test_a_double_waits_for_others() -> None:
    double = textwrap.indent(f"class Till:\n    def sell(self):\n        {SLEEP}", "    ")
    assert (
        found(f"def test_shop(shop):\n{double.replace('        time', '            time')}    Till()\n") == 0
    )
