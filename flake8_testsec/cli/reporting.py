"""What is printed, by flake8's own decisions and formatters."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING

from flake8.style_guide import StyleGuideManager

from flake8_testsec.cli.configuration import formatter
from flake8_testsec.cli.display import printable
from flake8_testsec.cli.reviews import Review, Told
from flake8_testsec.finding import FAULT

if TYPE_CHECKING:
    from flake8_testsec.cli.dialects import Version

_BROKEN = ("E9", FAULT)


class Report:
    """Prints reviews as they come.

    Args:
        options: the parsed options.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._start = time.monotonic()
        self._options = options
        self._formatter = formatter(options)
        self._guide = StyleGuideManager(options, self._formatter)
        self._shown = 0
        self._broken = False
        self._hidden: list[str] = []
        self._unparsed: list[Version | None] = []

    def __enter__(self) -> Report:
        self._formatter.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._formatter.stop()

    def add(self, review: Review) -> None:
        """Print what is to be told of one file, at once.

        Args:
            review: the file's review.
        """
        before = self._shown
        if not review.parsed:
            self._unparsed.append(review.version)
        with self._guide.processing_file(review.name):
            for told in sorted(review.told, key=lambda told: told.finding[:2]):
                self._tell(review.name, told)
        if self._shown > before:
            sys.stdout.flush()

    def finish(self, files: int) -> None:
        """Print what flake8 prints after the findings.

        Args:
            files: how many files there were.
        """
        if self._options.statistics:
            self._formatter.show_statistics(self._guide.stats)
        if self._options.benchmark:
            seconds = time.monotonic() - self._start
            per_second = ("files processed per second", int(files / seconds))
            self._formatter.show_benchmarks(
                [("seconds elapsed", seconds), ("total files processed", files), per_second]
            )

    def status(self) -> int:
        """The exit status; files that could not be reviewed are told even if the options hide them."""
        if self._options.count:
            print(self._shown)
        for line in (*self._hidden, *self._advice()):
            print(line, file=sys.stderr)
        if self._broken:
            return 2
        return int(self._shown > 0 and not self._options.exit_zero)

    def _advice(self) -> Iterable[str]:
        if not self._unparsed or self._options.quiet:
            return ()
        from flake8_testsec.cli.dialects import advice  # most runs parse all files

        return advice(self._unparsed)

    def _tell(self, name: str, told: Told) -> None:
        finding = told.finding
        place = (finding.line, finding.column)
        shown = self._guide.handle_error(finding.code, name, *place, finding.message, told.line)
        self._shown += shown
        if finding.code.startswith(_BROKEN):
            self._broken = True
            if not shown:
                text = f"{name}:{finding.line}: {finding.code} {finding.message}"
                self._hidden.append(printable(text))
