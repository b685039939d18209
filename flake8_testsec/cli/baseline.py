"""``testsec baseline``: list what a project puts off, see what has changed, and strike out what is mended."""

from __future__ import annotations

import argparse
import configparser
import os
from collections.abc import Sequence

from flake8.exceptions import ExecutionError

from flake8_testsec.baselines import NAME, Baseline, Entry, found_at, read, written
from flake8_testsec.cli import configuration
from flake8_testsec.cli.check import reviewed
from flake8_testsec.cli.comparison import Comparison, compared
from flake8_testsec.cli.display import refused
from flake8_testsec.cli.files import Target
from flake8_testsec.formats.escapes import printable
from flake8_testsec.roots import working_root

USAGE = f"""usage: testsec baseline <command> [--baseline file] [paths and options of 'testsec check']

commands:
  write    list what is found; entries of files that are not looked at stay
  check    tell what is found and not listed, and what is listed and not found
  prune    strike out what is no longer found in the files that are looked at, and add nothing

The file is the one that --baseline or the configuration names, else {NAME} in the project's top folder.
"""


def baseline(argv: Sequence[str]) -> int:
    """Write, check or prune a baseline.

    Args:
        argv: the word for what to do, and the arguments of ``testsec check``.

    Returns:
        0 if all is well; 1 if ``check`` finds what is new or stale; 2 for wrong usage, for a baseline that
        cannot be used or written, and for files that cannot be read.

    Raises:
        BrokenPipeError: the reader of standard output has gone.
        KeyboardInterrupt: the user has seen enough; the file is as it was.
    """
    word, *rest = argv or [""]
    if word in ("-h", "--help"):
        print(USAGE, end="")
        return 0
    if word not in ("write", "check", "prune"):
        what = f"unknown command {word!r}" if word else "a command is missing"
        return refused(f"{what}; try 'testsec baseline --help'", "baseline")
    command = f"baseline {word}"
    try:
        options = configuration.parse(rest, command)
        options.testsec_baseline = _place(options)
        if word in ("write", "prune"):
            _require_own(options)
        match word:
            case "write":
                return _write(options)
            case "prune":
                return _prune(options)
        options.fail_on_stale = True
        return compared(options, reviewed, command)
    except (ExecutionError, ValueError, OSError, configparser.Error) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return refused(str(error), command)


def _write(options: argparse.Namespace) -> int:
    name = options.testsec_baseline
    before = read(name) if os.path.exists(name) else Baseline(name=name)
    comparison = Comparison(before, options, hides_all=True)
    status = comparison.run(reviewed)
    kept = [entry for entry in before if not comparison.is_judged(entry)]
    entries = [*Baseline([*kept, *comparison.found()])]
    _put(name, entries)
    findings = sum(entry.findings for entry in entries)
    files = len({entry.path for entry in entries})
    print(printable(f"{name!r} lists {_counted(findings, 'finding')} in {_counted(files, 'file')}"))
    return status


def _prune(options: argparse.Namespace) -> int:
    before = read(options.testsec_baseline)
    comparison = Comparison(before, options, hides_all=True)
    status = comparison.run(reviewed)
    stale = {each.entry: each.found for each in comparison.stale()}
    entries = [
        entry._replace(findings=stale.get(entry, entry.findings))
        for entry in before
        if stale.get(entry, 1) > 0
    ]
    if stale:
        _put(before.name, entries)
    gone = len([*before]) - len(entries)
    removed = f"{gone} removed, {len(stale) - gone} lowered, {len(entries)} left"
    print(printable(f"{before.name!r}: {removed}"))
    return status


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _put(name: str, entries: Sequence[Entry]) -> None:
    """Write the file beside its place and put it there.

    Raises:
        OSError: it cannot be written; what was there is there still.
    """
    target = Target(name)
    try:
        target.write(written(entries))
        target.commit()
    finally:
        target.abandon()


def _place(options: argparse.Namespace) -> str:
    root = working_root()
    if options.testsec_baseline:
        return found_at(options.testsec_baseline, root)
    return os.path.relpath(os.path.join(root or os.curdir, NAME))


def _require_own(options: argparse.Namespace) -> None:
    """Refuse to write elsewhere because the project says so: by its configuration, or by a link.

    Raises:
        ExecutionError: the user has not named the file, and it lies outside the project.
    """
    name = options.testsec_baseline
    top = os.path.join(os.path.realpath(working_root() or os.curdir), "")
    is_given = "testsec_baseline" in getattr(options, "testsec_given", ())
    if not is_given and not os.path.realpath(name).startswith(top):
        raise ExecutionError(f"{name!r} lies outside the project: name it with --baseline if that is meant")
