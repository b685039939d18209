"""Checks that are removed, commented out, weakened, turned round, or put under a condition."""

from __future__ import annotations

import pytest

from .comparing import entries, of_test, told


def test_a_check_is_removed() -> None:
    assert of_test("assert x == 1\nassert y", "assert x == 1") == [
        "assertion-removed medium: `test_a` no longer checks `assert y`."
    ]


def test_of_many_checks_that_are_removed_some_are_shown() -> None:
    assert of_test("\n".join(f"assert f{n}(x)" for n in range(5)), "pass") == [
        "assertion-removed medium: `test_a` no longer checks `assert f0(x)`, `assert f1(x)`, "
        "`assert f2(x)` and 2 more."
    ]


def test_one_of_several_conditions_is_removed() -> None:
    assert of_test("assert x and y", "assert x") == [
        "assertion-removed medium: `test_a` no longer checks `assert y`."
    ]


def test_other_checks_in_the_place_of_one() -> None:
    assert of_test("assert x == 1", "m.assert_called_once()\nself.assertIn(2, y)") == [
        "assertion-removed low: `test_a` no longer checks `assert x == 1`. It makes 2 other checks now.",
        "assertions-added none: `test_a` makes 2 more checks: `m.assert_called_once()`, "
        "`self.assertIn(2, y)`.",
    ]


def test_a_check_that_another_function_makes_now_is_no_loss() -> None:
    helper = "\ndef check(x):\n    assert x == 1\n"
    assert told("def test_a(x):\n    assert x == 1\n", f"def test_a(x):\n    check(x)\n{helper}") == []
    assert told(f"def test_a(x):\n    check(x)\n{helper}", "def test_a(x):\n    assert x == 1\n") == []


def test_what_a_helper_checked_that_is_gone() -> None:
    helper = "\ndef check(x):\n    assert x == 1\n"
    assert told(f"def test_a(x):\n    check(x)\n{helper}", "def test_a(x):\n    f(x)\n") == [
        "assertion-removed medium: `check` no longer checks `assert x == 1`."
    ]


def test_checks_of_added_functions_are_told_with_them() -> None:
    assert told("", "def check(x):\n    assert x == 1\n") == []


def test_a_check_is_commented_out() -> None:
    old = "def test_a(x):\n    assert x == {\n        'a': 1,\n    }\n    # more\n    assert x\n"
    new = (
        "def test_a(x):\n    # TODO\n    # assert x == {\n    # 'a': 1,\n    # }\n    # more\n    assert x\n"
    )
    assert told(old, new) == [
        "assertion-commented-out medium: In `test_a`, the check `assert x == {'a': 1}` is commented out."
    ]
    (entry,) = entries(old, new)
    assert (entry.now[0][:2], entry.before[0][:2]) == ((3, 5), (2, 4))


