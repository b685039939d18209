"""An assertion is commented out, and nothing says what it waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from flake8_testsec.finding import Fix
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.commented_code import Disabled
from flake8_testsec.vocabulary.testing.disabled_code import Waiting, disabled_assertions
from flake8_testsec.vocabulary.testing.not_missed import is_not_missed
from flake8_testsec.vocabulary.testing.plainly_off import is_left_lying, is_plainly_off

rule = Rule(
    code="TSE501",
    summary="disabled assertion; restore it, delete it, or name the ticket that it waits for",
    roles=Role.TEST,
    cwe=1164,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    An assertion in a comment checks nothing, yet whoever reads the test takes the behaviour for tested. It
    was usually switched off for one run, because the code or the test was wrong, and then forgotten; the
    defect that it would show stays. Without a ticket nobody knows when it may come back.

    Silence where prose above, behind or below the assertion, or the docstring, says why, or until when: a
    cause, a denial, a fault, a condition, an open question; and where the live assertion beside it asks less
    of the same, or the opposite, and so took its place. The name of the next step (``check the result``) and
    a tag alone (``TODO: fix this``) are no reason, nor is a bug without its ticket.

    By default only what nobody has said a word of is reported: assertions without any prose in their comment,
    in a file that has three of them or more and gives a reason for none; of two also if the test has no
    comment in words. One that is the only one of its file has mostly made way for another, and whoever took
    it out meant it: it is reported only where what it checks is switched off together with it, or where the
    test checks nothing else, and nobody has written a word into the test. Never by default: one that is about
    the same as the live statements next to it, unless it is one of a row of the same form, one that reads
    nothing that is there, as the line of a template does, and those of which live assertions below work out
    all that they expect. All others are reported where the rule is enabled by name, with a reason, too, if no
    ticket is named: a reason does not say who brings them back.
    """,
    fix="""
    Restore the assertion and fix what it shows. If it is out of date, delete it: version control remembers
    it. If it must wait, name the ticket in the comment above it, for example ``# FIXME(ann): bug 4711``. If
    it cannot hold, say so in a sentence above it.
    """,
    fixable="""
    A comment that holds nothing but code is restored where it is the only one to look at what the line above
    makes, the function parses with it, its names are known, and no other assertion contradicts it; unsafe,
    because it was switched off for a reason and may fail. One that reads what only another test has cannot be
    made again as it is: it is deleted, which is unsafe, too, as whoever left it may want to know.
    One of several assertions was mostly taken out because it does not hold; that, and the words beside it,
    are for a person to read.
    """,
    bad=(
        """
        from shop import run

        def test_order():
            result = run("order")
            # assert result.code == 0
            ^^^^^^^^^^^^^^^^^^^^^^^^^
            offer = run("offer")
            assert offer.code == 1
        """,
        """
        import unittest

        class TestStock(unittest.TestCase):
            def test_reserve(self):
                stock = self.shop.reserve(3)
                self.assertEqual(4, stock.left)
                # Tell the warehouse of the parcel.
                # parcel = self.shop.parcels[0]
                # self.assertEqual(
                ^^^^^^^^^^^^^^^^^^^
                #     [3, 1], parcel.quantities,
                #     "wrong parcel")
                # self.assertTrue(parcel.sent)
        """,
        """
        import unittest

        class TestMail(unittest.TestCase):
            def assertDelivered(self, mail):
                self.assertIn("Received", mail.headers)
                #self.transport.close.assert_called_once_with()
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return mail
        """,
        """
        import unittest

        class TestOrder(unittest.IsolatedAsyncioTestCase):
            async def test_refuses(self):
                order = await new_order()
                # with self.assertRaises(ValueError):
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                #     await order.pay(-1)
                self.assertTrue(order.is_open)

            async def test_ships(self):
                # Check that nothing was sent because of the error.
                # self.assertEqual(0, self.transport.count)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(self.order.is_open)
                # The order is not sent twice.
                # self.assertFalse(self.order.is_sent)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(self.order.is_closed)
                # TODO(ann): fix this
                # self.assertTrue(self.order.is_paid)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(self.order.is_packed)

                # TODO: not sure if that is so
                # self.assertEqual(3, self.order.parcels)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        def test_orders(shop):
            total = 0
            for order in shop.orders():
                total += order.total
                # assert order.is_paid  TODO
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_nothing_left(shop):
            # assert shop.orders() == []
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            pass
        """,
    ),
    good=(
        """
        def test_stream(orders):
            result = orders.stream()
            # assert not isinstance(result, list)
            assert isinstance(result, Stream)
        """,
        """
        def test_order():
            # assert that the output is kept
            assert run("order").output  # assert later == 1
            # assert stdout is new
            # assert not called
        """,
        """
        def test_order():
            result = run("order")
            # GH-123: the code is racy
            # assert result.code == 0
            assert result.output
        """,
        """
        import unittest

        class TestStock(unittest.TestCase):
            def test_reserve(self):
                stock = self.shop.reserve(3)
                # self.assertEqual(5, stock.left)
                self.assertEqual(4, stock.left)
        """,
        """
        import unittest

        class TestStock(unittest.TestCase):
            def test_reserve(self):
                self.assertTrue(self.shop.reserve(3))

            # def test_release(self):
            #     self.assertTrue(self.shop.release(3))

        # self.assertTrue(nobody.knows(where))
        """,
        """
        def test_signature():
            signed = sign(b"order")
            # The signature is random, so we cannot simply write
            #     assert signed == b"cafe"
            assert verify(signed)
        """,
        """
        import unittest

        class TestStock(unittest.TestCase):
            def test_sizes(self):
                sizes = self.shop.sizes()
                # self.assertTrue(any(each.startswith("X") for each in sizes))
                # self.assertEqual(len(sizes), 3)
                expected = [
                    "M",
                    "XL",
                    -1,
                ]
                self.assertEqual(sizes, expected)

            def test_left(self):
                # self.assertEqual(self.left, self.shop.left)
                try:
                    self.assertEqual(self.left, self.shop.left)
                except AssertionError:
                    self.assertTrue(self.shop.lost)
        """,
    ),
)


@rule.where(hints=("#",))
def forgotten(module: Module) -> Iterator[Hit]:
    """Report each block of comments that holds an assertion, and names neither a reason nor a ticket."""
    strict = module.settings.enables(rule.code)
    for waiting in disabled_assertions(module):
        if waiting.ticket is None and (strict or _is_certain(waiting, module)):
            hit = rule.at(waiting.place)
            # What words say of the code, a person has to read first.
            yield hit if waiting.prose else hit.fixed_by(partial(_restored, waiting.code, module))


def _is_certain(waiting: Waiting, module: Module) -> bool:
    if waiting.explained or not (is_plainly_off(waiting, module) and is_left_lying(waiting, module)):
        return False
    return not is_not_missed(waiting, module)


def _restored(code: Sequence[Disabled], module: Module) -> Fix:
    from flake8_testsec.vocabulary.testing.dead_comments import taken_away  # few ask for it
    from flake8_testsec.vocabulary.testing.restored_code import restored

    if gone := taken_away(code, module):
        return Fix(gone, reason=_GONE)
    return Fix(restored(code, module))


_GONE = "the comment could not run as it is, and whoever left it may want to know"
