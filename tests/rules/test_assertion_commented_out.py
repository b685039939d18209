"""Which assertions in comments are reported by default, and which only where the rule is enabled by name."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.rules.disabled.assertion_commented_out import rule
from flake8_testsec.settings import Settings

BY_DEFAULT, BY_NAME = Settings(), Settings(enable=(rule.code,))


def lines(source: str, settings: Settings) -> list[int]:
    found = engine.check(source, "tests/test_order.py", settings)
    return [each.line for each in found if each.code == rule.code]


EXPLAINED = {
    "a limitation": ("""
        # TODO: nested orders not supported by copy
        # copied = orders.first().copy()
        # assert copied.parts == orders.first().parts
        assert orders.first()
        """, [3]),
    "a cause": ("""
        # This will fail because the stream turns everything into text.
        # assert result.first().total == 30
        # The total doesn't seem to be sent by the
        # stream itself.
        # assert result.total == 60
        """, [2, 5]),
    "a condition": ("""
        # re-enable once shelves have a size
        # self.assertEqual(4, self.shop.shelf.size)
        self.assertTrue(self.shop.shelf)
        """, [2]),
    "a fault": ("""
        # The number of parcels is incorrect on a virtual shelf.
        # self.assertGreater(self.shop.parcels, 498)
        # self.assertLess(self.shop.parcels, 502)
        """, [2]),
    "an open question": ("""
        # TODO: should this also find the shelf above?
        # self.assertTrue(self.shop.find("A"))
        self.assertTrue(self.shop.find("A/B"))
        """, [2]),
    "a reason above a blank line": ("""
        # These hold, but fail because of the rounding above.

        # self.assertFalse(self.shop.is_full)
        """, [3]),
    "a reason behind it": ("""
        # assert shop.is_open  # flaky on the build machine
        assert shop.shelf
        """, [1]),
    "a reason that goes on below": ("""
        # assert not shop.is_open  # that it is closed
        #   Doing so would be too slow since we open it with all parcels.
        shop.close()
        """, [1]),
    "what prevents it": ("""
        # assert repr(shop.shelves) == "{1, 2}"  # ordering prevents this assertion
        """, [1]),
    "what is not set either": ("""
        # shelf["size"] = 3
        assert shop.shelf.width == 2
        # assert shop.shelf.size == 3
        """, [3]),
    "an argument that is not given either": ("""
        # size=3,
        assert shop.shelf.width == 2
        # self.assertEqual(shop["size"], 3)
        """, [3]),
    "a reason below": ("""
        # assert shop.is_open
        # It does not open on Sundays.

        shop.close()
        """, [1]),
    "what fails, above a denial": ("""
        # These tests fail on Windows:
        # assert not shop.is_open
        # self.assertRaises(ValueError, shop.open)
        """, [2]),
    "what does not work, above a denial": ("""
        # The test below does not work, for both are open. In the end that is rare:
        # shop.close()
        # assert shop.state != "open"
        """, [3]),
    "what is wanted first, above a blank line": ("""
        # If we sell on Mondays, the following tests will pass

        # assert shop.is_open
        # assert shop.size == 3
        """, [3]),
    "a reason above an expected error": ("""
        # TODO make the size of several shelves possible
        # with self.assertRaises(ValueError):
        #     shop.shelves = [-1, 1]

        # with self.assertRaises(ValueError):
        #     shop.shelves = [-1]
        """, [2, 5]),
    "what nobody cares for": ("""
        # We don't care about the shelves here.
        # assert shop.shelves == 3
        # assert shop.size == 3
        """, [2]),
    "a reason for the first of several": ("""
        # The reader is broken.
        # assert shop.is_open
        # Check the shelves.
        # assert shop.shelves == 3
        """, [2, 4]),
}  # fmt: skip


def in_test(text: str) -> str:
    body = "run()\n" + textwrap.dedent(text).lstrip("\n")
    return "def test_x(self, shop, shelf, names):\n" + textwrap.indent(body, "    ") + "    run()\n"


@pytest.mark.parametrize("case", EXPLAINED)
def test_with_a_reason_it_is_reported_only_by_name(case: str) -> None:
    text, expected = EXPLAINED[case]
    assert lines(in_test(text), BY_DEFAULT) == []
    assert [line - 2 for line in lines(in_test(text), BY_NAME)] == expected


FORMER = {
    "a comparison": "assert shop.size == 3\n# assert shop.size == 2",
    "a method": "self.assertEqual(3, shop.size)\n# self.assertEqual(2, shop.size)",
    "a method, the other way round": "self.assertEqual(shop.size, 3)\n# self.assertEqual(2, shop.size)",
}


@pytest.mark.parametrize("case", FORMER)
def test_a_former_value_is_no_check_that_is_lost(case: str) -> None:
    assert lines(in_test(FORMER[case] + "\n"), BY_NAME) == []


REPORTED = {
    "the value of something else": "assert shop.size == 3\n# assert shop.width == 2",
    "prose above two blank lines": "# It is broken.\n\n\n# assert shop.is_open",
    "code in the comment above": "shop.open()\n# shop.paint('red')\nshop.close()\n# assert shop.is_open",
    "one of a row": "assert '11%' in shop.left()\n# assert '12%' in shop.left()\nassert '13%' in shop.left()",
    "one of a row of methods": "self.assertEqual(total(2), 4)\n# self.assertEqual(total(-3), 5)",
    "one of a row of denials": "assert not shop.red\n# assert not shop.blue",
    "one of a row of conditions": "assert shop.red\n# assert shop.blue",
    "a key beside another": "self.assertEqual(shop['size'], 3)\n# self.assertIn(shop['pear'], shop.fruit)",
    "the same of another": "assert shop.size\n# assert shelf.size == 3",
    "all that there is": "shop.open()\n# with self.assertRaises(ValueError):\n#     shop.paint()",
    "a step further above": "# Check the shop.\nshop.open()\n# assert shop.is_open",
    "a step above what is no check": "# FIXME: sell more pears\n# shop.paint()\n\n# assert shop.is_open",
    "behind the end of what checks nothing": "shop.open()\nreturn\n# assert shop.is_open",
    "behind an early end": "if shop:\n    return\n# assert shop.is_open",
    "another part": "with self.assertRaises(ValueError):\n    shop.paint()\n# assert shelf.size == 3",
}


MORE = "".join(f"\ndef test_{name}(box):\n    # assert box.is_{name}\n    run(box)\n" for name in ("y", "z"))
"""Two more, of which nobody says anything."""


@pytest.mark.parametrize("case", REPORTED)
def test_this_is_reported_by_default(case: str) -> None:
    text = in_test(REPORTED[case] + "\n")
    assert len(lines(text + MORE, BY_DEFAULT)) == 3


@pytest.mark.parametrize(
    ("above", "inside", "more", "expected"),
    [
        ("", "# assert box.is_open\nassert total() == 3\n", "", []),
        ("", "# box.open()\n# assert box.is_open\nassert total() == 3\n", "", [3]),
        ("", "# with raises():\n#     box.open()\nassert total() == 3\n", "", []),
        ("", "# with self.assertRaises(KeyError):\n#     box.open()\nassert total() == 3\n", "", [2]),
        ("", "# assert box.is_open\nrun(box)\n", "", [2]),
        ("# It sticks at times.\n", "# assert box.is_open\nrun(box)\n", "", []),
        ("", "# assert box.is_open\nrun(box)\n# Whatever it is.\nrun(box)\n", "", []),
        ("", "# assert box.is_open\nrun(box)\n# pylint: disable=some\n", "", [2]),
        ("", "run(box)\n# assert box.is_open\n# Whatever.\n", "", []),
        ("", "# assert box.is_open\nassert total() == 3\n# assert box.size\n", "", [2, 4]),
        ("# What it holds.\n", "# assert box.is_open\nassert total() == 3\n# assert box.size\n", "", []),
        ("", "# Look into it.\n# assert box.is_open\nassert total() == 3\n", "# assert box.size\n", [8]),
        ("", "# assert box.is_open\nassert total() == 3\n", "# It is broken.\n# assert box.size\n", []),
        ("", "# assert box.is_open\nassert total() == 3\n", "# GH-12\n# assert box.size\n", []),
    ],
)
def test_one_alone_is_left_where_it_may_have_made_way(
    above: str, inside: str, more: str, expected: list[int]
) -> None:
    text = "def test_x(box):\n" + textwrap.indent(inside, "    ")
    other = "\ndef test_y(jar):\n    assert jar\n" + textwrap.indent(more, "    ") + "    jar.close()\n"
    assert lines(above + text + other, BY_DEFAULT) == [each + bool(above) for each in expected]


BY_NAME_ALONE = {
    "to be done": "assert shop.size == 3\n# TODO(ann): fix this\n# assert 2 < shop.size < 4",
    "several under a step": "# Check the shop.\n# assert shop.is_open\n# assert shop.size == 3\nshop.close()",
    "a tag alone": "# TODO(ann):\n# assert shop.is_open",
    "another claim": "assert shop.size == 3\n# assert 2 < shop.size < 4",
    "prose above the code that follows": "# assert shop.is_open\n# It is not open on Mondays.\nshop.close()",
    "the next step": "# Check the shop.\n# assert shop.is_open",
    "a remark that names the step": "# assert shop.is_open  # on Mondays\n# It is not open.\nshop.close()",
    "the whole is compared below": "# assert rows.first == 'pear'\nassert rows != shop.rows(), 'same'",
    "what is called below": "# assert shop.sell('pear') == 3\nsold = shop.sell()",
    "calls that are told below": "# assert shop.calls == shop.mock_calls\nassert shop.call_count == 3",
    "an error of what goes well below": "# self.assertRaises(ValueError, shop.sell, pear)\nshop.paint(pear)",
    "an error of what went well above": "shop.sell(pear)\n# self.assertRaises(ValueError, shop.sell, 3)",
    "behind the end of the test": "assert shop\nreturn\n# Copy.\n# shop.close()\n# assert shop.is_open",
    "the end of the test": "# assert shop.is_open\nreturn shop",
    "a text of both": "assert 'pears' in names\n# assert shop.fruit == 'pears'",
}


UNMISSED = {
    "the line of a template": "assert shop.size\n# self.assertTrue(expr, msg)\n# assert_that(expr)",
    "what is expected further below": (
        "# check(total(shop), 0.5 * shop.width)\n# assert_equal(total(), 0.5 * shop.width)\n"
        "shop.close()\nassert_equal(total(shelf), 0.5 * shop.width)"
    ),
    "each of several": (
        "# assert total(3) == 2 * shop.width\n# assert total(4) == 3 * shop.width\nshop.paint()\n"
        "assert shop.total() == 2 * shop.width\nassert shop.total() == 3 * shop.width"
    ),
}
MISSED = {
    "what a comment makes": "# size = shop.width\nshop.close()\n# assert size\n# assert not size == 3",
    "what a comment goes through": "# for size in names:\nshop.close()\n# assert size\n# assert size > 3",
    "a name of two": "shop.close()\n# assert size < shop.size\n# assert size > 3",
    "what it makes itself": "shop.close()\n# size = shop.width\n# assert total() == 2 * size\nshop.paint()\n"
    "size = shop.height\nassert shelf.total() == 2 * size",
    "only one of both": "# assert total(3) == 2 * shop.width\n# assert total(4) == 3 * shop.width\n"
    "shop.paint()\nassert shop.total() == 2 * shop.width",
    "what is expected above": "assert shop.total() == 2 * shop.width\nshop.paint()\nshop.close()\n"
    "# assert total(3) == 2 * shop.width\n# assert total(4) == 2 * shop.width",
    "a plain name": "# assert total(3) == shop\n# assert total(4) == shop\nshelf.paint()\n"
    "assert total(5) == shop",
    "an error": "# with self.assertRaises(ValueError):\n#     shop.paint()\n"
    "#     assert total() == 2 * shop.width\nshop.close()\nassert total(3) == 2 * shop.width",
}


@pytest.mark.parametrize("case", UNMISSED)
def test_what_nobody_misses_is_reported_by_name(case: str) -> None:
    text = in_test(UNMISSED[case] + "\n")
    assert (len(lines(text + MORE, BY_DEFAULT)), len(lines(text + MORE, BY_NAME))) == (2, 3)


@pytest.mark.parametrize("case", MISSED)
def test_what_may_be_missed_is_reported_by_default(case: str) -> None:
    assert len(lines(in_test(MISSED[case] + "\n") + MORE, BY_DEFAULT)) > 2


def test_a_star_may_bring_any_name() -> None:
    text = in_test("shop.close()\n# self.assertTrue(expr, msg)\n# self.assertTrue(expr)\n") + MORE
    assert (len(lines(text, BY_DEFAULT)), len(lines("from shop import *\n" + text, BY_DEFAULT))) == (2, 3)


@pytest.mark.parametrize("case", BY_NAME_ALONE)
def test_what_others_may_check_or_explain_is_reported_by_name(case: str) -> None:
    text = in_test(BY_NAME_ALONE[case] + "\n")
    assert lines(text, BY_DEFAULT) == []
    assert len(lines(text, BY_NAME)) >= 1


def test_a_check_of_a_helper_is_reported_by_name() -> None:
    text = "def check(shop):\n    # assert shop.is_open\n    assert shop.size\n"
    assert (lines(text, BY_DEFAULT), lines(text, BY_NAME)) == ([], [2])


def test_a_docstring_may_tell_why() -> None:
    text = (
        'def test_x(shop):\n    """Disabled assertions are bugs."""\n    # assert shop.is_open\n    run()\n'
    )
    assert (lines(text, BY_DEFAULT), lines(text, BY_NAME)) == ([], [3])
