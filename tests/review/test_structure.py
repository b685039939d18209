"""Structure: classes, set-ups, helpers and tests, by their lines."""

from __future__ import annotations

from .asking import told

ASPECT = "Structure"


def test_nothing_is_said_of_statements_alone() -> None:
    assert told("TOTAL = 3\n", ASPECT) == []


def test_an_empty_docstring_says_nothing() -> None:
    assert told('"""  """\n', ASPECT) == []


ORDERS = '''
    """Orders and stock. More.

    Yet more.
    """
    import pytest
    from shop.base import Base

    @pytest.fixture
    def shop():
        yield

    class TestOrders(Base):
        """What orders do."""

        def setUp(self):
            super().setUp()
            self.a = self.b = 1

        def tearDown(self):
            self.shop.close()

        def check(self, order):
            assert order
            self.check(order)

        async def test_total(self):
            """The total is a sum."""
            self.check(1)
            with pytest.raises(ValueError):
                self.total()

    def helper(a, *, b=1):
        return a

    def test_nothing():
        helper(1)
'''


def test_a_file_is_told_in_source_order() -> None:
    files = {"shop/base.py": "class Base:\n    pass\n"}
    assert told(ORDERS, ASPECT, files) == [
        "The file says of itself: “Orders and stock. More” (lines 1–4).",
        "Fixture `shop` (lines 9–10).",
        "Class `TestOrders` inherits `Base` and holds 1 test (lines 12–30; `shop/base.py` line 1).",
        "`TestOrders` says: “What orders do” (line 13).",
        "Hook `setUp` calls the inherited one in line 16 and sets `self.a` and `self.b` (lines 15–17).",
        "Hook `tearDown` calls `self.shop.close()` (lines 19–20).",
        "Helper `check(order)` makes 1 assertion; called by its name in line 28, "
        "and called by itself in line 24 (lines 22–24).",
        "Async test `test_total` expects 1 exception or warning; it calls `self.check()` and `self.total()`. "
        "It says: “The total is a sum” (lines 26–30).",
        "Helper `helper(a, b)`; called by its name in line 36 (lines 32–33).",
        "Test `test_nothing` makes no assertion of its own; it calls `helper()` (lines 35–36).",
    ]


def test_assertions_and_expectations_are_counted_apart() -> None:
    text = """
        import unittest

        class TestShop(unittest.TestCase):
            def test_a(self):
                self.assertEqual(1, 1)
                self.assertRaises(ValueError, int, "x")
                assert True
    """
    found = told(text, ASPECT)[-1]
    assert found == "Test `test_a` makes 2 assertions and expects 1 exception or warning (lines 4–7)."


def test_what_is_many_is_counted() -> None:
    tests = "".join(f"\ndef test_{number}():\n    assert {number}\n" for number in range(12))
    assert told(tests, ASPECT) == [
        f"12 tests at the module's level: {', '.join(f'`test_{number}`' for number in range(11))} and "
        f"`test_11`; "
        "none is longer than `test_0` in lines 1–2 (lines 1–35)."
    ]


def test_methods_of_a_class_that_is_no_test_are_counted_alone() -> None:
    text = """
        class Shop(object):
            def open(self): ...
            def close(self): ...

        class Error(Exception):
            pass

        class TestNothing:
            pass

        class TestMore(Exception):
            pass
    """
    assert told(text, ASPECT) == [
        "Class `Shop` has 2 methods (lines 1–3).",
        "Class `Error` inherits `Exception` (lines 5–6).",
        "Class `TestNothing` defines no test itself (lines 8–9).",
        "Class `TestMore` inherits `Exception` and defines no test itself (lines 11–12).",
    ]


def test_hooks_that_call_and_set_nothing() -> None:
    text = """
        class TestShop:
            def setup_method(self):
                pass

            def teardown_method(self):
                a(); b(); c(); d(); e()

            def setUpClass(cls):
                self.a = self.b = self.c = self.d = self.e = self.f = self.g = 1

            def test_a(self):
                assert 1
    """
    assert told(text, ASPECT)[1:4] == [
        "Hook `setup_method` runs around the tests (lines 2–3).",
        "Hook `teardown_method` calls `a()`, `b()`, `c()`, `d()` and others (lines 5–6).",
        "Hook `setUpClass` sets `self.a`, `self.b`, `self.c`, `self.d`, `self.e`, `self.f` and 1 "
        "more (lines 8–9).",
    ]


def test_callers_are_those_of_the_own_class_and_the_first_few() -> None:
    text = """
        class TestShop:
            def check(self):
                self.check()

            def test_a(self):
                self.check()
                self.check()
                self.check()
                self.check()
                self.check()
                self.check()
                other.check()
                self.more[0]()

        class Other:
            def run(self):
                self.check()

        def check():
            check[0]()
    """
    found = [each for each in told(text, ASPECT) if "`check()`" in each]
    assert found == [
        "Helper `check()`; called by its name in lines 6, 7, 8, 9, 10 and 1 more, "
        "and called by itself in line 3 (lines 2–3).",
        "Function `check()` (lines 19–20).",
    ]


def test_what_a_test_calls_is_no_builtin_and_no_assertion() -> None:
    text = """
        import pytest

        def test_a():
            assert len(run(str(1))) == 1
            assert_sent()
            shop.assertPaid()
            make()[0].more()
            with pytest.raises(ValueError):
                shop.close()
    """
    assert told(text, ASPECT)[0].startswith(
        "Test `test_a` makes 3 assertions and expects 1 exception or warning; it calls `run()`, `make()`, "
        "`shop.close()` and others (lines 3"
    )


def test_the_suite_of_old_runners_is_no_test_and_stars_are_shown() -> None:
    text = """
        def test_suite():
            return unittest.TestSuite()

        def check(a, *b, **c): ...
    """
    assert told(text, "Structure") == [
        "Function `test_suite()` (lines 1–2).",
        "Function `check(a, *b, **c)` (line 4).",
    ]


def test_branches_autouse_and_blocks_that_assert() -> None:
    text = """
        import pytest

        if WINDOWS:
            class TestTill:
                def test_a(self):
                    with self.assertNumQueries(1), open("a"), self.assertRaises(ValueError), lock:
                        pass

        @pytest.fixture(autouse=True)
        def shop():
            return 1

        @pytest.fixture(autouse=True)
        def till():
            assert 1

        @pytest.fixture(autouse=False)
        def none():
            return 1
    """
    found = told(text, "Structure")
    assert found[0] == "Class `TestTill` holds 1 test, under a condition (lines 4–7)."
    assert found[1].startswith("Test `test_a` makes 1 assertion and expects 1 exception or warning (lines")
    assert found[2:] == [
        "Fixture `shop` runs for every test, asked or not (autouse) (lines 10–11).",
        "Fixture `till` runs for every test, asked or not (autouse) and makes 1 assertion (lines 14–15).",
        "Fixture `none` (lines 18–19).",
    ]
