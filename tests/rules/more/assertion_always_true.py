"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    def test_reports(tmpdir, tmpdir_factory):
        report = tmpdir.mkdir("a").join("report.txt")
        write(report)
        assert report.exists
        ^^^^^^^^^^^^^^^^^^^^
        assert tmpdir_factory.mktemp("b").isdir
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
    """
    from os.path import exists
    from pathlib import Path

    class Order:
        def is_sent(self):
            return self.sent

    def is_paid(order):
        return order.paid

    def test_order(order, shop, tmp_path):
        assert is_paid
        ^^^^^^^^^^^^^^
        assert exists, "order.txt"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert order.name.startswith
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert (tmp_path / "order.txt").exists
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        receipt = Path("receipt.txt")
        copy = receipt / "copy"
        assert receipt.is_file
        ^^^^^^^^^^^^^^^^^^^^^^
        assert copy.is_file
        ^^^^^^^^^^^^^^^^^^^
        mine = Order()
        assert mine.is_sent
        ^^^^^^^^^^^^^^^^^^^
        assert Order().is_sent
        ^^^^^^^^^^^^^^^^^^^^^^
        assert shop.is_open
        ^^^^^^^^^^^^^^^^^^^
        assert Path.cwd().is_dir
        ^^^^^^^^^^^^^^^^^^^^^^^^

    def test_open(shop):
        shop.close()
        assert not shop.is_open()
    """,
    """
    import unittest

    class TestErrors(unittest.TestCase):
        def test_refused(self):
            try:
                self.shop.take(-1)
            except ValueError:
                pass
            else:
                self.assertTrue(True, "nobody refused it")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            try:
                self.shop.take(0)
            except ValueError:
                pass
            else:
                assert True, "nobody refused it"
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            try:
                self.shop.take(1)
            except ValueError:
                self.fail("it was refused")
            else:
                self.assertTrue(True, "nobody refused it")

    class TestShop(unittest.TestCase):
        def is_open(self):
            return self.shop.door == "open"

        def test_open(self):
            self.assertTrue(self.is_open)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            self.assertTrue(list, type(self.shop.links))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            self.assertTrue(self.filter.host_fits, (self.shop, "host"))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_filter(self):
            self.assertRaises(KeyError, self.filter.host_fits, self.shop, "")
            assert self.filter.host_fits, (self.shop, "guest")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert self.filter.host_fits(self.shop, "shop")
    """,
)

good = (
    """
    def test_statements(context):
        context.assert_("DROP INDEX orders", "DROP TABLE orders")
    """,
    """
    import functools

    class Order:
        is_due = None

        @property
        def is_paid(self):
            return self.paid

        def is_sent(self):
            return self.sent

    class Late:
        def is_sent(self):
            return True

    @functools.cache
    def counted():
        return 0

    def checked():
        return True

    def test_order(order, path, checked, shop, folder):
        assert checked
        assert counted
        mine = Order()
        assert mine.is_paid
        assert mine.is_due
        assert mine.name
        late = Late()
        late.is_sent = False
        assert late.is_sent
        assert path.exists
        assert folder.is_dir
        assert order.is_open
        assert shop.on_close
        shop.on_close()
        assert shop.is_ready and shop.is_ready()
        assert other().is_open
        seen = []
        assert seen
        for path in folder:
            assert path.is_file
        if shop:
            entry = shop
        else:
            entry = Path("a")
        assert entry.is_file

    def test_open(door):
        print(door.is_open)
        assert door.is_open()
    """,
    """
    def test_other_things(report, shop, tmpdir):
        found = tmpdir.listdir()
        assert found.exists
        assert shop.join("a").exists
        assert shop.exists
        assert shop[0].check
    """,
)
