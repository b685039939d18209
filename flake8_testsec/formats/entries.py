"""A finding with all that forms tell of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from flake8_testsec.finding import FAULT, Finding


class Detail(NamedTuple):
    """What is read beside a finding, for forms that ask for it."""

    fingerprint: str = ""
    """See ``fingerprints``."""
    scope: str = ""
    """The names of the classes and functions around it."""
    lines: tuple[tuple[int, str], ...] = ()
    """The source of the finding and of its further places: numbers from 1, and texts without their ends."""
    newline: str = "\n"
    """How the file ends its lines."""


class Region(NamedTuple):
    """A place in a file as people count: lines and columns from 1, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Entry(NamedTuple):
    """A finding in its file."""

    path: str
    """The file as the user knows it."""
    place: str
    """Its path below the project's top folder, with slashes."""
    finding: Finding
    detail: Detail = Detail()
    silenced: str | None = None
    """The reason in the comment that silences the finding; ``None`` if none does."""
    seen: str = ""
    """What a run of the tests says of it, if it was watched."""

    @property
    def message(self) -> str:
        """What is wrong, and what a run of the tests says of it, where there is one place for both."""
        return f"{self.finding.message} [{self.seen}]" if self.seen else self.finding.message

    @property
    def facts(self) -> Facts:
        """What the finding's rule says of itself."""
        return facts_of(self.finding.code)

    @property
    def region(self) -> Region | None:
        """Where it is; ``None`` for a file that cannot be read."""
        line, column, _, _, end_line, end_column, *_ = self.finding
        return region(line, column, end_line, end_column) if line > 0 else None


def region(line: int, column: int, end_line: int, end_column: int) -> Region:
    """A span whose columns count from 0, as people count; one that ends before it begins is empty."""
    start, end = (line, max(column, 0)), (end_line, max(end_column, 0))
    end = max(start, end)
    return Region(start[0], start[1] + 1, end[0], end[1] + 1)


class Old(NamedTuple):
    """A finding of an earlier report, or one that a baseline lists."""

    code: str
    severity: str
    path: str
    line: int
    """From 1; 0 where nobody has said it."""
    message: str
    """The names of the classes and functions around it, if a baseline lists it."""

    @property
    def where(self) -> str:
        """The file, and the line if it is known."""
        return f"{self.path}:{self.line}" if self.line else self.path


class Earlier(NamedTuple):
    """What a run is compared with."""

    files: int | None
    """How many an earlier report looked at; ``None`` for a baseline, which does not say."""
    findings: Mapping[str, Old]
    """By their fingerprints; what a comment silenced is none."""

    @property
    def name(self) -> str:
        """What it is called."""
        return "baseline" if self.files is None else "earlier report"

    @property
    def counts(self) -> Counter[str]:
        """How many of each severity."""
        return Counter(each.severity for each in self.findings.values())

    def is_new(self, entry: Entry) -> bool:
        """Whether a finding was not there."""
        return entry.detail.fingerprint not in self.findings

    def gone(self, entries: Iterable[Entry]) -> list[Old]:
        """What was there and is no more.

        Args:
            entries: what is found now.

        Returns:
            The findings in the order of the earlier report.
        """
        now = {entry.detail.fingerprint for entry in entries if entry.silenced is None}
        return [old for fingerprint, old in self.findings.items() if fingerprint not in now]


class Run(NamedTuple):
    """What there is to say of a run as a whole."""

    files: int
    complete: bool
    """Whether every file was reviewed by every rule."""
    kind: str = ""
    """What was reviewed, if not Python."""
    title: str = ""
    """What a page is headed with, if not with our name."""
    earlier: Earlier | None = None
    """What it is compared with."""


class Facts(NamedTuple):
    """What a rule says of itself in every report."""

    name: str = ""
    severity: str = ""
    """low, medium or high; ``error`` for what was not reviewed; empty for rules of others."""
    cwe: int | None = None
    family: str = ""
    summary: str = ""

    @property
    def url(self) -> str:
        """The address of the weakness, where there is one."""
        return f"https://cwe.mitre.org/data/definitions/{self.cwe}.html" if self.cwe else ""

    @property
    def weakness(self) -> str:
        """As in ``CWE-798``."""
        return f"CWE-{self.cwe}" if self.cwe else ""


FAULTS = {
    FAULT: Facts("not-reviewed", "error", summary="an error of ours, or a file that could not be reviewed"),
    "E902": Facts("unreadable", "error", summary="a file or folder that cannot be read"),
    "E999": Facts("not-parsed", "error", summary="a file that this Python cannot parse"),
}
"""What is no rule, by code."""

ORDER = ("error", "high", "medium", "low", "")
"""Severities, the worst first."""


@cache
def facts_of(code: str) -> Facts:
    """What the rule with a code says of itself; those of others say nothing.

    Args:
        code: any code that flake8 knows.

    Returns:
        The facts.
    """
    from flake8_testsec.evidence import kinds
    from flake8_testsec.outlines import rule_of  # reports without findings do without both

    rule = rule_of(code)
    if code == kinds.PRODUCTION:
        return Facts(kinds.PRODUCTION_NAME, "low", 459, "cleanup", kinds.PRODUCTION_SUMMARY)
    if code == kinds.UNRUN:
        return Facts(kinds.UNRUN_NAME, "medium", 561, "disabled", kinds.UNRUN_SUMMARY)
    if rule is None:
        return FAULTS.get(code, FAULTS["E999"] if code.startswith("E9") else Facts())
    return Facts(rule.name, rule.severity.value, rule.cwe, rule.family, rule.summary)
