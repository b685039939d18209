"""What is reported, by flake8's own decisions."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING

from flake8.violation import Violation

from flake8_testsec.cli import startup
from flake8_testsec.cli.reviews import BROKEN, Review, Told, place_of
from flake8_testsec.cli.sinks import Sink, Sinks
from flake8_testsec.formats.escapes import harmless
from flake8_testsec.plugin import Plugin

if TYPE_CHECKING:
    from flake8.style_guide import StyleGuideManager

    from flake8_testsec.cli.comparison import Comparison
    from flake8_testsec.cli.dialects import Version
    from flake8_testsec.formats.entries import Earlier, Entry


class Relay:
    """What flake8's style guide takes for a formatter: it keeps what was decided to be shown."""

    shown: Violation | None = None

    def handle(self, violation: Violation) -> None:
        self.shown = violation


class Report:
    """Tells all reports of a run of reviews as they come.

    Args:
        options: the parsed options.
        comparison: takes notice of what is found, and hides what is put off.
        place: tells where a file is in its project, by its name.
    """

    def __init__(
        self,
        options: argparse.Namespace,
        comparison: Comparison | None = None,
        place: Callable[[str], str] = place_of,
    ) -> None:
        self._place = place
        self._start = time.monotonic()
        self._options = options
        self._comparison = comparison
        self._sinks = Sinks(options)
        self._relay = Relay()
        self._shown = 0
        self._files = 0
        self._broken = False
        self._fails = False
        self._counts: dict[str, int] = {}
        self._hidden: list[str] = []
        self._unparsed: list[Version | None] = []
        self._earlier: Earlier | None = None
        self._remarks: list[str] = []
        self._roles: dict[str, int] = {}
        if options.per_file_ignores:
            _ = self._guide  # which refuses what it cannot read, whatever will be found

    @cached_property
    def _guide(self) -> StyleGuideManager:
        startup.decisions()
        from flake8.style_guide import StyleGuideManager

        return StyleGuideManager(self._options, self._relay)

    def __enter__(self) -> Report:
        if self._options.compare_with is not None:
            from flake8_testsec.formats import earlier

            self._earlier = earlier.read(self._options.compare_with)
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
        self._roles[review.role] = self._roles.get(review.role, 0) + 1
        if not review.parsed:
            self._unparsed.append(review.version)
        if self._options.needs.fingerprints and not all(told.detail for told in review.told):
            from flake8_testsec.cli.details import of_words

            review = review._replace(told=tuple(of_words(review)))
        if self._comparison is not None:
            self._comparison.begin(review)
        for sink in self._sinks.each:
            sink.begin(review.name)
        for told in sorted(review.told, key=lambda told: told.finding[:2]):
            if Plugin.filter.admits(told.finding.code):
                self._tell(review.name, told)
        if self._comparison is not None:
            self._comparison.end()
        for sink in self._sinks.each:
            sink.end(review.name)

    def shows(self, name: str, told: Told) -> bool:
        """Whether a finding would be told.

        Args:
            name: its file.
            told: the finding.
        """
        is_wanted = Plugin.filter.admits(told.finding.code) and not told.known
        return is_wanted and self._decided(name, told) is not None

    def selects(self, name: str, code: str) -> bool:
        """Whether findings of a rule are told in a file where no comment silences them.

        Args:
            name: the file.
            code: the rule's code.
        """
        from flake8.style_guide import Decision

        guide = self._guide.style_guide_for(name)
        return bool(guide.should_report_error(code) is Decision.Selected)

    def remark(self, line: str) -> None:
        """Tell something below the findings that counts like one.

        Args:
            line: what is printable.
        """
        self._remarks.append(line)

    def complain(self, line: str, fails: bool) -> None:
        """Tell of a path that holds nothing to review.

        Args:
            line: what to say below everything else.
            fails: whether the run must not look like a success.
        """
        command = "fix" if self._options.mends else "check"
        self._hidden.append(f"testsec {command}: {harmless(line)}")
        self._broken |= fails

    def fail(self) -> None:
        """Let the run end like one with findings."""
        self._fails = True

    def tell(self, sink: Sink) -> None:
        """Let a further report take what is told.

        Args:
            sink: the report, whose target is its own affair.
        """
        self._sinks.each.append(sink)

    @property
    def broken(self) -> tuple[bool, list[str]]:
        """Whether something was not reviewed, and what of it the options hide."""
        return self._broken, self._hidden

    def finish(self, files: int) -> None:
        """Complete the reports, and write below what was asked for.

        Args:
            files: how many files there were.
        """
        self._files = files
        if any(sink.wants_entries for sink in self._sinks.each):
            from flake8_testsec.formats.entries import Run

            kind = "cassettes" if self._options.cassettes else ""
            run = Run(files, not self._broken, kind, self._options.title, self._earlier)
            for sink in self._sinks.each:
                sink.finish(run)
        for line in self._below(files):
            self._say(line)

    def status(self) -> int:
        """The exit status; files that could not be reviewed are told even if the options hide them."""
        if self._options.count:
            print(self._shown, file=sys.stderr if self._sinks.output_is_read else sys.stdout)
        for line in (*self._hidden, *self._advice(), *self._summary()):
            print(line, file=sys.stderr)
        if self._broken:
            return 2
        return int((self._shown > 0 or bool(self._remarks) or self._fails) and not self._options.exit_zero)

    def _below(self, files: int) -> Iterator[str]:
        if not self._options.quiet:
            yield from self._remarks
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

    def _summary(self) -> Iterator[str]:
        if self._options.summary:
            from flake8_testsec.cli import summary

            seconds = time.monotonic() - self._start
            yield summary.line(self._files, self._roles, self._counts, seconds)

    def _tell(self, name: str, told: Told) -> None:
        finding = told.finding
        violation = self._decided(name, told)
        if violation is not None and self._comparison is not None and self._comparison.hides(told):
            return
        if told.known:
            return
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
                self._hidden.append(harmless(text))

    def _decided(self, name: str, told: Told) -> Violation | None:
        """The finding as flake8 shows it, unless it does not."""
        finding = told.finding
        self._relay.shown = None
        place = (finding.line, finding.column)
        message = f"{finding.message} [{told.seen}]" if told.seen else finding.message
        self._guide.handle_error(finding.code, name, *place, message, told.line)
        return self._relay.shown

    def _entry(self, name: str, told: Told, silenced: str | None = None) -> Entry:
        from flake8_testsec.formats.entries import Detail, Entry

        return Entry(name, self._place(name), told.finding, told.detail or Detail(), silenced, told.seen)

    def _tell_silenced(self, name: str, told: Told) -> None:
        """Tell what a comment silences to the reports that have a place for it."""
        if not self.selects(name, told.finding.code):
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
