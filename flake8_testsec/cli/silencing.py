"""``testsec check --add-noqa``: a comment for each finding, and what is left is told as ever."""

from __future__ import annotations

import argparse
import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flake8.processor import FileProcessor
from flake8.violation import Violation

from flake8_testsec import regular_files
from flake8_testsec.cli import directives
from flake8_testsec.cli.directives import Stretch
from flake8_testsec.cli.reading import Reader
from flake8_testsec.cli.reporting import Report
from flake8_testsec.cli.reviews import BROKEN, Review
from flake8_testsec.cli.rewriting import NoPlace, Text, place_of, replace
from flake8_testsec.cli.treating import Treatment
from flake8_testsec.finding import Finding
from flake8_testsec.formats.escapes import harmless
from flake8_testsec.source.syntax import read_lines


class Written(NamedTuple):
    """What became of a file."""

    content: bytes
    refusals: tuple[tuple[Finding, str], ...]
    """The findings that have no comment, and why."""


class Silencer(Treatment):
    """Writes comments into files, and lets a report tell what is left."""

    def __init__(self, report: Report, reader: Reader, options: argparse.Namespace) -> None:
        super().__init__(report, reader, options)
        self._reason = " ".join((options.reason or "").split())
        self._files = 0
        self._findings = 0

    def add(self, review: Review) -> None:
        """Silence what would be told of one file.

        Args:
            review: the file's review.
        """
        found = [told.finding for told in review.told if self._report.shows(review.name, told)]
        wanted = [each for each in found if not each.code.startswith(BROKEN)]
        if wanted:
            self._silence(review.name, wanted)
            review = self._reader.read(review.name)
        self._report.add(review)

    def finish(self) -> None:
        """Say on standard error how much was done."""
        if not self._options.quiet:
            findings, files = (_number(self._findings, "finding"), _number(self._files, "file"))
            print(f"testsec: silenced {findings} in {files}", file=sys.stderr)

    def _silence(self, name: str, found: Sequence[Finding]) -> None:
        try:
            place = place_of(name)
            before = regular_files.content(place)
            done = silenced(before, found, self._reason, self._options)
            if done.content != before:
                replace(place, done.content)
                self._files += 1
                self._findings += len(found) - len(done.refusals)
        except (NoPlace, OSError) as error:
            why = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            done = Written(b"", tuple((each, why) for each in found))
        for finding, why in done.refusals:
            line = f"testsec: no noqa for {name}:{finding.line}: {finding.code}: {why}"
            print(harmless(line), file=sys.stderr)


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def silenced(content: bytes, found: Sequence[Finding], reason: str, options: argparse.Namespace) -> Written:
    """Write a comment for each finding of a file.

    Args:
        content: the file.
        found: what is to be silenced.
        reason: what is written behind the codes.
        options: flake8's.

    Returns:
        The file with the comments, and the findings for which there is no place.

    Raises:
        NoPlace: nothing can be written into this file.
    """
    text = Text(content)
    plan = _Plan(text.lines, found, options)
    for stretch, codes in plan.comments.items():
        line = directives.marked(text.line(stretch.last), stretch.comment, sorted(codes), reason)
        text.set_line(stretch.last, line)
    changed = text.content()
    _require_same(text.lines, read_lines(changed))
    kept = [each for each in found if each not in {refused for refused, _ in plan.refusals}]
    _require_silence(read_lines(changed), kept, options)
    return Written(changed, tuple(plan.refusals))


class _Plan:
    """Which codes go where, and which nowhere."""

    def __init__(self, lines: Sequence[str], found: Iterable[Finding], options: argparse.Namespace) -> None:
        known = directives.stretches(lines, options)
        self.comments: dict[Stretch, set[str]] = defaultdict(set)
        self.refusals: list[tuple[Finding, str]] = []
        for finding in found:
            stretch = next((each for each in known if each.first <= finding.line <= each.last), None)
            if stretch is None:
                self.refusals.append((finding, "flake8 looks for no comment there"))
            elif why := _obstacle(lines, stretch):
                self.refusals.append((finding, why))
            else:
                self.comments[stretch].add(finding.code)


def _obstacle(lines: Sequence[str], stretch: Stretch) -> str:
    """Why a comment cannot stand, or does not count, at the end of a stretch."""
    if stretch.is_in_text:
        return "the line ends inside an f-string"
    if directives.is_taken(lines, stretch):
        return "a string has a '# noqa' of its own, and flake8 sees no other"
    if stretch.last == 1 and lines[0].startswith("#!"):
        return "the line says which program runs the file"
    return ""


def _require_same(before: Sequence[str], after: Sequence[str]) -> None:
    """Raise unless two texts are the same code, every node at its place."""
    try:
        one, other = (
            ast.dump(ast.parse("".join(lines)), include_attributes=True) for lines in (before, after)
        )
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NoPlace("the file cannot be compared with what it would be") from error
    if one != other:
        raise NoPlace("the file would not be the same code")


def _require_silence(lines: Sequence[str], found: Iterable[Finding], options: argparse.Namespace) -> None:
    """Raise unless flake8 finds a comment for each finding."""
    seen = FileProcessor("noqa", options, list(lines))
    for each in found:
        told = Violation(each.code, "", each.line, 1, "", seen.noqa_line_for(each.line) or "")
        if not told.is_inline_ignored(False):
            raise NoPlace(f"flake8 would not see the comment in line {each.line}")
