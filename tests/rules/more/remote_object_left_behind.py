"""More examples of a rule, which would make its own file too long."""

bad = ()
good = (
    """
    # file: tests/conftest.py
    import pytest

    from shop.api import connect, session

    @pytest.fixture
    def client():
        client = connect()
        yield client
        client.drop_all()

    @pytest.fixture
    def api(client):
        return client.api

    @pytest.fixture
    def cloud():
        with session() as cloud:
            yield cloud
    # file: tests/test_tables.py
    def test_table(client):
        table = client.create_table("a")
        assert table
        client.drop_table(table)

    def test_other(client):
        table = client.create_table("b")
        assert table.name == "b"

    def test_row(api):
        row = api.create_row("a")
        assert row
        api.drop_row(row)

    def test_other_row(api):
        row = api.create_row("b")
        assert row.name == "b"

    def test_machine(cloud):
        cloud.create_machine("a")
        cloud.drop_machine("a")

    def test_other_machine(cloud):
        cloud.create_machine("b")

    def test_unread(unread_client):
        unread_client.create_table("a")
        unread_client.drop_table("a")

    def test_other_unread(unread_client):
        unread_client.create_table("b")
    """,
    """
    # file: tests/conftest.py
    import pytest

    from shop.service import purge_everything

    @pytest.fixture
    def emptied(settings):
        yield
        purge_everything(settings)

    @pytest.fixture(autouse=True)
    def ready(emptied, settings):
        return emptied
    # file: tests/test_tables.py
    import boto3

    s3 = boto3.client("s3")

    def test_bucket():
        s3.create_bucket(Bucket="one")
        s3.delete_bucket(Bucket="one")

    def test_other():
        s3.create_bucket(Bucket="two")
    """,
    """
    import unittest

    from shop.gui import Window
    from shop.store import Store

    class StoreTest(unittest.TestCase):
        def setUp(self):
            self.store = Store()
            self.client = Store()

        def test_order(self):
            order = self.store.create_order("ann")
            self.assertTrue(order)
            self.store.remove_order(order)

        def test_other(self):
            self.assertEqual(self.store.orders, [])
            self.store.create_order("bob")

        def test_user(self):
            self.client.create_user("ann")
            self.client.remove_user("ann")

        def test_other_user(self):
            self.client.create_user("bob")

    def test_own():
        store = Store("memory://")
        order = store.create_order("ann")
        store.remove_order(order)

    def test_other():
        store = Store("memory://")
        store.create_order("bob")
        store.create_order("eve")

    def test_button(window):
        button = window.create_button("ok")
        assert button
        window.remove_button(button)

    def test_other_button(window):
        window.create_button("no")
    """,
)
