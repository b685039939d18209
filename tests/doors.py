"""Both doors as their users run them: in a process of their own, in a folder of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from .forks import Forks
from .measuring import NAME

DEFECT = "import pytest\n\n\ndef test_a():\n    pytest.raises(ValueError)\n"
"""One finding of a rule that is on: TSE407 at 5:5."""

RULES_AND_COMMANDS = tuple(
    f"flake8_testsec.{name}"
    for name in (
        *("catalogue", "plugin", "formatters", "cassette_engine"),
        *(f"cli.{each}" for each in ("audit", "baseline", "bugs", "check", "doctor", "explain", "fix")),
        *(f"cli.{each}" for each in ("listing", "prove", "review", "role", "workers")),
    )
)
"""What runs of both doors import, in the end."""

bare, ready = (Forks(), Forks()), (Forks(*RULES_AND_COMMANDS), Forks(*RULES_AND_COMMANDS))
"""By whether they are measured."""
CLEAN = "def test_a():\n    assert 1 + 1 == 2\n"


class Run(NamedTuple):
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def lay_out(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def run(module: str, folder: Path, arguments: Sequence[str], stdin: str = "", **environment: str) -> Run:
    """Start Python for a module."""
    return _read(_started(module, folder, arguments, _bytes(stdin), _with(environment)))


def forked(
    module: str,
    folder: Path,
    arguments: Sequence[str],
    stdin: str = "",
    among: tuple[Forks, Forks] = bare,
    **environment: str,
) -> Run:
    """The same, without a start, where nothing that is asked for would be seen by it."""
    return _read(_forked(module, folder, arguments, _bytes(stdin), _with(environment), among))


Written = tuple[int, bytes, bytes]
"""The status, the output and the errors."""


def _started(
    module: str, folder: Path, arguments: Sequence[str], stdin: bytes, environment: Mapping[str, str]
) -> Written:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=folder, input=stdin, capture_output=True, env=environment, timeout=300)
    return done.returncode, done.stdout, done.stderr


def _forked(
    module: str,
    folder: Path,
    arguments: Sequence[str],
    stdin: bytes,
    environment: Mapping[str, str],
    among: tuple[Forks, Forks],
) -> Written:
    forks = among[NAME in environment]
    way = forks.run if forks.fits(environment, _with({})) else _started
    return way(module, folder, arguments, stdin, environment)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _read(done: Written) -> Run:
    status, *said = done
    out, err = map(_text, said)
    return Run(status, out, err)


def _text(said: bytes) -> str:
    """As `subprocess` reads it."""
    return said.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")


def _with(environment: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONIOENCODING": "utf-8:surrogateescape", **environment}


def flake8(folder: Path, *arguments: str, stdin: str = "", **environment: str) -> Run:
    return forked("flake8", folder, arguments, stdin, ready, **environment)


def testsec(folder: Path, *arguments: str, stdin: str = "", **environment: str) -> Run:
    return forked("flake8_testsec", folder, arguments, stdin, ready, **environment)


def written(folder: Path, *arguments: str, **environment: str) -> Written:
    """What `testsec` says, byte by byte."""
    return _forked("flake8_testsec", folder, arguments, b"", _with(environment), ready)


testsec.__test__ = False  # type: ignore[attr-defined]  # pytest would collect it for its name
