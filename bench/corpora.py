"""The pinned public packages: fetched through pip, checked by hash, unpacked, never run.

One more is here already: the tests of the running interpreter, if they are the pinned ones.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import tomllib

from bench import interpreter, static_backend

BENCH = Path(__file__).resolve().parent
STORE = BENCH / ".corpora"

# Python sources, and the settings from which the place of a project's root may be seen; nothing else is read.
WANTED = (".py", ".toml", ".cfg", ".ini")


TUNED, STRANGERS = "", "strangers"
"""The packages on which rules may be tuned, and those that nobody tunes on, for independent readers."""


class CorpusError(Exception):
    """A package cannot be had; the message is one line for the user."""


@dataclass(frozen=True)
class Package:
    """One pinned package: what pip is asked for, and what must come."""

    name: str
    version: str
    file: str
    sha256: str
    kind: str
    set: str = TUNED

    @property
    def folder(self) -> Path:
        """Where its files are, without the archive's own top folder.

        A package that nobody tunes on is out of sight of whoever walks through the others.
        """
        return (STORE / f".{self.set}" if self.set else STORE) / f"{self.name}-{self.version}"


class Source(NamedTuple):
    """One Python file of a package."""

    package: Package
    path: str
    """Relative to the package's top folder, with slashes."""
    file: Path


def packages(names: Iterable[str] = (), sets: Sequence[str] = (TUNED,)) -> tuple[Package, ...]:
    """Read the pinned packages; one that this interpreter cannot offer is left out, with a line on it.

    Args:
        names: the packages wanted, of whichever set; all of the sets if none are named.
        sets: the sets wanted.

    Returns:
        The packages in the order of the file.

    Raises:
        CorpusError: the file is not as it should be, or a name is not in it or cannot be offered.
    """
    try:
        with open(BENCH / "corpora.toml", "rb") as stream:
            pinned = tuple(Package(**entry) for entry in tomllib.load(stream)["package"])
            _check_sets(pinned)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise CorpusError(f"corpora.toml: {error}") from error
    wanted = set(names)
    if unknown := wanted - {package.name for package in pinned}:
        raise CorpusError(f"no such package in corpora.toml: {', '.join(sorted(unknown))}")
    chosen = (each for each in pinned if (each.name in wanted if wanted else each.set in sets))
    return tuple(package for package in chosen if _is_offered(package, package.name in wanted))


def _check_sets(pinned: Iterable[Package]) -> None:
    for package in pinned:
        if package.set not in (TUNED, STRANGERS):
            raise ValueError(f"{package.name}: there is no set {package.set!r}")


def _is_offered(package: Package, wanted: bool) -> bool:
    why = interpreter.difference(package.version, package.sha256) if package.kind == "interpreter" else ""
    if why and wanted:
        raise CorpusError(f"{package.name}: {why}")
    if why:
        print(f"{package.name} is left out: {why}", file=sys.stderr)
    return not why


def fetch(package: Package) -> Path:
    """Bring a package onto this machine, unless it is there.

    Args:
        package: what to bring.

    Returns:
        The folder with its files.

    Raises:
        CorpusError: pip cannot bring it, the hash differs, or the archive is unsafe.
    """
    if not package.folder.is_dir():
        package.folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=STORE) as name:
            # Renamed last: a folder of the final name is always complete.
            _bring(package, Path(name)).rename(package.folder)
    return package.folder


def sources(chosen: Sequence[Package]) -> Iterator[Source]:
    """All Python files of packages, fetching what is not there.

    Args:
        chosen: the packages.

    Yields:
        The files, package by package, by path.

    Raises:
        CorpusError: a package cannot be had.
    """
    for package in chosen:
        folder = fetch(package)
        for file in sorted(folder.rglob("*.py")):
            if file.is_file():
                yield Source(package, file.relative_to(folder).as_posix(), file)


def _bring(package: Package, scratch: Path) -> Path:
    tree = scratch / "tree"
    if package.kind == "interpreter":
        interpreter.copy(tree)
        return tree
    _unpack(package, archive(package, scratch), tree)
    return _top(package, tree)


def archive(package: Package, scratch: Path) -> Path:
    """Bring a package as it is published; nothing of it is run, not even to build it.

    Args:
        package: what to bring.
        scratch: a folder for it.

    Returns:
        The file, whose hash is the pinned one.

    Raises:
        CorpusError: pip cannot bring it, or the hash differs.
    """
    stand_ins = scratch / "backends"
    stand_ins.mkdir()
    static_backend.write_stand_ins(stand_ins)
    requirement = scratch / "requirement.txt"
    requirement.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n", "utf-8")
    command = [*_pip(package.kind), "--requirement", str(requirement), "--dest", str(scratch / "files")]
    environment = {**os.environ, "PYTHONPATH": str(stand_ins)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CorpusError(f"{package.name}: pip: {_last_error(done.stderr)}")
    brought = scratch / "files" / package.file
    if not brought.is_file():
        raise CorpusError(f"{package.name}: pip brought no file called {package.file}")
    return brought


def _pip(kind: str) -> list[str]:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    pip += ["--no-deps", "--require-hashes", "--ignore-requires-python"]
    if kind == "wheel":
        return [*pip, "--only-binary=:all:"]
    # Without isolation, so that pip finds our stand-in instead of the package's build backend.
    return [*pip, "--no-binary=:all:", "--no-build-isolation", "--use-pep517"]


def _last_error(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["failed without a word"])[0]


def _unpack(package: Package, archive: Path, target: Path) -> None:
    try:
        if package.kind == "wheel":
            _unpack_wheel(archive, target)
        else:
            _unpack_sdist(archive, target)
    except (tarfile.TarError, zipfile.BadZipFile, OSError) as error:
        raise CorpusError(f"{package.name}: cannot unpack {package.file}: {error}") from error


def _unpack_sdist(archive: Path, target: Path) -> None:
    with tarfile.open(archive) as tar:
        # Regular files only: a link could name a file a second time.
        wanted = [member for member in tar if member.isreg() and member.name.endswith(WANTED)]
        tar.extractall(target, wanted, filter="data")


def _unpack_wheel(archive: Path, target: Path) -> None:
    # zipfile itself drops `..` and roots from members' names.
    with zipfile.ZipFile(archive) as wheel:
        wheel.extractall(target, [name for name in wheel.namelist() if name.endswith(WANTED)])


def _top(package: Package, tree: Path) -> Path:
    if package.kind == "wheel":
        return tree
    entries = list(tree.iterdir())
    if len(entries) != 1:
        raise CorpusError(f"{package.name}: {package.file} has {len(entries)} top folders, not one")
    return entries[0]