def test_a_comment_that_was_there_takes_no_check() -> None:
    assert of_test("# assert y\nassert y", "# assert y\npass") == [
        "assertion-removed medium: `test_a` no longer checks `assert y`."
    ]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("self.assertEqual(x, 1)", "self.assertTrue(x)", "it demanded an exact value, now that it is true"),
        ("assert x == 1", "assert x is not None", "it demanded an exact value, now that it is not None"),
        ("assert x == 1", "assert x in (1, 2)", "it demanded an exact value, now one of several values"),
        (
            "self.assertEqual(x, 1)",
            "self.assertIn(x, [1, 2])",
            "it demanded an exact value, now one of several values",
        ),
        ("assert x in (1, 2)", "assert x in (1, 2, 3)", "3 are accepted instead of 2"),
        ("assert x == 1", "assert x == 1 or y", "it holds if another condition does"),
        ("assert x or y", "assert x or y or m", "3 are accepted instead of 2"),
        ("assert x == y", "assert x >= 1", "it demanded an exact value, now a value above a bound"),
        ("assert len(x) == 3", "assert x", "it demanded an exact value, now that it is true"),
        ("assert x >= 3", "assert x >= 2", "its bound is laxer"),
        ("assert x > 3", "assert x >= 3", "its bound is laxer"),
        ("assert x < -3", "assert x < 3", "its bound is laxer"),
        ("self.assertLess(x, 3)", "self.assertLessEqual(x, 3)", "its bound is laxer"),
        ("assert isinstance(x, A)", "assert x", "it demanded a type, now that it is true"),
        (
            "self.assertEqual(x, 'a')",
            "self.assertIn('a', x)",
            "it demanded an exact value, now that something is contained",
        ),
        ("self.assertRegex(x, 'a')", "self.assertTrue(x)", "it demanded a pattern, now that it is true"),
        ("assert re.match('a', x)", "assert x", "it demanded a pattern, now that it is true"),
        (
            "self.assertEqual(x, [1])",
            "self.assertCountEqual(x, [1])",
            "it demanded an exact value, now the same members in any order",
        ),
        (
            "self.assertAlmostEqual(x, 1.0, places=7)",
            "self.assertAlmostEqual(x, 1.0, places=2)",
            "its tolerance is wider",
        ),
        (
            "assert x == pytest.approx(y, abs=1)",
            "assert x == pytest.approx(y, abs=2)",
            "its tolerance is wider",
        ),
        (
            "assert x == y",
            "assert x == pytest.approx(y)",
            "it demanded an exact value, now a value within a tolerance",
        ),
        (
            "m.assert_called_once_with(1)",
            "m.assert_called()",
            "it demanded exactly one call with these arguments, now that there was a call",
        ),
        (
            "m.assert_called_with(1)",
            "m.assert_any_call(1)",
            "it demanded that the last call had these arguments, now that some call had these arguments",
        ),
        ("assert x == 1", "assert (x, 1)", "it always holds"),
        ("self.assertEqual(3, x)", "self.assertTrue(3, x)", "it always holds"),
        (
            "with pytest.raises(KeyError):\n    f()",
            "with pytest.raises(LookupError):\n    f()",
            "it accepts more exceptions",
        ),
        (
            "with pytest.raises(A):\n    f()",
            "with pytest.raises(Exception):\n    f()",
            "it accepts more exceptions",
        ),
        (
            "with pytest.raises(A):\n    f()",
            "with pytest.raises((A, B)):\n    f()",
            "it accepts more exceptions",
        ),
        (
            "self.assertRaises(KeyError, f)",
            "self.assertRaises(BaseException, f)",
            "it accepts more exceptions",
        ),
        (
            "with pytest.raises(A, match='b'):\n    f()",
            "with pytest.raises(A):\n    f()",
            "the text of the exception is no longer asked for",
        ),
        (
            "with self.assertRaisesRegex(A, 'b'):\n    f()",
            "with self.assertRaises(A):\n    f()",
            "the text of the exception is no longer asked for",
        ),
    ],
)
def test_a_check_demands_less(old: str, new: str, why: str) -> None:
    before = "import pytest\nimport re\n"
    (weaker,) = of_test(old, new, before)
    assert weaker.startswith("assertion-weakened medium: In `test_a`, `") and weaker.endswith(f": {why}.")
    if not why.startswith("it always"):
        (stronger,) = of_test(new, old, before)
        assert stronger.startswith("assertion-strengthened none: ") and stronger.endswith(
            ": it demands more."
        )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("assert x", "assert not x"),
        ("self.assertTrue(x)", "self.assertFalse(x)"),
        ("self.assertEqual(x, 1)", "self.assertNotEqual(x, 1)"),
        ("assert x in y", "assert x not in y"),
        ("self.assertIsNone(x)", "self.assertIsNotNone(x)"),
        ("assert x is None", "assert not x is None"),
    ],
)
def test_a_check_demands_the_opposite(old: str, new: str) -> None:
    (found,) = of_test(old, new)
    assert found.startswith("assertion-reversed medium: ") and found.endswith(": it demands the opposite.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("self.assertEqual(x, 1)", "assert x == 1"),
        ("self.assertEqual(x, 1)", "self.assertEqual(1, x)"),
        ("self.assertTrue(x >= 1)", "self.assertGreaterEqual(x, 1)"),
        ("self.assertFalse(x == 1)", "self.assertNotEqual(x, 1)"),
        ("assert x", "assert x, 'why'"),
        ("raise AssertionError('aaaaaa')", "raise AssertionError('aaaaab')"),
        ("with pytest.raises(A):\n    f()", "with pytest.raises(A):\n    g()"),
        ("with pytest.raises(A) as e:\n    f()", "e = self.assertRaises(A, f)"),
    ],
)
def test_the_same_in_other_words_is_no_change(old: str, new: str) -> None:
    assert of_test(old, new, "import pytest\n") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("assert x == 1", "assert x == 2"),
        ("assert x == True", "assert x"),
        ("assert x.a == 1", "assert x.aa == 1"),
        ("with pytest.raises(KeyError):\n    f()", "with pytest.raises(ValueError):\n    f()"),
        ("with pytest.raises(A):\n    f()", "with pytest.raises(B):\n    f()"),
        ("with pytest.warns(A):\n    f()", "with pytest.warns(B):\n    f()"),
        ("self.assertFoo(x, 1)", "self.assertFoo(x, 2)"),
        ("assert x == pytest.approx(y, rel=-z)", "assert x == pytest.approx(y, rel=z)"),
        ("with pytest.raises():\n    f()", "with pytest.raises(A):\n    f()"),
        ("self.fail('aaaaaa')", "self.fail('aaaaab')"),
        ("assert x in (1, 2)", "assert x == 1 or x == 2"),
    ],
)
def test_another_demand_is_told_and_not_judged(old: str, new: str) -> None:
    found = of_test(old, new, "import pytest\n")
    assert [each.partition(":")[0] for each in found] == ["assertion-changed none"]


