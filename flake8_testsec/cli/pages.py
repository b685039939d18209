"""The options of ``--format html``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager

from flake8_testsec.cli.outputs import Output
from flake8_testsec.formats import FORMS


def offer(manager: OptionManager) -> None:
    """Declare the options.

    Args:
        manager: what reads the command line.
    """
    manager.add_option(
        "--compare-with",
        metavar="earlier.json",
        default=None,
        help="A report of --format json; html tells what is new since then, and what is gone.",
    )
    manager.add_option("--title", metavar="text", default="", help="What stands at the top of html.")


def require(options: argparse.Namespace, found: Sequence[Output]) -> None:
    """Refuse what cannot be done, before anything is reviewed.

    Args:
        options: the parsed options.
        found: the reports to make.

    Raises:
        ExecutionError: a package is missing, or an option is given that no report heeds.
    """
    for each in found:
        if each.format in FORMS and not FORMS[each.format].is_installed:
            raise ExecutionError(
                f"argument --format: {each.format} needs Jinja2: pip install 'flake8-testsec[{each.format}]'"
            )
    for name, value in (("--compare-with", options.compare_with), ("--title", options.title)):
        if value and not any(each.format == "html" for each in found):
            raise ExecutionError(f"argument {name}: it is for --format html")
