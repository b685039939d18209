"""Which last steps of a test are reported by default, and which only where the rule is enabled by name."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = """
import shop
from shop import Discount, plugins, stock, version

"""


def count(text: str, *enable: str) -> int:
    source = HEAD + textwrap.dedent(text)
    findings = engine.check(source, "tests/test_x.py", Settings(enable=enable))
    return sum(each.code == "TSE323" for each in findings)


BY_DEFAULT = {
    "a value of a module": """
    def test_paste(client):
        version.paste(client)
        assert version.url == "test"
        version.url = None
    """,
    "a reset that is told nothing": """
    def test_stock(client):
        stock.fill(client)
        assert stock.count() == 3
        stock.reset()
    """,
    "the attribute is set above": """
    def test_stock(client):
        stock.limit = 3
        assert client.count() == 3
        stock.reset_limit()
    """,
    "a value that was kept": """
    def test_url(client):
        old = version.url
        client.paste()
        assert client.count() == 3
        version.url = old
    """,
    "what is told is imported": """
    def test_plugin(client):
        plugins.register(Discount)
        assert client.total() == 9
        plugins.unregister(Discount, kind=shop.KIND, at=0)
    """,
}
BY_NAME = {
    "the last call may be what is tested": """
    def test_password(client):
        shop.add_user("bob", "old")
        assert client.login("bob", "old")
        shop.reset_password("bob", "new")
    """,
    "nothing is told above": """
    def test_stock(client):
        client.fill()
        assert stock.count() == 3
        stock.reset()
    """,
    "nothing of it is set above": """
    def test_url(client):
        client.paste()
        assert version.url == "test"
        version.url = None
    """,
    "another value that was kept": """
    def test_url(client):
        old = client.url
        client.paste()
        assert version.url == "test"
        version.url = old
    """,
    "what is told is the test's own": """
    def test_plugin(client):
        own = plugins.make()
        plugins.register(own)
        assert client.total() == 9
        plugins.unregister(own)
    """,
    "what is told is of the fixture": """
    def test_plugin(client):
        plugins.register(Discount)
        assert client.total() == 9
        plugins.unregister(at=client.url)
    """,
    "what is emptied": """
    def test_stock(client):
        client.fill()
        assert stock.count() == 3
        stock.clear_all()
    """,
    "files that are left": """
    def test_stock(client):
        client.fill()
        assert stock.count() == 3
        stock.cleanup()
    """,
}


@pytest.mark.parametrize("text", BY_DEFAULT.values(), ids=BY_DEFAULT)
def test_this_is_reported_by_default(text: str) -> None:
    assert count(text) == 1


@pytest.mark.parametrize("text", BY_NAME.values(), ids=BY_NAME)
def test_this_is_reported_by_name_only(text: str) -> None:
    assert (count(text), count(text, "TSE323")) == (0, 1)
