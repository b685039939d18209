"""Mistakes that people reported elsewhere, in texts of our own: each is found in the line that is marked.

Below a mistake stands what is right and looks alike: nothing of these families is said of it.
"""

from __future__ import annotations

import re
import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.finding import Finding
from flake8_testsec.settings import Settings

_WANTED = re.compile(r"# want (.+)")

WRONG = {
    "a fixture puts a variable back only where there was one": """
        import os

        import pytest


        @pytest.fixture(autouse=True)
        def currency():
            kept = os.environ.pop("SHOP_CURRENCY", None)
            try:
                yield
            finally:
                if kept is not None:
                    os.environ["SHOP_CURRENCY"] = kept


        def test_prices_are_in_dollars(shop):
            os.environ["SHOP_CURRENCY"] = "USD"  # want TSE304
            assert shop.price("tea") == "3 USD"
        """,
    "a test puts a variable back only where there was one": """
        import os


        def test_prices_are_in_dollars(shop):
            kept = os.environ.get("SHOP_CURRENCY")
            os.environ["SHOP_CURRENCY"] = "USD"  # want TSE304
            try:
                assert shop.price("tea") == "3 USD"
            finally:
                if kept:
                    os.environ["SHOP_CURRENCY"] = kept
        """,
    "a function that tests call sets a variable": """
        import importlib
        import os

        _FOLDER = "SHOP_FOLDER"


        def _shop_in(folder):
            os.environ[_FOLDER] = str(folder)  # want TSE304
            import shop
            return importlib.reload(shop)


        def test_shop_is_empty(tmp_path):
            assert _shop_in(tmp_path).orders() == []
        """,
    "a connection is made to learn whether somebody listens": """
        import socket

        import pytest


        def _answers(port):
            try:
                socket.create_connection(("localhost", port), timeout=2)  # want TSE312
            except ConnectionError:
                return False
            else:
                return True


        @pytest.mark.skipif(not _answers(6379), reason="there is no queue")
        def test_orders_are_queued(shop):
            assert shop.queued() == 0
        """,
    "a loop waits until somebody listens": """
        import socket
        import time

        import pytest


        @pytest.fixture
        def shop(start):
            port = start("shop")
            for _ in range(50):
                try:
                    socket.create_connection(("localhost", port), timeout=2)  # want TSE312
                    break
                except OSError:
                    time.sleep(0.1)
            return port
        """,
    "a loop is made in a test": """
        import asyncio
        from unittest import TestCase


        class OrderTest(TestCase):
            def test_order_arrives(self):
                mine = asyncio.new_event_loop()  # want TSE316
                asyncio.set_event_loop(mine)
                order = mine.run_until_complete(self.shop.order("tea"))
                self.assertTrue(order.arrived)
        """,
    "a failure is caught with the error": """
        def test_shop_refuses(shop):
            try:  # want TSE40
                shop.order("nothing")
                assert False, "was taken"
            except Exception:
                assert True
        """,
    "a comparison is given back": """
        def test_orders_are_counted(shop):
            return shop.count() == 2  # want TSE5
        """,
    "the call is made before it is expected to raise": """
        from unittest import TestCase


        class OrderTest(TestCase):
            def test_shop_refuses(self):
                self.assertRaises(TypeError, order(None))  # want TSE4
        """,
    "an assertion is only named": """
        from unittest import TestCase


        class OrderTest(TestCase):
            def test_orders_are_counted(self):
                self.shop.order("tea")
                self.assertEqual  # want TSE5
        """,
}


BY_NAME = {"the call is made before it is expected to raise": ("TSE407",)}
"""What is not certain without the file of the function that is called: it may give another one."""


@pytest.mark.parametrize(("name", "text"), WRONG.items(), ids=WRONG.keys())
def test_what_was_reported_is_found(name: str, text: str) -> None:
    lines = textwrap.dedent(text).strip().splitlines()
    wanted = {number: match[1] for number, line in enumerate(lines, 1) if (match := _WANTED.search(line))}
    found = {(each.line, each.code) for each in _found("\n".join(lines), *BY_NAME.get(name, ()))}
    assert wanted
    assert all(any(line == at and code.startswith(it) for at, code in found) for line, it in wanted.items())
    assert {line for line, _ in found} == wanted.keys()


