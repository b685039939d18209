"""What is said of one file, on its way from whoever reviewed it to whoever prints it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec.finding import FAULT, Finding, unreviewed
from flake8_testsec.roots import project_place

if TYPE_CHECKING:
    from flake8_testsec.formats.entries import Detail
    from flake8_testsec.review.change.entries import Sides
    from flake8_testsec.review.change.inventory import Inventory
    from flake8_testsec.review.document import Document
    from flake8_testsec.review.ledger import Item

STDIN = "-"
BROKEN = ("E9", FAULT)
"""How codes begin that say that a file was not reviewed, or not by every rule."""


class Told(NamedTuple):
    """A finding, and the text in which flake8 looks for ``noqa`` and which it shows.

    Without a text (``None``), flake8 looks into the file itself.
    """

    finding: Finding
    line: str | None
    detail: Detail | None = None
    """What some formats tell beside it."""
    known: bool = False
    """Whether only changes are to be told, and it is none."""
    seen: str = ""
    """What a run of the tests says of it, if it was watched."""


class Review(NamedTuple):
    """What there is to say of one file: the name to display, and the findings in their order."""

    name: str
    told: tuple[Told, ...]
    parsed: bool = True
    """Whether this Python can parse it."""
    version: tuple[int, int] | None = None
    """If not, the Python that it was written for, as far as that is known."""
    role: str = ""
    """The name of what it is for, if that is told."""
    document: Document | None = None
    """What ``testsec review`` writes of it."""
    inventory: Inventory | None = None
    """What ``testsec review --since`` compares of it."""
    sides: Sides | None = None
    """The same of both of its sides."""
    waiting: tuple[Item, ...] = ()
    """What ``testsec bugs`` lists of it."""
    without: int = 0
    """How many places wait for no ticket."""


def display_name(name: str, options: argparse.Namespace) -> str:
    """How a file is called in what we print.

    Args:
        name: its path, or ``-``.
        options: the parsed options.

    Returns:
        The path, or what the user calls standard input.
    """
    return str(options.stdin_display_name) if name == STDIN else name


def place_of(display: str) -> str:
    """Where a file is in its project, in the form that reports and fingerprints have.

    Args:
        display: its path, or what the user calls standard input.

    Returns:
        The path below the project's top folder, with slashes.
    """
    return project_place(display)


def unreadable(name: str, error: OSError, why: str = "") -> Review:
    """That a file or folder cannot be read, in flake8's words.

    Args:
        name: what is displayed.
        error: what the system said.
        why: the same in fewer words.

    Returns:
        The review.
    """
    return _one(name, 0, "E902", f"{type(error).__name__}: {why or error}")


def failure(name: str, why: str) -> Review:
    """That a file was not reviewed, which is never passed over in silence.

    Args:
        name: what is displayed.
        why: the reason, in any number of lines.

    Returns:
        The review.
    """
    return Review(name, (Told(unreviewed(why), ""),))


def _one(name: str, line: int, code: str, text: str) -> Review:
    return Review(name, (Told(Finding(line, 0, code, text, line, 0), ""),))
