"""The files of a project: read below its root, nowhere else."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Hashable, Iterator, Mapping
from typing import Protocol

from flake8_testsec.regular_files import opened

LARGEST = 2 * 2**20
"""A larger file is not read, in bytes."""


class Files(Protocol):
    """A tree of files. Paths are relative to its root, with ``/``, and never begin with ``..``."""

    @property
    def is_still(self) -> bool:
        """Whether they are taken to stay as they are, as long as this lives."""

    def stamp(self, path: str) -> Hashable | None:
        """Something that changes when the file's content may have; ``None`` if there is no such file."""

    def read(self, path: str) -> bytes | None:
        """The file's content; ``None`` if it cannot be read."""

    def modules(self, folder: str) -> Iterator[str]:
        """The Python files below a folder, but those of hidden folders and of installed packages."""


class Folder:
    """The files below a folder of the file system; links that lead out of it lead nowhere.

    Args:
        root: the folder.
        is_still: see `Files`; so it is for one run, but not for a process that waits for the next question.
    """

    def __init__(self, root: str, *, is_still: bool = False) -> None:
        self._root = os.path.realpath(root)
        self.is_still = is_still
        self._stamps: dict[str, tuple[int, int] | None] = {}

    def stamp(self, path: str) -> tuple[int, int] | None:
        """See `Files`."""
        if not self.is_still:
            return self._stamp(path)
        if path not in self._stamps:  # every module that asks looks in the same places
            self._stamps[path] = self._stamp(path)
        return self._stamps[path]

    def forget(self) -> None:
        """Take what is still to be as it is from now on: a file was written."""
        self._stamps.clear()

    def _stamp(self, path: str) -> tuple[int, int] | None:
        try:
            found = os.stat(os.path.join(self._root, path))
        except (OSError, ValueError):
            return None
        is_fit = stat.S_ISREG(found.st_mode) and found.st_size <= LARGEST
        return (found.st_mtime_ns, found.st_size) if is_fit else None

    def read(self, path: str) -> bytes | None:
        """See `Files`."""
        real = os.path.realpath(os.path.join(self._root, path))
        if not real.startswith(os.path.join(self._root, "")):
            return None
        try:
            with opened(real) as file:
                return file.read(LARGEST)
        except OSError:
            return None

    def modules(self, folder: str) -> Iterator[str]:
        """See `Files`."""
        for above, folders, names in os.walk(os.path.join(self._root, folder)):
            if "pyvenv.cfg" in names:
                folders.clear()
                continue
            folders[:] = [each for each in folders if is_own(each)]
            below = os.path.relpath(above, self._root).replace(os.sep, "/")
            yield from (posixpath.normpath(f"{below}/{name}") for name in names if name.endswith(".py"))


class Tree:
    """Files that are given by their texts.

    Args:
        texts: the content of each file by its path.
    """

    is_still = True

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {posixpath.normpath(path): text for path, text in texts.items()}

    def stamp(self, path: str) -> int | None:
        """See `Files`."""
        return 0 if path in self._texts else None

    def read(self, path: str) -> bytes | None:
        """See `Files`."""
        text = self._texts.get(path)
        return None if text is None else text.encode(errors="surrogatepass")

    def modules(self, folder: str) -> Iterator[str]:
        """See `Files`."""
        start = f"{folder}/" if folder else ""
        return (each for each in self._texts if each.startswith(start) and each.endswith(".py"))


def is_own(folder: str) -> bool:
    """Whether a project's own modules may be in a folder of this name: it is neither hidden nor installed."""
    return not folder.startswith(".") and folder not in ("__pycache__", "node_modules", "site-packages")
