"""What a terminal gets to see: nothing raw; and flake8's own formats, written where we want them."""

from __future__ import annotations

import logging
import sys
from functools import partial

import flake8
from flake8.formatting import base, default
from flake8.violation import Violation

from flake8_testsec.formats.escapes import harmless

FORMATS: dict[str, type[base.BaseFormatter]] = {
    "default": default.Default,
    "text": default.Default,
    "pylint": default.Pylint,
    "quiet-filename": default.FilenameOnly,
    "quiet-nothing": default.Nothing,
}


def refused(message: str, command: str = "check") -> int:
    """Say in one line why nothing is done.

    Args:
        message: the reason, in any number of lines.
        command: the command that does nothing.

    Returns:
        The exit status.
    """
    print(f"testsec {command}: error: {harmless(' '.join(message.split()))}", file=sys.stderr)
    return 2


def log(verbosity: int) -> None:
    """Show on standard error what flake8 and we log; a report in a file is for findings.

    Args:
        verbosity: how often ``-v`` was given. Only the first call in a process counts.
    """
    if verbosity and len(flake8.LOG.handlers) == 1:  # flake8's own, which does nothing
        flake8.configure_logging(verbosity)
        for handler in flake8.LOG.handlers:
            if handler.formatter is not None:
                vars(handler.formatter)["formatMessage"] = partial(_logged, handler.formatter)


def _logged(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    """Do what the formatter does, with nothing raw; what somebody looks for, flake8 logs as it is."""
    record.message = harmless(record.message)
    return type(formatter).formatMessage(formatter, record)


def safe(kind: type[base.BaseFormatter]) -> type[base.BaseFormatter]:
    """A formatter that shows no control characters of file names, messages and source lines.

    Args:
        kind: flake8's formatter.

    Returns:
        A class that does the same, safely, and writes by what its options have as ``write``.
    """

    class Safe(kind):  # type: ignore[misc]
        def _write(self, output: str) -> None:
            self.options.write(output + self.newline)

        def handle(self, error: Violation) -> None:
            line = error.physical_line
            super().handle(
                error._replace(
                    filename=harmless(error.filename),
                    text=harmless(error.text),
                    physical_line=line and "\n".join(map(harmless, line.split("\n"))),
                )
            )

        def beginning(self, filename: str) -> None:
            super().beginning(harmless(filename))

    return Safe