def test_long_checks_are_shown_where_they_differ() -> None:
    long = "assert " + " + ".join(f"value_{number}" for number in range(20))
    (found,) = of_test(f"{long} == 1", f"{long} == 2")
    assert found == (
        "assertion-changed none: In `test_a`, `…e_17 + value_18 + value_19 == 1` became "
        "`…e_17 + value_18 + value_19 == 2`."
    )


@pytest.mark.parametrize(
    ("new", "how"),
    [
        ("if y:\n    assert x", "is made only if `y` now."),
        ("if y:\n    pass\nelse:\n    assert x", "is made only if `not (y)` now."),
        (
            "try:\n    assert x\nexcept AssertionError:\n    pass",
            "stands in a try whose handler swallows its failure now.",
        ),
        (
            "with contextlib.suppress(Exception):\n    assert x",
            "stands in a block that suppresses its failure now.",
        ),
    ],
)
def test_a_check_hangs_on_something_now(new: str, how: str) -> None:
    assert of_test("assert x", new, "import contextlib\n")[:1] == [
        f"assertion-conditional medium: In `test_a`, `assert x` {how}"
    ]
    kinds = [each.partition(" ")[0] for each in of_test(new, "assert x", "import contextlib\n")]
    assert "assertion-conditional" not in kinds


def test_another_form_of_a_check_that_hangs_on_something_now() -> None:
    assert of_test("assert x == 1", "if y:\n    self.assertEqual(x, 1)") == [
        "assertion-conditional medium: In `test_a`, `self.assertEqual(x, 1)` is made only if `y` now."
    ]


@pytest.mark.parametrize(
    "new",
    [
        "for each in y:\n    assert x",
        "with y:\n    assert x",
        "try:\n    assert x\nfinally:\n    y()",
        "try:\n    y()\nexcept AssertionError:\n    assert x",
        "def f():\n    assert x",
    ],
)
def test_what_is_around_a_check_and_hides_nothing(new: str) -> None:
    assert [each for each in of_test("assert x", new) if each.startswith("assertion")] == []


def test_branches_that_change_places_are_no_condition() -> None:
    assert of_test("if y:\n    f()\nelse:\n    assert x", "if not (y):\n    assert x\nelse:\n    f()") == []
    assert of_test("if y:\n    assert x", "if not y:\n    f()\nelse:\n    assert x") == []


def test_one_condition_in_the_place_of_another_is_no_loss() -> None:
    assert of_test("if y:\n    assert x", "if m:\n    assert x") == []


def test_one_more_case_before_a_failure_is_no_loss() -> None:
    chain = "if x == 1:\n    f()\nelif x == 2:\n    g()\n"
    more = "elif x == 3:\n    h()\n"
    end = "else:\n    raise AssertionError(x)"
    assert of_test(f"{chain}{end}", f"{chain}{more}{end}") == []
    assert of_test("raise AssertionError(x)", f"{chain}{end}") != []
    checked = "else:\n    assert x == 4"
    assert of_test(f"{chain}{checked}", f"{chain}{more}{checked}") == [
        "assertion-conditional medium: In `test_a`, `assert x == 4` is made only if `not (x == 3)` now."
    ]


def test_a_letter_before_a_text_that_means_nothing() -> None:
    assert of_test("assert x == u'a'", "assert x == 'a'") == []
