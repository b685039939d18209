"""``testsec prove``: lines that findings name are made to fail, and it is told what tests leave behind then.

This is the one command that runs the code of a project; it is asked for by name, and by nothing else.
"""

from __future__ import annotations

import argparse
import configparser
import os
import sys
from collections.abc import Sequence

from flake8.exceptions import ExecutionError

from flake8_testsec.cli import configuration
from flake8_testsec.cli.check import reviewed
from flake8_testsec.cli.display import refused
from flake8_testsec.cli.outputs import Output
from flake8_testsec.cli.runners import Interpreter, NoRunner, Runner

LIMIT = 60.0
"""Seconds that a test may take, unless the user says otherwise."""


def prove(argv: Sequence[str]) -> int:
    """Try what findings say of lines that fail.

    Args:
        argv: paths and options, ``--``, and the command that runs the tests.

    Returns:
        1 if something is proved, 0 if nothing is, 2 for wrong usage, and for an interpreter that is none of
        the project's.

    Raises:
        BrokenPipeError: the reader of standard output has gone.
        KeyboardInterrupt: the user has seen enough.
    """
    words = [*argv]
    at = words.index("--") if "--" in words else len(words)
    own, rest = _parser().parse_known_args(words[:at])
    try:
        options = configuration.parse(rest, "prove")
        options.proofs = own.proofs
        options.runner = Runner(_command(words[at + 1 :]), own.timeout)
        options.interpreter = _allowed(options.runner.interpreter(), own.any_interpreter)
        options.outputs = [Output("quiet-nothing")]
        options.needs = options.needs._replace(fixes=False)
        return reviewed(options)
    except (ExecutionError, ValueError, OSError, configparser.Error) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return refused(str(error), "prove")


def _parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="testsec prove",
        description="Let lines fail that findings name, one test in a process of its own for each, and "
        "tell what is left behind then. This runs the code of the project.",
        epilog="COMMAND runs pytest, or 'python -m unittest', with an interpreter of the project. PATHS and "
        "the other options are those of testsec check.",
        allow_abbrev=False,
        usage="testsec prove [--proofs FILE] [--timeout SECONDS] [options] PATHS... -- COMMAND...",
    )
    what = "write what came of it, for 'testsec check --evidence'"
    found.add_argument("--proofs", metavar="FILE", help=what)
    found.add_argument(
        "--timeout", type=_seconds, default=LIMIT, metavar="SECONDS", help="of a test (%(default)g)"
    )
    found.add_argument(
        "--any-interpreter",
        action="store_true",
        help="also with the interpreter that runs testsec, which may have more than the project asks for",
    )
    return found


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError(text)
    return value


def _command(words: Sequence[str]) -> Sequence[str]:
    if not words:
        raise NoRunner("name the command that runs the tests behind --, such as -- .venv/bin/pytest")
    return words


def _allowed(who: Interpreter, is_any: bool) -> Interpreter:
    """The interpreter that runs the tests, which is told.

    Raises:
        NoRunner: it is ours, and nobody has said that it may be.
    """
    place = os.path.relpath(who.executable) if who.executable.startswith(os.getcwd()) else who.executable
    if who.is_ours and not is_any:
        raise NoRunner(
            f"{place} is the interpreter of testsec itself; name one of the project, or say --any-interpreter"
        )
    print(f"testsec prove: the tests run with {place} (Python {who.python})", file=sys.stderr)
    return who
