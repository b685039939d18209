"""Which waits, polling loops and ports are reported where no rule is enabled by name."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from flake8_testsec import engine
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

HEAD = "import asyncio, multiprocessing, queue, socket, threading, time, unittest\nimport pytest\n"
PATH = "tests/test_x.py"


def codes(text: str, path: str = PATH) -> list[str]:
    findings = engine.check(HEAD + textwrap.dedent(text), path, Settings())
    return [each.code for each in findings if each.code in ("TSE212", "TSE213", "TSE216")]


UNMET = {
    "an event that the code under test is handed": """
    def test_sells(shop):
        sold = threading.Event()
        shop.sell(sold)
        sold.wait()
    """,
    "an event of asyncio that a double sets": """
    async def test_pays(shop):
        paid = asyncio.Event()
        async def pay():
            paid.set()
        shop.bank.pay = pay
        task = asyncio.create_task(shop.sell())
        await paid.wait()
    """,
    "a callback": """
    def test_connects(client):
        connected = threading.Event()
        client.on_connect = lambda *_: connected.set()
        client.loop_start()
        assert connected.wait()
    """,
    "a method that is handed on": """
    def test_calls(shop):
        rung = threading.Event()
        shop.add_callback(rung.set)
        rung.wait()
    """,
    "a thread that may fail before": """
    def test_sells(shop):
        ready = threading.Event()
        def sell():
            shop.open()
            ready.set()
        threading.Thread(target=sell).start()
        ready.wait()
    """,
    "a queue that is put what a call returns": """
    def test_sells(shop):
        sold = queue.Queue()
        def sell():
            sold.put(shop.sell())
        thread = threading.Thread(target=sell)
        thread.start()
        thread.join()
        assert sold.get() == "pear"
    """,
    "a queue of processes in a fixture": """
    @pytest.fixture
    def port(serve):
        told = multiprocessing.Queue()
        multiprocessing.Process(target=serve, args=(told,)).start()
        yield told.get()
    """,
    "a coroutine that waits before": """
    async def test_sells(shop):
        sold = asyncio.Queue()
        async def sell():
            pear = await pick()
            sold.put_nowait(pear)
        async def pick():
            return await shop.pick()
        asyncio.create_task(sell())
        assert await sold.get() == "pear"
    """,
    "a case of unittest": """
    class ShopTest(unittest.TestCase):
        def test_sells(self):
            sold = threading.Event()
            self.shop.sell(sold.set)
            sold.wait()
    """,
    "under a lock": """
    def test_sells(shop):
        sold = threading.Event()
        shop.sell(sold)
        with shop.lock:
            sold.wait()
    """,
    "a hook": """
    class TestShop:
        def setup_method(self):
            opened = threading.Event()
            self.shop.open(opened)
            opened.wait()
    """,
}


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
    "the module": "sold = threading.Event()\nsold.wait()",
    "a helper": "def helper(shop):\n    sold = threading.Event()\n    shop.sell(sold)\n    sold.wait()",
}


@pytest.mark.parametrize("name", UNMET)
def test_what_may_never_come_is_reported(name: str) -> None:
    assert codes(UNMET[name]) == ["TSE212"]


@pytest.mark.parametrize("name", MET)
def test_what_comes_or_may_be_limited_is_not(name: str) -> None:
    assert not codes(MET[name])


LOOP = """
        while not shop.open:
            time.sleep(0.1)
"""
ENDLESS = {
    "a test": f"def test_opens(shop):{LOOP}",
    "a case": f"class ShopTest(unittest.TestCase):\n    def test_opens(self, shop):{LOOP}",
    "a helper": f"def wait(shop):{LOOP}\ndef test_opens(shop):\n    wait(shop)",
    "a fixture": f"@pytest.fixture\ndef opened(shop):{LOOP}",
    "a queue that others empty": """
    def test_sells(shop, orders):
        while not orders.empty():
            time.sleep(0.1)
    """,
}
ENDING = {
    "a helper of limited tests": f"""
def wait(shop):{LOOP}
class ShopTest(Unknown):
    def test_opens(self):
        wait(self.shop)
""",
    "a mixin": f"class Waits:\n    def wait(self, shop):{LOOP}\ndef test_x(): pass",
    "a queue that the function fills": """
    def test_sells(orders):
        orders.put(1)
        while orders.empty():
            time.sleep(0.1)
    """,
    "a file that the loop touches": """
    import os
    def test_changes(path):
        last = os.path.getmtime(path)
        while os.path.getmtime(path) == last:
            time.sleep(0.1)
            os.utime(path, None)
    """,
    "a process that ends the loop, too": """
    def test_opens(process, path):
        while not path.exists() and process.poll() is None:
            time.sleep(0.1)
    """,
    "a thread that was started": """
    def test_starts(worker):
        worker.start()
        while worker.ident is None:
            time.sleep(0.1)
    """,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_loop_that_may_never_end_is_reported(name: str) -> None:
    assert codes(ENDLESS[name]) == ["TSE216"]


@pytest.mark.parametrize("name", ENDING)
def test_a_loop_that_ends_is_not(name: str) -> None:
    assert not codes(ENDING[name])


def test_a_script_beside_the_tests_is_not() -> None:
    assert not codes(f"def main(shop):{LOOP}\nmain(None)", "tests/watch.py")


def test_a_base_of_another_module_may_limit(tmp_path: Path) -> None:
    text = "from tests.base import Base\nimport threading\n" + textwrap.dedent("""
    class ShopTest(Base):
        def test_sells(self):
            sold = threading.Event()
            self.shop.sell(sold)
            sold.wait()
    """)
    (tmp_path / "tests").mkdir()
    for name in ("__init__", "base"):
        (tmp_path / "tests" / f"{name}.py").write_text("")

    def found(base: str) -> list[str]:
        (tmp_path / "tests" / "base.py").write_text(
            f"import unittest\nclass Base(unittest.TestCase):\n    {base}\n"
        )
        view = Project(str(tmp_path)).view(PATH)
        return [each.code for each in engine.check(text, PATH, Settings(), view)]

    assert found("pass") == ["TSE212"]
    assert found("timeout = 5") == []


LISTENS = (
    "HTTPServer(('127.0.0.1', 8080), shop)",
    "socket.create_server(('localhost', 9999))",
    "socket.socket().bind(('', 8642))",
    "asyncio.start_server(shop, '127.0.0.1', 8888)",
)
LISTENS_NOT = (
    "HTTPServer(('127.0.0.1', 8080), shop, bind_and_activate=False)",
    "socket.socket().bind((socket.BDADDR_ANY, 4097))",
    "socket.socket().bind(('127.0.0.1', 80))",
    "make_server('', 8000, shop, MockServer)",
    "app.run(port=5000)",
    "Server(('127.0.0.1', 8080))",
)
SERVERS = "from http.server import HTTPServer\nfrom wsgiref.simple_server import make_server\n"


@pytest.mark.parametrize("call", LISTENS)
def test_a_server_of_a_known_library_on_a_fixed_port_is_reported(call: str) -> None:
    text = f"{SERVERS}def test_shop(shop):\n    server = {call}\n    server.close()"
    assert codes(text) == ["TSE213"]
    assert not codes(text, "tests/helpers.py")
    assert not codes(text.replace("def test", "@patch('socket.socket')\ndef test"))


@pytest.mark.parametrize("call", LISTENS_NOT)
def test_what_may_not_listen_is_not(call: str) -> None:
    assert not codes(f"{SERVERS}def test_shop(shop, app):\n    server = {call}\n    server.close()")
