"""Which waits are reported where no rule is enabled by name."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from flake8_testsec import engine
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

HEAD = (
    "import asyncio, multiprocessing, queue, socket, subprocess, threading, time, unittest\nimport pytest\n"
)
PATH = "tests/test_x.py"


def codes(text: str, path: str = PATH) -> list[str]:
    findings = engine.check(HEAD + textwrap.dedent(text), path, Settings())
    return [each.code for each in findings if each.code in ("TSE212", "TSE213", "TSE216")]


UNMET = {
    "an event, before anybody is given the answer": """
    async def test_sells(shop):
        sold = asyncio.Event()
        shop.sell(sold)
        shop.check(await sold.wait())
    """,
    "an event of threads, in a context of pytest": """
    def test_sells(shop):
        sold = threading.Event()
        shop.sell(sold.set)
        with pytest.warns(UserWarning):
            shop.check(sold.wait())
    """,
    "one of several events without a limit": """
    async def test_sells(shop):
        sold = asyncio.Event()
        shop.sell(sold)
        await asyncio.wait([sold.wait()], timeout=None)
        assert shop.sold
    """,
    "an event of which nobody is told": """
    async def test_sells(shop):
        sold = asyncio.Event()
        shop.sell(sold)
        (sold.wait(), 3)
    """,
    "an event that the code under test is handed": """
    async def test_sells(shop):
        sold = asyncio.Event()
        shop.sell(sold)
        await sold.wait()
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
        shop.sell(sold.set)
        with shop.lock:
            sold.wait()
    """,
    "a hook": """
    class TestShop:
        def setup_method(self):
            opened = threading.Event()
            self.shop.open(opened.set)
            opened.wait()
    """,
}


@pytest.mark.parametrize("name", UNMET)
def test_what_may_never_come_is_reported(name: str) -> None:
    assert codes(UNMET[name]) == ["TSE212"]


TOLD = {
    "an event that a call may have told": "shop.sell(sold)",
    "one that it tells": "shop.sell(sold.set())",
    "one that is asked": "shop.sell(sold.wait)",
    "one that a timer tells": "threading.Timer(1, lambda: sold.set()).start()",
    "one that it tells beside a thread": "threading.Thread(target=shop.sell).start(); sold.set()",
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_called_may_have_told_before_it_returns(name: str) -> None:
    text = f"def test_sells(shop):\n    sold = threading.Event()\n    {TOLD[name]}\n    sold.wait()\n"
    assert codes(text) == []


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

    text = text.replace("sell(sold)", "sell(sold.set)")

    def found(base: str) -> list[str]:
        (tmp_path / "tests" / "base.py").write_text(
            f"import unittest\nclass Base(unittest.TestCase):\n    {base}\n"
        )
        view = Project(str(tmp_path)).view(PATH)
        return [each.code for each in engine.check(text, PATH, Settings(), view)]

    assert found("pass") == ["TSE212"]
    assert found("timeout = 5") == []


def test_a_limit_may_be_given_where_the_tests_are_called(tmp_path: Path) -> None:
    text = "import threading\n" + textwrap.dedent(UNMET["a method that is handed on"])
    (tmp_path / "tests").mkdir()

    def found(needs: str) -> list[str]:
        (tmp_path / "requirements_test.txt").write_text(needs)
        return [each.code for each in engine.check(text, PATH, Settings(), Project(str(tmp_path)).view(PATH))]

    assert found("pytest>=8\n") == ["TSE212"]
    assert found("pytest>=8\npytest-timeout==2.4\n") == []


POLLED = "def wait_for(shop):\n    while not shop.is_open():\n        time.sleep(1)\n"


@pytest.mark.parametrize(
    ("path", "more", "expected"),
    [
        ("tests/test_x.py", "def test_opens(shop):\n    wait_for(shop)\n", ["TSE216"]),
        ("tests/test_x.py", "@pytest.fixture\ndef shop():\n    wait_for(shop)\n", ["TSE216"]),
        ("tests/test_x.py", "wait_for(3)\n", []),
        ("tests/shops.py", "wait_for(3)\n", []),
    ],
)
def test_a_script_is_ended_by_who_has_started_it(path: str, more: str, expected: list[str]) -> None:
    assert codes(POLLED + more, path) == expected
