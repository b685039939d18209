"""What takes from a queue only what the same function has put there does not wait."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import asyncio\nimport queue\n"

THERE = {
    "put before": """
    def test(shop):
        sold = queue.Queue()
        sold.put("pear")
        shop.close()
        assert sold.qsize() and sold.get() == "pear"
    """,
    "two put before": """
    def test(first, second):
        sold = queue.SimpleQueue()
        sold.put(first)
        sold.put_nowait(second)
        assert sold.get() == first and sold.get() == second
    """,
    "put into a queue of asyncio": """
    async def test(order):
        paid = asyncio.Queue()
        await paid.put(order)
        assert await paid.get() == order
    """,
}
WAITS = {
    "others had it since": """
    def test(sell):
        sold = queue.Queue()
        sold.put("pear")
        sell(sold)
        assert sold.get() == "pear"
    """,
    "more taken than put": """
    def test():
        sold = queue.Queue()
        sold.put("pear")
        sold.get_nowait()
        assert sold.get() == "fig"
    """,
    "put at times": """
    def test(sell):
        sold = queue.Queue()
        if sell:
            sold.put("pear")
        assert sold.get() == "pear"
    """,
    "asked for its class": """
    def test():
        sold = queue.Queue()
        sold.put("pear")
        sold.maxsize = 1
        assert sold.get() == "pear"
    """,
    "put elsewhere": """
    def test(shop):
        sold = queue.Queue()
        def sell():
            sold.put("pear")
        shop.run(sell)
        assert sold.get() == "pear"
    """,
    "a queue without a name": """
    def test(shop):
        assert queue.Queue().get() == "pear"
    """,
    "outside of a function": """
    sold = queue.Queue()
    sold.put("pear")
    assert sold.get() == "pear"
    """,
}


def count(text: str) -> int:
    found = engine.check(HEAD + textwrap.dedent(text), "tests/test_x.py", Settings(enable=("TSE212",)))
    return sum(each.code == "TSE212" for each in found)


@pytest.mark.parametrize("text", THERE.values(), ids=THERE)
def test_takes_what_is_there(text: str) -> None:
    assert count(text) == 0


@pytest.mark.parametrize("text", WAITS.values(), ids=WAITS)
def test_waits_for_others(text: str) -> None:
    assert count(text) == 1
