"""Which waits without a limit are reported."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import asyncio, multiprocessing, queue, subprocess, threading\nimport pytest\n"


def lines(text: str) -> list[int]:
    findings = engine.check(HEAD + textwrap.dedent(text), "tests/test_x.py", Settings(enable=("TSE212",)))
    return [each.line for each in findings if each.code == "TSE212"]


WAITS = {
    "an event of a thread": """
    def test_sells(shop):
        sold = threading.Event()
        threading.Thread(target=shop.sell, args=(sold,)).start()
        sold.wait()
    """,
    "a queue of a process": """
    @pytest.fixture
    def port(serve):
        told = multiprocessing.Queue()
        multiprocessing.Process(target=serve, args=(told,)).start()
        yield told.get()
    """,
    "an event of a hook": """
    class TestShop:
        def setup_method(self):
            self.ready = threading.Event()
            self.shop.start(self.ready)
            self.ready.wait()
    """,
    "what is set after something else": """
    def test_sells(shop):
        sold = threading.Event()
        def sell():
            shop.sell()
            sold.set()
        def idle():
            sold
        shop.run(sell, idle)
        sold.wait()
    """,
    "a pipe that is read later": """
    def test_shop():
        shop = subprocess.Popen(["shop"], stdout=subprocess.PIPE)
        assert shop.wait() == 0
        assert shop.stdout.read() == "sold"
    """,
    "a pipe of a coroutine that a loop runs": """
    def test_shop(self):
        async def main():
            shop = await asyncio.create_subprocess_exec("shop", stdout=asyncio.subprocess.PIPE)
            await shop.wait()
            assert await shop.stdout.read() == b"sold"
        self.loop.run_until_complete(main())
    """,
    "a pipe of a coroutine": """
    async def test_shop():
        shop = await asyncio.create_subprocess_exec("shop", stderr=asyncio.subprocess.PIPE)
        await shop.wait()
        assert await shop.communicate()
    """,
    "a thread": "def test_sells(sell):\n    t = threading.Thread(target=sell)\n    t.join()",
    "a queue that the test hands on": """
    def test_queue(shop):
        orders = queue.Queue()
        shop.sell(orders)
        assert orders.get() == 1
    """,
    "after the thread has ended": """
    def test_sells(sell):
        sold = queue.Queue()
        t = threading.Thread(target=sell, args=(sold,))
        t.join(5)
        assert sold.get() == 1
    """,
    "what is set at once": """
    def test_sells(shop):
        started = threading.Event()
        def sell():
            started.set()
            shop.sell()
        shop.run(sell)
        started.wait()
    """,
    "a helper": "def helper():\n    sold = threading.Event()\n    sold.wait()",
    "a function of a test": """
    def test_sells(shop):
        sold = threading.Event()
        def sell():
            sold.wait()
        shop.run(sell)
    """,
    "the module": "sold = threading.Event()\nsold.wait()",
    "an event of a loop": "async def test_sells(shop):\n    sold = asyncio.Event()\n    await sold.wait()",
    "a pipe that was read": """
    def test_shop():
        shop = subprocess.Popen(["shop"], stdout=subprocess.PIPE)
        shop.stdout.read()
        shop.wait()
        shop.stdout.close()
    """,
    "no pipe": "def test_shop():\n    shop = subprocess.Popen(['shop'])\n    shop.wait()\n    shop.stdout",
    "a process that is kept": """
    class TestShop:
        def test_shop(self):
            self.shop = subprocess.Popen(["shop"], stdout=subprocess.PIPE)
            self.shop.wait()
            self.shop.stdout.read()
    """,
    "a process of unknown making": """
    def test_shop(shop):
        if not shop:
            shop = subprocess.Popen(["shop"], stdout=subprocess.PIPE)
        shop.wait()
        shop.stdout.read()
    """,
    "a process of the module": "shop = subprocess.Popen(['shop'], stdout=subprocess.PIPE)\nshop.wait()",
    "a function that waits": "import os\ndef test_shop(pid):\n    os.waitpid(pid, 0)",
    "a coroutine that is awaited": """
    async def test_sells(shop):
        sold = asyncio.Event()
        async def sells():
            await sold.wait()
        await sells()
    """,
    "an unknown thing": "def test_shop(shop):\n    shop.join()",
}


@pytest.mark.parametrize("name", WAITS)
def test_a_wait_is_reported(name: str) -> None:
    assert lines(WAITS[name])


def test_a_coroutine_that_is_handed_on_is_a_double() -> None:
    text = "async def test_sells(shop):\n    sold = asyncio.Event()\n    async def sells():\n"
    assert not lines(f"{text}        await sold.wait()\n    await shop(sells())")


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("socket.create_connection(shop)", [6]),
        ("socket.create_connection(shop, None)", [6]),
        ("socket.create_connection(shop, 5)", []),
        ("socket.create_connection(shop, **more)", []),
        ("shop.connected()", []),
    ],
)
def test_how_long_a_socket_waits_may_be_said_where_it_is_made(made: str, expected: list[int]) -> None:
    assert (
        lines(f"import socket\ndef test_a(shop, more):\n    s = {made}\n    assert s.recv(1)\n") == expected
    )


@pytest.mark.parametrize(("option", "expected"), [("RCVTIMEO", []), ("RCVHWM", [10])])
def test_a_context_may_tell_its_sockets_how_long_to_wait(option: str, expected: list[int]) -> None:
    text = f"""
    import zmq
    def test_a():
        shop = zmq.Context()
        shop.setsockopt(zmq.{option}, 5)
        sold = shop.socket(zmq.PULL)

        assert sold.recv()
    """
    assert lines(text) == expected
