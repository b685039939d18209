"""The files of a repository as a commit has them, read from git's objects; nothing is checked out."""

from __future__ import annotations

import errno
import os
import posixpath
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator
from functools import cached_property

from flake8_testsec.cli.git import Entry, GitError, Repository
from flake8_testsec.project.files import LARGEST, is_own

_KEPT = 32 * 2**20
"""So many bytes of contents stay in memory."""
_AHEAD = 2**20
"""So many bytes are read at once, as who reads a file will soon read those beside it."""
_MOST_LINKS = 40
"""How many symbolic links a path may lead through, as on Linux."""


class Snapshot:
    """A commit as a tree of files (see ``project.files.Files``); links that lead out of it lead nowhere.

    Args:
        repository: the repository.
        commit: the commit's name.

    Raises:
        GitError: git cannot tell what is in it.
    """

    is_still = True

    def __init__(self, repository: Repository, commit: str) -> None:
        self._repository = repository
        listed = sorted(repository.sized(commit))
        self._entries = {path: entry for path, entry, _ in listed}
        self._sizes = {path: size for path, _, size in listed}
        self._paths = list(self._entries)
        self._contents: OrderedDict[str, bytes] = OrderedDict()
        self._held = 0
        self._modules: dict[str, list[str]] = {}

    def files(self) -> list[str]:
        """The paths of what a walk through a checkout meets as files: links to files are among them."""
        return [path for path, entry in self._entries.items() if self._is_met(path, entry)]

    def size(self, path: str) -> int:
        """How many bytes a file has; 0 for one that is not there, or was left out of this clone."""
        return max(self._sizes.get(self._real(path) or "", 0), 0)

    def content(self, path: str) -> bytes:
        """All of a file.

        Args:
            path: below the top.

        Raises:
            OSError: it is a link that leads to no file of the commit.
            GitError: the blob is missing in this clone.
        """
        real = self._followed(path)
        if not self._is_file(real):
            raise _error(errno.ENOENT, path)
        return self._blob(real)

    def stamp(self, path: str) -> str | None:
        """See ``Files``."""
        real = self._real(path)
        if real is None or not self._is_file(real) or self._sizes[real] > LARGEST:
            return None
        return self._entries[real].oid

    def read(self, path: str) -> bytes | None:
        """See ``Files``."""
        real = self._real(path)
        return self._blob(real)[:LARGEST] if real is not None and self._is_file(real) else None

    def modules(self, folder: str) -> Iterator[str]:
        """See ``Files``."""
        if folder not in self._modules:
            self._modules[folder] = list(self._own_modules(folder))
        return iter(self._modules[folder])

    def _own_modules(self, folder: str) -> Iterator[str]:
        start = f"{folder}/" if folder else ""
        known = {folder: f"{start}pyvenv.cfg" not in self._entries}
        for path in self._below(folder):
            is_module = path.endswith(".py") and self._is_met(path, self._entries[path])
            if is_module and self._is_walked(posixpath.dirname(path), known):
                yield path

    def _is_walked(self, folder: str, known: dict[str, bool]) -> bool:
        """Whether a walk comes to a folder: it, and those above it, are neither hidden nor installed."""
        if folder not in known:
            is_own_ = is_own(posixpath.basename(folder)) and f"{folder}/pyvenv.cfg" not in self._entries
            known[folder] = is_own_ and self._is_walked(posixpath.dirname(folder), known)
        return known[folder]

    def _below(self, folder: str) -> Iterator[str]:
        start = f"{folder}/" if folder else ""
        for index in range(bisect_left(self._paths, start), len(self._paths)):
            if not self._paths[index].startswith(start):
                return
            yield self._paths[index]

    def _is_file(self, path: str) -> bool:
        return path in self._entries and self._entries[path].is_file

    def _is_met(self, path: str, entry: Entry) -> bool:
        return entry.is_file or (entry.is_link and not self._is_folder(self._real(path)))

    def _is_folder(self, path: str | None) -> bool:
        """Whether there is such a folder; a submodule is one, too."""
        if path is None:
            return False
        if path in self._entries:
            return not (self._entries[path].is_file or self._entries[path].is_link)
        return path == "" or next(self._below(path), None) is not None

    # Links.

    @cached_property
    def _links(self) -> dict[str, str]:
        """Where each symbolic link leads, by its path."""
        oids = {path: entry.oid for path, entry in self._entries.items() if entry.is_link}
        found = self._repository.blobs(oids.values())
        return {path: os.fsdecode(found[oid]) for path, oid in oids.items()}

    def _real(self, path: str) -> str | None:
        """A path without links; ``None`` if it leads out of the commit, or in a circle."""
        try:
            return self._followed(path)
        except OSError:
            return None

    def _followed(self, path: str) -> str:
        if not self._links:
            return posixpath.normpath(path) if path not in self._entries else path
        done: list[str] = []
        left = path.split("/")[::-1]
        followed = 0
        while left:
            word = left.pop()
            if word == ".." and not done:
                raise _error(errno.ENOENT, path)
            done = done[:-1] if word == ".." else [*done, *([word] if word not in ("", ".") else [])]
            if (target := self._links.get("/".join(done))) is not None:
                followed += 1
                if target.startswith("/") or followed > _MOST_LINKS:
                    raise _error(errno.ELOOP if followed > _MOST_LINKS else errno.ENOENT, path)
                done.pop()
                left += target.split("/")[::-1]
        return "/".join(done)

    # Contents.

    def _blob(self, path: str) -> bytes:
        oid = self._entries[path].oid
        if oid not in self._contents:
            self._keep(self._repository.blobs(self._ahead(path)))
        self._contents.move_to_end(oid)
        content = self._contents[oid]
        self._forget(oid)
        return content

    def _ahead(self, path: str) -> list[str]:
        """The blobs to read: that of a file, and of the Python files behind it."""
        found, size = [self._entries[path].oid], self._sizes[path]
        for index in range(bisect_left(self._paths, path) + 1, len(self._paths)):
            other = self._paths[index]
            size += max(self._sizes[other], 0) if other.endswith(".py") else 0
            if size > _AHEAD:
                break
            if other.endswith(".py") and self._entries[other].is_file and self._sizes[other] >= 0:
                found.append(self._entries[other].oid)
        return found

    def _keep(self, contents: dict[str, bytes]) -> None:
        for oid, content in contents.items():
            self._held += len(content) - len(self._contents.pop(oid, b""))
            self._contents[oid] = content

    def _forget(self, but: str) -> None:
        while self._held > _KEPT and next(iter(self._contents)) != but:
            self._held -= len(self._contents.popitem(last=False)[1])


def _error(number: int, path: str) -> OSError:
    return OSError(number, os.strerror(number), path)


def opened(path: str) -> Repository:
    """The repository of a work tree's top folder, or of a git directory.

    Args:
        path: the folder.

    Returns:
        The repository.

    Raises:
        GitError: there is no such folder, or no repository of its own.
    """
    folder = os.path.realpath(path)
    if not os.path.isdir(folder):
        raise GitError("there is no such folder")
    return Repository(folder, is_home=False, is_own=True)
