"""Files of local git clones as they were at a commit; nothing is checked out."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path


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

    def __init__(self, git: Path, revision: str) -> None:
        self._git = git
        self._revision = revision

    def stamp(self, path: str) -> int | None:
        """Whether there is such a file; it never changes."""
        return 0 if path in self._paths else None

    def read(self, path: str) -> bytes | None:
        """The file's bytes; None if it is not there."""
        return show(self._git, self._revision, path)

    @cached_property
    def _paths(self) -> frozenset[str]:
        command = ["git", f"--git-dir={self._git}", "ls-tree", "-r", "-z", "--name-only", self._revision]
        done = subprocess.run(command, capture_output=True, check=False)
        return frozenset(done.stdout.decode(errors="surrogateescape").split("\0"))


def _candidates(folder: Path, repository: str) -> Iterator[Path]:
    joined = folder / repository.replace("/", "+")
    inner = sorted(joined.iterdir()) if joined.is_dir() else []
    for clone in (folder / repository, joined, *inner):
        yield clone / ".git"
        yield clone


def _is_git(path: Path) -> bool:
    return (path / "HEAD").is_file() and (path / "objects").is_dir()
