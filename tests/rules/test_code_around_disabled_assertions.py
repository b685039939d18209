"""What the code around an assertion that is commented out says of it."""

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


def count(text: str, *enabled: str) -> int:
    source = TEST.format(textwrap.indent(textwrap.dedent(text).strip("\n"), "    "))
    return [each.code for each in engine.check(source, "tests/test_x.py", Settings(enable=enabled))].count(
        "TSE501"
    )


SILENT = {
    "the same error is expected where the same is driven on": """
        # self.assertRaises(ValueError, next, iter(order))
        with self.assertRaises(ValueError):
            order.send(None)
    """,
    "the same is measured by another function": """
        # assert almost_equal(order, 0.2)
        assert check_size(order, 5 * 0.05)
    """,
    "constants are compared": "# self.assertEqual(True, False)",
    "it says what they want": """
        assert order.paid.replace(" ", "") == client.paid.replace(" ", "")

        # What we really want:
        # assert order.paid == client.paid
    """,
    "its own message says that it is needless": """
        # self.assertEqual(order.paid, order.sent, "this test is a duplicate of the one above")
    """,
    "its own message, behind an assert": """
        # assert order.paid == client.sent, "the check is redundant"
    """,
    "the same is counted, with an option": """
        # self.assertEqual(len(client.orders()), 0)
        assert len(client.orders(all=True)) == 2
    """,
    "it takes its time": "# self.assertEqual(len(client.orders(5)), 29281)  # takes ~30s",
    "it takes some minutes": "# takes about 2.5 minutes\n# self.assertEqual(len(client.orders(5)), 29281)",
    "what is there is read below": "# assert client.shop is not None\nself.assertEqual(client.shop.name, 1)",
    "what is there is read two lines below": """
        # self.assertIsNotNone(order)
        total = 1
        self.assertEqual(order["total"], total)
    """,
    "an attribute that is read below": """
        # assert hasattr(client, "shop")
        self.assertEqual(client.shop, 1)
    """,
    "an attribute, asked for by a method": """
        # self.assertHasAttr(client, "shop")
        self.assertEqual(client.shop, 1)
    """,
    "an entry that is read below": """
        # assert "shop" in client.names
        self.assertEqual(client.names["shop"], 1)
    """,
    "an entry, asked for by a method": """
        # self.assertIn("shop", client.names)
        self.assertEqual(client.names["shop"], 1)
    """,
    "the block above expects an error of the same, which is explained": """
        # NOTE this fails now and then
        with self.assertRaises(ValueError):
            client.set(shop.OPEN, 1)
        # client.close()
        # self.assertEqual(client.get(shop.OPEN), 1)
    """,
    "the same is asserted in the group whose head tells of it": """
        # See note above on what differs
        self.assertEqual(client.size, 1)
        client.wait()
        # self.assertEqual(client.size, 1)
    """,
}


@pytest.mark.parametrize("case", SILENT)
def test_nothing_is_lost_or_it_is_explained(case: str) -> None:
    assert count(SILENT[case]) == 0


REPORTED = {
    "another error is expected": """
        # self.assertRaises(ValueError, next, iter(order))
        with self.assertRaises(KeyError):
            order.send(None)
    """,
    "the same error is expected of something else": """
        # self.assertRaises(ValueError, next, iter(order))
        with self.assertRaises(ValueError):
            client.send(None)
    """,
    "the same error is expected of another function": """
        # self.assertRaises(ValueError, client.pay, order)
        with self.assertRaises(ValueError):
            order.send(None)
    """,
    "the same error is expected of one of two": """
        # self.assertRaises(ValueError, next, client(order))
        with self.assertRaises(ValueError):
            order.send(None)
    """,
    "something else is asked of the same": """
        # assert is_paid(order, 3)
        assert is_sent(order, client)
    """,
    "a number is asked of something else": """
        # assert almost_equal(order, 0.2)
        assert almost_equal(client, 0.2 * 2 * 2)
    """,
    "a truth is asked for": """
        # assert is_paid(order, True)
        assert is_sent(order, True)
    """,
    "one constant is asked for": "# assert order.paid == 1",
    "its message tells of the code": """
        # self.assertEqual(order.paid, order.sent, "this order is a duplicate")
    """,
    "others are counted": """
        # self.assertEqual(len(client.orders(1)), 0)
        assert len(client.orders(2)) == 2
    """,
    "with another option": """
        # self.assertEqual(len(client.orders(all=False)), 0)
        assert len(client.orders(all=True)) == 2
    """,
    "something else is asked of the same call": """
        # self.assertEqual(len(client.orders()), 0)
        assert sorted(client.orders(all=True)) == [1, 2]
    """,
    "a number that is no time": "# takes 3 orders\n# self.assertEqual(client.count, 3)",
    "what is read is something else": "# assert client.shop is not None\nself.assertEqual(client.name, 1)",
    "it is read above": "self.assertEqual(order.total, 1)\n\n# assert order is not None\nself.stop()",
    "it is read behind a gap": "# assert order is not None\n\nself.assertEqual(order.total, 1)",
    "it is read far below": "# assert order is not None\n" + "self.wait()\n" * 11 + "self.stop(order.total)",
    "it is set": "# assert order is not None\norder.total = 1",
    "another attribute": '# assert hasattr(client, "shop")\nself.assertEqual(client.name, 1)',
    "that there is none": '# assert not hasattr(client, "shop")\nself.stop(client.shop)',
    "what is asked is long": "# assert client.shop.order is not None\nself.stop(client.shop.order.total)",
    "what is in it is no text": "# self.assertIn(order, client.names)\nself.stop(client.names[order])",
    "an error of something else": """
        # NOTE this fails now and then
        with self.assertRaises(ValueError):
            client.set(shop.SHUT, 1)
        # self.assertEqual(client.get(shop.OPEN), 1)
    """,
    "no error is expected": """
        # NOTE this fails now and then
        with self.subTest():
            client.set(shop.OPEN, 1)
        # self.assertEqual(client.get(shop.OPEN), 1)
    """,
    "the head says what is next": """
        # Now look at the whole
        self.assertEqual(client.size, 1)
        client.wait()
        # self.assertEqual(client.size, 1)
    """,
}


@pytest.mark.parametrize("case", REPORTED)
def test_something_is_lost(case: str) -> None:
    assert count(REPORTED[case], "TSE501") == 1


SKIPPED = """
import pytest

{}
def test_refund(client):
    {}
    # order = client.refund()
    # assert order.status == 200
"""


@pytest.mark.parametrize(
    ("decorator", "body", "expected"),
    [
        ("@pytest.mark.skip(reason='no refunds in this version')", "pass", 0),
        ("@pytest.mark.skip(reason='no refunds in this version')", "client.open()", 0),
        ("@pytest.mark.skip(reason='')", "pass", 1),
        ("@pytest.mark.slow", "pass", 1),
        ("@pytest.mark.skipif(OLD, reason='no refunds in this version')", "pass", 1),
        ("", "pass", 1),
    ],
)
def test_a_skip_with_a_reason_tells_of_all_that_is_in_the_test(
    decorator: str, body: str, expected: int
) -> None:
    found = engine.check(SKIPPED.format(decorator, body), "tests/test_x.py", Settings())
    assert [each.code for each in found].count("TSE501") == expected
