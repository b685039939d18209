"""More examples of TSE302, which would make the rule's own file too long."""

bad = (
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
