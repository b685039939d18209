"""Tests that are deleted, commented out, hidden, switched off, moved or run with fewer cases."""

from __future__ import annotations

import pytest

from flake8_testsec.review.change.comparing import differences
from flake8_testsec.review.change.entries import Sides
from flake8_testsec.review.change.inventory import inventory
from flake8_testsec.review.document import plain

from .asking import PATH, module_of
from .comparing import entries, told

TWO = """
import pytest
import unittest

class TestShop:
    def test_pay(self):
        assert total(1) == 1

    def test_bill(self):
        assert total(2) == 2
"""
BILL = "    def test_bill(self):\n        assert total(2) == 2\n"


def test_nothing_has_changed() -> None:
    assert told(TWO, TWO) == []


def test_a_test_is_deleted() -> None:
    assert told(TWO, TWO.replace(BILL, "")) == [
        "test-deleted medium: The test `TestShop.test_bill` is deleted. It made 1 check."
    ]


def test_a_test_without_checks_is_deleted() -> None:
    more = TWO + "\n    def test_run(self):\n        pay(3)\n"
    assert told(more, TWO) == ["test-deleted medium: The test `TestShop.test_run` is deleted."]


def test_a_test_is_commented_out() -> None:
    commented = BILL.replace("    def", "    # def").replace("        assert", "    #     assert")
    assert told(TWO, TWO.replace(BILL, commented))[:1] == [
        "test-commented-out medium: The test `TestShop.test_bill` is commented out."
    ]


def test_a_test_that_was_in_comments_before_is_deleted() -> None:
    commented = "\n# def test_bill():\n#     assert bill(3) == 3\n"
    old, new = TWO + commented, TWO.replace(BILL, "") + commented
    assert told(old, new)[0].startswith("test-deleted")


@pytest.mark.parametrize("name", ["_test_bill", "xtest_bill", "no_test_bill", "bill"])
def test_a_test_is_called_so_that_nobody_collects_it(name: str) -> None:
    assert told(TWO, TWO.replace("test_bill", name).replace("== 2", "== 3"))[0] == (
        f"test-not-collected medium: The test `TestShop.test_bill` is called `TestShop.{name}` "
        f"now: no runner "
        "collects it."
    )


def test_a_test_that_became_a_helper_of_others_is_none_of_them() -> None:
    new = (
        TWO.replace("test_bill(self)", "_test_bill(self)")
        + "\n    def test_all(self):\n        self._test_bill()\n"
    )
    assert [each.kind for each in entries(TWO, new)] == ["tests-added"]


def test_a_test_that_has_another_name_is_no_loss() -> None:
    assert told(TWO, TWO.replace("test_bill", "test_invoice")) == []


def test_a_class_that_has_another_name_is_no_loss() -> None:
    assert told(TWO, TWO.replace("TestShop", "TestStore").replace("== 2", "== 2, 'no'")) == []


def test_tests_are_added() -> None:
    more = TWO + "".join(
        f"\n    def test_{number}(self):\n        assert f({number})\n" for number in range(5)
    )
    assert told(TWO, more) == [
        "tests-added none: 5 tests added: `TestShop.test_0`, `TestShop.test_1`, `TestShop.test_2` and 2 more."
    ]


CASES = """
import pytest

@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("m", cases())
def test_n(n, m):
    assert f(n) == n
"""


def test_fewer_cases() -> None:
    assert told(CASES, CASES.replace("[1, 2, 3]", "[1, 2]")) == [
        "cases-removed medium: The test `test_n` is run with fewer cases: 2 instead of 3."
    ]


@pytest.mark.parametrize("cases", ["[1, 2, 3, 4]", "[1, 2, 5]", "some()", "[]"])
def test_as_many_cases_or_those_that_are_not_known(cases: str) -> None:
    assert told(CASES, CASES.replace("[1, 2, 3]", cases)) == []


def _marked(mark: str) -> str:
    return TWO.replace("    def test_bill", f"    {mark}\n    def test_bill")


@pytest.mark.parametrize(
    ("mark", "kind", "words"),
    [
        ('@unittest.skip("slow")', "test-skipped medium", "skipped: “slow”."),
        ("@pytest.mark.skip", "test-skipped medium", "skipped."),
        ("@unittest.skipIf(True, 'x')", "test-skipped medium", "skipped: “x”."),
        ("@pytest.mark.skipif(WINDOWS, reason='x')", "test-skipped low", "skipped if `WINDOWS`: “x”."),
        ("@unittest.skipUnless(FAST, 'x')", "test-skipped low", "skipped if `not (FAST)`: “x”."),
        ("@pytest.mark.xfail", "test-expected-to-fail medium", "expected to fail."),
        ("@pytest.mark.xfail(reason='x')", "test-expected-to-fail medium", "expected to fail: “x”."),
        (
            "@pytest.mark.xfail(OLD, reason='x')",
            "test-expected-to-fail low",
            "expected to fail if `OLD`: “x”.",
        ),
        ("@unittest.expectedFailure", "test-expected-to-fail medium", "expected to fail."),
    ],
)
def test_a_mark_switches_a_test_off(mark: str, kind: str, words: str) -> None:
    assert told(TWO, _marked(mark)) == [f"{kind}: The test `TestShop.test_bill` is now {words}"]
    (back,) = told(_marked(mark), TWO)
    assert back.startswith("test-restored none: The test `TestShop.test_bill` is no longer ")


