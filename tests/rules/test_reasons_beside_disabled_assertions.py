"""Where prose stands beside an assertion that is commented out, and what it says of that assertion."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEST = """
def test_order(self, client):
    order = client.order()
    self.assertTrue(order.paid)
{}
"""


BESIDE = """

def test_beside(box):
    # assert box.is_open
    run(box)

def test_beside_it(box):
    # assert box.is_full
    run(box)
"""
"""Two more disabled assertions of which nobody says anything: three are more than the trace of an edit."""


def count(text: str, *enabled: str) -> int:
    source = TEST.format(textwrap.indent(textwrap.dedent(text).strip("\n"), "    "))
    found = engine.check(source, "tests/test_x.py", Settings(enable=enabled))
    return [each.code for each in found].count("TSE501")


SILENT = {
    "the assertion denies, and the prose says that it is not certain": """
        # Apache, for example, may send a Connection header even for HTTP/1.0
        # self.assertNoHeader("Connection")
    """,
    "what cannot be relied on": """
        # this can't be taken for granted across all platforms
        # self.assertFalse(client.connected)
    """,
    "what the code should do, by a tag": """
        # TODO: We should probably be stripping out this property
        # self.assertRaises(AttributeError, getattr, client, "name")
    """,
    "what tends to be there": """
        # On Windows the printer tends to write a warning; the flag is ignored.
        # self.assertEqual(client.errors, "")
    """,
    "what somebody cannot do": """
        # The remote client doesn't preserve the details
        # self.assertFalse("log" in order.details())
    """,
    "an issue of one kind": """
        # self.assertEqual(client.total, 3)  # .sum issue for torch
    """,
    "what was told of the same before": """
        # TODO: Uncomment the checks of lines once
        # they are there
        self.assertTrue(client.open)
        # self.assertEqual(client.lines, 3)
        self.assertTrue(client.closed)
        # self.assertEqual(client.lines, 4)
    """,
    "an error is expected that is not raised": """
        # shop: Doesn't raise
        # with self.assertRaises(TypeError):
        #     client.order(1)
    """,
    "an error that is raised instead": """
        # this raise exception
        # client.lines.update(order.lines)
        # assert isinstance(client.lines[1], dict)
    """,
    "what is shown differently elsewhere": """
        # TODO(ann): Assert type is displayed correctly. Type displayed
        # differently in one shop vs in another.
        # self.assertIn("type", order.text)
    """,
    "one more of those that a head speaks of": """
        #
        # Only if client.strict is set by the shop
        #
        # self.assertEqual(order.limit, 3)

        # self.assertEqual(order.bonus, 3)
    """,
    "a note that a blank line sets off": """
        # self.assertEqual(order.lines, ["a", "b"])

        # NOTE: the check is relaxed because the shop sorts as it likes
        self.assertEqual(len(order.parcels), 2)
    """,
    "what would be right": """
        # This would be the correct number:
        # self.assertEqual(order.number, 3)
        self.assertTrue(order.paid)
    """,
    "what is expected if something is done": """
        # Expected if orders of one line are handled correctly
        # self.assertEqual(order.number, 3)
    """,
    "commented, and why": """
        # commented as it first fails for an invalid home
        # with self.assertRaises(ValueError):
        #     client.order(anonymous=True)
    """,
    "a remark on what is expected to raise": """
        # with self.assertRaises(OSError):
        #     client.open(99)  # If you're unlucky, it actually IS a handle
        print("done")
    """,
    "a remark on the code right above": """
        # total = order.total()  # rounds because of the tax
        # self.assertEqual(3, total)
    """,
    "it is not clear how to ask": """
        # Not clear how to do this at the level of an interface:
        # self.assertTrue("missing" in order.backup())
    """,
    "printed for a better message": """
        # self.assertEqual(pformat(order.lines), pformat(client.lines))
        self.assertEqual(order.lines, client.lines)
    """,
}


@pytest.mark.parametrize("case", SILENT)
def test_the_prose_says_why(case: str) -> None:
    assert count(SILENT[case]) == 0


REPORTED = {
    "the prose says what the assertion says": """
        # The order may not be sent twice
        # self.assertFalse(order.is_sent)
    """,
    "what must be so": """
        # It must work that sometimes nothing is sent
        # self.assertFalse(order.is_sent)
    """,
    "an error is expected, and raised": """
        # Negative prices raise an error
        # with self.assertRaises(ValueError):
        #     client.order(-1)
    """,
    "a bug without a ticket": """
        # apparent bug in order
        # self.assertEqual(order, client.order())
    """,
    "a remark on other code": """
        # total = -1  # starts below zero because the first is free
        # for line in order.lines:
        #     self.assertGreater(line.price, total)
    """,
    "printed in another way": """
        # self.assertEqual(repr(order), str(client))
        self.assertEqual(order, client)
    """,
    "asked for in another way": """
        # self.assertEqual(size(order), size(client))
        self.assertEqual(order, client)
    """,
}


@pytest.mark.parametrize("case", REPORTED)
def test_the_prose_says_something_else(case: str) -> None:
    assert count(REPORTED[case], "TSE501") == 1


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("# Same complaint as for the orders", 0),
        ("# Because orders are paid, it is not empty.", 1),
        ("# All orders are written differently.", 1),
    ],
)
def test_what_is_told_above_the_function(told: str, expected: int) -> None:
    source = told + TEST.format("    # self.assertEqual(order.count, 1)") + BESIDE
    assert [each.code for each in engine.check(source, "tests/test_x.py", Settings())].count(
        "TSE501"
    ) == 3 * expected


CLASS = """
class OrderTest(TestCase):
{}
    shop = "small"

    def test_order(self):
        self.assertTrue(self.order.paid)
        # self.assertEqual(self.order.total, 3.4141)
"""


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (
            "# NOTE: sums differ from machine to machine.\n# The tests below have them\n# commented out.",
            0,
        ),
        ('"""The following tests have the exact numbers commented out: they differ."""', 0),
        ("# The tests below have a shop of their own.", 1),
    ],
)
def test_a_class_says_at_its_head_that_its_tests_are_not_whole(head: str, found: int) -> None:
    source = CLASS.format(textwrap.indent(head, "    ")) + BESIDE
    codes = [each.code for each in engine.check(source, "tests/test_x.py", Settings())]
    assert codes.count("TSE501") == 3 * found
