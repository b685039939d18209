"""More examples of TSE305, which would make the rule's own file too long."""

bad = (
    """
    # file: tests/support.py
    import functools

    import pytest


    def logged(func):
        @functools.wraps(func)
        def wrapper(*args, log=print):
            log("begin")
            result = func(*args)
            log("end", result)
            return result

        return wrapper


    needs_disk = pytest.mark.skipif("not disk")

    # file: tests/test_build.py
    import os
    import unittest

    import pytest
    import responses
    from tests.support import logged, needs_disk


    @logged
    def test_builds_here(tmp_path, shop):
        os.chdir(tmp_path)
        ^^^^^^^^^^^^^^^^^^
        assert shop.build() == 0


    @needs_disk
    @responses.activate
    @pytest.mark.parametrize("name", ["pear"])
    def test_builds_named(tmp_path, shop, name):
        os.chdir(tmp_path)
        ^^^^^^^^^^^^^^^^^^
        assert shop.build(name) == 0


    @unittest.skipIf(os.name == "nt", "no such folder")
    def test_builds_elsewhere(tmp_path, shop):
        os.chdir(tmp_path)
        ^^^^^^^^^^^^^^^^^^
        assert shop.build() == 0
    """,
    """
    import os
    import unittest


    class BuildTests:
        def test_builds_below(self):
            os.chdir("build")
            ^^^^^^^^^^^^^^^^^
            self.assertEqual(self.shop.build(), 0)
            os.chdir("..")


    class ReturningCase(unittest.TestCase):
        def setUp(self):
            self.addCleanup(os.chdir, os.getcwd())


    class TestLocal(BuildTests, ReturningCase):
        pass


    class TestRemote(BuildTests, unittest.TestCase):
        pass
    """,
)

good = (
    """
    # file: tests/support.py
    import functools
    import os


    def returning(func=None, *, quiet=False):
        def decorate(func):
            @functools.wraps(func)
            def wrapper(*args):
                before = os.getcwd()
                try:
                    return func(*args)
                finally:
                    os.chdir(before)

            return wrapper

        return decorate(func) if func else decorate


    def unchanged(func, allowed=False):
        @functools.wraps(func)
        def wrapper(*args):
            before, error = os.getcwd(), None
            try:
                func(*args)
            except Exception as raised:
                error = raised
            if os.getcwd() != before:
                change_dir(before)
            if error:
                raise error

        return wrapper

    # file: tests/test_build.py
    import os

    from tests.support import returning, unchanged


    @returning
    def test_builds_here(tmp_path, shop):
        os.chdir(tmp_path)
        assert shop.build() == 0


    @unchanged(allowed=True)
    def test_builds_there(tmp_path, shop):
        os.chdir(tmp_path)
        assert shop.build() == 0
    """,
    """
    import os

    from shop_testing import with_shop
    from shop_testing.stock import filled


    @with_shop
    def test_builds_here(tmp_path, shop):
        os.chdir(tmp_path)
        assert shop.build() == 0


    @filled("pears")
    class TestBuild:
        def test_builds_there(self, tmp_path, shop):
            os.chdir(tmp_path)
            assert shop.build() == 0
    """,
    """
    import multiprocessing
    import os
    import unittest


    class TestBuild(unittest.TestCase):
        def _build(self, folder):
            os.chdir(folder)
            self.shop.build()

        def test_builds_in_a_process(self):
            process = multiprocessing.Process(target=self._build, args=("orders",))
            process.start()
            process.join()

        @unittest.skip("the folder is gone")
        def test_builds_here(self):
            os.chdir("orders")
            self.assertEqual(self.shop.build(), 0)
    """,
    """
    import os
    import unittest


    class BuildTests:
        def test_builds_below(self):
            os.chdir("build")
            self.assertEqual(self.shop.build(), 0)
            os.chdir("..")


    class ReturningCase(unittest.TestCase):
        def setUp(self):
            self.addCleanup(os.chdir, os.getcwd())


    class TestLocal(BuildTests, ReturningCase):
        pass
    """,
)
