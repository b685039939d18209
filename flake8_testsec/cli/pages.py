"""The options of ``--format html``, one of which SARIF heeds, too."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager

from flake8_testsec.cli.outputs import Output
from flake8_testsec.formats import FORMS

_COMPARED = {"html", "sarif"}


def offer(manager: OptionManager) -> None:
    """Declare the options.

    Args:
        manager: what reads the command line.
    """
    manager.add_option(
        "--compare-with",
        metavar="file",
        default=None,
        help="A report of --format json, or a baseline; html and sarif tell what is new since then, and "
        "html what is gone.",
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
    formats = {each.format for each in found}
    if options.title and "html" not in formats:
        raise ExecutionError("argument --title: it is for --format html")
    if options.compare_with:
        _require_comparison(options, formats)


def _require_comparison(options: argparse.Namespace, formats: set[str]) -> None:
    if not formats & _COMPARED:
        raise ExecutionError("argument --compare-with: it is for --format html and --format sarif")
    from flake8_testsec.baselines import found_at  # a run that compares nothing needs none of it
    from flake8_testsec.roots import working_root

    listed = options.testsec_baseline
    listed = listed and os.path.realpath(found_at(listed, working_root()))
    if listed == os.path.realpath(options.compare_with):
        raise ExecutionError(
            f"argument --compare-with: {options.compare_with!r} is the baseline, which hides what it lists; "
            "add --baseline= to see it"
        )
