"""What the command says of a folder by default, as a user sees it: after ``noqa``, with no options."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from bench.corpora import BENCH

_FORMAT = "%(path)s\t%(row)d\t%(code)s\t%(text)s"
_CODES = "--select=TSE"
_UNPARSABLE = ": E9"


class CommandError(Exception):
    """The command broke; the message is one line for the user."""


class Spoken(NamedTuple):
    """One line of what the command said."""

    path: str
    """Relative to the folder, with slashes."""
    line: int
    code: str
    message: str


def spoken(folder: Path, enabled: Collection[str] = ()) -> list[Spoken]:
    """Review a folder with the default rules.

    Args:
        folder: where the command runs; the root of the project.
        enabled: codes of rules that are enabled by name beside them.

    Returns:
        The findings in order of path and line; TSE000, which says that something was not reviewed, is one.

    Raises:
        CommandError: the command could not be run at all.
    """
    command = [sys.executable, "-m", "flake8_testsec", "check", "--isolated", "--no-cache", _CODES]
    by_name = [f"--testsec-enable={','.join(enabled)}"] if enabled else []
    words = [*command, *by_name, f"--format={_FORMAT}", "."]
    done = subprocess.run(words, cwd=folder, env=environment(), capture_output=True, check=False)
    text, problems = (each.decode("utf-8", "replace") for each in (done.stdout, done.stderr))
    # It ends in 2 where files cannot be parsed as well, and names those on standard error.
    if done.returncode > 1 and not text and _UNPARSABLE not in problems:
        last = (problems.strip() or f"exit status {done.returncode}").splitlines()[-1]
        raise CommandError(f"testsec on {folder.name}: {last}")
    return list(_read(text))


def environment() -> dict[str, str]:
    """The variables with which this checkout's command runs, whichever is installed."""
    return {**os.environ, "PYTHONPATH": str(BENCH.parent)}


def _read(text: str) -> Iterator[Spoken]:
    for line in text.split("\n"):
        path, _, rest = line.removeprefix("./").partition("\t")
        if rest:
            number, code, message = rest.split("\t", 2)
            yield Spoken(path, int(number), code, message)
