"""What commands cost, measured from outside: CPU, wall clock, memory; medians of interleaved rounds."""

from __future__ import annotations

import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

LAUNCH = Path(__file__).with_name("launch.py")
LIMIT = 900
"""Seconds after which a command is given up."""
MEGA = 1e6


class CommandFailed(Exception):
    """A command did not do its work; the message is one line without paths."""


class Cost(NamedTuple):
    """What one run took."""

    cpu: float
    """Seconds of user and system time, of the command and of the children that it waited for."""
    wall: float
    """Seconds on the clock."""
    peak: float
    """Megabytes (millions of bytes) of memory that the largest single process among them held at once."""


class Command(NamedTuple):
    """A program with its arguments, and where it runs."""

    arguments: tuple[str, ...]
    folder: Path
    statuses: frozenset[int] = frozenset({0})
    """The exit statuses of a run that did its work."""
    environment: Mapping[str, str] = {}


class Run(NamedTuple):
    """One run of a command."""

    cost: Cost
    lines: int
    """How many lines it wrote to standard output."""


def _as_it_is(number: int) -> AbstractContextManager[None]:
    return contextlib.nullcontext()


class Contender(NamedTuple):
    """What takes part under a name."""

    name: str
    command: Command
    what: str = ""
    """What it does, for the reader of the table."""
    around: Callable[[int], AbstractContextManager[None]] = _as_it_is
    """What surrounds a run, given the number of the round; it is not measured."""


class Result(NamedTuple):
    """What became of a contender."""

    name: str
    what: str
    cost: Cost | None
    """The medians; nothing if it could not be measured."""
    rounds: int
    lines: int
    reason: str = ""
    """Why it could not be measured."""


@dataclass
class _Sheet:
    """The runs of one contender so far."""

    contender: Contender
    runs: list[Run] = field(default_factory=list)
    reason: str = ""

    def goes_on(self, share: float) -> bool:
        walls = [run.cost.wall for run in self.runs]
        return not self.reason and (not walls or sum(walls) + statistics.median(walls) <= share)

    def result(self) -> Result:
        costs = [run.cost for run in self.runs]
        median = Cost(*map(statistics.median, zip(*costs, strict=True))) if costs else None
        lines = self.runs[-1].lines if self.runs else 0
        name, _, what, _ = self.contender
        return Result(name, what, None if self.reason else median, len(costs), lines, self.reason)


def measure(
    contenders: Sequence[Contender], rounds: int, share: float, tell: Callable[[str], None]
) -> dict[str, Result]:
    """Run all contenders in turn, several times, so that a change of the machine's speed hits them alike.

    Args:
        contenders: what to run, in this order in each round.
        rounds: how many times at most.
        share: seconds on the clock for each contender; it is not run again if that would take more.
        tell: is told of every run, for the user who waits.

    Returns:
        The result of each one, by name.
    """
    sheets = [_Sheet(contender) for contender in contenders]
    for number in range(1, rounds + 1):
        for sheet in sheets:
            if sheet.goes_on(share):
                _add(sheet, number)
                tell(f"round {number} of {rounds}: {sheet.contender.name}: {_said(sheet)}")
    return {sheet.contender.name: sheet.result() for sheet in sheets}


def _add(sheet: _Sheet, number: int) -> None:
    try:
        with sheet.contender.around(number):
            sheet.runs.append(run(sheet.contender.command))
    except CommandFailed as error:
        sheet.reason = str(error)


def _said(sheet: _Sheet) -> str:
    if sheet.reason:
        return f"not measured: {sheet.reason}"
    cost = sheet.runs[-1].cost
    return f"{cost.cpu:.2f} s of CPU, {cost.wall:.2f} s, {cost.peak:.0f} MB"


def run(command: Command, limit: int = LIMIT) -> Run:
    """Run a command once, with an environment that tells it nothing about this machine's user.

    Args:
        command: what to run.
        limit: seconds after which it is given up.

    Returns:
        What it cost.

    Raises:
        CommandFailed: it cannot be started, took too long, or ended with a status that is none of its own.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        scratch = Path(name)
        with open(scratch / "out", "wb") as out, open(scratch / "err", "wb") as err:
            launcher = [sys.executable, "-I", "-S", str(LAUNCH), str(scratch / "result"), str(limit)]
            environment = {**surroundings(scratch), **command.environment}
            subprocess.run(
                [*launcher, *command.arguments],
                cwd=command.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                check=False,
            )
        return _read(command, scratch, limit)


def surroundings(home: Path) -> dict[str, str]:
    """The environment of a command: none of the user's settings, caches or configuration.

    Args:
        home: the folder that it takes for the user's own.

    Returns:
        The variables.
    """
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LANG": "C.UTF-8"}


def _read(command: Command, scratch: Path, limit: int) -> Run:
    said = (scratch / "err").read_text("utf-8", "replace")
    try:
        row = json.loads((scratch / "result").read_text("utf-8"))
    except FileNotFoundError:  # the launcher broke before it could write
        raise CommandFailed(f"cannot be started: {last_line(said)}") from None
    if row["wall"] >= limit:
        raise CommandFailed(f"took more than {limit} seconds")
    if row["status"] not in command.statuses:
        raise CommandFailed(f"exit status {row['status']}: {last_line(said)}")
    lines = (scratch / "out").read_bytes().count(b"\n")
    return Run(Cost(row["cpu"], row["wall"], row["peak"] / MEGA), lines)


def last_line(text: str) -> str:
    """The last line of what a command said that is not empty, without the folders of paths.

    Args:
        text: standard error.

    Returns:
        The line; a remark if there is none.
    """
    lines: Iterable[str] = (line.strip() for line in reversed(text.splitlines()))
    line = next(filter(None, lines), "it said nothing")
    return re.sub(r"(?:file:/)?/\S*/", "", line)
