"""What even a rule that is enabled by name says nothing of."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings


def count(code: str, text: str) -> int:
    findings = engine.check(textwrap.dedent(text), "tests/test_x.py", Settings(enable=(code,)))
    return sum(each.code == code for each in findings)


OPTION = """
def test_option(shop):
    till = shop.Till(verify_ssl=False)
    assert {asserted}
"""
CONTEXT = """
import ssl

def test_order(shop, ca):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.{loaded}(ca.path)
    context.check_hostname = False
    shop.order(context{more})
"""
SCRIPT = """
import shop

if __name__ == "{name}":
    shop.app.run(port=5001)
"""
TUNNEL = """
def test_tunnel(shop):
    shop.tunnel({word}_bind_address=("10.0.0.1", 8080))
"""
REFUSED = """
import pytest

def test_tunnel(shop):
    with pytest.raises({error}):
        {call}
"""
HANDED = """
def test_dump(shop):
    shop.{call}
"""
ENTERED = """
import pytest

@pytest.fixture
def till(shop):
    till = shop.Till()
    till.__enter__()
    {end}
"""
THREAD = """
import threading
from test.support import threading_helper

def test_order(shop):
    with {manager}:
        thread = threading.Thread(target=shop.order)
        thread.start()
        assert shop.stock
"""
FILES = """
import shop
import pytest

def test_a():
    file = shop.File("a")
    file.read()
    file.close()

def test_b():
    file = shop.File("b")
    file.read()
    file.close()

def test_c():
    file = shop.File("c")
    file.read()
    file.close()

def test_d():
    file = shop.File("d")
    {use}
"""
REGISTERED = """
from shop import {error}, register

def test_totals(client):
    try:
        register("till")
    except {error}:
        pass
    {below}
"""
THRESHOLDS = """
import gc
import unittest

class TillTest(unittest.TestCase):
    def test_order(self):
        self.addCleanup({registered})
        gc.set_threshold(10)
        self.assertTrue(self.till.order())
"""
CAPTURED = """
import unittest
from testfixtures import LogCapture

class TillTest(unittest.TestCase):
    def test_order(self):
        captured = LogCapture()
        self.till.order()
        {end}()
        captured.check()
"""
NEAR = {
    "all captures are undone": (
        "TSE308",
        CAPTURED.format(end="LogCapture.uninstall_all"),
        CAPTURED.format(end="LogCapture.known_all"),
    ),
    "all thresholds are registered": (
        "TSE314",
        THRESHOLDS.format(registered="gc.set_threshold, *gc.get_threshold()"),
        THRESHOLDS.format(registered="gc.collect, *gc.get_threshold()"),
    ),
    "the option is asserted": (
        "TSE202",
        OPTION.format(asserted="not till.verify_ssl"),
        OPTION.format(asserted="till.open"),
    ),
    "the option of the result is asserted": (
        "TSE202",
        "import shop\n\ndef test_order():\n    till = shop.Till(verify_ssl=False)\n"
        "    assert not till.verify_ssl\n",
        "import shop\n\ndef test_order(key):\n    till = shop.Till(verify_ssl=False)\n"
        "    assert key.verify_ssl\n",
    ),
    "the option is asserted within": (
        "TSE202",
        "import shop\n\ndef test_order():\n    with shop.Till(verify_ssl=False) as till:\n"
        "        assert not till.verify_ssl\n",
        "import shop\n\ndef test_order():\n    with shop.Till(verify_ssl=False) as till:\n"
        "        assert till.verify_ssl()\n",
    ),
    "the option is asserted at once": (
        "TSE202",
        "import shop\n\ndef test_order():\n    assert shop.Till(verify_ssl=False).verify_ssl\n",
        "import shop\n\ndef test_order():\n    assert shop.Till(verify_ssl=False).verify_ssl(3)\n",
    ),
    "other authorities are not trusted": (
        "TSE202",
        CONTEXT.format(loaded="load_verify_locations", more=""),
        CONTEXT.format(loaded="load_verify_locations", more="").replace(
            "SSLContext(ssl.PROTOCOL_TLS_CLIENT)", "create_default_context()"
        ),
    ),
    "only the name of the host is open": (
        "TSE202",
        CONTEXT.format(loaded="load_verify_locations", more=""),
        CONTEXT.format(loaded="load_cert_chain", more=""),
    ),
    "nothing of the peer is verified": (
        "TSE202",
        CONTEXT.format(loaded="load_verify_locations", more=""),
        CONTEXT.format(loaded="load_verify_locations", more=", mode=ssl.CERT_NONE"),
    ),
    "the file is a program": (
        "TSE213",
        SCRIPT.format(name="__main__"),
        "import shop\nshop.app.run(port=5001)\n",
    ),
    "the address of another": ("TSE213", TUNNEL.format(word="remote"), TUNNEL.format(word="local")),
    "the address is refused": (
        "TSE213",
        REFUSED.format(error="ValueError", call='shop.make(bind=("localhost", 12345))'),
        'def test_x(shop):\n    shop.make(bind=("localhost", 12345))\n',
    ),
    "the path is refused": (
        "TSE215",
        REFUSED.format(error="ValueError", call='shop.dump("/tmp/shop")'),
        HANDED.format(call='dump("/tmp/shop")'),
    ),
    "the path of another machine": (
        "TSE215",
        HANDED.format(call='dump(remote_path="/tmp/shop")'),
        HANDED.format(call='dump(path="/tmp/shop")'),
    ),
    "a path in an address": (
        "TSE215",
        HANDED.format(call='get_url("/tmp/shop")'),
        HANDED.format(call='get_all("/tmp/shop")'),
    ),
    "who gets the manager": (
        "TSE332",
        ENTERED.format(end="return till, shop"),
        ENTERED.format(end="return shop"),
    ),
    "nothing is returned": ("TSE332", ENTERED.format(end="return till"), ENTERED.format(end="return")),
    "the manager waits": (
        "TSE325",
        THREAD.format(manager="threading_helper.wait_threads_exit()"),
        THREAD.format(manager="shop.open(), shop.till"),
    ),
    "nothing was opened": (
        "TSE320",
        FILES.format(use="with pytest.raises(OSError):\n        file.read()"),
        FILES.format(use="file.read()"),
    ),
    "done before": (
        "TSE410",
        REGISTERED.format(error="AlreadyKnown", below="client.order()\n    assert client.total() == 9"),
        REGISTERED.format(error="UnknownTill", below="client.order()\n    assert client.total() == 9"),
    ),
}


@pytest.mark.parametrize(("code", "silent", "reported"), NEAR.values(), ids=NEAR)
def test_one_fact_makes_the_difference(code: str, silent: str, reported: str) -> None:
    assert (count(code, silent), count(code, reported)) == (0, 1)
