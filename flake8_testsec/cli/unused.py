"""``testsec check --unused-noqa``: which of our codes in a comment silence nothing, and what to remove.

A rule that any comment contents says nothing because of the ``noqa`` itself; so the file is reviewed once
more without the comments in question. Only what is certain is told: a code whose rules, or some of them, do
not speak in this run may silence something in another.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from flake8.processor import FileProcessor

from flake8_testsec.cli import directives
from flake8_testsec.cli.contents import content
from flake8_testsec.cli.directives import Directive, Stretch
from flake8_testsec.cli.reviews import BROKEN, STDIN, Review
from flake8_testsec.cli.treating import Treatment
from flake8_testsec.evidence.kinds import ALONE
from flake8_testsec.finding import FAULT, Finding
from flake8_testsec.formats.escapes import harmless
from flake8_testsec.outlines import OUTLINES
from flake8_testsec.plugin import Plugin
from flake8_testsec.source.syntax import read_lines

OURS = "TSE"
IDLE = "silences nothing"


class Unused(NamedTuple):
    """Codes of a comment that silence nothing."""

    directive: Directive
    codes: tuple[str, ...]
    why: str
    stretch: Stretch

    def __str__(self) -> str:
        given = self.directive
        what = given.text if self.codes == given.codes else ", ".join(self.codes)
        told = f"{given.line}:{given.column + 1}: unused noqa: {', '.join(self.codes)} {self.why}"
        return f"{told}; remove {what!r}"


class Auditor(Treatment):
    """Looks into the comments of the files that were reviewed, and lets a report tell what is unused."""

    def add(self, review: Review) -> None:
        """Tell a file's findings, and the comments that silence nothing.

        Args:
            review: the file's review.
        """
        self._report.add(review)
        found = [told.finding for told in review.told]
        if not any(each.code.startswith(BROKEN) for each in found):  # of those, not all is known
            for each in self._unused(review.name, found):
                self._report.remark(harmless(f"{review.name}:{each}"))

    def _unused(self, name: str, found: Sequence[Finding]) -> Iterator[Unused]:
        is_stdin = STDIN in self._options.filenames and name == self._options.stdin_display_name
        source = content(STDIN if is_stdin else name)
        lines = read_lines(source) if b"noqa" in source.lower() else []
        if not FileProcessor(name, self._options, list(lines)).should_ignore_file():
            selects = partial(self._report.selects, name)
            idle = list(unused(lines, found, selects, self._options))
            yield from self._confirmed(idle, lines, directives.encoding_of(source), name) if idle else ()

    def _confirmed(
        self, idle: Sequence[Unused], lines: Sequence[str], encoding: str, name: str
    ) -> Iterator[Unused]:
        """What is unused even if the rules do not see it."""
        without = "".join(_without(lines, idle)).encode(encoding)
        found = [told.finding for told in self._reader.side(without, name).review.told]
        for each in idle:
            first, last = each.stretch[:2]
            here = tuple(finding.code for finding in found if first <= finding.line <= last)
            codes = tuple(code for code in each.codes if not any(told.startswith(code) for told in here))
            if each.why != IDLE:
                yield each
            elif codes:
                yield each._replace(codes=codes)


def _without(lines: Sequence[str], idle: Iterable[Unused]) -> list[str]:
    """A file's lines without some comments, up to the next one that stands behind."""
    changed = [*lines]
    for each in sorted(idle, key=lambda each: each.directive[:2], reverse=True):
        line, column = changed[each.directive.line - 1], each.directive.column
        _, mark, behind = line[column + 1 :].partition("#")
        changed[each.directive.line - 1] = line[:column].rstrip() + (f"  {mark}{behind}" if mark else "\n")
    return changed


def unused(
    lines: Sequence[str],
    found: Sequence[Finding],
    selects: Callable[[str], bool],
    options: argparse.Namespace,
) -> Iterator[Unused]:
    """The codes of ours in a file's comments that silence nothing.

    Args:
        lines: the file's lines.
        found: all its findings, with those that are silenced.
        selects: whether findings with a code are told in this file.
        options: flake8's.

    Yields:
        What is unused, from the top, by comment and reason.
    """
    for stretch in directives.stretches(lines, options):
        here = [each.code for each in found if stretch.first <= each.line <= stretch.last]
        for directive in directives.directives(lines, stretch):
            ours = [code for code in directive.codes if code.upper().startswith(OURS)]
            reasons = {code: _reason(code, directive, here, selects) for code in ours}
            for why in dict.fromkeys(filter(None, reasons.values())):
                codes = tuple(code for code in ours if reasons[code] == why)
                yield Unused(directive, codes, why, stretch)


def _reason(code: str, directive: Directive, here: Sequence[str], selects: Callable[[str], bool]) -> str:
    """Why a code silences nothing; empty if it does, or may."""
    if not directive.counts:
        return "has no effect behind another noqa"
    if not code.startswith(OURS):
        return "has no effect in small letters"
    rules = [rule for rule in OUTLINES.values() if rule.code.startswith(code)]
    if FAULT.startswith(code) or code in ALONE or any(each.startswith(code) for each in here):
        return ""
    if not rules:
        return "is the code of no rule"
    speak = all((rule.default or Plugin.settings.enables(rule.code)) and selects(rule.code) for rule in rules)
    return IDLE if speak else ""
