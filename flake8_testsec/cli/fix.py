"""``testsec fix``: what a program can mend is mended, and what it would break is left."""

from __future__ import annotations

import argparse
import configparser
from collections.abc import Sequence

from flake8.exceptions import ExecutionError

from flake8_testsec.cli import configuration
from flake8_testsec.cli.check import reviewed
from flake8_testsec.cli.comparison import Comparison
from flake8_testsec.cli.display import refused
from flake8_testsec.cli.outputs import Output
from flake8_testsec.options import baseline_of
from flake8_testsec.roots import working_root

_OF_CHECK = ("add_noqa", "bug_report", "cassettes", "fail_on_stale", "timings", "unused_noqa")


def fix(argv: Sequence[str]) -> int:
    """Mend files.

    Args:
        argv: paths and options.

    Returns:
        0 if nothing was there to change, 1 if something was changed or, with ``--diff``, would be, 2 for
        wrong usage and for files that could not be read, reviewed or written.

    Raises:
        BrokenPipeError: the reader of standard output has gone.
        KeyboardInterrupt: the user has seen enough; every file is either as it was or mended.
    """
    try:
        options = configuration.parse(argv, "fix")
        _require_sense(options)
        options.outputs = [Output("quiet-nothing")]
        options.needs = options.needs._replace(fixes=True)
        listed = baseline_of(options, working_root())
        if listed is None:
            return reviewed(options)
        return Comparison(listed, options).run(reviewed)
    except (ExecutionError, ValueError, OSError, configparser.Error) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return refused(str(error), "fix")


def _require_sense(options: argparse.Namespace) -> None:
    for name in _OF_CHECK:
        if getattr(options, name):
            raise ExecutionError(f"argument --{name.replace('_', '-')}: it is for 'testsec check'")
