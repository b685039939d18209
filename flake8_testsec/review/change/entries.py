"""What a comparison comes to: entries under aspects, each with its weight. Data only."""

from __future__ import annotations

from typing import NamedTuple

from flake8_testsec.review.change.inventory import Inventory
from flake8_testsec.review.document import SEVERITIES, Defect, Lines

TESTS = "Tests"
ASSERTIONS = "Assertions"
EXCEPTIONS = "Exceptions"
DOUBLES = "Doubles and controls"
CREDENTIALS = "Credentials"
CLEANUP = "Cleanup"

ASPECTS = (TESTS, ASSERTIONS, EXCEPTIONS, DOUBLES, CREDENTIALS, CLEANUP, "Inputs", "Execution", "Disclosure")
"""In the order in which they are told."""

OF_FAMILIES = {
    "inputs": "Inputs",
    "credentials": CREDENTIALS,
    "cleanup": CLEANUP,
    "exceptions": EXCEPTIONS,
    "disabled": ASSERTIONS,
    "doubles": DOUBLES,
    "execution": "Execution",
    "disclosure": "Disclosure",
}
"""The aspect under which findings of a family are told."""


class Entry(NamedTuple):
    """One thing that a change does."""

    aspect: str
    kind: str
    """What a program may look for: ``test-deleted``, ``assertion-weakened``."""
    severity: str
    """``high``, ``medium`` or ``low`` for what a reviewer should ask about, ``none`` for everything else."""
    parts: tuple[str, ...]
    """The sentence in pieces: plain text, `Code` and `Quote`."""
    now: tuple[Lines, ...] = ()
    """Where it is in the file as it is."""
    before: tuple[Lines, ...] = ()
    """Where it was in the file as it was."""
    subject: str = ""
    """The test, class or function that it is about."""
    defect: Defect | None = None
    """The finding that has come or gone."""

    @property
    def counts(self) -> bool:
        """Whether it is something that a reviewer should ask about."""
        return self.severity in SEVERITIES


class Sides(NamedTuple):
    """A file that a change touches, taken down."""

    path: str
    earlier: str
    """See `Difference`."""
    old: Inventory | None
    """``None`` for a file that is new."""
    new: Inventory | None
    """``None`` for a file that is no more."""
    unparsed: str = ""
    """See `Difference`."""


class Difference(NamedTuple):
    """What a change does to one file."""

    path: str
    earlier: str
    """What it was called; empty for a file that is new, the same as the path for one that was not renamed."""
    entries: tuple[Entry, ...]
    state: str = "changed"
    """``changed``, ``added``, ``deleted`` or ``renamed``."""
    unparsed: str = ""
    """Which side does not parse, so that nothing is compared: ``before``, ``now``."""

    @property
    def losses(self) -> tuple[Entry, ...]:
        """The entries that count."""
        return tuple(each for each in self.entries if each.counts)
