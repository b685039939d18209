"""What is reported, by flake8's own decisions."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from flake8.style_guide import Decision, StyleGuideManager
from flake8.violation import Violation

from flake8_testsec.cli.reviews import Review, Told, place_of
from flake8_testsec.cli.sinks import Sinks
from flake8_testsec.finding import FAULT
from flake8_testsec.formats.escapes import printable
from flake8_testsec.plugin import Plugin

if TYPE_CHECKING:
    from flake8_testsec.cli.dialects import Version
    from flake8_testsec.formats.entries import Entry

BROKEN = ("E9", FAULT)
"""How codes begin that say that a file was not reviewed, or not by every rule."""


class Relay:
    """What flake8's style guide takes for a formatter: it keeps what was decided to be shown."""

    shown: Violation | None = None

    def handle(self, violation: Violation) -> None:
        self.shown = violation


class Report:
    """Tells all reports of a run of reviews as they come.

    Args:
        options: the parsed options.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._start = time.monotonic()
        self._options = options
        self._sinks = Sinks(options)
        self._relay = Relay()
        self._guide = StyleGuideManager(options, self._relay)
        self._shown = 0
        self._broken = False
        self._counts: dict[str, int] = {}
        self._hidden: list[str] = []
        self._unparsed: list[Version | None] = []

    def __enter__(self) -> Report:
        self._sinks.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._sinks.commit()
        else:
            self._sinks.abandon()

    def add(self, review: Review) -> None:
        """Tell what is to be told of one file, at once.

        Args:
            review: the file's review.
        """
        if not review.parsed:
            self._unparsed.append(review.version)
        if self._options.needs.fingerprints and not all(told.detail for told in review.told):
            from flake8_testsec.cli.details import of_words

            review = review._replace(told=tuple(of_words(review)))
        for sink in self._sinks.each:
            sink.begin(review.name)
        for told in sorted(review.told, key=lambda told: told.finding[:2]):
            if Plugin.filter.admits(told.finding.code):
                self._tell(review.name, told)
        for sink in self._sinks.each:
            sink.end(review.name)

    def finish(self, files: int) -> None:
        """Complete the reports, and write below what was asked for.

        Args:
            files: how many files there were.
        """
        if any(sink.wants_entries for sink in self._sinks.each):
            from flake8_testsec.formats.entries import Run

            run = Run(files, not self._broken, "cassettes" if self._options.cassettes else "")
            for sink in self._sinks.each:
                sink.finish(run)
        for line in self._below(files):
            self._say(line)

    def status(self) -> int:
        """The exit status; files that could not be reviewed are told even if the options hide them."""
        if self._options.count:
            print(self._shown, file=sys.stderr if self._sinks.output_is_read else sys.stdout)
        for line in (*self._hidden, *self._advice()):
            print(line, file=sys.stderr)
        if self._broken:
            return 2
        return int(self._shown > 0 and not self._options.exit_zero)

    def _below(self, files: int) -> Iterator[str]:
        if self._options.statistics:
            from flake8_testsec.cli.statistics import lines

            yield from lines(self._counts)
        if self._options.benchmark:
            seconds = time.monotonic() - self._start
            yield f"{seconds:<10.3} seconds elapsed"
            yield f"{files:<10} total files processed"
            yield f"{int(files / seconds):<10} files processed per second"

    def _say(self, line: str) -> None:
        """Write a line where it is read by people; a program that reads standard output shall not meet it."""
        sink = next((sink for sink in self._sinks.each if sink.speaks), None)
        if sink is None:
            print(line, file=sys.stderr)
        else:
            sink.say(line)

    def _advice(self) -> Iterable[str]:
        if not self._unparsed or self._options.quiet:
            return ()
        from flake8_testsec.cli.dialects import advice  # most runs parse all files

        return advice(self._unparsed)

    def _tell(self, name: str, told: Told) -> None:
        finding = told.finding
        violation = self._decided(name, told)
        if violation is not None:
            self._shown += 1
            self._counts[finding.code] = self._counts.get(finding.code, 0) + 1
            for sink in self._sinks.each:
                sink.add(violation, self._entry(name, told) if sink.wants_entries else None)
        elif self._options.include_suppressed:
            self._tell_silenced(name, told)
        if finding.code.startswith(BROKEN):
            self._broken = True
            if violation is None:
                text = f"{name}:{finding.line}: {finding.code} {finding.message}"
                self._hidden.append(printable(text))

    def _decided(self, name: str, told: Told) -> Violation | None:
        """The finding as flake8 shows it, unless it does not."""
        finding = told.finding
        self._relay.shown = None
        place = (finding.line, finding.column)
        self._guide.handle_error(finding.code, name, *place, finding.message, told.line)
        return self._relay.shown

    def _entry(self, name: str, told: Told, silenced: str | None = None) -> Entry:
        from flake8_testsec.formats.entries import Detail, Entry

        return Entry(name, place_of(name), told.finding, told.detail or Detail(), silenced)

    def _tell_silenced(self, name: str, told: Told) -> None:
        """Tell what a comment silences to the reports that have a place for it."""
        guide = self._guide.style_guide_for(name)
        if guide.should_report_error(told.finding.code) is not Decision.Selected:
            return
        from flake8.defaults import NOQA_INLINE_REGEXP

        comment = NOQA_INLINE_REGEXP.search(told.line or "")
        reason = comment.string[comment.end() :].partition("\n")[0].strip() if comment else ""
        finding = told.finding
        violation = Violation(
            finding.code, name, finding.line, finding.column + 1, finding.message, told.line
        )
        for sink in self._sinks.each:
            if sink.wants_silenced:
                sink.add(violation, self._entry(name, told, reason))
