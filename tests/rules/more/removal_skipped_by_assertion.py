"""More examples of TSE306, which would make the rule's own file too long."""

bad = ()

good = (
    """
    import os
    import shutil
    import tempfile
    import unittest


    class TestDump(unittest.TestCase):
        def test_dump(self):
            folder = tempfile.mkdtemp()
            self.addCleanup(shutil.rmtree, folder)
            self.assertTrue(dump(folder))

        def test_finally(self):
            folder = tempfile.mkdtemp()
            try:
                self.assertTrue(dump(folder))
            finally:
                shutil.rmtree(folder)

        def test_is_missing(self):
            path = tempfile.mktemp()
            self.assertIsNone(dump(path))
            os.remove(path)
            self.assertRaises(OSError, load)

        def test_is_moved(self):
            _, path = tempfile.mkstemp()
            self.assertIsNone(dump(path))
            os.rename(path, "/srv/orders")

        def test_at_once(self):
            folder = tempfile.mkdtemp()
            files = os.listdir(folder)
            shutil.rmtree(folder)
            self.assertEqual(files, [])
    """,
)
