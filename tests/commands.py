"""What ``python -m tests`` does besides running everything: make a rule, and test one."""

from __future__ import annotations

import sys
from collections.abc import Sequence

USAGE = """usage: python -m tests [command]

Without a command, everything that one Python must pass: style, types, documentation, tests with coverage.

commands:
  new CODE FAMILY/NAME   make a rule, for example: new TSE214 inputs/what_is_wrong
  rule CODE              run the tests of one rule; where carets are wrong, show those that were found
"""


class Refused(Exception):
    """Nothing was done; the message is one line that says why."""


def command(argv: Sequence[str]) -> int:
    """Run a command.

    Args:
        argv: its name and its arguments.

    Returns:
        0 if all is well, 1 if a test fails or files could not be brought up to date, 2 for wrong usage.
    """
    try:
        return _run(argv)
    except Refused as error:
        print(f"tests: error: {error}", file=sys.stderr)
        return 2


def _run(argv: Sequence[str]) -> int:
    # Each command is imported when it is asked for: the rules take half a second.
    match argv:
        case ["new", code, place]:
            from .scaffold import new

            return new(code, place)
        case ["rule", word]:
            from .one_rule import run

            return run(word)
        case ["-h" | "--help"]:
            print(USAGE, end="")
            return 0
        case _:
            raise Refused(f"{' '.join(argv)!r} is no command; try 'python -m tests --help'")
