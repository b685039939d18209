"""Files that are changed: their text with all that is needed to write it back, and how it is put in place."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence

from flake8_testsec.cli.directives import encoding_of
from flake8_testsec.cli.files import Target
from flake8_testsec.finding import Edit
from flake8_testsec.fixing.application import apply
from flake8_testsec.patterns import lazy
from flake8_testsec.roots import working_root
from flake8_testsec.source.syntax import read_lines

_LINE = lazy(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class NoPlace(Exception):
    """Something cannot be written into a file; the message says why."""


def place_of(name: str) -> str:
    """Where a file really is.

    Args:
        name: its path.

    Returns:
        The path without links.

    Raises:
        NoPlace: a link leads out of the project.
    """
    place = os.path.realpath(name)
    top = os.path.join(os.path.realpath(working_root() or os.curdir), "")
    is_led = os.path.islink(name) or os.path.abspath(name).startswith(top)
    if is_led and not place.startswith(top):
        raise NoPlace("it is a link that leads out of the project")
    return place


class Text:
    """A file's text with the ends of its lines as they are, and all that is needed to write it back.

    Args:
        content: the file.

    Raises:
        NoPlace: it could not be written back as it is.
    """

    def __init__(self, content: bytes) -> None:
        self._mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
        body = content.removeprefix(BOM_UTF8)
        self._encoding = encoding_of(content)
        self._raw: list[str] = _LINE.findall(body.decode(self._encoding))
        self.lines = read_lines(content)
        if self.content() != content or len(self._raw) != len(self.lines):
            raise NoPlace(f"the file cannot be written back as {self._encoding}")

    def content(self) -> bytes:
        """The whole file."""
        try:
            return self._mark + "".join(self._raw).encode(self._encoding)
        except UnicodeError as error:
            raise NoPlace(f"the reason cannot be written as {self._encoding}") from error

    def line(self, number: int) -> str:
        """A line without its end.

        Args:
            number: its number, from 1.
        """
        return self._raw[number - 1].rstrip("\r\n")

    def set_line(self, number: int, body: str) -> None:
        """Give a line another text; its end stays.

        Args:
            number: its number, from 1.
            body: the text.
        """
        self._raw[number - 1] = body + self._raw[number - 1][len(self.line(number)) :]

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """The whole file after some edits: new lines end like their neighbours, the last one as it did.

        Args:
            edits: those of fixes, none of which overlap.

        Raises:
            NoPlace: the edits do not fit the text, or cannot be written in its encoding.
        """
        wanted = [*edits]
        try:
            text = self._ended(apply(self.lines, wanted))
            raw = self._ended(apply(self._raw, self._with_ends(wanted)))
            content = self._mark + raw.encode(self._encoding)
        except ValueError as error:  # those of encodings are such errors, too
            raise NoPlace(str(error)) from error
        if "".join(read_lines(content)) != text:
            raise NoPlace("the file would be another text")
        return content

    def _with_ends(self, edits: Sequence[Edit]) -> Iterator[Edit]:
        for edit in edits:
            line = min(edit.line, len(self._raw))
            end = self._end(line) or self._end(line - 1) or "\n"
            yield edit._replace(text=edit.text.replace("\n", end))

    def _end(self, number: int) -> str:
        return self._raw[number - 1][len(self.line(number)) :] if number > 0 else ""

    def _ended(self, text: str) -> str:
        """A text whose last line has an end only if the file's has one."""
        if self.lines and self.lines[-1].endswith("\n"):
            return text
        last = text.splitlines(keepends=True)[-1:]
        return text.removesuffix(last[0][len(last[0].rstrip("\r\n")) :]) if last else text


def replace(name: str, content: bytes) -> None:
    """Give a file another content, which is written beside it and put in its place when it is complete.

    Args:
        name: the file, which keeps its mode, and stays the same file where a link leads to it.
        content: all of it.

    Raises:
        OSError: it cannot be written; what was there is there still.
    """
    target = Target(name)
    try:
        target.put(content)
        target.commit()
    except OSError:
        target.abandon()
        raise
