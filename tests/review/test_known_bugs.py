"""Known bugs: tickets, and the checks that are switched off for them."""

from __future__ import annotations

from flake8_testsec.review.document import Lines
from flake8_testsec.review.known_bugs import waiting

from .asking import module_of, told

ASPECT = "Known bugs"


def test_plain_comments_are_no_bugs() -> None:
    text = '''
        """Orders."""

        def test_a():
            """A total."""
            # the total is a sum
            assert total() == 3
    '''
    assert told(text, ASPECT) == []


def test_a_check_that_waits() -> None:
    text = '''
        class TestShop:
            """Test for bug 4711."""

            def test_a(self):
                order = self.order()
                # FIXME(ann): This is bug 4711 where
                # the order is lost.
                # self.assertPaid(
                #     order, 3)
                # self.assertSent(order)
                self.assertEqual(0, order.total)
                self.assertEqual(
                    1, order.parts)

            def test_b(self):
                self.assertEqual(1, self.order())
                # assert self.order.total == 12
    '''
    assert told(text, ASPECT) == [
        "A docstring names `bug 4711` (line 2).",
        "The check `self.assertPaid(order, 3)` and 1 more statement are commented out. It waits for "
        "`bug 4711` (FIXME "
        "by ann). It checks nothing while it is a comment (lines 8–10).",
        "The comment beside it says: “FIXME(ann): This is bug 4711 where the order is lost” (lines 6–7).",
        "The assertions below it in the same function that do run are in the lines named here (lines "
        "11, 12–13).",
        "The check `assert self.order.total == 12` is commented out. No ticket is named. It checks "
        "nothing while it is "
        "a comment (line 17).",
    ]


def test_one_assertion_is_left() -> None:
    text = """
        def test_a():
            total = run()
            # bug 12
            # assert total == 12
            assert total
    """
    assert told(text, ASPECT)[2] == (
        "The assertion below it in the same function that does run is in the lines named here (line 5)."
    )


def test_skips_and_expected_failures() -> None:
    text = """
        import unittest
        import pytest

        pytest.importorskip("shop")
        pytestmark = pytest.mark.skip(reason="GH-12")

        class TestShop(unittest.TestCase):
            @unittest.skip("bug 4711")
            def test_a(self):
                assert a

            # TODO(bob): PAY-31
            @unittest.expectedFailure
            def test_b(self):
                assert a

            def test_c(self):
                self.skipTest("no shop here")
    """
    assert told(text, ASPECT) == [
        "What follows is skipped where `shop` cannot be imported (line 4).",
        "A skip stands for all tests below by `pytestmark`: “`GH-12`”. It waits for `GH-12` (line 5).",
        "A skip stands on `test_a`: “bug 4711”. It waits for `bug 4711` (line 8).",
        "A failure is expected on `test_b`: “TODO(bob): PAY-31”. It waits for `PAY-31` (TODO by bob) "
        "(line 13).",
        "A skip stands in `test_c`: “no shop here”. No ticket is named (line 18).",
    ]


def test_a_failure_may_be_expected_of_a_module_and_without_a_word() -> None:
    text = "import pytest\npytestmark = [pytest.mark.xfail, pytest.mark.skip]\n"
    assert told(text, ASPECT) == [
        "A failure is expected for all tests below by `pytestmark`. No ticket is named (line 2).",
        "A skip stands for all tests below by `pytestmark`. No ticket is named (line 2).",
    ]


def test_tests_in_comments_and_remarks() -> None:
    text = """
        def test_a():
            assert total()  # FIXME: flaky, bug 12

        # XXX(ann) late
        # sometimes

        # bug 31
        # def test_b():
        #     assert total() == 3
    """
    assert told(text, ASPECT) == [
        "A comment says: “FIXME: flaky, bug 12”. It names `bug 12` (line 2).",
        "A comment says: “XXX(ann) late sometimes”. It names no ticket (lines 4–5).",
        "The test `test_b` is commented out: “bug 31”. It waits for `bug 31` (lines 8–9).",
    ]


def test_a_tag_above_a_disabled_check_is_told_once() -> None:
    text = """
        def test_a():
            total = run()
            # FIXME: bug 12
            # assert total == 12
            assert total
    """
    assert [each.kind for each in waiting(module_of(text))] == ["assertion"]


