"""More examples of TSE306, which would make the rule's own file too long."""

bad = (
    """
    import os
    import tempfile


    def test_dump():
        path = tempfile.mktemp()
               ^^^^^^^^^^^^^^^^^
        dump(path)
        try:
            raise ValueError
        except KeyError:
            log()
        os.remove(path)


    def test_one_of_several(errors):
        path = tempfile.mktemp()
               ^^^^^^^^^^^^^^^^^
        dump(path)
        try:
            raise errors[0]
        except OSError:
            log()
        os.remove(path)


    def test_raised_again(error):
        path = tempfile.mktemp()
               ^^^^^^^^^^^^^^^^^
        dump(path)
        try:
            raise error("late")
        except OSError:
            raise
        os.remove(path)
    """,
)

good = (
    """
    import tempfile
    import time
    from pathlib import Path


    def test_dump(is_slow):
        with tempfile.NamedTemporaryFile(delete=False) as file:
            try:
                assert dump(file.name)
            finally:
                try:
                    if is_slow():
                        time.sleep(0.1)
                    Path(file.name).unlink()
                except (PermissionError, FileNotFoundError):
                    pass
    """,
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
    """
    import os
    import tempfile

    import shop


    def test_dump():
        path = tempfile.mktemp()
        dump(path)
        try:
            raise KeyError("late")
        except LookupError:
            log()
        try:
            raise shop.Closed
        except (OSError, shop.Closed):
            log()
        os.remove(path)
    """,
    """
    import os
    import shop


    def test_told():
        os.environ["SHOP"] = "closed"
        try:
            raise KeyError
        except KeyError:
            shop.failed = True
        del os.environ["SHOP"]
    """,
)
