"""Handles that are handed on, and ended all the same by the function that made them."""

from __future__ import annotations

import pytest

from .judged_calls import verdicts

SAID = {
    "to an object that nobody ends": """
        def test_a():
            it = socket.socket()
            shop = Shop(link=it)
            shop.open()
            assert shop.count == 3 == shop
            assert shop
            it.close()
        """,
    "to an object that is awaited": """
        async def test_a(self):
            it = socket.socket()
            shop = await Shop(it)
            self.assertTrue(shop)
            self.assertEqual(shop.count, 3)
            it.close()
        """,
    "to a double": """
        def test_a(client):
            it = socket.socket()
            client.connect.return_value = it
            shop = mock.Mock(side_effect=it)
            assert look(client, shop)
            it.close()
        """,
    "to calls whose answers are looked at": """
        def test_a(self):
            it = open("a", "w")
            self.assertEqual(look(it), 1)
            assert look(it) == 2
            look(it)
            assert self.shop
            it.close()
        """,
}


@pytest.mark.parametrize("text", SAID.values(), ids=SAID.keys())
def test_is_released_only_if_an_assertion_passes(text: str) -> None:
    assert [each.split()[0] for each in verdicts(text)] == ["CHECK"]


SILENT = {
    "to an object that is closed": """
        def test_a():
            it = socket.socket()
            shop = Shop(it)
            assert shop.count == 3
            shop.close()
            it.close()
        """,
    "to an object that is handed on": """
        def test_a():
            it = socket.socket()
            shop = Shop(it)
            assert look(shop)
            it.close()
        """,
    "to an object that is kept": """
        def test_a(self):
            it = socket.socket()
            self.shop = Shop(it)
            assert self.shop.count == 3
            it.close()
        """,
    "to an object that is returned": """
        def make():
            it = socket.socket()
            shop = Shop(it)
            assert shop.count == 3
            it.close()
            return shop
        """,
    "to an object that another makes": """
        def test_a():
            it = socket.socket()
            look(Shop(it))
            assert shop()
            it.close()
        """,
    "to what may keep it": """
        def test_a(self):
            it = socket.socket()
            watch(it)
            assert shop()
            it.close()
        """,
    "to a list": """
        def test_a(links):
            it = socket.socket()
            links.append(it)
            assert shop()
            it.close()
        """,
    "by its method": """
        def test_a(links):
            it = socket.socket()
            shop = links.all[it.close]
            assert shop
            it.close()
        """,
    "to a function inside": """
        def test_a(links):
            it = socket.socket()
            def look():
                return Shop(it)
            assert links
            it.close()
        """,
    "and never ended": """
        def test_a(links):
            it = socket.socket()
            shop = Shop(it)
            assert shop.count == 3
        """,
    "a path": """
        def test_a(links):
            it = tempfile.mkdtemp()
            links.append(it)
            assert links.count == 3
            shutil.rmtree(it)
        """,
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_may_be_another_s(text: str) -> None:
    assert verdicts(text) == []
