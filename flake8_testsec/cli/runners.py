"""Commands that run tests, as a user gives them, and what ``testsec prove`` makes of them.

This is the one part of the package that runs the code of a project; nothing but ``testsec prove`` imports it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import flake8_testsec
from flake8_testsec.evidence.failing import PLAN, Plan

_PYTEST = "flake8_testsec.evidence.pytest_fault"
_UNITTEST = "flake8_testsec.evidence.unittest_fault"


class NoRunner(ValueError):
    """A command is none that runs tests, or must not run them; in one line."""


class Interpreter(NamedTuple):
    """Who runs the tests."""

    executable: str
    prefix: str
    python: str
    """Its version."""

    @property
    def is_ours(self) -> bool:
        """Whether it is the one that runs this package."""
        return os.path.realpath(self.prefix) == os.path.realpath(sys.prefix)


class Ended(NamedTuple):
    """How a run ended."""

    status: int | None
    """``None`` if it took too long."""
    ran: int
    """How many tests ran."""
    reached: bool
    """Whether one of them came to the line."""
    has_said: bool
    """Whether all of this was said, and what was left."""
    evidence: str
    """The file with what was left; empty if there is none."""
    output: str
    """The last line that was printed."""


class Runner:
    """A command that runs tests.

    Args:
        command: as the user gives it.
        limit: seconds that a test may take.

    Raises:
        NoRunner: it is none that is known.
    """

    def __init__(self, command: Sequence[str], limit: float) -> None:
        self.limit = limit
        self._is_pytest = any(_program(each) in ("pytest", "py.test") for each in command)
        self._words = [*command]
        if not self._is_pytest:
            self._words = [*_replaced(command)]
        if shutil.which(command[0]) is None:
            raise NoRunner(f"{command[0]!r} is no program that can be run")

    def interpreter(self) -> Interpreter:
        """Ask the command which Python it runs; no test is collected for it.

        Raises:
            NoRunner: it does not say so.
        """
        with _room() as room:
            plan = Plan("", witness=str(room / "witness"))
            status, output = self._run(room, plan, ["-p", _PYTEST] if self._is_pytest else [])
            said = _said(room)
        if "executable" not in said:
            how = "took too long" if status is None else f"ended with status {status}"
            raise NoRunner(f"the command behind -- does not run tests: it {how}: {output}")
        return Interpreter(said["executable"], said["prefix"], said["python"])

    @contextmanager
    def ran(self, path: str, plan: Plan) -> Iterator[Ended]:
        """Run a test in a process of its own, with a folder for temporary files of its own.

        Args:
            path: the file of the test.
            plan: what is to fail.

        Yields:
            How it ended; what it wrote is there as long as the context.
        """
        with _room() as room:
            evidence, witness = room / "evidence.jsonl", room / "witness"
            own = plan._replace(evidence=str(evidence), witness=str(witness))
            status, output = self._run(room, own, self._arguments(path, room))
            said = _said(room)
            name = str(evidence) if evidence.is_file() and evidence.stat().st_size else ""
            yield Ended(
                status, said.get("ran", 0), said.get("reached", False), "reached" in said, name, output
            )

    def _arguments(self, path: str, room: Path) -> list[str]:
        if self._is_pytest:
            return ["-p", _PYTEST, "-o", f"cache_dir={room / 'cache'}", path]
        behind = self._words[self._words.index(_UNITTEST) + 1 :]
        return [] if any(not each.startswith("-") for each in behind) else [os.path.relpath(path)]

    def _run(self, room: Path, plan: Plan, arguments: Sequence[str]) -> tuple[int | None, str]:
        files = room / "files"
        files.mkdir()
        places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(files))
        path = os.pathsep.join(filter(None, (_package(room), os.environ.get("PYTHONPATH"))))
        own = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", PLAN: plan.text()}
        with open(room / "output", "w+b") as output:
            process = subprocess.Popen(
                [*self._words, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **places, **own},
                start_new_session=True,
            )
            status = _waited(process, self.limit, lambda: "reached" in _said(room))
            output.seek(0)
            lines = output.read().decode("utf-8", "replace").split("\n")
        return status, next((line.strip() for line in reversed(lines) if line.strip()), "")


def _program(word: str) -> str:
    return os.path.basename(word).removesuffix(".exe")


def _replaced(command: Sequence[str]) -> Iterator[str]:
    """A command with our runner in the place of unittest.

    Raises:
        NoRunner: unittest is not in it.
    """
    pairs = [*pairwise(command)]
    if ("-m", "unittest") not in pairs:
        raise NoRunner("behind --, name a command that runs pytest, or 'python -m unittest'")
    at = pairs.index(("-m", "unittest")) + 1
    yield from (*command[:at], _UNITTEST, *command[at + 1 :])


@contextmanager
def _room() -> Iterator[Path]:
    """A folder for one run, which is gone afterwards whatever a test has left in it."""
    name = tempfile.mkdtemp(prefix="testsec-prove-")
    try:
        yield Path(name)
    finally:
        shutil.rmtree(name, ignore_errors=True)


def _package(room: Path) -> str:
    """A folder with this package alone: what else is installed beside it is not for the project to import."""
    folder = room / "package"
    folder.mkdir()
    origin = Path(flake8_testsec.__file__).parent
    try:
        (folder / origin.name).symlink_to(origin, target_is_directory=True)
    except OSError:  # not everybody may do so everywhere
        shutil.copytree(origin, folder / origin.name)
    return str(folder)


def _waited(process: subprocess.Popen[bytes], limit: float, has_said: Callable[[], bool]) -> int | None:
    """The status of a process, which is ended with all that it has begun when its time is over.

    One that has said all has little time left: a thread that a test has left may keep it for ever.
    """
    end = time.monotonic() + limit
    try:
        while time.monotonic() < end:
            with suppress(subprocess.TimeoutExpired):
                return process.wait(_STEP)
            if has_said():
                end = min(end, time.monotonic() + _GRACE)
                has_said = _nothing
        return None
    finally:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
        process.wait()


def _nothing() -> bool:
    return False


_STEP, _GRACE = 0.1, 2.0
"""Seconds between two looks at a process, and for one that has said all."""


def _said(room: Path) -> dict[str, Any]:
    """What the process has written of itself."""
    try:
        lines = (room / "witness").read_text("utf-8").splitlines()
    except OSError:
        return {}
    said: dict[str, Any] = {}
    for line in lines:
        said.update(json.loads(line))
    return said
