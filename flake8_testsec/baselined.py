"""What flake8 is told of a file when a baseline lists some of its findings.

flake8 looks for ``noqa`` when a plugin has said all. But what a comment silences must not use up what is
listed: of two findings that are alike, one of them with a comment and the other listed, none is new.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Callable, Sequence
from typing import NamedTuple

from flake8_testsec.baselines import Baseline
from flake8_testsec.finding import Finding
from flake8_testsec.fingerprints import fingerprints


class File(NamedTuple):
    """A file as a plugin gets it."""

    name: str
    place: str
    """Its path below the project's top folder, with slashes."""
    lines: Sequence[str]
    tree: ast.Module


class Baselined:
    """A baseline, and flake8's options, by which it decides what comments silence.

    Args:
        baseline: what is listed.
        options: as flake8 has parsed them.
    """

    def __init__(self, baseline: Baseline, options: argparse.Namespace) -> None:
        self._baseline = baseline
        self._options = options

    def new(self, findings: Sequence[Finding], file: File) -> list[Finding]:
        """The findings that are not listed.

        Args:
            findings: all findings of the file.
            file: the file.

        Returns:
            They, in the order given. Of findings that are alike the first are passed over, as many as are
            listed; what a comment silences is left to flake8.
        """
        allowance = self._baseline.allowance(file.place)
        if not allowance:
            return list(findings)
        prints = fingerprints(findings, file.place, file.lines, file.tree)
        is_silenced = self._silenced(file)
        passed: set[int] = set()
        for index in sorted(range(len(findings)), key=lambda index: findings[index][:2]):
            digest = prints[index].digest
            if allowance[digest] > 0 and not is_silenced(findings[index]):
                allowance[digest] -= 1
                passed.add(index)
        return [finding for index, finding in enumerate(findings) if index not in passed]

    def _silenced(self, file: File) -> Callable[[Finding], bool]:
        """Whether a comment silences a finding; few files have one, and to look takes long."""
        if self._options.disable_noqa or not any("noqa" in line.lower() for line in file.lines):
            return lambda finding: False
        from flake8.processor import FileProcessor
        from flake8.violation import Violation

        processor = FileProcessor(file.name, self._options, list(file.lines))

        def silenced(finding: Finding) -> bool:
            line = processor.noqa_line_for(finding.line)
            violation = Violation(finding.code, file.name, *finding[:2], finding.message, line)
            return bool(violation.is_inline_ignored(disable_noqa=False))

        return silenced
