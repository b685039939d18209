"""``testsec doctor``: what keeps findings from being seen here, each with the line that mends it."""

from __future__ import annotations

import argparse
import configparser
from collections.abc import Iterable, Iterator, Sequence

from flake8.exceptions import ExecutionError

from flake8_testsec.cli import configuration
from flake8_testsec.cli.configuration import Reading
from flake8_testsec.cli.doctor_facts import Advice, configurations, files_by_role, rules, versions
from flake8_testsec.cli.doctor_hiding import excluded, hidden, ignored_in_files, own_table
from flake8_testsec.cli.doctor_tools import commands, flake8_here, ruff
from flake8_testsec.formats.escapes import harmless


def doctor(argv: Sequence[str]) -> int:
    """Print what is wrong, then what there is.

    Args:
        argv: paths, and the options of ``testsec check``.

    Returns:
        0 if nothing is wrong, 1 if something is, 2 for wrong usage.

    Raises:
        BrokenPipeError: the reader of standard output has gone.
    """
    try:
        reading = configuration.read(argv, "doctor")
        options = configuration.parse(argv, "doctor")
        theirs = reading.of_flake8(options.filenames)
    except (ExecutionError, ValueError, configparser.Error) as error:
        _print("problems", [f"1. {' '.join(str(error).split())}", "   nothing else can be told before"])
        return 1
    return _shown(reading, options, theirs)


def _shown(reading: Reading, options: argparse.Namespace, theirs: argparse.Namespace) -> int:
    here = flake8_here()
    by_role = files_by_role(options)
    advice = [
        *here.advice,
        *commands(here),
        *hidden(reading, options, theirs),
        *excluded(theirs, by_role),
        *ignored_in_files(theirs, by_role),
        *own_table(reading),
        *ruff(),
    ]
    problems = [each for each in advice if each.wrong]
    _print("problems", _numbered(problems) if problems else ["none"])
    notes = [f"- {each.text}" for each in advice if not each.wrong]
    if notes:
        _print("notes", notes)
    _print("configuration", configurations(reading))
    _print("versions", versions(here))
    _print("files", (f"{len(names):>6}  {role}" for role, names in by_role.items()))
    _print("rules", rules(reading, options))
    return int(bool(problems))


def _numbered(problems: Iterable[Advice]) -> Iterator[str]:
    for number, each in enumerate(problems, 1):
        yield f"{number}. {each.text}"
        if each.remedy:
            yield f"   {each.remedy}"


def _print(title: str, lines: Iterable[str]) -> None:
    print(title)
    for line in lines:
        print(f"  {harmless(line)}")
