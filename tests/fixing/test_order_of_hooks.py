"""Inherited hooks are called after what they need, and streams are put back when tests are over."""

from __future__ import annotations

import textwrap

import pytest

from .texts import becomes, fixed, safe, stays

DJANGO = """\
    import django
    from django.test import TestCase
    from django.test.runner import DiscoverRunner

    class ShopTests(TestCase):
        @classmethod
        def setUpClass(cls):
            cls.runner = DiscoverRunner()
            cls.databases = cls.runner.setup_databases()
            cls.name = "pear"

        @classmethod
        def tearDownClass(cls):
            cls.name = None
            # Last of all.
            cls.runner.teardown_databases(cls.databases)
    """
BASE = """\
    import unittest

    from shop import Server

    class ServerCase(unittest.TestCase):
        def setUp(self):
            self.server = Server(self.port)
            self.server.start()

        def tearDown(self):
            self.server.stop()

    class OrderTests(ServerCase):
        def setUp(self):
            self.port = 8080
    """


def test_databases_are_there_when_the_base_opens_them() -> None:
    after = """\
    import django
    from django.test import TestCase
    from django.test.runner import DiscoverRunner

    class ShopTests(TestCase):
        @classmethod
        def setUpClass(cls):
            cls.runner = DiscoverRunner()
            cls.databases = cls.runner.setup_databases()
            super().setUpClass()
            cls.name = "pear"

        @classmethod
        def tearDownClass(cls):
            cls.name = None
            super().tearDownClass()
            # Last of all.
            cls.runner.teardown_databases(cls.databases)
    """
    assert fixed("TSE309", DJANGO) == [textwrap.dedent(after)] * 2


@pytest.mark.parametrize("line", ["django.setup()", "settings.configure()"])
def test_a_framework_is_ready_before_the_base_uses_it(line: str) -> None:
    text = DJANGO.partition("    @classmethod\n        def tearDown")[0].replace(
        'cls.name = "pear"', f'{line}\n            cls.name = "pear"'
    )
    assert f'{line}\n        super().setUpClass()\n        cls.name = "pear"' in fixed("TSE309", text)[0]


def test_without_either_it_is_called_first() -> None:
    text = DJANGO.partition("    @classmethod\n        def tearDown")[0].replace(".setup_databases", ".find")
    assert "def setUpClass(cls):\n        super().setUpClass()" in fixed("TSE309", text)[0]


def test_what_the_base_reads_is_set_before_it_or_after_it() -> None:
    stays("TSE309", BASE)


def test_what_the_base_does_not_read_is_no_reason() -> None:
    text = BASE.replace("self.port = ", "self.order = ")
    assert "super().setUp()\n        self.order" in fixed("TSE309", text)[0]


STREAMS = """\
    import io
    import sys
    import unittest

    class ShopTests(unittest.TestCase):
        def setUp(self):
            sys.stdout = io.StringIO()

        def test_shop(self):
            self.assertTrue(sys.stdout.getvalue())
    """


def test_a_stream_is_put_back_when_the_test_is_over() -> None:
    becomes(
        "TSE313",
        STREAMS,
        """\
        import io
        import sys
        import unittest
        from unittest import mock

        class ShopTests(unittest.TestCase):
            def setUp(self):
                stdout_patcher = mock.patch.object(sys, "stdout", io.StringIO())
                stdout_patcher.start()
                self.addCleanup(stdout_patcher.stop)

            def test_shop(self):
                self.assertTrue(sys.stdout.getvalue())
        """,
    )
    assert safe("TSE313", STREAMS) == [True]


def test_a_stream_in_a_test_of_pytest() -> None:
    becomes(
        "TSE313",
        """\
        import io
        import sys

        def test_shop(shop):
            sys.stderr = io.StringIO()
            shop.main()
            assert "sold" in sys.stderr.getvalue()
        """,
        """\
        import io
        import sys

        def test_shop(shop, monkeypatch):
            monkeypatch.setattr(sys, "stderr", io.StringIO())
            shop.main()
            assert "sold" in sys.stderr.getvalue()
        """,
    )
