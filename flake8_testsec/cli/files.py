"""Reports in files: written beside, and put in their place when they are complete."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import BinaryIO


class Target:
    """Where a report goes. A file that is there stays as it is until the report is complete.

    Args:
        path: the file; ``None`` for standard output.
        tee: whether what goes to a file shall be seen, too.

    Raises:
        OSError: the file, or one beside it, cannot be written.
    """

    def __init__(self, path: str | None, tee: bool = False) -> None:
        self._path = path
        self._copy = Target(None) if tee and path is not None else None
        self._beside: str | None = None
        try:
            self._stream: BinaryIO = sys.stdout.buffer if path is None else self._opened(path)
        except OSError as error:
            raise self._named(error) from error

    def write(self, text: str) -> None:
        """Write a text as UTF-8; what is no text in the name of a file is escaped.

        Args:
            text: what to write.

        Raises:
            OSError: it cannot be written; the message names the file.
        """
        self.put(text.encode("utf-8", "backslashreplace"))
        if self._copy is not None:
            self._copy.write(text)

    def put(self, content: bytes) -> None:
        """Write bytes.

        Args:
            content: what to write.

        Raises:
            OSError: it cannot be written; the message names the file.
        """
        left = memoryview(content)
        try:
            while left:  # a stream without a buffer may take a part
                left = left[self._stream.write(left) :]
        except OSError as error:
            raise self._named(error) from error

    def flush(self) -> None:
        """Let a reader of standard output have what is written so far.

        Raises:
            OSError: it cannot be written.
        """
        if self.is_output:
            try:
                self._stream.flush()
            except OSError as error:
                raise self._named(error) from error
        if self._copy is not None:
            self._copy.flush()

    @property
    def is_output(self) -> bool:
        """Whether it is standard output."""
        return self._path is None

    @property
    def is_seen(self) -> bool:
        """Whether what is written appears on standard output."""
        return self.is_output or self._copy is not None

    def commit(self) -> None:
        """Put the file in its place.

        Raises:
            OSError: it cannot be completed; what was there before is there still.
        """
        self.flush()
        try:
            if not self.is_output:
                self._stream.close()
            if self._beside is not None:
                os.replace(self._beside, os.path.realpath(str(self._path)))
                self._beside = None
        except OSError as error:
            raise self._named(error) from error

    def abandon(self) -> None:
        """Leave everything as it was."""
        if not self.is_output:
            with suppress(OSError):
                self._stream.close()
        if self._beside is not None:
            with suppress(OSError):
                os.unlink(self._beside)

    def _opened(self, path: str) -> BinaryIO:
        """The stream; a pipe, a device or a terminal is written as it is."""
        real = os.path.realpath(path)
        try:
            mode = os.stat(path).st_mode
        except FileNotFoundError:
            os.makedirs(os.path.dirname(real), exist_ok=True)
            return self._opened_beside(real, 0o666)
        if stat.S_ISREG(mode) and not path.startswith("/dev/"):  # /dev/stdout may be a file of the shell's
            os.close(os.open(real, os.O_WRONLY))  # who may not write it may not replace it either
            stream = self._opened_beside(real, 0o600)
            os.chmod(str(self._beside), stat.S_IMODE(mode))
            return stream
        return open(path, "wb")

    def _opened_beside(self, real: str, mode: int) -> BinaryIO:
        beside = os.path.join(os.path.dirname(real), f".testsec-{os.getpid()}-{id(self):x}.tmp")
        stream = os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb")
        self._beside = beside
        return stream

    def _named(self, error: OSError) -> OSError:
        if isinstance(error, BrokenPipeError):
            return error
        if self.is_output:
            discard_output()
        where = "standard output" if self.is_output else repr(self._path)
        return OSError(f"cannot write {where}: {error.strerror}")


def discard_output() -> None:
    """Let nothing more be written to standard output, also not what is still buffered."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
