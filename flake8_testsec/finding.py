"""What is said of a file in the end: findings, and the code of our own faults."""

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


class Finding(NamedTuple):
    """One defect: lines from 1, columns from 0 in characters, the end exclusive."""

    line: int
    column: int
    code: str
    message: str
    end_line: int
    end_column: int
    related: tuple[Related, ...] = ()
