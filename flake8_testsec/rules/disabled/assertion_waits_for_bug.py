"""An assertion or a test is disabled until a bug is fixed, and the ticket is named."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_testsec.rule import Hit, Place, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import skips, tickets
from flake8_testsec.vocabulary.testing.disabled_code import disabled_assertions
from flake8_testsec.vocabulary.testing.tickets import Ticket

rule = Rule(
    code="TSE502",
    summary="assertion or test is disabled until a known bug is fixed",
    message="{what} disabled until {ticket} is fixed{who}",
    roles=Role.TEST,
    cwe=1164,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    The test knows of a bug, and the check that would show it is switched off until the bug is fixed. With a
    ticket that is a promise rather than a defect; but the product ships with the bug, and the promise is kept
    only if somebody looks after it. A review should list every such place.
    """,
    fix="Look the ticket up. Is it closed, restore the assertion or the test; if not, leave it.",
    fixable="Nothing, because a program does not know whether the ticket is closed.",
    bad=(
        """
        import unittest

        class TestStock(unittest.TestCase):
            def test_failed_move_keeps_the_reservation(self):
                shelf = self.move("parcel", fails=True)
                # FIXME(ann): bug 4711, the reservation is lost when the move
                # fails, although the parcel stands on the new shelf.
                # self.assertReserved(
                ^^^^^^^^^^^^^^^^^^^^^^
                #     "parcel", shelf)
                self.assertEqual({}, self.reservations(shelf))
        """,
        """
        def test_total():
            total = bill().total
            # assert total == 12  # see GH-88
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert total == 11
        """,
        """
        import unittest
        import pytest

        @pytest.mark.xfail(reason="rounding, https://example.com/shop/issues/12")
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_total():
            assert bill().total == 12

        class TestBill(unittest.TestCase):
            # TODO(bob): PAY-31
            @unittest.expectedFailure
             ^^^^^^^^^^^^^^^^^^^^^^^^
            def test_tax(self):
                self.assertEqual(2, bill().tax)

            def test_discount(self):
                self.skipTest("lp:123")
                ^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(2, bill().discount)

            def test_currency(self):
                raise unittest.SkipTest(f"bpo-99 on {self.system}")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import unittest

        class TestStock(unittest.TestCase):
            def test_move(self):
                # bug 4711 is fixed
                self.assertReserved("parcel")
        """,
        """
        import pytest

        # bug 4711: the total was not rounded
        @pytest.mark.skip(reason="needs version 1.2.3 and UTF-8")
        def test_total():
            # assert bill().name == "yyy-1.2.3"
            assert bill().total == 12
        """,
    ),
)


@rule.module
def assertions(module: Module) -> Iterator[Hit]:
    """Report each block of comments that holds an assertion and names a ticket."""
    for waiting in disabled_assertions(module):
        if waiting.ticket is not None:
            yield _hit(waiting.place, "assertion", waiting.ticket)


@rule.module
def skipped(module: Module) -> Iterator[Hit]:
    """Report what skips a test, or expects it to fail, because of a ticket."""
    for skip in skips.skips(module):
        # A comment beside a reason may be about the test; without a reason it is about the skip.
        why = skips.text(skip.reason) or ("" if skip.reason else skips.remark(skip.node, module))
        if (ticket := tickets.find(why)) is not None:
            yield _hit(skip.node, "test", ticket)


def _hit(place: Place, what: str, ticket: Ticket) -> Hit:
    who = " by ".join(filter(None, (ticket.tag, ticket.author)))
    return rule.at(place, what=what, ticket=ticket.name, who=f" ({who})" if who else "")
