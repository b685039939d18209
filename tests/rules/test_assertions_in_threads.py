"""Which assertions in threads are lost, and of which the test hears."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = (
    "import threading\nimport pytest\nfrom concurrent.futures import ThreadPoolExecutor\n"
    "from unittest import mock\n"
)
ORDER = """
    def order():
        assert shop.order("pear")
"""


def codes(text: str) -> list[str]:
    findings = engine.check(HEAD + textwrap.dedent(text), "tests/test_x.py", Settings())
    return [each.code for each in findings if each.code == "TSE546"]


def ending(*lines: str) -> str:
    """A test with a thread that asserts in some lines."""
    body = textwrap.indent("\n".join(lines), " " * 8)
    start = "    threading.Thread(target=order).start()"
    return f"def test_order(shop, names):\n    lock = threading.Lock()\n    def order():\n{body}\n{start}\n"


TEST = f"def test_order(shop):{ORDER}"
LOST = {
    "a thread with a name": f"{TEST}    t = threading.Thread(target=order)\n    t.start()",
    "a thread in a list": f"""
def test_order(shop):{ORDER}
    for each in [threading.Thread(target=order)]:
        each.start()
""",
    "a thread that is kept": f"""
def test_order(shop, threads):{ORDER}
    t = threading.Thread(target=order)
    threads.append(t)
    for each in threads:
        each.start()
""",
    "a lock": ending("with lock:", "    assert shop.order('pear')"),
    "a loop that only asserts": ending(
        "for each in names:", "    assert each", "    assert shop.order(each)"
    ),
    "a filter that only shows": "import warnings\nwarnings.simplefilter('always')\n"
    + ending("assert shop.order('pear')"),
    "a known context around it": """
def test_order(shop):
    with ThreadPoolExecutor() as pool:
        def order():
            assert shop.order("pear")
        pool.submit(order)
""",
}
HEARD = {
    "threads that a decorator replaces": f"""
@mock.patch("threading.Thread")
def test_order(thread, shop):{ORDER}
    threading.Thread(target=order).start()
""",
    "threads that a context replaces": f"""
def test_order(shop):{ORDER}
    with mock.patch("threading.Thread", shop.Sync):
        threading.Thread(target=order).start()
""",
    "a thread that is run at once": f"""
def test_order(shop):{ORDER}
    t = threading.Thread(target=order)
    t.run()
    shop.till.start()
""",
    "a thread that is run unnamed": f"{TEST}    threading.Thread(target=order).run()",
    "a thread that is never started": f"{TEST}    t = threading.Thread(target=order)\n    assert t",
    "threads that are never started": f"{TEST}    shop.keep(threading.Thread(target=order))",
    "a mark of the module": "pytestmark = pytest.mark.filterwarnings('error')\n"
    + ending("assert shop.order('pear')"),
    "a mark of the test": "@pytest.mark.filterwarnings('error')\n" + ending("assert shop.order('pear')"),
    "a hook": "threading.excepthook = print\n" + ending("assert shop.order('pear')"),
    "a known context": ending("with pytest.raises(ValueError):", "    assert shop.order('pear')"),
    "an unknown context": ending("with shop.errors():", "    assert shop.order('pear')"),
    "what it deletes": ending("assert shop.order('pear')", "del names[0]"),
    "what it annotates": ending("assert shop.order('pear')", "names[0]: int = 3"),
    "what it returns": ending("assert shop.order('pear')", "return 3"),
    "what a loop does again": ending(
        "for each in names:", "    shop.sell(each)", "    assert shop.order(each)"
    ),
}


@pytest.mark.parametrize("name", LOST)
def test_a_lost_assertion_is_reported(name: str) -> None:
    assert codes(LOST[name]) == ["TSE546"]


@pytest.mark.parametrize("name", HEARD)
def test_an_assertion_that_is_heard_is_not(name: str) -> None:
    assert not codes(HEARD[name])
