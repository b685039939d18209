"""Which lines of a file differ from those of an earlier one, as ``git diff`` has it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.cli.git import git, outside
from flake8_testsec.patterns import lazy
from flake8_testsec.source.syntax import read_lines

_FILE = lazy(r"diff --git .*/(?P<number>[0-9]+)$")
_HUNK = lazy(r"@@ -(?P<old>\d+)(?:,(?P<gone>\d+))? \+(?P<new>\d+)(?:,(?P<come>\d+))? @@")


class Hunk(NamedTuple):
    """Lines that stand where others stood; of none, ``old`` and ``new`` are the lines above them."""

    old: int
    gone: int
    new: int
    come: int

    def touches(self, first: int, last: int) -> bool:
        """Whether it changes or adds one of some lines."""
        return self.come > 0 and self.new <= last and first < self.new + self.come

    def is_above(self, line: int) -> bool:
        """Whether a line stands below all that it changes."""
        return self.new + max(self.come, 1) <= line


Pair = tuple[bytes, bytes]
"""An earlier content of a file, and the present one."""


def hunks(pairs: Sequence[Pair]) -> list[tuple[Hunk, ...]]:
    """Compare contents of files.

    Neither the encoding counts, nor how lines end, nor whether the last one does.

    Args:
        pairs: what to compare.

    Returns:
        For each pair how it differs, from the top.

    Raises:
        GitError: there is no git.
        OSError: there is no place for temporary files.
    """
    if not pairs:
        return []
    with tempfile.TemporaryDirectory(prefix="testsec-") as folder:
        for side in (0, 1):
            os.mkdir(os.path.join(folder, str(side)))
            for number, pair in enumerate(pairs):
                with open(os.path.join(folder, str(side), str(number)), "wb") as file:
                    file.write(_normal(pair[side]))
        found: list[list[Hunk]] = [[] for _ in pairs]
        for number, hunk in _read(_compared(folder)):
            found[number].append(hunk)
    return [tuple(each) for each in found]


def _normal(content: bytes) -> bytes:
    text = "".join(read_lines(content)).encode("utf-8", "surrogatepass")
    return text if not text or text.endswith(b"\n") else text + b"\n"


def _compared(folder: str) -> str:
    # Beside every repository and every configuration, so that no attribute has a say in it.
    alone = {
        **outside(),
        "GIT_CEILING_DIRECTORIES": os.path.dirname(os.path.realpath(folder)),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    how = ("--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--text", "--unified=0")
    return git(folder, "diff", "--no-index", *how, "--", "0", "1", accepted=(0, 1), environment=alone).decode(
        "utf-8", "replace"
    )


def _read(compared: str) -> Iterator[tuple[int, Hunk]]:
    number = -1
    for line in compared.split("\n"):
        if told := _FILE.match(line):
            number = int(told["number"])
        elif told := _HUNK.match(line):
            yield number, Hunk(int(told["old"]), _count(told, "gone"), int(told["new"]), _count(told, "come"))


def _count(told: re.Match[str], side: str) -> int:
    return 1 if told[side] is None else int(told[side])
