"""Virtual environments of the tools that we compare with, and of our own package; made when needed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import tomllib

from bench.corpora import BENCH
from bench.cost import Command, Contender

STORE = BENCH / ".peers"
PINS = BENCH / "peers"
OURS = "testsec"
_PACKED = ("flake8_testsec", "pyproject.toml", "setup.py", "README.md", "LICENSE")


class InstallError(Exception):
    """An environment cannot be made; the message is one line without paths."""


@dataclass(frozen=True)
class Peer:
    """Another tool: how it is called, and with which exit statuses it ends."""

    name: str
    what: str
    statuses: list[int]
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)

    def contender(self, folder: Path, files: Iterable[str]) -> Contender:
        """The tool over some files, installed if need be.

        Args:
            folder: where it runs.
            files: what it reviews, relative to the folder.

        Returns:
            What can be measured.

        Raises:
            InstallError: the tool cannot be installed here.
        """
        programs = str(environment(self.name) / "bin")
        words = (word.replace("$bin", programs).replace("$peers", str(PINS)) for word in self.command)
        arguments = tuple(each for word in words for each in (files if word == "$files" else (word,)))
        command = Command(arguments, folder, frozenset(self.statuses), self.environment)
        return Contender(f"{self.name} {version(self.name)}", command, self.what)


def peers() -> dict[str, Peer]:
    """Read the tools.

    Returns:
        The tools by name, in the order of the file.
    """
    with open(PINS / "peers.toml", "rb") as stream:
        entries = tomllib.load(stream)["peer"]
    return {entry["name"]: Peer(**entry) for entry in entries}


def version(name: str, package: str = "") -> str:
    """The pinned version of a package.

    Args:
        name: the environment.
        package: the package; the one called like the environment if not given.

    Returns:
        The version.
    """
    pins = (PINS / f"{name}.txt").read_text(encoding="utf-8")
    pinned = re.search(rf"^{re.escape(package or name)}==(\S+)", pins, re.MULTILINE)
    return pinned[1] if pinned else ""


def environment(name: str) -> Path:
    """The virtual environment with the pinned packages of a name.

    Args:
        name: of the tool.

    Returns:
        Its folder, ``bench/.peers/NAME``.

    Raises:
        InstallError: it cannot be made.
    """
    pins, folder = PINS / f"{name}.txt", STORE / name
    stamp, mark = folder / "stamp", f"{sys.version} {hashlib.sha256(pins.read_bytes()).hexdigest()}"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != mark:
        quietly(sys.executable, "-m", "venv", "--clear", str(folder))
        pip(name, "--require-hashes", "--only-binary=:all:", "--requirement", str(pins))
        # Written last: an environment with a stamp is always complete.
        stamp.write_text(mark, encoding="utf-8")
    return folder


def pip(name: str, *arguments: str) -> None:
    """Install something into an environment.

    Args:
        name: of the environment.
        arguments: of ``pip install``.

    Raises:
        InstallError: pip failed.
    """
    python = str(STORE / name / "bin" / "python")
    quietly(python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *arguments)


def ours() -> Path:
    """Install this package as it is now, apart from the environment that holds what it needs.

    So one environment serves flake8 with our plugin and flake8 without it: whether the folder is on
    ``PYTHONPATH`` makes the difference.

    Returns:
        The folder with our package alone.

    Raises:
        InstallError: it cannot be installed.
    """
    package = environment(OURS) / "package"
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        _copy(copy)
        shutil.rmtree(package, ignore_errors=True)
        pip(OURS, str(copy))  # what it needs beside the pinned packages comes along
        quietly(str(STORE / OURS / "bin" / "python"), "-m", "pip", "uninstall", "--yes", "flake8-testsec")
        pip(OURS, "--no-deps", "--target", str(package), str(copy))
    return package


def _copy(target: Path) -> None:
    """Copy what the package is made of: building it in place would leave folders behind."""
    for name in _PACKED:
        origin = BENCH.parent / name
        if origin.is_dir():
            shutil.copytree(origin, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(origin, target / name)


def quietly(*command: str) -> None:
    """Run a command that says nothing if all is well.

    Args:
        command: the program and its arguments.

    Raises:
        InstallError: it failed; the message is its last error.
    """
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, capture_output=True, text=True, env=clean, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["ERROR: unknown"]
        raise InstallError(re.sub(r"(?:file:/)?/\S*/", "", lines[-1]))
