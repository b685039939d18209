"""What is said of a file in the end: findings with their fixes, and the code of our own faults."""

from __future__ import annotations

from typing import NamedTuple

FAULT = "TSE000"
"""The code of our own faults; no rule may have it."""


class Related(NamedTuple):
    """A further place of a finding: lines from 1, columns from 0 in characters."""

    line: int
    column: int
    end_line: int
    end_column: int
    message: str


class Edit(NamedTuple):
    """A span of the file, and the text that shall stand there instead; an empty span is a place to insert.

    Lines from 1, columns from 0 in characters, the end exclusive. A span that ends in column 0 takes the
    end of the line before with it. The text has its line ends as ``\\n``.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Fix(NamedTuple):
    """The remedy that the message names, for a program: all edits, or none.

    ``safe`` says that a test which passes and is right does the same afterwards, and ``reason`` why this one
    does not need to; empty where it is what the rule says of all of its fixes. ``leftovers`` takes out the
    imports that nothing needs once these edits are made, and no others.
    """

    edits: tuple[Edit, ...] = ()
    safe: bool = False
    reason: str = ""
    leftovers: tuple[Edit, ...] = ()

    @property
    def whole(self) -> tuple[Edit, ...]:
        """All that is to be done where no other fix is made."""
        return (*self.edits, *self.leftovers)


NO_FIX = Fix()
"""What is left to a person."""


class Finding(NamedTuple):
    """One defect: lines from 1, columns from 0 in characters, the end exclusive."""

    line: int
    column: int
    code: str
    message: str
    end_line: int
    end_column: int
    related: tuple[Related, ...] = ()
    fix: Fix = NO_FIX


def unreviewed(why: str) -> Finding:
    """That a file was not reviewed, which is never passed over in silence.

    Args:
        why: the reason, in any number of lines.

    Returns:
        A finding.
    """
    return Finding(1, 0, FAULT, "not reviewed: " + " ".join(why.split()), 1, 0)
