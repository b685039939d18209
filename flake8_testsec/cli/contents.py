"""The bytes of what is reviewed: those of files, bounded, and what there is on standard input."""

from __future__ import annotations

import sys
from collections.abc import Collection
from functools import lru_cache
from typing import BinaryIO

from flake8_testsec import deadlines, regular_files
from flake8_testsec.cli.reviews import STDIN


def content(name: str, named: Collection[str] = ()) -> bytes:
    """The content of a file, or what there is on standard input.

    Args:
        name: its path, or ``-``.
        named: the paths that the user gave, each of which may be a pipe.

    Returns:
        All of it.

    Raises:
        OSError: it cannot be read, or is no file.
        TooLarge: it is larger than what is reviewed.
    """
    if name == STDIN:
        return _standard_input()
    try:
        return regular_files.content(name, deadlines.LARGEST, pipe=name in named)
    except regular_files.TooLarge as error:
        raise regular_files.TooLarge(error.errno, deadlines.TOO_LARGE, name) from error


def bounded(file: BinaryIO) -> bytes:
    """All of a file, of which no more than the limit is read into memory.

    Args:
        file: where it is read from.

    Raises:
        TooLarge: there is more.
    """
    found = file.read(deadlines.LARGEST + 1)
    if len(found) > deadlines.LARGEST:
        raise regular_files.TooLarge(deadlines.TOO_LARGE)
    return found


@lru_cache(maxsize=1)
def _standard_input() -> bytes:
    """All of it, once: it may be named twice."""
    return bounded(sys.stdin.buffer)
