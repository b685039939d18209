"""Blocks around what is made in pairs, and the comments that stand between what is made and its first use."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, stays

PAIR = """\
import socket

def test_both():
    one, other = socket.socketpair()

    # Send.
    one.send(b"e")

    # Read.
    assert other.recv(1)
"""


def test_a_pair_is_entered_by_one_block() -> None:
    becomes(
        "TSE312",
        PAIR,
        """\
        import socket

        def test_both():
            one, other = socket.socketpair()
            with one, other:
                # Send.
                one.send(b"e")

                # Read.
                assert other.recv(1)
        """,
    )


def test_a_pair_that_is_made_anew() -> None:
    _, mark, body = PAIR.partition("    one, other")
    before, after = fixed("TSE312", PAIR + "\n" + mark + body)
    assert before == fixed("TSE312", PAIR)[0] + "\n" + mark + body
    assert after.startswith(PAIR)


@pytest.mark.parametrize(
    "text",
    [
        PAIR + "    one.close()\n",
        PAIR.replace("    one, other = socket.socketpair()", "    one, other = socket.socketpair(); use()"),
        PAIR.partition("\n    # Send")[0],
        PAIR.replace("    one, other = socket", "    if a:\n        one, other = socket"),
        PAIR.replace("one, other = ", "box.one, other = "),
    ],
)
def test_a_pair_that_is_left_to_a_person(text: str) -> None:
    stays("TSE312", text)


def test_comments_move_into_the_block() -> None:
    becomes(
        "TSE312",
        PAIR.replace("one, other = socket.socketpair()", "one = socket.socket()").replace("other", "one"),
        """\
        import socket

        def test_both():
            with socket.socket() as one:
                # Send.
                one.send(b"e")

                # Read.
                assert one.recv(1)
        """,
    )


def test_a_pair_of_a_helper() -> None:
    stays("TSE312", PAIR.replace("def test_both", "def both"), path="tests/test_a.py")


REMOVED = """\
import os
import tempfile
import unittest

class TestShop(unittest.TestCase):
    def test_plot(self):
        file = tempfile.NamedTemporaryFile(delete=False)
{}        self.plot(file.name)
        self.assertTrue(self.plotted)

{}        file.close()
{}"""
REMOVAL = "        self.addCleanup(os.unlink, file.name)\n"
UNLINK = "        os.unlink(file.name)\n"


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        ("# cleanup temp file", True),
        ("# Remove what was plotted,\n        # and close it.", True),
        ("# Nobody plots any more.", False),
    ],
)
def test_a_comment_goes_with_the_removal_that_it_tells_of(told: str, goes: bool) -> None:
    told = f"        {told}\n"
    after = REMOVED.format(told * goes + REMOVAL, told * (not goes), "")
    becomes("TSE306", REMOVED.format("", told, UNLINK), after)


def test_a_comment_stays_above_another_removal() -> None:
    told = "        # cleanup temp file\n        os.remove(self.plotted)\n"
    becomes("TSE306", REMOVED.format("", told, UNLINK), REMOVED.format(REMOVAL, told, ""))


def test_a_removal_below_a_blank_line() -> None:
    told = "        # cleanup\n"
    becomes("TSE306", REMOVED.format("", told, f"\n{UNLINK}"), REMOVED.format(REMOVAL, told, ""))
