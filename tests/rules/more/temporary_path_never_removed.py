"""More examples of TSE302, which would make the rule's own file too long."""

bad = (
    """
    import os
    import tempfile
    from pathlib import Path

    import pytest


    def test_warns(shop):
        folder = tempfile.mkdtemp()
                 ^^^^^^^^^^^^^^^^^^
        orders = os.path.join(folder, "orders")
        shop.dump(orders)
        os.remove(orders)
        assert shop.warning()


    def test_warns_again(shop):
        folder = Path(tempfile.mkdtemp())
                      ^^^^^^^^^^^^^^^^^^
        shop.dump(folder / "orders")
        (folder / "orders").unlink()


    class TestKeys:
        @pytest.fixture(autouse=True)
        def keys(self, shop):
            self.folder = tempfile.mkdtemp()
                          ^^^^^^^^^^^^^^^^^^
            shop.write(self.folder + "/key")
            yield
            os.remove(self.folder + "/key")

        def test_signs(self, shop):
            assert shop.signs()


    class TestPaths:
        def setup_method(self):
            self.folder = Path(tempfile.mkdtemp())
                               ^^^^^^^^^^^^^^^^^^
            self.keys = tempfile.mkdtemp()
                        ^^^^^^^^^^^^^^^^^^

        def teardown_method(self):
            (self.folder / "keys" / "key").unlink()
            os.unlink(os.path.join(self.keys + "/" + self.name, "key"))

        def test_signs(self, shop):
            assert shop.signs()
    """,
    """
    import os
    import tempfile


    def test_reads_below(shop):
        path = tempfile.mkdtemp()
               ^^^^^^^^^^^^^^^^^^
        shop.read(os.path.dirname(path.rstrip(os.sep)))
        assert shop.orders
    """,
    """
    import os
    import tempfile

    from shop.backups import load, restore


    def test_restores():
        with tempfile.NamedTemporaryFile(delete=False) as made:
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            path = made.name
        load(path)
        assert restored()


    def test_removes_what_it_has_restored(path):
        load(path)
        restore(path)
        assert not os.path.exists(path)
    """,
)

good = (
    """
    import os
    import pathlib
    import shutil
    import tempfile
    import unittest


    class TestKeys(unittest.TestCase):
        def setUp(self):
            self.folder = tempfile.mkdtemp()
            self.keys = tempfile.mkdtemp()

        def tearDown(self):
            for name in os.listdir(self.folder):
                os.remove(os.path.join(self.folder, name))
            os.rmdir(self.folder)
            os.remove(os.path.join(self.keys, "key"))
            os.rmdir(self.keys)

    class TestPurged(unittest.TestCase):
        def setUp(self):
            self.folder = tempfile.mkdtemp()
            self.keys = tempfile.mkdtemp()
            self.orders = tempfile.mkdtemp()
            self.sums = pathlib.Path(tempfile.mkdtemp())

        def tearDown(self):
            purge(self.folder + "/..")
            shutil.move(self.keys, "/srv")
            (self.sums / "..").clean()
            path = os.path.join(self.orders, "..")
            shutil.rmtree(path)

        def test_emptied(self):
            folder = tempfile.mkdtemp()
            self.assertIsNone(dump(os.path.join(folder, "orders")))
            os.remove(os.path.join(folder, "orders"))
            os.rmdir(folder)
    """,
    """
    import os
    import tempfile

    from shop.backups import restore


    def test_restores():
        with tempfile.NamedTemporaryFile(delete=False) as made:
            path = made.name
        restore(path)
        assert restored()


    def test_removes_what_it_has_restored(path):
        restore(path)
        assert not os.path.exists(path)
    """,
    """
    import os
    import tempfile
    import unittest

    from shop.files import rmtree_forced


    class TestImport(unittest.TestCase):
        def test_imports(self):
            path = tempfile.mkdtemp()

            def clean():
                rmtree_forced(os.path.dirname(path.rstrip(os.sep)))

            self.addCleanup(clean)
            self.shop.read(path)
    """,
    """
    import tempfile

    from shop.testing import Folders


    def test_plot(plot):
        folder = tempfile.mkdtemp()
        Folders.add(folder)
        try:
            plot.save(folder)
        finally:
            Folders.cleanup()
    """,
)
