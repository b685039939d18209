"""The door ``testsec``: one word says what to do, the rest is that command's own."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module

from flake8_testsec import __version__
from flake8_testsec.cli import startup
from flake8_testsec.cli.light import light

Begun = Callable[[Sequence[str]], AbstractContextManager[object]]
"""Takes the arguments of ``check`` and gives the context in which it is imported."""

USAGE = """usage: testsec <command> [options]

commands:
  check    review files and folders; '-' reads standard input
  fix      mend what a program can mend; '--diff' shows it as a patch
  audit    review many repositories at once, as commits have them
  review   tell what files of tests hold, aspect by aspect, with a verdict
  bugs     list the bugs that disabled checks, skips and FIXMEs wait for
  explain  tell why a rule exists, with examples
  rules    list all rules
  prove    let lines fail that findings name, and tell what tests leave then; it runs the project's code
  role     tell what files are taken for, and why
  doctor   tell what keeps findings from being seen here
  cache    tell about kept results, or remove them
  baseline write, check or prune the list of findings that are put off

'testsec <command> --help' shows a command's options; 'testsec --version' the version, 'testsec --bug-report'
what a report of an internal error should say.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments without the program's name; those of the process if not given, which then has
            nothing else to do: the garbage collector stays off, and little is imported.

    Returns:
        0 if nothing was found, 1 for findings, 2 for wrong usage or input that cannot be read,
        130 after an interrupt.
    """
    if argv is not None:
        return _run(argv)
    # The collector would walk over all modules again and again while they are imported, and once more at the
    # end of the process; they have no garbage. Long reviews look after theirs.
    gc.disable()
    try:
        with light():
            return _run(sys.argv[1:], startup.begun)
    finally:
        gc.freeze()


def _run(argv: Sequence[str], begun: Begun = nullcontext) -> int:
    command, *rest = argv or [""]
    if command in ("-h", "--help"):
        print(USAGE, end="")
        return 0
    if command == "--version":
        print(f"testsec {__version__}")
        return 0
    if command == "--bug-report":
        command, rest = "check", [command, *rest]
    try:
        with begun(rest) if command == "check" else nullcontext():
            run = _command(command)
        return _refused(command) if run is None else _piped(run, rest)
    except KeyboardInterrupt:
        print(f"testsec {command}: interrupted", file=sys.stderr)
        return 130


def _refused(command: str) -> int:
    what = f"unknown command {command!r}" if command else "a command is missing"
    print(f"testsec: error: {what}; try 'testsec --help'", file=sys.stderr)
    return 2


def _command(name: str) -> Callable[[Sequence[str]], int] | None:
    # Each command is imported when it is asked for: ``explain`` need not wait for flake8.
    place = _ROOMS.get(name)
    if place is None:
        return None
    run: Callable[[Sequence[str]], int] = getattr(import_module(f"{__name__}.{place}"), place)
    return run


_ROOMS = {
    each: each
    for each in (
        *("audit", "baseline", "bugs", "cache", "check", "doctor", "explain", "fix", "prove", "review"),
        "role",
    )
} | {"rules": "listing"}
"""The commands, each with the module that has a function of the same name."""


def _piped(run: Callable[[Sequence[str]], int], argv: Sequence[str]) -> int:
    try:
        status = run(argv)
        sys.stdout.flush()
    except OSError as error:
        from flake8_testsec.cli.files import discard_output

        discard_output()  # what is still buffered must not raise again at exit
        if isinstance(error, BrokenPipeError):  # the reader (``| head``) left
            return 1
        print(f"testsec: error: {error.strerror or error}", file=sys.stderr)
        return 2
    return status
