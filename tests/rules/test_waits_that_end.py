"""Which waits are not reported where no rule is enabled by name: what comes, or may be limited."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = (
    "import asyncio, multiprocessing, queue, socket, subprocess, threading, time, unittest\nimport pytest\n"
)
PATH = "tests/test_x.py"


def codes(text: str, path: str = PATH) -> list[str]:
    findings = engine.check(HEAD + textwrap.dedent(text), path, Settings())
    return [each.code for each in findings if each.code in ("TSE212", "TSE213", "TSE216")]


MET = {
    "what the test sets": """
    def test_event():
        sold = threading.Event()
        sold.set()
        sold.wait()
    """,
    "what the test fills": """
    def test_queue():
        orders = queue.Queue()
        orders.put(1)
        assert orders.get() == 1
    """,
    "what the test asks first": """
    def test_queue(shop):
        orders = queue.Queue()
        shop.sell(orders)
        while not orders.empty():
            orders.get()
    """,
    "a timer": """
    def test_later(loop):
        rung = threading.Event()
        loop.call_later(1, rung.set)
        rung.wait()
    """,
    "a timer of a lambda": """
    def test_later(loop):
        rung = threading.Event()
        loop.call_later(1, callback=lambda: rung.set())
        rung.wait()
    """,
    "what a thread does first": """
    def test_sells(shop):
        started = threading.Event()
        def sell():
            time.sleep(1)
            started.set()
            shop.sell()
        threading.Thread(target=sell).start()
        started.wait()
    """,
    "what a task does first": """
    async def test_sells(shop):
        started = asyncio.Event()
        async def sell():
            later = pick()
            started.set()
            await later
        async def pick():
            return await shop.pick()
        task = asyncio.create_task(sell())
        await started.wait()
    """,
    "what a thread's own method does first": """
    def test_sells():
        started = threading.Event()
        class Seller(threading.Thread):
            def run(self):
                started.set()
        Seller().start()
        started.wait()
    """,
    "what is told whatever happens": """
    def test_sells(shop):
        sold = threading.Event()
        def sell():
            try:
                shop.sell()
            finally:
                sold.set()
        threading.Thread(target=sell).start()
        sold.wait()
    """,
    "errors that are told": """
    def sell(shop, sold):
        try:
            sold.put(shop.sell())
        except ValueError as error:
            sold.put(error)
    def test_sells(shop):
        sold = queue.Queue()
        threading.Thread(target=sell, args=(shop, sold)).start()
        assert sold.get() == "pear"
    """,
    "a limit around": """
    async def test_sells(shop, async_timeout):
        sold = asyncio.Event()
        shop.sell(sold)
        async with async_timeout(5):
            await sold.wait()
    """,
    "a decorator that may limit": """
    from shop.testing import limited
    @limited
    def test_sells(shop):
        sold = threading.Event()
        shop.sell(sold)
        sold.wait()
    """,
    "a base that cannot be read": """
    from shop.testing import ShopTestCase
    class ShopTest(ShopTestCase):
        def test_sells(self):
            sold = threading.Event()
            self.shop.sell(sold)
            sold.wait()
    """,
    "an alarm": """
    import signal
    def test_sells(shop):
        signal.alarm(5)
        sold = threading.Event()
        shop.sell(sold)
        sold.wait()
    """,
    "what a parameter may be": """
    def test_sells(shop, sold):
        if not sold:
            sold = threading.Event()
        sold.wait()
    """,
    "an attribute": """
    class TestShop:
        def test_sells(self):
            self.sold = threading.Event()
            self.sold.wait()
    """,
    "a double in a test": """
    def test_sells(shop):
        def sell():
            sold = threading.Event()
            sold.wait()
        shop.run(sell)
    """,
    "a child": "import os\ndef test_shop(pid):\n    os.waitpid(pid, 0)",
    "a pipe that was read": """
    def test_shop():
        shop = subprocess.Popen(["shop"], stdout=subprocess.PIPE)
        shop.stdout.read()
        shop.wait()
        shop.stdout.close()
    """,
    "a pipe that another may read": """
    def test_shop(read):
        shop = subprocess.Popen(["shop"], stdout=subprocess.PIPE)
        read(shop)
        shop.wait()
        shop.stdout.close()
    """,
    "an event within an unknown context": """
    def test_sells(shop):
        sold = threading.Event()
        shop.sell(sold)
        with shop.failing_after(5):
            sold.wait()
    """,
    "an event that an unknown function waits for": """
    async def test_sells(shop, limited):
        sold = asyncio.Event()
        shop.sell(sold)
        await limited(sold.wait())
    """,
    "one of several events": """
    async def test_sells(shop):
        sold = asyncio.Event()
        shop.sell(sold)
        await asyncio.wait([sold.wait()], timeout=5)
    """,
    "a process that was killed": """
    def test_shop():
        shop = subprocess.Popen(["shop"], stdout=subprocess.PIPE)
        shop.kill()
        shop.wait()
        assert shop.stdout.read()
    """,
    "a process of a manager that was told to end": """
    def test_shop():
        with subprocess.Popen(["shop"], stdout=subprocess.PIPE) as shop:
            shop.terminate()
            shop.wait()
            assert shop.stdout.read()
    """,
    "a pipe that is only closed": """
    def test_shop():
        shop = subprocess.Popen(["shop"], stdout=subprocess.PIPE)
        assert shop.wait() == 0
        shop.stdout.close()
    """,
    "a pipe that nobody reads": """
    def test_shop(read):
        shop = subprocess.Popen(["shop"], stdout=subprocess.PIPE)
        shop.wait()
    """,
    "no pipe": """
    def test_shop():
        shop = subprocess.Popen(["shop"], stdout=subprocess.DEVNULL)
        shop.wait()
        assert shop.stdout.read()
    """,
    "a process that is kept": """
    class TestShop:
        def test_shop(self):
            self.shop = subprocess.Popen(["shop"], stdout=subprocess.PIPE)
            self.shop.wait()
            self.shop.stdout.read()
    """,
    "a process that a fixture fakes": """
    def test_shop(fp):
        shop = subprocess.Popen(["shop"], stdout=subprocess.PIPE)
        shop.wait()
        assert shop.stdout.read()
    """,
    "a process of unknown making": """
    def test_shop(shop):
        if not shop:
            shop = subprocess.Popen(["shop"], stdout=subprocess.PIPE)
        shop.wait()
        shop.stdout.read()
    """,
    "the module": "sold = threading.Event()\nsold.wait()",
    "a helper": "def helper(shop):\n    sold = threading.Event()\n    shop.sell(sold)\n    sold.wait()",
}


MET["a queue that is filled before"] = """
    def test_sells(shop):
        sold = queue.Queue()
        shop.sell(sold)
        assert sold.get() == "pear"
"""
MET["tests of Python itself"] = """
    from test import support
    def test_sells(shop):
        sold = threading.Event()
        shop.sell(sold)
        sold.wait()
"""


@pytest.mark.parametrize("name", MET)
def test_what_comes_or_may_be_limited_is_not(name: str) -> None:
    assert not codes(MET[name])