RIGHT = {
    "the fixture removes it first": """
        import os

        import pytest


        @pytest.fixture(autouse=True)
        def currency():
            kept = os.environ.pop("SHOP_CURRENCY", None)
            yield
            os.environ.pop("SHOP_CURRENCY", None)
            if kept is not None:
                os.environ["SHOP_CURRENCY"] = kept


        def test_prices_are_in_dollars(shop):
            os.environ["SHOP_CURRENCY"] = "USD"
            assert shop.price("tea") == "3 USD"
        """,
    "the fixture removes it otherwise": """
        import os

        import pytest


        @pytest.fixture(autouse=True)
        def currency():
            kept = os.environ.get("SHOP_CURRENCY")
            yield
            if not kept:
                os.environ.pop("SHOP_CURRENCY", None)
            else:
                os.environ["SHOP_CURRENCY"] = kept


        def test_prices_are_in_dollars(shop):
            os.environ["SHOP_CURRENCY"] = "USD"
            assert shop.price("tea") == "3 USD"
        """,
    "the test only takes it away": """
        import os

        import pytest


        @pytest.fixture(autouse=True)
        def currency():
            kept = os.environ.get("SHOP_CURRENCY")
            yield
            if kept is not None:
                os.environ["SHOP_CURRENCY"] = kept


        def test_there_is_no_currency(shop):
            del os.environ["SHOP_CURRENCY"]
            assert shop.price("tea") == "3"
        """,
    "every process has the variable": """
        import os


        def test_home(shop, tmp_path):
            kept = os.environ.get("HOME")
            os.environ["HOME"] = str(tmp_path)
            try:
                assert shop.home() == tmp_path
            finally:
                if kept is not None:
                    os.environ["HOME"] = kept
        """,
    "the test removes what the function has set": """
        import os


        def _use(currency):
            os.environ["SHOP_CURRENCY"] = currency


        def test_prices_are_in_dollars(shop):
            _use("USD")
            try:
                assert shop.price("tea") == "3 USD"
            finally:
                del os.environ["SHOP_CURRENCY"]
        """,
    "the test's patch is in force when the function is called": """
        import os
        from unittest import mock


        def _use(currency):
            os.environ["SHOP_CURRENCY"] = currency


        @mock.patch.dict(os.environ)
        def test_prices_are_in_dollars(shop):
            _use("USD")
            assert shop.price("tea") == "3 USD"
        """,
    "the function is called when the module is imported, too": """
        import os


        def _use(currency):
            os.environ["SHOP_CURRENCY"] = currency


        _use("EUR")


        def test_prices_are_in_dollars(shop):
            _use("USD")
            assert shop.price("tea") == "3 USD"
        """,
    "the function takes away what the code under test has set": """
        import os


        def _forget():
            del os.environ["SHOP_CURRENCY"]


        def test_shop_sets_its_currency(shop):
            shop.open()
            _forget()
            assert shop.currency() is None
        """,
    "the error is expected": """
        import socket


        def test_nobody_listens(shop):
            shop.close()
            try:
                socket.create_connection(("localhost", shop.port), timeout=2)
            except ConnectionError:
                pass


        def test_somebody_refuses(shop):
            shop.close()
            try:
                socket.create_connection(("localhost", shop.port), timeout=2)
            except ConnectionError:
                return
            raise AssertionError("somebody listens")
        """,
    "the connection is closed": """
        import socket


        def answers(port):
            try:
                socket.create_connection(("localhost", port), timeout=2).close()
            except ConnectionError:
                return False
            return True
        """,
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_what_looks_alike_is_left_alone(text: str) -> None:
    assert [str(each) for each in _found(textwrap.dedent(text)) if each.code in ("TSE304", "TSE312")] == []


def _found(text: str, *named: str) -> list[Finding]:
    return list(engine.check(text, "tests/test_shop.py", Settings(enable=named)))