@pytest.mark.parametrize("mark", ["@unittest.skipIf(False, 'x')", "@pytest.mark.slow"])
def test_a_mark_that_switches_nothing_off(mark: str) -> None:
    assert told(TWO, _marked(mark)) == []


def test_a_case_that_is_skipped_is_none_of_a_test() -> None:
    marked = CASES.replace("3]", "pytest.param(3, marks=pytest.mark.skip)]")
    assert told(CASES, marked) == []


def test_a_new_reason_is_no_change() -> None:
    assert told(_marked("@unittest.skip('a')"), _marked("@unittest.skip('b')")) == []


def test_what_was_always_skipped_is_not_switched_off_again() -> None:
    assert told(_marked("@unittest.skip('a')"), _marked("@unittest.skipIf(X, 'a')"))[0].startswith(
        "test-restored"
    )


def test_a_mark_on_a_class_is_told_once() -> None:
    marked = TWO.replace("class", "@unittest.skip('slow')\nclass")
    assert told(TWO, marked) == ["test-skipped medium: 2 tests of `TestShop` are now skipped: “slow”."]
    (entry,) = entries(TWO, marked)
    assert [each.first for each in entry.now] == [4]


def test_a_mark_for_a_whole_file_is_told_once() -> None:
    assert told(TWO, TWO.replace("class", "pytestmark = pytest.mark.skip\nclass")) == [
        "test-skipped medium: 2 tests of the file are now skipped."
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("self.skipTest('x')", "medium: The test `TestShop.test_bill` is now skipped: “x”."),
        (
            "if A:\n            self.skipTest('x')",
            "low: The test `TestShop.test_bill` is now skipped if `A`: “x”.",
        ),
        (
            "if A:\n            pass\n        else:\n            self.skipTest('x')",
            "low: The test `TestShop.test_bill` is now skipped if `not (A)`: “x”.",
        ),
        (
            "for each in A:\n            raise unittest.SkipTest('x')",
            "low: The test `TestShop.test_bill` is now skipped, by what its body finds out: “x”.",
        ),
    ],
)
def test_a_body_that_skips(body: str, words: str) -> None:
    skips = TWO.replace("        assert total(2)", f"        {body}\n        assert total(2)")
    assert told(TWO, skips) == [f"test-skipped {words}"]


def test_a_skip_at_the_top_of_a_class_or_file_is_no_mark_of_a_test() -> None:
    assert told(TWO, TWO + "\nraise unittest.SkipTest('x')\n") == []


def _sides(path: str, old: str | None, new: str | None) -> Sides:
    taken = (None if each is None else inventory(module_of(each)) for each in (old, new))
    return Sides(path, path if old is not None else "", *taken)


def test_a_test_that_is_in_another_file_now_is_neither_deleted_nor_added() -> None:
    one = _sides("tests/test_a.py", TWO, TWO.replace(BILL, ""))
    other = _sides("tests/test_b.py", None, f"class TestOther:\n{BILL}")
    found = differences([one, other])
    assert [each.entries for each in found] == [(), ()]
    assert [each.state for each in found] == ["changed", "added"]


def test_what_a_test_loses_on_its_way_to_another_file_is_told_there() -> None:
    weaker = f"class TestShop:\n{BILL}".replace("total(2) == 2", "total(2)")
    found = differences([_sides("tests/test_a.py", TWO, None), _sides("tests/test_b.py", None, weaker)])
    assert [each.state for each in found] == ["deleted", "added"]
    assert [[plain(each.parts) for each in one.entries] for one in found] == [
        ["The test `TestShop.test_pay` is deleted. It made 1 check."],
        [
            "In `TestShop.test_bill`, `assert total(2) == 2` became `assert total(2)`: it "
            "demanded an exact value, "
            "now that it is true."
        ],
    ]


def test_two_files_with_tests_of_one_name_are_not_mixed_up() -> None:
    one, other = _sides("tests/test_a.py", TWO, None), _sides("tests/test_b.py", TWO, None)
    new = _sides("tests/test_c.py", None, TWO)
    found = differences([one, other, new])
    assert [len(each.entries) for each in found] == [0, 2, 0]


def test_a_file_that_runners_do_not_look_into_any_more() -> None:
    old = inventory(module_of(TWO))
    assert old.is_collected
    new = old._replace(is_collected=False)
    (found,) = differences([Sides("tests/shop.py", PATH, old, new)])
    assert found.state == "renamed"
    assert [plain(each.parts) for each in found.entries] == [
        "Runners look for 2 tests in files called `test_*.py`, and this one is called `shop.py` now."
    ]


def test_what_does_not_parse_is_not_compared() -> None:
    (found,) = differences([_sides(PATH, TWO, None)._replace(unparsed="now")])
    assert (found.entries, found.unparsed, found.state) == ((), "now", "changed")
