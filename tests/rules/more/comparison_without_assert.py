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
)

good = (
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
)
