"""Files that are read only if they are files.

Under the name of a file there may be a pipe that nobody writes to, a device that never ends, or a link to
either. To open one can block for ever, and to read one can fill the memory.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import BinaryIO

from flake8_testsec.patterns import lazy

LARGEST = 2**30
"""A larger file is not read, in bytes; no parser of Python's would end with it."""
SETTINGS = 2**20
"""The same of a file with settings."""

_BLANKS = lazy(r"\S[^\S\r\n]{200}"), "a line has too many blanks in a row"
_DOTS = lazy(r"(?m)^(?:[^.\r\n]*\.){500}"), "a line has too many dots"

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


class IrregularFile(OSError):
    """What stands under a name is no file that could be read to its end."""


class TooLarge(IrregularFile):
    """It is larger than what is wanted."""


def content(path: str, most: int = LARGEST, pipe: bool = False) -> bytes:
    """All that a file holds.

    Args:
        path: the file; links are followed.
        most: how many bytes it may have.
        pipe: whether it may also be a pipe that somebody writes to, as in ``testsec check <(program)``.

    Returns:
        The bytes.

    Raises:
        IrregularFile: it is something else, or larger, or its size is not known before it is read.
        OSError: it cannot be read.
        ValueError: no file can be called like that.
    """
    if pipe and stat.S_ISFIFO(os.stat(path).st_mode):
        return _of_pipe(path, most)
    with opened(path, most) as file:
        return file.read()


def opened(path: str, most: int = LARGEST) -> BinaryIO:
    """Open a file without ever waiting for one.

    Args:
        path: see `content`.
        most: see `content`.

    Returns:
        The file, for reading.

    Raises:
        IrregularFile: see `content`.
        OSError: see `content`.
        ValueError: see `content`.
    """
    _require_kind(path, os.stat(path))  # to open a device may do something already
    descriptor = os.open(path, _FLAGS)
    try:
        found = os.fstat(descriptor)
        _require_kind(path, found)
        if found.st_size > most:
            raise TooLarge(errno.EINVAL, f"it is larger than {most} bytes", path)
        if found.st_size == 0 and _has_content(descriptor):
            raise _irregular(path, "its size is not known before it is read")
        return open(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def settings(path: str) -> bytes:
    """All that a file with settings holds, in INI or TOML.

    The parsers of Python's library take quadratic time for blanks in a row within a line of INI, and for the
    parts of one key of TOML (configparser and tomllib of Python 3.11: 7 and 5 seconds for 16,000 of them).

    Args:
        path: the file; the end of its name says which of both it is.

    Returns:
        The bytes, for which these parsers take no long time.

    Raises:
        IrregularFile: see `content`; or they might.
        OSError: see `content`.
        ValueError: see `content`.
    """
    found = content(path, SETTINGS)
    require_cheap(path, found)
    return found


def require_cheap(path: str, found: bytes) -> None:
    """Refuse what a parser of settings would take too long for.

    Args:
        path: the file; the end of its name says which parser.
        found: what it holds, wherever that was read.

    Raises:
        IrregularFile: see `settings`.
    """
    costly, words = _DOTS if path.endswith(".toml") else _BLANKS
    if len(found) > SETTINGS:
        raise TooLarge(errno.EINVAL, f"it is larger than {SETTINGS} bytes", path)
    if costly.search(found.decode("utf-8", "replace")):
        raise _irregular(path, words)


def _require_kind(path: str, found: os.stat_result) -> None:
    kind = stat.S_IFMT(found.st_mode)
    if kind == stat.S_IFDIR:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if kind != stat.S_IFREG:
        raise _irregular(path, f"it is {_KINDS.get(kind, 'something else')}, not a regular file")


def _has_content(descriptor: int) -> bool:
    """Whether a file without a size has something to read, as the kernel's own have, now or later."""
    try:
        return os.read(descriptor, 1) != b""
    except BlockingIOError:
        return True


def _of_pipe(path: str, most: int) -> bytes:
    """What is written to a pipe until its writers have gone; that there is none is known at once."""
    descriptor = os.open(path, _FLAGS)
    try:
        first = os.read(descriptor, 1)
    except BlockingIOError:
        first = b""
    else:
        if not first:
            os.close(descriptor)
            raise _irregular(path, "it is a named pipe that nobody writes to")
    os.set_blocking(descriptor, True)
    with open(descriptor, "rb") as file:
        found = first + file.read(most)
    if len(found) > most:
        raise TooLarge(errno.EINVAL, f"it is larger than {most} bytes", path)
    return found


def _irregular(path: str, why: str) -> IrregularFile:
    return IrregularFile(errno.EINVAL, why, path)
