"""What was missing or misled where ten files were read beside their reviews."""

from __future__ import annotations

from tests.review.asking import told


def test_what_puts_the_working_directory_back() -> None:
    text = """
        import os
        import unittest

        class TestShop(unittest.TestCase):
            def setUp(self):
                self.old = os.getcwd()
                os.chdir("x")
                self.addCleanup(os.chdir, self.old)
                self.addCleanup(print)

            def tearDown(self):
                os.chdir(self.old)

            def other(self):
                self.addCleanup(os.chdir, self.old)

            def test_a(self):
                os.chdir("y")
                self.addCleanup(lambda: os.chdir(self.old))
    """
    others = "what is registered, a hook, a fixture, a base class or a with statement"
    back = f"{others} puts it back at a line named here"
    assert [each for each in told(text, "Resources") if each.startswith("State")] == [
        f"State of the whole process, changed in `setUp()`: `os.chdir()`; {back} (lines 7, 8, 12).",
        f"State of the whole process, changed in `test_a()`: `os.chdir()`; {back} (lines 12, 18).",
    ]


def test_a_state_that_a_fixture_puts_back() -> None:
    text = """
        import os
        import pytest

        @pytest.fixture(autouse=True)
        def home():
            old = os.getcwd()
            yield
            os.chdir(old)

        def test_a():
            os.chdir("y")
    """
    assert [each for each in told(text, "Resources") if each.startswith("State")] == [
        "State of the whole process, changed in `test_a()`: `os.chdir()`; what is registered, a hook, a "
        "fixture, a base class or a with statement puts it back (line 11).",
    ]


def test_reasons_that_a_name_holds_and_marks_of_one_case() -> None:
    text = """
        import pytest

        BROKEN = "till is broken"

        @pytest.mark.xfail(reason=BROKEN + ", bug 4711")
        @pytest.mark.parametrize("x", [1, pytest.param(2, marks=pytest.mark.xfail(reason=shop.WHY))])
        def test_a(x):
            assert x
    """
    assert told(text, "Known bugs") == [
        "A failure is expected on `test_a`: “till is broken, bug 4711”. It waits for `bug 4711` (line 5).",
        "A failure is expected for one set of parameters of `test_a`, for a reason that is worked out: "
        "`shop.WHY`. No ticket is named (line 6).",
    ]


def test_handlers_of_tests_that_fail_where_nothing_is_raised() -> None:
    text = """
        def test_a(self):
            try:
                work()
            except ValueError:
                pass
            else:
                self.fail("no error")
            try:
                work()
                self.fail("no error")
            except ValueError:
                pass
            try:
                work()
            except ValueError:
                pass
    """
    quiet = "Caught: `ValueError`; the handler only passes, returns, continues, prints or logs"
    assert told(text, "Exceptions") == [
        f"{quiet}; where nothing is raised, the test is made to fail (lines 4–5, 11–12).",
        f"{quiet} (lines 15–16).",
    ]
    assert told(text, "Structure")[0].startswith("Test `test_a` lets the test fail in 2 places")


def test_what_a_double_borrows() -> None:
    text = """
        import shop
        from shop import Till, MODE

        class Fake:
            pay = Till.pay
            ship = other = shop.Ship.ship
            name = Till.title
            kind, mode = Till.kind, MODE.mode
            LIMIT = Till.LIMIT
            made = Own.made
            near = 1
    """
    assert "`Fake` has what is real of another class: `Till.pay` and `shop.Ship.ship` (lines 5, 6)." in told(
        text, "Doubles and controls"
    )
    many = "".join(f"    a{each} = Till.a{each}\n" for each in range(9))
    found = told(f"from shop import Till\nclass Fake:\n{many}", "Doubles and controls")
    assert "`Till.a7` and 1 more" in found[1]


def test_doubles_by_what_they_are_told_and_by_the_calls_that_make_them() -> None:
    text = """
        from unittest import mock
        from shop.exceptions import Sold

        async def test_a(till, shop_client, async_mocker):
            till.pay.side_effect = Sold()
            till.ship.side_effect = [1, open_till()]
            till.ship.side_effect = [mock.Mock()]
            till.pay.side_effect = (1, "a")
            till.pay.return_value = till.sell.return_value
            async_mocker(till, "sell")
            mock.mock_open()
            FakeTill()
            await shop_client.post("/sell")
    """
    assert [each for each in told(text, "Exceptions") if "double" in each or "failure" in each] == [
        "A failure is provoked: `side_effect = Sold()`; no assertion of the test itself follows it (line 5).",
        "A double answers by its side\\_effect, which may raise: `[1, open_till()]` (line 6).",
    ]
    assert told(text, "Doubles and controls") == [
        "`Mock` is called in 1 place (line 7).",
        "By its name, a double is made: `FakeTill()` (line 12).",
        "Told what to answer, as only a double is: `till.pay` (lines 5, 8, 9).",
        "Told what to answer, as only a double is: `till.ship` (lines 6, 7).",
        "By its name, a call makes or sets a double: `async_mocker()` (line 10).",
    ]
    assert told(text, "Inputs")[0] == (
        "1 call by a client of tests, or of a service, by its name: `shop_client` (line 13)."
    )


def test_addresses_of_files_are_addresses() -> None:
    text = """
        A = "file:///home/ann/shop"
        B = "see sqlite:///shop.db for more"
    """
    assert told(text, "Hard-coded values") == [
        "URL `file:///home/ann/shop`: it names no host (line 1).",
        "A URL stands in the text `see sqlite:///shop.db for more` (line 2).",
    ]


def test_what_bases_of_other_files_do_for_a_test() -> None:
    base = """
        import os

        class Base:
            def setUp(self):
                self.prepare()

            def prepare(self):
                os.mkdir("shop")

            def sell(self):
                return open("shop/till").read()
    """
    text = """
        from shop.base import Base

        class TestShop(Base):
            def test_a(self):
                assert self.sell()

        class TestTill(Base):
            def test_a(self):
                assert 1
    """
    assert told(text, "Resources", {"shop/base.py": base}) == [
        "In `Base.prepare()`, to which a set-up or tear-down of a base class leads: A file or a folder is "
        "made, moved or removed: `os.mkdir('shop')` (`shop/base.py` line 8)."
    ]
    assert told(text, "Inputs", {"shop/base.py": base}) == [
        "In `Base.sell()`, to which self.sell() leads: Opened to be read: `'shop/till'` (line 5; "
        "`shop/base.py` line 11)."
    ]


def test_of_much_that_a_base_does_the_first_is_told() -> None:
    made = "".join(f"        os.mkdir('{each}')\n" for each in range(4))
    base = f"import os\nclass Base:\n    def setUp(self):\n{made}"
    found = told(
        "from base import Base\nclass TestA(Base):\n    def test_a(self): ...\n",
        "Resources",
        {"base.py": base},
    )
    assert len(found) == 3
    assert found[2] == (
        "In `Base.setUp()`, to which a set-up or tear-down of a base class leads: 2 more of this kind, from "
        "the first to the last line named (`base.py` lines 6, 7)."
    )