def test_code_above_a_disabled_check_is_no_part_of_it() -> None:
    text = """
        def test_a():
            # GH-12
            # total = run()
            # assert total == 12
            assert run()
    """
    (found,) = waiting(module_of(text))
    assert (found.what, found.more, found.lines) == ("assert total == 12", "", Lines(4, 4))
    assert found.remark is None


def test_on_what_a_skip_hangs() -> None:
    text = """
        import pytest
        import unittest

        slow = pytest.mark.skipif(FAST, reason="slow")

        class TestShop(unittest.TestCase):
            @unittest.skipUnless(POSIX, "posix only")
            def test_a(self):
                if HOST:
                    self.skipTest("no host")
                if PORT:
                    pass
                else:
                    raise unittest.SkipTest("no port")

            @pytest.mark.xfail(OLD, reason="old")
            def test_b(self):
                assert a

            @pytest.mark.skipif(reason="x")
            def test_c(self):
                assert a
    """
    assert told(text, ASPECT) == [
        "A skip stands under the name `slow`, under the condition `FAST`: “slow”. No ticket is named "
        "(line 4).",
        "A skip stands on `test_a`, under the condition `not (POSIX)`: “posix only”. No ticket is named "
        "(line 7).",
        "A skip stands in `test_a`, under the condition `HOST`: “no host”. No ticket is named (line 10).",
        "A skip stands in `test_a`, under the condition `not (PORT)`: “no port”. No ticket is "
        "named (line 14).",
        "A failure is expected on `test_b`, under the condition `OLD`: “old”. No ticket is named (line 16).",
        "A skip stands on `test_c`: “x”. No ticket is named (line 20).",
    ]


def test_a_skip_that_nothing_is_named_for() -> None:
    assert told("import pytest\npytest.skip('no shop', allow_module_level=True)\n", ASPECT) == [
        "A skip stands here: “no shop”. No ticket is named (line 2)."
    ]


BY_NAME = "Skips, or asks for something to run at all, by its name: "


def test_what_skips_by_its_name() -> None:
    text = """
        import unittest

        @skip_before_postgres(8, 2)
        @unittest.skip("bug 12")
        @self.skip_it
        @skipped.by.it
        def test_a(self):
            skip_if_old("shop", self)
            self.skip_if_new()
            skipping = skip_it()
            skip_before_postgres
            await_skipper()

        @skip_before_postgres(8, 2)
        class TestShop: ...
    """
    assert told(text, ASPECT)[:3] == [
        f"{BY_NAME}`skip_before_postgres(8, 2)` (lines 3, 14).",
        f"{BY_NAME}`skip_if_old('shop', self)` (line 8).",
        f"{BY_NAME}`self.skip_if_new()` (line 9).",
    ]
    assert len(told(text, ASPECT)) == 4


def test_what_asks_for_something_by_its_name() -> None:
    text = """
        @shop.requires_ext("till")
        @needs_network
        @requests.get
        def test_a(): ...
    """
    assert told(text, ASPECT) == [
        f"{BY_NAME}`shop.requires_ext('till')` (line 1).",
        f"{BY_NAME}`needs_network` (line 2).",
    ]


def test_conditions_around_a_skip_hold_together() -> None:
    text = """
        import pytest

        def test_a():
            if A:
                if B and C:
                    pytest.skip("x")
                elif D:
                    pytest.skip("y")
    """
    assert told(text, ASPECT) == [
        "A skip stands in `test_a`, under the condition `A and (B and C)`: “x”. No ticket is named (line 6).",
        "A skip stands in `test_a`, under the condition `A and not (B and C) and D`: “y”. No ticket is named "
        "(line 8).",
    ]


def test_classes_and_tickets_in_comments() -> None:
    text = """
        # class TestTill(TestShop):
        #     pass
        # class of its own:
        # see bug 4711, and
        # bug 4711 again
        # FIXME: bug 12
        # assert total
        def test_a():
            # FIXME: bug 13
            # bug 13
            assert a
    """
    found = told(text, ASPECT)
    assert found[:2] == [
        "A class is commented out: `TestTill` (line 1).",
        "A comment names `bug 4711` (lines 4, 5).",
    ]
    assert not any(each.startswith("A comment names `bug 13`") for each in found)


def test_a_published_weakness_in_a_value_is_none() -> None:
    assert not [each for each in told('run("CVE-2026-12929")\n1\n', ASPECT) if "weakness" in each]
    assert not [each for each in told('"run"\n1\nrun("CVE-2026-12929")\n', ASPECT) if "weakness" in each]
