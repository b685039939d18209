"""Files that are still open, by what the system tells of descriptors that are new since a test began."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial

from flake8_testsec.evidence.audit import ACCESS, Held, Opened, sole_place

_FOLDER = "/proc/self/fd"
"""Only Linux has it; elsewhere an open file is seen when it is dropped."""


_REMOVED = " (deleted)"
"""What Linux adds to the path of a file that is open and was removed."""


class Descriptors:
    """What was open when it was last looked at.

    Args:
        folder: the one whose entries are links from numbers to files.
    """

    def __init__(self, folder: str = _FOLDER) -> None:
        self._folder = folder
        self._known = self._listed()

    def held(self, opened: Iterable[Opened]) -> Iterator[Held]:
        """Which of some files are open.

        Args:
            opened: files that were opened since.

        Yields:
            The files.
        """
        known: dict[str, list[Opened]] = {}
        for each in opened:
            known.setdefault(each.path, []).append(each)
        if not known:
            return
        now = self._listed()
        new, self._known = now - self._known, now
        for number, path in sorted(new):
            if path in known:
                place = sole_place(each for each in known[path] if each.access == _access(number))
                yield Held("file", place, partial(self._is_open, number, path))

    def _is_open(self, number: str, path: str) -> bool:
        return self._target(number) == path

    def _listed(self) -> set[tuple[str, str]]:
        """Numbers with what they stand for; that of the folder itself, while it is read, for nothing."""
        try:
            return {(each, self._target(each)) for each in os.listdir(self._folder)}
        except OSError:
            return set()

    def _target(self, number: str) -> str:
        try:
            return os.readlink(f"{self._folder}/{number}").removesuffix(_REMOVED)
        except OSError:
            return ""


def _access(number: str) -> int:
    """How a descriptor was opened; -1 for one that is closed."""
    import fcntl  # only where the system tells of descriptors

    try:
        return fcntl.fcntl(int(number), fcntl.F_GETFL) & ACCESS
    except OSError:
        return -1
