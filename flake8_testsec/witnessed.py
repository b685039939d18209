"""Findings beside the evidence of runs of the tests, in the same words in every door."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from flake8_testsec.digests import digest
from flake8_testsec.evidence.kinds import KINDS, PRODUCTION
from flake8_testsec.evidence.reading import Evidence
from flake8_testsec.evidence.saying import RUN_TIME, File, is_of, seen_alone, stronger
from flake8_testsec.filters import Filter
from flake8_testsec.finding import Finding
from flake8_testsec.outlines import is_default
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.witnessed_assertions import Run
from flake8_testsec.witnessed_never import Never


class Reviewed(NamedTuple):
    """A file, and what the rules say of it."""

    name: str
    """Its path, relative to the working directory, or absolute."""
    content: bytes
    lines: Sequence[str]
    tree: ast.Module
    role: str
    """The name of what it is for."""
    findings: Sequence[Finding]
    module: Callable[[], AbstractContextManager[Module]]
    """What opens it as a module of its project, which few files need."""


class Examined(Protocol):
    """What a review came to."""

    @property
    def findings(self) -> Sequence[Finding]:
        """In the order of their places."""

    @property
    def role(self) -> str:
        """The name of what the file is for."""


class Said(NamedTuple):
    """What evidence says of a file."""

    seen: tuple[str, ...]
    """Of each finding that there is, in their order."""
    added: tuple[Finding, ...] = ()
    """What runs alone have seen."""


class Witnessed:
    """Knows what runs of the tests have seen.

    Args:
        names: files of evidence.
        settings: say which rules speak.
        shown: which codes are shown.

    Raises:
        OSError: one cannot be read.
        ValueError: one is not understood.
    """

    def __init__(self, names: Sequence[str], settings: Settings, shown: Filter) -> None:
        self.every = [Evidence(name) for name in names]
        self._settings = settings
        self._shown = shown

    def said(self, reviewed: Reviewed) -> Said:
        """What was seen of a file, if it is as it was then.

        Args:
            reviewed: the file.
        """
        seen, added = [""] * len(reviewed.findings), list[Finding]()
        now = digest(reviewed.content)
        runs = [Run(each, each.place(reviewed.name)) for each in self.every]
        runs = [each for each in runs if each.evidence.digests.get(each.place) == {now}]
        for evidence, place in runs:
            file = File(evidence, place, reviewed.tree)
            seen = [stronger(*each) for each in zip(seen, map(file.says, reviewed.findings), strict=True)]
            added += self._added(file, reviewed, (*reviewed.findings, *added))
        if reviewed.role == "TEST" and any(each.evidence.speaks_of_tests(each.place) for each in runs):
            with reviewed.module() as module:
                never = Never(module, runs)
                seen = [
                    stronger(*each) for each in zip(seen, map(never.says, reviewed.findings), strict=True)
                ]
                new = never.added(reviewed.findings, reviewed.lines)
                added += (each for each in new if self._is_on(each.code))
        return Said(tuple(seen), tuple(added))

    def _added(self, file: File, reviewed: Reviewed, told: Sequence[Finding]) -> Iterator[Finding]:
        """What a run alone has seen, as findings."""
        is_test = reviewed.role in ("TEST", "SUPPORT")
        lines = reviewed.lines
        for (what, line), leaks in file.groups():
            code = KINDS[what].code if is_test else PRODUCTION
            is_told = any(is_of(leak, each) for leak in leaks for each in told)
            is_told = is_told or any((each.code, each.line) == (PRODUCTION, line) for each in told)
            is_asked = reviewed.role != "NEUTRAL" and line <= len(lines) and self._is_on(code)
            if is_asked and not is_told:
                yield seen_alone(code, line, leaks, lines[line - 1])

    def _is_on(self, code: str) -> bool:
        is_enabled = is_default(code) or self._settings.enables(code)
        return is_enabled and self._shown.admits(code)

    def changed(self) -> Iterator[str]:
        """Lines on files of evidence whose files have changed since."""
        for evidence in self.every:
            if stale := [name for name in evidence.digests if _has_changed(evidence, name)]:
                yield changed_since(evidence, stale)


def _has_changed(evidence: Evidence, name: str) -> bool:
    """Whether a file is another now; one that is gone is not reviewed."""
    try:
        with open(os.path.join(evidence.root, name), "rb") as file:
            return evidence.digests[name] != {digest(file.read())}
    except OSError:
        return False


def changed_since(evidence: Evidence, stale: Sequence[str]) -> str:
    """That some files have changed, in one line.

    Args:
        evidence: which says nothing of them.
        stale: the files.
    """
    number = "1 file has" if len(stale) == 1 else f"{len(stale)} files have"
    shown = ", ".join(stale[:3])
    return f"evidence {evidence.name!r}: {number} changed since, of which it says nothing: {shown}"


def told_of(
    witnessed: Witnessed,
    name: str,
    tree: ast.Module,
    lines: Sequence[str],
    found: Examined,
    module: Callable[[], AbstractContextManager[Module]],
) -> list[tuple[Finding, str]]:
    """The findings of a file with what evidence says of each.

    Args:
        witnessed: knows the evidence.
        name: the file; standard input has none, and nothing is said of it.
        tree: the parsed file.
        lines: its lines.
        found: what the rules say of it.
        module: see `Reviewed`.

    Returns:
        All findings, those that runs alone have seen behind the others.
    """
    findings = found.findings
    try:
        with open(name, "rb") as file:
            content = file.read()
    except OSError:
        return [(each, "") for each in findings]
    said = witnessed.said(Reviewed(name, content, lines, tree, found.role, findings, module))
    return [*zip(findings, said.seen, strict=True), *((each, RUN_TIME) for each in said.added)]
