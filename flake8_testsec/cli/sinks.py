"""Reports on their way: each takes findings one after the other and writes them in its form."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from flake8.formatting.base import BaseFormatter
from flake8.violation import Violation

from flake8_testsec.cli.display import FORMATS, safe
from flake8_testsec.cli.files import Target
from flake8_testsec.cli.outputs import Output
from flake8_testsec.formats import FORMS, Form

if TYPE_CHECKING:
    from flake8_testsec.formats.entries import Entry, Run


class Sink:
    """One report.

    Args:
        target: where it goes.
    """

    wants_entries = True
    """Whether it tells more than flake8 knows of a finding."""
    speaks = False
    """Whether it is for people, who find numbers below it."""
    wants_silenced = False
    """Whether it can tell what a comment silences."""

    def __init__(self, target: Target) -> None:
        self.target = target

    def begin(self, name: str) -> None:
        """What follows is about one file."""

    def add(self, violation: Violation, entry: Entry | None) -> None:
        """Take a finding; the entry is there if it is wanted."""

    def end(self, name: str) -> None:
        """There is no more about a file."""
        self.target.flush()

    def say(self, line: str) -> None:
        """Write a line below the findings."""
        self.target.write(f"{line}\n")

    def finish(self, run: Run) -> None:
        """All findings are told."""


class _Lines(Sink):
    """One of flake8's own formats, or a template."""

    speaks = True

    def __init__(self, formatter: BaseFormatter, target: Target, wants_entries: bool) -> None:
        super().__init__(target)
        self._formatter = formatter
        self.wants_entries = wants_entries

    def begin(self, name: str) -> None:
        self._formatter.beginning(name)

    def add(self, violation: Violation, entry: Entry | None) -> None:
        if entry is not None:
            vars(self._formatter)["entry"] = entry
        self._formatter.handle(violation)

    def end(self, name: str) -> None:
        self._formatter.finished(name)
        super().end(name)


class _Stream(Sink):
    """A form that is written finding by finding."""

    wants_silenced = True

    def __init__(self, written: Callable[[Entry], str], target: Target, speaks: bool) -> None:
        super().__init__(target)
        self._written = written
        self.speaks = speaks

    def add(self, violation: Violation, entry: Entry | None) -> None:
        assert entry is not None
        self.target.write(self._written(entry))


class _Whole(Sink):
    """A form that is written when all is known."""

    wants_silenced = True

    def __init__(self, written: Callable[[list[Entry], Run], Iterator[str]], target: Target) -> None:
        super().__init__(target)
        self._written = written
        self._entries: list[Entry] = []

    def add(self, violation: Violation, entry: Entry | None) -> None:
        assert entry is not None
        self._entries.append(entry)

    def finish(self, run: Run) -> None:
        for piece in self._written(self._entries, run):
            self.target.write(piece)


class Sinks:
    """All reports of a run.

    Args:
        options: the parsed options.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self.each: list[Sink] = []

    @property
    def output_is_read(self) -> bool:
        """Whether a program reads standard output, so that nothing else may stand there."""
        return any(sink.target.is_seen and not sink.speaks for sink in self.each)

    def open(self) -> None:
        """Open the places that reports go to.

        Raises:
            OSError: a report cannot be written; the others are as they were.
        """
        try:
            for output in self._options.outputs:
                self.each.append(self._sink(output))
        except OSError:
            self.abandon()
            raise

    def commit(self) -> None:
        """Put all reports in their places.

        Raises:
            OSError: one cannot be completed; those after it are as they were.
        """
        try:
            for sink in self.each:
                sink.target.commit()
        except OSError:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Leave the files as they were; what was printed is printed."""
        for sink in self.each:
            with suppress(OSError):
                sink.target.flush()
            sink.target.abandon()

    def _sink(self, output: Output) -> Sink:
        name = output.format
        if name in FORMS and not (self._options.quiet and FORMS[name].speaks):
            return self._form(FORMS[name], Target(output.file, self._options.tee))
        return _flake8_sink(name, self._options, Target(output.file, self._options.tee))

    def _form(self, form: Form, target: Target) -> Sink:
        written = form.written()
        if not form.streams:
            return _Whole(written, target)
        if not form.speaks:
            return _Stream(written, target, speaks=False)
        color = _is_colored(self._options.color, target)
        return _Stream(lambda entry: str(written(entry, color)), target, speaks=True)


def _is_colored(wish: str, target: Target) -> bool:
    """Whether colours are wanted; what ``NO_COLOR`` means is told at https://no-color.org."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return wish == "always" or (wish == "auto" and target.is_output and sys.stdout.isatty() and not plain)


def _flake8_sink(name: str, options: argparse.Namespace, target: Target) -> Sink:
    own = argparse.Namespace(**vars(options))
    own.write, own.output_file = target.write, None
    own.format = "default" if name == "text" else name
    if own.color == "auto" and not target.is_output:
        own.color = "never"
    if options.quiet:
        return _Lines(safe(FORMATS[_QUIET[min(options.quiet, 2)]])(own), target, False)
    if name in FORMATS:
        return _Lines(safe(FORMATS[name])(own), target, False)
    from flake8_testsec.cli.templates import Filled

    return _Lines(safe(Filled)(own), target, True)


_QUIET = {1: "quiet-filename", 2: "quiet-nothing"}
