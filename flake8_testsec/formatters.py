"""What flake8 offers as ``--format=testsec-sarif`` and ``--format=testsec-json``.

flake8 imports this in every run, whichever format is asked for, so it imports little before it has to write.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator

from flake8.exceptions import ExecutionError
from flake8.formatting.base import BaseFormatter
from flake8.statistics import Statistics
from flake8.violation import Violation

from flake8_testsec.formats import FORMS


class _Formatter(BaseFormatter):  # type: ignore[misc]
    """Keeps all findings and writes them at the end."""

    form = ""
    """Our name of what is written."""

    def after_init(self) -> None:
        """Begin without findings."""
        self._found: dict[str, list[Violation]] = defaultdict(list)
        self._files = 0

    def start(self) -> None:
        """Open nothing: flake8 would write below what another run has left."""

    def beginning(self, filename: str) -> None:
        """Count a file."""
        self._files += 1

    def handle(self, error: Violation) -> None:
        """Keep a finding."""
        self._found[error.filename].append(error)

    def show_statistics(self, statistics: Statistics) -> None:
        """Tell on standard error how often each code was found."""
        for code in statistics.error_codes():
            count = sum(each.count for each in statistics.statistics_for(code))
            print(f"{count:<5} {code}", file=sys.stderr)

    def show_benchmarks(self, benchmarks: list[tuple[str, float]]) -> None:
        """Tell on standard error how long it took."""
        for name, value in benchmarks:
            print(f"{value:<10.3f} {name}", file=sys.stderr)

    def stop(self) -> None:
        """Write the report.

        Raises:
            ExecutionError: it cannot be written; a file that is there is as it was.
        """
        from flake8_testsec.cli.files import Target, discard_output

        try:
            target = Target(self.filename or None, self.options.tee)
            try:
                for piece in self._pieces():
                    target.write(piece)
                target.commit()
            finally:
                target.abandon()
        except BrokenPipeError:  # the reader left
            discard_output()
        except OSError as error:
            raise ExecutionError(str(error)) from error

    def _pieces(self) -> Iterator[str]:
        from flake8_testsec.cli.again import entries_of
        from flake8_testsec.cli.reviews import BROKEN
        from flake8_testsec.formats.entries import Run

        stdin = self.options.stdin_display_name if "-" in self.options.filenames else None
        found = [each for pair in self._found.items() for each in entries_of(*pair, stdin)]
        complete = not any(entry.finding.code.startswith(BROKEN) for entry in found)
        pieces: Iterator[str] = FORMS[self.form].written()(found, Run(self._files, complete))
        return pieces


class Sarif(_Formatter):
    """``testsec-sarif``."""

    form = "sarif"


class Json(_Formatter):
    """``testsec-json``."""

    form = "json"
