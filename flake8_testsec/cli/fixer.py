"""What ``testsec fix`` does with each file that was reviewed."""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from flake8_testsec.cli.comparison import Comparison
from flake8_testsec.cli.contents import content
from flake8_testsec.cli.leftovers import unneeded_imports
from flake8_testsec.cli.mending import Mended, mended
from flake8_testsec.cli.patches import patch
from flake8_testsec.cli.reading import Reader
from flake8_testsec.cli.reporting import Report
from flake8_testsec.cli.reviews import BROKEN, STDIN, Review
from flake8_testsec.cli.rewriting import NoPlace, place_of, replace
from flake8_testsec.cli.treating import Treatment
from flake8_testsec.finding import Finding, Fix
from flake8_testsec.formats.escapes import harmless
from flake8_testsec.outlines import rule_of
from flake8_testsec.pages import prose
from flake8_testsec.patterns import lazy

_WHY = lazy(r"\bunsafe(?: elsewhere)?(?:, because|:) (.+?)[.;](?: |\Z)")


class Fixer(Treatment):
    """Mends files, one after the other, and tells what was done.

    Args:
        report: says what would be told of a file.
        reader: reviews contents.
        options: the parsed options.
        comparison: hides what is put off.
        ahead: reviews the files that come; it is told when one was written, on which others may hang.
    """

    def __init__(
        self,
        report: Report,
        reader: Reader,
        options: argparse.Namespace,
        comparison: Comparison | None,
        ahead: Reader,
    ) -> None:
        super().__init__(report, reader, options)
        self._comparison = comparison
        self._readers = (reader, ahead)
        self._has_written = False
        self._seen: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._output_is_read = options.diff or STDIN in options.filenames

    def add(self, review: Review) -> None:
        """Mend one file, unless it could not be reviewed.

        Args:
            review: the file's review.
        """
        broken = [told.finding for told in review.told if told.finding.code.startswith(BROKEN)]
        for line, column, code, message, *_ in broken:
            self._report.complain(f"{review.name}:{line}:{column + 1}: {code} {message}", True)
        wanted = [] if broken else list(self._wanted(review))
        is_stdin = STDIN in self._options.filenames and review.name == self._options.stdin_display_name
        before = content(STDIN) if is_stdin else b""
        try:
            after = self._filtered(review, wanted, before) if is_stdin else self._rewritten(review, wanted)
        except (NoPlace, OSError, RecursionError, MemoryError) as error:
            after = before
            why = (error.strerror if isinstance(error, OSError) else None) or str(error)
            self._report.complain(f"{review.name} is left as it is: {why}", True)
        if is_stdin and not self._options.diff:
            _write(after)

    def finish(self) -> None:
        """Say how much was done, and let the status tell whether anything was."""
        counts = self._counts
        if counts["fixed"]:
            self._report.fail()
        files = "1 file" if counts["files"] == 1 else f"{counts['files']} files"
        told = [f"{counts['fixed']} {self._verb} in {files}"]
        told += [f"{counts['unsafe']} need{'s' * (counts['unsafe'] == 1)} --unsafe"] * bool(counts["unsafe"])
        told += [f"{counts['left']} left as it was"] * bool(counts["left"])
        told += [f"{counts['none']} without a fix"] * bool(counts["none"])
        self._say(", ".join(told))

    @property
    def _verb(self) -> str:
        return "would be fixed" if self._options.diff else "fixed"

    def _wanted(self, review: Review) -> Iterator[Finding]:
        """What would be told of a file, and is not put off."""
        if self._comparison is not None:
            self._comparison.begin(review)
        for told in sorted(review.told, key=lambda told: told.finding[:2]):
            if not self._report.shows(review.name, told._replace(known=False)):
                continue
            is_put_off = self._comparison is not None and self._comparison.hides(told)
            if not (is_put_off or told.known):
                yield told.finding
        if self._comparison is not None:
            self._comparison.end()

    def _allows(self, fix: Fix) -> bool:
        return bool(fix.edits) and (fix.safe or self._options.unsafe)

    def _filtered(self, review: Review, wanted: Sequence[Finding], before: bytes) -> bytes:
        """What becomes of standard input."""
        done = self._mended(review, wanted, before)
        self._tell(review.name, wanted, done)
        if self._options.diff:
            _write(patch(review.name, before, done.content))
        return done.content

    def _rewritten(self, review: Review, wanted: Sequence[Finding]) -> bytes:
        """What becomes of a file, which has it afterwards."""
        done, place = Mended(b"", (), ()), review.name
        if any(self._allows(each.fix) for each in wanted):
            place = place_of(review.name)
            if place in self._seen:  # by another name
                return b""
            self._seen.add(place)
            if not self._options.diff:
                _require_ours(place)
            done = self._written(review, wanted, place)
        self._tell(review.name, wanted, done)
        return done.content

    def _written(self, review: Review, wanted: Sequence[Finding], place: str) -> Mended:
        before = content(place)
        changes = self._reader.work.changes
        staged = None if changes is None else changes[review.name].content
        if staged is not None and staged != before:
            raise NoPlace("it differs from what is staged")
        done = self._mended(review, wanted, before)
        if done.content != before:
            if content(place) != before:
                raise NoPlace("it has changed in the meantime")
            if self._options.diff:
                _write(patch(place, before, done.content))
            else:
                replace(place, done.content)
                self._has_written = True
                for each in self._readers:
                    each.forget()
        return done

    def _mended(self, review: Review, wanted: Sequence[Finding], before: bytes) -> Mended:
        """The content with what can be mended.

        Raises:
            NoPlace: the content is not the one that was reviewed.
        """
        fixable = [each for each in wanted if self._allows(each.fix)]
        if not fixable:
            return Mended(before, (), ())
        reviewed = partial(self._found, review.name)
        found = reviewed(before)
        gone: tuple[Finding, ...] = ()
        if found is not None and self._has_written:  # it may have been reviewed before that
            there = {each[:3] for each in found}
            gone = tuple(each for each in wanted if each[:3] not in there)
            fixable = [each for each in fixable if each not in gone]
            is_same = {*fixable} <= {*found}
        else:
            is_same = found == [told.finding for told in review.told]
        if found is None or not is_same:
            raise NoPlace("it has changed in the meantime")
        unneeded = partial(unneeded_imports, self._reader, review.name)
        return mended(before, found, fixable, reviewed, self._allows, unneeded)._replace(gone=gone)

    def _found(self, name: str, content: bytes) -> list[Finding] | None:
        """All that is found in a content if a file has it."""
        review = self._reader.side(content, name).review
        return [told.finding for told in review.told] if review.parsed else None

    def _tell(self, name: str, wanted: Sequence[Finding], done: Mended) -> None:
        self._counts["files"] += bool(done.fixed)
        fixed, left, gone = {*done.fixed}, {*done.left}, {*done.gone}
        for each in wanted:
            what = self._became(each, fixed, left) if each not in gone else ""
            if what:
                self._say(f"{name}:{each.line}:{each.column + 1}: {each.code} {what}")

    def _became(self, finding: Finding, fixed: set[Finding], left: set[Finding]) -> str:
        """What became of a finding; nothing if there is no fix for it."""
        if finding in fixed:
            self._counts["fixed"] += 1
            return self._verb if finding.fix.safe else f"{self._verb}; unsafe: {_why(finding)}"
        if finding in left:
            self._counts["left"] += 1
            return "left as it was: with the fix something else would be found"
        self._counts["unsafe" if finding.fix.edits else "none"] += 1
        return f"needs --unsafe: {_why(finding)}" if finding.fix.edits else ""

    def _say(self, line: str) -> None:
        if not self._options.quiet:
            print(harmless(line), file=sys.stderr if self._output_is_read else sys.stdout)


def _why(finding: Finding) -> str:
    return finding.fix.reason or why_unsafe(finding.code)


def why_unsafe(code: str) -> str:
    """Why a rule's fixes may be unsafe, in its own words.

    Args:
        code: the rule's code.
    """
    rule = rule_of(code)
    found = _WHY.search(prose(rule.fixable)) if rule is not None else None
    return found[1] if found else f"see 'testsec explain {code}'"


def _require_ours(place: str) -> None:
    """Raise unless a file is one that its user may expect to be changed."""
    status = os.stat(place)
    user = getattr(os, "geteuid", lambda: status.st_uid)()
    if not stat.S_ISREG(status.st_mode):
        raise NoPlace("it is no regular file")
    if status.st_uid != user:
        raise NoPlace("it belongs to somebody else")
    if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise NoPlace("it is read-only")


def _write(text: bytes) -> None:
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()
