"""Which polling loops and ports are reported where no rule is enabled by name."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import asyncio, socket, time, unittest\nimport pytest\n"
PATH = "tests/test_x.py"


def codes(text: str, path: str = PATH) -> list[str]:
    findings = engine.check(HEAD + textwrap.dedent(text), path, Settings())
    return [each.code for each in findings if each.code in ("TSE212", "TSE213", "TSE216")]


LOOP = """
        while not shop.open:
            time.sleep(0.1)
"""
ENDLESS = {
    "a context of the library": """
    import tempfile
    def test_opens(shop):
        with tempfile.TemporaryDirectory():
            while not shop.open:
                time.sleep(0.1)
    """,
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
    "a pool that waits again": """
    from concurrent.futures import ThreadPoolExecutor
    def test_opens(shop):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(shop.sell)
            while not shop.open:
                time.sleep(0.1)
    """,
    "an unknown context": """
    def test_opens(shop):
        with Deadline(5):
            while not shop.open:
                time.sleep(0.1)
    """,
    "a double that raises": f"""
@patch("time.sleep", side_effect=[None, OSError])
def test_opens(sleep, shop):{LOOP}
""".replace("@patch", "from unittest.mock import patch\n@patch"),
    "a double that brings it about": f"""
def test_opens(monkeypatch, shop):
    monkeypatch.setattr(time, "sleep", shop.tick){LOOP.replace("        w", "    w")}
""",
    "a double around a helper": f"""
from unittest import mock
def wait(shop):{LOOP}
def test_opens(shop):
    with mock.patch("time.sleep", shop.tick):
        wait(shop)
""",
    "a double of a fixture": f"def test_opens(no_sleep, shop):{LOOP}",
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


LISTENS = (
    "uvicorn.Server(uvicorn.Config(shop, port=8000))",
    "BaseManager(('127.0.0.1', 50000), b'shop').get_server()",
    "HTTPServer(('127.0.0.1', 8080), shop)",
    "socket.create_server(('localhost', 9999))",
    "socket.socket().bind(('', 8642))",
    "asyncio.start_server(shop, '127.0.0.1', 8888)",
)
LISTENS_NOT = (
    "uvicorn.Config(shop, port=8000)",
    "BaseManager(('127.0.0.1', 50000), b'shop')",
    "BaseManager(('127.0.0.1', 50000), b'shop'); server.connect(); shop.start()",
    "HTTPServer(('127.0.0.1', 8080), shop, False)",
    "socket.socket(socket.AF_VSOCK).bind((2, 5000))",
    "socket.socket().bind(('224.0.0.251', 5353))",
    "socket.socket().bind(('FF02::FB', 5353, 0, 0))",
    "HTTPServer(('127.0.0.1', 8080), shop, bind_and_activate=False)",
    "socket.socket().bind((socket.BDADDR_ANY, 4097))",
    "socket.socket().bind(('127.0.0.1', 80))",
    "make_server('', 8000, shop, MockServer)",
    "app.run(port=5000)",
    "Server(('127.0.0.1', 8080))",
)
SERVERS = "import uvicorn\nfrom multiprocessing.managers import BaseManager\n"
SERVERS += "from http.server import HTTPServer\nfrom wsgiref.simple_server import make_server\n"


@pytest.mark.parametrize("call", LISTENS)
def test_a_server_of_a_known_library_on_a_fixed_port_is_reported(call: str) -> None:
    text = f"{SERVERS}def test_shop(shop):\n    server = {call}\n    server.close()"
    assert codes(text) == ["TSE213"]
    assert not codes(text, "tests/helpers.py")
    assert not codes(text.replace("def test", "@patch('socket.socket')\ndef test"))


@pytest.mark.parametrize("call", LISTENS_NOT)
def test_what_may_not_listen_is_not(call: str) -> None:
    assert not codes(f"{SERVERS}def test_shop(shop, app):\n    server = {call}\n    server.close()")


BIND = """
    def test_binds(shop):
        till = socket.socket()
        {0}
            till.bind(("127.0.0.1", 8642))
        {1}
"""


@pytest.mark.parametrize(
    "caught", ("except OSError:\n            pytest.skip()", "except Exception:\n            shop.close()")
)
def test_a_port_that_may_be_taken_is_not(caught: str) -> None:
    assert not codes(BIND.format("try:", caught))


@pytest.mark.parametrize(
    "opening, caught",
    (
        ("try:", "except ValueError:\n            pass"),
        ("try:", "except OSError:\n            raise"),
        ("try:\n            pass\n        finally:", ""),
    ),
)
def test_a_port_that_must_be_free_is_reported(opening: str, caught: str) -> None:
    assert codes(BIND.format(opening, caught)) == ["TSE213"]


def test_a_double_that_is_bound_is_not() -> None:
    bound = "till = socket.socket()\n    till.bind = {0}\n    till.bind(('', 8642))"
    text = f"from unittest import mock\ndef test_binds(shop):\n    {bound}\n"
    assert not codes(text.format("mock.Mock()"))
    assert codes(text.format("shop.bind")) == ["TSE213"]
