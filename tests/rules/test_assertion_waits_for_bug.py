"""The ticket, its tag and its author in the message, at the line where the statement begins."""

from __future__ import annotations

import textwrap

from flake8_testsec import engine
from flake8_testsec.settings import Settings

REGRESSION = '''
    """Orders keep their reservation when the second half of a move fails."""


    class TestFailedMove(ShopTest):
        shop_driver = "fake.FailsInTheMiddle"

        def test_failed_move_keeps_the_reservation(self):
            parcel = self.order("shelf1")
            self.move_and_expect_error(parcel, "shelf2")
            old = self.shelf("shelf1")
            new = self.shelf("shelf2")
            # FIXME(ann): This is bug 4711: the reservation is given back when
            # the move fails, so the new shelf has none and the old one has
            # what it had before, although the parcel is not there any more
            # and nothing in the database points at it.
            # self.assertReservationMatches(
            #     self.size2, parcel["id"], new)
            usage = self.usage(new)
            self.assertEqual({"boxes": 0}, usage)
            self.assertReservationMatches(
                self.size1, parcel["id"], old)
'''


def found(text: str, *further: str) -> list[tuple[int, str, str]]:
    source = textwrap.dedent(text).lstrip("\n")
    findings = engine.check(source, "tests/test_x.py", Settings(enable=("TSE502", *further)))
    return [(each.line, each.code, each.message) for each in findings]


def test_a_known_bug_with_ticket_and_author() -> None:
    message = "assertion disabled until bug 4711 is fixed (FIXME by ann)"
    assert found(REGRESSION) == [(16, "TSE502", message)]


def test_a_known_bug_with_a_tag_alone() -> None:
    text = REGRESSION.replace("FIXME(ann)", "TODO")
    assert [each[2] for each in found(text)] == ["assertion disabled until bug 4711 is fixed (TODO)"]


def test_a_known_bug_with_a_ticket_alone() -> None:
    text = REGRESSION.replace("FIXME(ann): ", "")
    assert [each[2] for each in found(text)] == ["assertion disabled until bug 4711 is fixed"]


def test_without_a_ticket_another_rule_speaks() -> None:
    text = REGRESSION.replace("bug 4711", "known")
    assert found(text) == []
    assert [each[:2] for each in found(text, "TSE501")] == [(16, "TSE501")]
