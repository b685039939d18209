"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    import os

    import numpy as np

    def test_rows(rows, order, tmp_path):
        np.array_equal(rows, order.rows)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        order.name.startswith("order")
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        os.path.exists(order.file)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^
        (tmp_path / "order.txt").exists()
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        rows.names.issubset(order.names)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
    """
    import filecmp

    import numpy as np

    def _same(shop, path):
        shop.total == 3
        ^^^^^^^^^^^^^^^
        np.array_equal(shop.rows, [1, 2])
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    def test_files(shop, path):
        _same(shop, path)
        filecmp.cmp(path, "expected.txt")
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        shop.name.startswith("The ")
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
)

good = (
    """
    def test_state(client):
        assert client.update("ann")["state"] == "active"
        client.ready
    """,
    """
    def test_ordering(one, other):
        one < other
        one >= other
    """,
    """
    import unittest

    def test_is_open(client):
        return client.state == "open"

    def test_waits(client):
        client.wait(lambda: test_is_open(client))

    @checks.register
    def test_registered(client):
        return client.state == "open"

    def test_is_cached(perms):
        "READ" in perms
        assert len(perms.cache) == 1

    def test_inner(client):
        def is_open():
            return client.state == "open"

        assert client.wait(is_open)

    class TestClient(unittest.TestCase):
        def test_id(self):
            return self.__class__ == TestClient

        def id(self):
            return self.test_id()
    """,
    """
    import pytest

    def _compared(shop):
        shop.total < None

    def test_compared(shop):
        with pytest.raises(TypeError):
            _compared(shop)

    def _asked(shop):
        shop.total < 3

    ASKED = [_asked]

    def test_asked(shop):
        _asked(shop)
    """,
    """
    import os
    from unittest import mock

    from shop import verify

    def test_doubles(shop, lazy):
        name = mock.Mock()
        name.startswith("a")
        double = shop.double()
        double.startswith("a")
        double.startswith.assert_called_once_with("a")
        lazy.startswith("a")
        assert lazy.evaluated
        verify(shop.name).startswith("a")
        shop.name == "a"  # noqa: B015

    def test_watched(shop):
        with mock.patch("os.stat") as stat:
            os.path.exists("orders")
        stat.assert_called_once()

    def test_watched_path(tmp_path, monkeypatch, shop):
        monkeypatch.setattr(os, "stat", shop.calls.append)
        (tmp_path / "orders").exists()
        assert shop.calls
    """,
)

good = (
    """
    def test_asked_once(shop, count):
        asked = count()
        "en" in shop.names
        "en" in shop.names
        assert count() == asked + 1
    """,
    """
    def test_equal(shop):
        assert hasattr(shop, "__eq__")
        return shop == shop.copy()
    """,
)
