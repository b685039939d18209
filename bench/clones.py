"""Files of local git clones as they were at a commit; nothing is checked out."""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple


class CloneError(Exception):
    """A clone cannot be read; the message is one line for the user."""


def find(folder: Path, repository: str) -> Path | None:
    """Look for a clone, bare or not.

    Args:
        folder: holds clones as ``owner/name``, ``owner+name`` or ``owner+name/<anything>``.
        repository: ``owner/name``.

    Returns:
        The git directory, or None.
    """
    return next(filter(_is_git, _candidates(folder, repository)), None)


def show(git: Path, revision: str, path: str) -> bytes | None:
    """Read a file as it was.

    Args:
        git: the git directory.
        revision: a commit, or an expression such as ``abc^``.
        path: the file's path in the repository.

    Returns:
        The bytes; None if the commit or the file is not there.
    """
    command = ["git", f"--git-dir={git}", "show", f"{revision}:{path}"]
    done = subprocess.run(command, capture_output=True, check=False)
    return None if done.returncode else done.stdout


class Commit:
    """All files of a repository as they were: what a project is read from (``project.Files``).

    Args:
        git: the git directory.
        revision: a commit, or an expression such as ``abc^``.
    """

    is_still = True

    def __init__(self, git: Path, revision: str) -> None:
        self._git = git
        self._revision = revision

    def stamp(self, path: str) -> int | None:
        """Whether there is such a file; it never changes."""
        return 0 if path in self._paths else None

    def read(self, path: str) -> bytes | None:
        """The file's bytes; None if it is not there."""
        return show(self._git, self._revision, path)

    def modules(self, folder: str) -> Iterator[str]:
        """The Python files below a folder."""
        start = f"{folder}/" if folder else ""
        return (each for each in self._paths if each.startswith(start) and each.endswith(".py"))

    @cached_property
    def _paths(self) -> frozenset[str]:
        command = ["git", f"--git-dir={self._git}", "ls-tree", "-r", "-z", "--name-only", self._revision]
        done = subprocess.run(command, capture_output=True, check=False)
        return frozenset(done.stdout.decode(errors="surrogateescape").split("\0"))


class _Blob(NamedTuple):
    """A regular file in a commit: its content's name, and its path."""

    name: str
    path: str


def lay_out(git: Path, revision: str, suffixes: tuple[str, ...], folder: Path) -> Path:
    """Write files of a commit into a folder, unless that was done before.

    Regular files only: a link could lead out of the folder. A file whose content the clone lacks is left out.

    Args:
        git: the git directory.
        revision: the commit.
        suffixes: how the names of the wanted files end.
        folder: where to.

    Returns:
        The folder.

    Raises:
        CloneError: the clone has no such commit.
    """
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            tree = Path(scratch) / "tree"
            tree.mkdir()
            blobs = [each for each in _blobs(git, revision) if each.path.endswith(suffixes)]
            for blob, content in _contents(git, blobs):
                _write(tree / blob.path, content)
            # Renamed last: a folder of the final name is always complete.
            _settle(tree, folder)
    return folder


def _settle(tree: Path, folder: Path) -> None:
    try:
        tree.rename(folder)
    except OSError:  # another run was first
        if not folder.is_dir():
            raise


def _blobs(git: Path, revision: str) -> Iterator[_Blob]:
    command = ["git", f"--git-dir={git}", "ls-tree", "-r", "-z", revision]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        last = os.fsdecode(done.stderr).strip().splitlines()[-1:]
        raise CloneError(f"{revision[:12]} is not in {git}: {' '.join(last)}")
    for line in filter(None, done.stdout.split(b"\0")):
        facts, _, path = line.partition(b"\t")
        mode, _, name = facts.split(b" ")
        if mode.startswith(b"100") and not {"..", ".git"} & {*PurePosixPath(os.fsdecode(path)).parts}:
            yield _Blob(name.decode(), os.fsdecode(path))


def _contents(git: Path, blobs: Iterable[_Blob]) -> Iterator[tuple[_Blob, bytes]]:
    """The files' contents, read by one process of git."""
    wanted = list(blobs)
    names = "".join(f"{each.name}\n" for each in wanted).encode()
    command = ["git", f"--git-dir={git}", "cat-file", "--batch"]
    answer = io.BytesIO(subprocess.run(command, input=names, capture_output=True, check=True).stdout)
    for blob in wanted:
        *_, size = answer.readline().split()
        if size != b"missing":
            yield blob, answer.read(int(size))
            answer.seek(1, io.SEEK_CUR)  # the line's end after the content


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _candidates(folder: Path, repository: str) -> Iterator[Path]:
    joined = folder / repository.replace("/", "+")
    inner = sorted(joined.iterdir()) if joined.is_dir() else []
    for clone in (folder / repository, joined, *inner):
        yield clone / ".git"
        yield clone


def _is_git(path: Path) -> bool:
    return (path / "HEAD").is_file() and (path / "objects").is_dir()
