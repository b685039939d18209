"""What ends by itself, or with the last name that it has: told where a rule is asked for by name."""

from __future__ import annotations

import pytest

from tests.cleanup.test_what_readers_left_alone import found, in_test

FUTURES = """\
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
"""
ANSWERED = (
    "executor.submit(ask).result()",
    "future = executor.submit(ask)\nassert future.result() == 17",
    "futures = [executor.submit(ask) for _ in range(3)]\nassert [each.result() for each in futures]",
    "futures = [executor.submit(ask) for _ in range(3)]\nfor each in as_completed(futures):\n    print(each)",
    "futures = []\nfutures.append(executor.submit(ask))\nwait(futures)",
    "futures = [None]\nfutures[0] = executor.submit(ask)\nassert [each.result() for each in futures]",
    "futures = [executor.submit(ask)]\nfor each in futures:\n    assert each.result()",
    "assert list(executor.map(ask, shop)) == [17]",
    "for each in executor.map(ask, shop):\n    assert each",
)
UNANSWERED = (
    "executor.submit(ask)",
    "executor.map(ask, shop)",
    "future = executor.submit(ask)\nassert future",
    "future = executor.submit(ask)\nassert future.done()",
    "futures = [executor.submit(ask)]\nfor each in futures:\n    assert each",
    "executor.submit(ask).result()\nexecutor.submit(done)",
    "executor.submit(ask).result()\nassert executor._max_workers == 2",
    "assert ask()",
)


@pytest.mark.parametrize("body", ANSWERED)
def test_executors_that_have_answered_are_told_by_name(body: str) -> None:
    source = FUTURES + in_test(f"executor = ThreadPoolExecutor(2)\n{body}")
    assert found(source, "TSE316") == []
    assert found(source, "TSE316", "TSE316")


@pytest.mark.parametrize("body", UNANSWERED)
def test_executors_that_may_be_at_work_still(body: str) -> None:
    assert found(FUTURES + in_test(f"executor = ThreadPoolExecutor(2)\n{body}"), "TSE316")


def test_an_executor_without_a_name_may_have_answered() -> None:
    answered = FUTURES + in_test("assert ThreadPoolExecutor(2).submit(ask).result() == 17")
    assert found(answered, "TSE316") == []
    assert found(answered, "TSE316", "TSE316")
    assert found(FUTURES + in_test("ThreadPoolExecutor(2).submit(ask)\nassert ask()"), "TSE316")


def test_an_executor_that_others_may_find_is_told() -> None:
    case = """\
class TestShop(unittest.TestCase):
    def test_asks(self):
        self.executor = ThreadPoolExecutor(2)
        self.assertTrue(self.executor.submit(stock).result())
"""
    assert found(FUTURES + case, "TSE316")


@pytest.mark.parametrize(
    ("timer", "told"),
    [
        ("event = threading.Event()\nthreading.Timer(60, event.set).start()\nshop.run(event)", 0),
        ("event = threading.Event()\nthreading.Timer(60, event.set).start()\nshop.run()", 1),
        ("event = Order()\nthreading.Timer(60, event.set).start()\nshop.run(event)", 1),
        ("threading.Timer(60, done.set).start()\nshop.run(done)", 1),
        ("threading.Timer(60, shop.close).start()\nshop.run()", 1),
    ],
)
def test_timers_that_only_set_an_event_are_told_by_name(timer: str, told: int) -> None:
    assert len(found(in_test(timer), "TSE316")) == told
    assert len(found(in_test(timer), "TSE316", "TSE316")) == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("file = open('orders', 'w')\nassert ask(file)\nfile.close()", 0),
        ("read, write = os.pipe()\nfile = os.fdopen(write, 'w')\nassert ask(file)\nfile.close()", 0),
        ("orders = sqlite3.connect('orders')\nassert ask(orders)\norders.close()", 0),
        ("orders = psycopg2.connect('orders')\nassert ask(orders)\norders.close()", 1),
        ("box = zipfile.ZipFile('orders.zip', 'w')\nassert ask(box)\nbox.close()", 1),
        ("box = zipfile.ZipFile('orders.zip')\nassert ask(box)\nbox.close()", 0),
        ("box = zipfile.ZipFile(self.orders, 'w')\nassert ask(box)\nbox.close()", 1),
        ("box = zipfile.ZipFile(shop.PATH, 'w')\nassert ask(box)\nbox.close()", 1),
        ("self.o = io.BytesIO()\nbox = zipfile.ZipFile(self.o, 'w')\nassert ask(box)\nbox.close()", 0),
        ("self.o = ask()\nbox = zipfile.ZipFile(self.o, 'w')\nassert ask(box)\nbox.close()", 1),
    ],
)
def test_what_ends_with_its_object_is_told_by_name(body: str, told: int) -> None:
    source = "import io, psycopg2, sqlite3, zipfile\n" + in_test(body)
    assert len(found(source, "TSE307")) == told
    assert len(found(source, "TSE307", "TSE307")) == 1


@pytest.mark.parametrize(
    ("around", "told"), [("with mocket.Mocketizer():", 0), ("with done():", 1), ("if shop:", 1)]
)
def test_sockets_that_are_faked_are_told_by_name(around: str, told: int) -> None:
    body = "s = socket.socket()\ns.connect(ask)\nassert s.recv(9)\ns.close()"
    inner = "".join(f"    {line}\n" for line in body.splitlines())
    source = "import mocket\n" + in_test(f"{around}\n{inner}")
    assert len(found(source, "TSE307")) == told
    assert len(found(source, "TSE307", "TSE307")) == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("fd, path = tempfile.mkstemp()\nassert isinstance(path, str)\nos.close(fd)", 0),
        ("fd, path = tempfile.mkstemp()\nassert isinstance(ask(), str)\nos.close(fd)", 1),
        ("fd, path = tempfile.mkstemp()\nassert ask(path)\nos.close(fd)", 1),
        ("loop = asyncio.new_event_loop()\nassert isinstance(loop, Order)\nloop.close()", 1),
        ("pool = ThreadPoolExecutor(2)\nassert pool.submit(ask)\npool.shutdown()", 0),
    ],
)
def test_releases_that_an_assertion_hardly_skips_are_told_by_name(body: str, told: int) -> None:
    source = "import asyncio\n" + FUTURES + in_test(body)
    assert len(found(source, "TSE307")) == told
    assert len(found(source, "TSE307", "TSE307")) == 1


@pytest.mark.parametrize(
    ("driver", "told"), [("psycopg2", 1), ("cx_Oracle", 0), ("oracledb", 0), ("pyodbc", 0)]
)
def test_connections_that_end_with_their_names_are_told_by_name(driver: str, told: int) -> None:
    source = f"import {driver}\n" + in_test(f"orders = {driver}.connect(shop)\nassert orders.cursor()")
    assert len(found(source, "TSE316")) == told
    assert len(found(source, "TSE316", "TSE316")) == 1
