"""What runs out by itself in a moment: told where a rule is asked for by name, next to what may last."""

from __future__ import annotations

import textwrap

import pytest

from tests.cleanup.test_what_readers_left_alone import found, in_test

HEAD = """\
import django.test, functools, multiprocessing, os, queue, signal, time
from django.test.runner import DiscoverRunner
"""
LATER = "t.start()\nassert ask()\nshop.close()\ndone.set()\nt.join()"
TIMER = "t = threading.Timer({})\n" + LATER
THREAD = "got = []\ndef sell(): {}\ndef work():\n{}\nt = threading.Thread(target=work)\n" + LATER


def thread(body: str, other: str = "got.append(1)") -> str:
    return THREAD.format(other, textwrap.indent(body, "    "))


BRIEF = {
    "a timer of a moment": TIMER.format("0.1, shop.cancel, (done,)"),
    "a timer of a partial function": TIMER.format("0.1, functools.partial(shop.cancel, done)"),
    "a timer by its keywords": TIMER.format("interval=1, function=shop.cancel, args=[done]"),
    "a timer of a lambda": TIMER.format("0.1, lambda: shop.cancel(done)"),
    "a timer of a function": "def work():\n    shop.open(done)\n" + TIMER.format("0.1, work"),
    "a thread of a lambda": "t = threading.Thread(target=lambda: print(done, shop))\n" + LATER,
    "a thread that notes something": thread("print(shop)\ngot.append(done)"),
    "a thread that tells an event": thread("done.set()"),
    "a thread that counts": thread("for i in range(3): print(shop, i)"),
    "a thread over what is written out": thread("for i in (1, 2): print(shop, i)\nprint([i for i in [1]])"),
    "a thread that sleeps for a moment": thread("time.sleep(0.5)\nprint(shop)"),
    "a thread that calls another": thread("sell()\nprint(shop)"),
    "a method of the case": (
        "class TestOrder(unittest.TestCase):\n    def work(self):\n        self.shop = print(shop)\n"
        "    def test_order(self):\n        t = threading.Thread(target=self.work)\n        t.start()\n"
        "        self.assertTrue(ask)\n        self.shop.close()\n        shop.close()\n        t.join()"
    ),
}
LASTING = {
    "a timer of a minute": TIMER.format("60, shop.cancel, (done,)"),
    "a timer that waits": TIMER.format("0.1, done.wait"),
    "a timer that serves": TIMER.format("0.1, shop.serve_forever"),
    "a timer of unknown length": TIMER.format("shop.delay, shop.cancel, (done,)"),
    "a timer that is cancelled": TIMER.format("0.1, shop.cancel").replace("t.join()", "t.cancel()"),
    "a timer of a function that waits": "def work():\n    done.wait()\n" + TIMER.format("0.1, work"),
    "a timer of a lambda that waits": TIMER.format("0.1, lambda: shop.get(done)"),
    "a thread of an unknown function": ("t = threading.Thread(target=shop.cancel, args=(done,))\n" + LATER),
    "a thread that loops": thread("while shop:\n    print(done)"),
    "a thread over what is not known": thread("for each in shop: print(each)"),
    "a thread that asks a generator": thread("print([i for i in shop.watched()])"),
    "a thread that waits": thread("done.wait()"),
    "a thread that takes from a queue": thread("print(shop.get())"),
    "a thread that locks": thread("with shop: pass"),
    "a thread that sleeps for long": thread("time.sleep(60)\nprint(shop)"),
    "a thread that sleeps for as long as it is told": thread("time.sleep(shop.delay)"),
    "a thread that asks what is not known": thread("print(shop.index())"),
    "a thread that runs what it is given": thread("ask(shop)"),
    "a thread that calls one that waits": thread("sell()", "done.wait()"),
}


@pytest.mark.parametrize("body", BRIEF.values(), ids=BRIEF)
def test_what_runs_out_is_told_by_name(body: str) -> None:
    assert found(HEAD + in_test(body), "TSE307") == []
    assert len(found(HEAD + in_test(body), "TSE307", "TSE307")) == 1


@pytest.mark.parametrize("body", LASTING.values(), ids=LASTING)
def test_what_may_last_is_reported(body: str) -> None:
    assert len(found(HEAD + in_test(body), "TSE307")) == 1


@pytest.mark.parametrize("begin", ["threading.Thread()", "threading.Timer(0.1, function=None)"])
def test_a_thread_of_nothing_is_told_by_name(begin: str) -> None:
    body = f"t = {begin}\nt.start()\nassert ask()\nprint()\nt.join()"
    assert len(found(HEAD + in_test(body), "TSE307", "TSE307")) == 1


ARCHIVE = """\
class TestOrders(unittest.TestCase):
    def test_orders(self):
        self.file = {}
        orders = zipfile.ZipFile(self.file, "w")
        self.assertTrue(orders.namelist())
        orders.close()
"""


@pytest.mark.parametrize(
    ("file", "told"), [("tempfile.SpooledTemporaryFile()", 0), ("io.BytesIO()", 0), ("shop.Orders()", 1)]
)
def test_an_archive_in_memory_is_told_by_name(file: str, told: int) -> None:
    assert len(found(ARCHIVE.format(file), "TSE307")) == told
    assert len(found(ARCHIVE.format(file), "TSE307", "TSE307")) == 1


PROCESS = """\
def work(pid, seconds=0.0):
    {}
    print("done")
def test_shop():
    process = multiprocessing.Process(target=work, args=(os.getpid(), 0.5))
    process.start()
    assert stock.serve() == "interrupted"
"""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("time.sleep(seconds)\n    os.kill(pid, signal.SIGINT)", 0),
        ("time.sleep(3)", 0),
        ("time.sleep(60)", 1),
        ("queue.Queue().get()", 1),
        ("while pid: time.sleep(1)", 1),
    ],
)
def test_a_process_that_is_soon_over_is_told_by_name(body: str, told: int) -> None:
    assert len(found(HEAD + PROCESS.format(body), "TSE311")) == told
    assert len(found(HEAD + PROCESS.format(body), "TSE311", "TSE311")) == 1


CASE = """\
class TestOrders(django.test.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.runner = DiscoverRunner()
        {}
    @classmethod
    def {}(cls):
        {}
"""
MADE, GONE = "cls.old = cls.runner.setup_databases()", "cls.runner.teardown_databases(cls.old)"


@pytest.mark.parametrize(
    ("set_up", "name", "tear_down", "told"),
    [
        (MADE, "tearDownClass", GONE, 0),
        (MADE, "tearDownClass", "cls.old = None", 2),
        ("cls.old = 1", "tearDownClass", GONE, 2),
        ("cls.old = 1", "tearDownClass", "cls.old = None", 2),
        (MADE, "tearDownClass", f"super().tearDownClass()\n        {GONE}", 1),
        (MADE, "end", GONE, 1),
    ],
)
def test_a_class_that_makes_the_databases_itself_is_told_by_name(
    set_up: str, name: str, tear_down: str, told: int
) -> None:
    source = HEAD + CASE.format(set_up, name, tear_down)
    assert len(found(source, "TSE309")) == told
    assert len(found(source, "TSE309", "TSE309")) == (told or 2)
