"""The events of a JSON file with their places: read in pieces, so that its size does not matter.

A parser of YAML is no substitute: it refuses characters that JSON writes as two escapes, and cassettes are
full of them. The json module gives no places and needs the whole text.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from flake8_testsec.cassettes.recordings import Event, Mark, Scalar, Unreadable
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Span

LONGEST = 4 * 1024 * 1024
"""Of a longer string the beginning is read."""

_PIECE = 64 * 1024
_SPACE = lazy(r"[ \t\r\n]*")
_WORD = lazy(r"[-+.\w]*")
_RUN = lazy(r'[^"\\]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\]*)*')
_ESCAPE = 6
_ATOM = lazy(r"true|false|null|NaN|-?Infinity|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_LONGEST_ATOM = 1000

_PLAIN = Scalar("")
"""Stands for every number, truth value and null."""

Token = str | Scalar
"""Punctuation, nothing at the end of the file, or a value."""


class _Text:
    """The rest of a file's text: a window at a time, with the place at which it begins."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._window = ""
        self._at = 0
        self._ended = False
        self.line = 1
        self.column = 0

    def left(self, least: int = 1) -> str:
        """The next characters, as many as asked for unless the file ends before."""
        while len(self._window) - self._at < least and self._more():
            pass
        return self._window[self._at : self._at + least]

    def take(self, pattern: re.Pattern[str]) -> str:
        """What matches in the window; there may be more of it behind."""
        match = pattern.match(self._window, self._at)
        return self.skip(match.end() - self._at) if match else ""

    def skip(self, size: int) -> str:
        """Go on by so many characters of the window."""
        taken = self._window[self._at : self._at + size]
        self._at += size
        if lines := taken.count("\n"):
            self.line += lines
            self.column = len(taken) - taken.rindex("\n") - 1
        else:
            self.column += size
        return taken

    def broken(self, problem: str) -> Unreadable:
        return Unreadable(f"not valid JSON: {problem}", self.line, self.column)

    def _more(self) -> bool:
        data = b"" if self._ended else self._stream.read(_PIECE)
        try:
            more = "" if self._ended else self._decoder.decode(data, final=not data)
        except UnicodeDecodeError:
            raise self.broken("it is not all UTF-8") from None
        self._ended = not data
        self._window, self._at = self._window[self._at :] + more, 0
        return not self._ended


def events(stream: BinaryIO) -> Iterator[Event]:
    """Read a file event by event.

    Args:
        stream: the file's bytes.

    Yields:
        Beginnings, ends, and single values with their places; of values that are no strings an empty one.

    Raises:
        Unreadable: the file is not JSON.
    """
    text = _Text(stream)
    yield from _value(text)
    if _token(text):
        raise text.broken("there is more behind the end")


def _value(text: _Text) -> Iterator[Event]:
    """One value with all that it holds."""
    closers: list[str] = []
    wanted = "value"
    while closers or wanted != "next":
        token = _token(text)
        match wanted, token:
            case "value" | "first value", "{":
                closers.append("}")
                yield Mark.MAPPING
                wanted = "first key"
            case "value" | "first value", "[":
                closers.append("]")
                yield Mark.SEQUENCE
                wanted = "first value"
            case "value" | "first value", Scalar():
                yield token
                wanted = "next"
            case "key" | "first key", Scalar() if token is not _PLAIN:
                yield token
                wanted = "colon"
            case "colon", ":":
                wanted = "value"
            case "first key" | "first value" | "next", "}" | "]" if closers[-1] == token:
                closers.pop()
                yield Mark.END
                wanted = "next"
            case "next", ",":
                wanted = "key" if closers[-1] == "}" else "value"
            case _:
                raise text.broken("something is out of place" if token else "it ends too early")


def _token(text: _Text) -> Token:
    while text.left() and text.take(_SPACE):
        pass
    match text.left():
        case "":
            return ""
        case '"':
            return _string(text)
        case "{" | "}" | "[" | "]" | "," | ":":
            return text.skip(1)
        case _:
            return _atom(text)


def _atom(text: _Text) -> Scalar:
    word = _WORD.match(text.left(_LONGEST_ATOM))
    if word is None or not _ATOM.fullmatch(word[0]):
        raise text.broken("something is out of place")
    text.skip(len(word[0]))
    return _PLAIN


def _string(text: _Text) -> Scalar:
    line, column = text.line, text.column
    text.skip(1)
    raw = "".join(_pieces(text))
    value: str = json.loads(f'"{raw}"', strict=False) if "\\" in raw else raw
    return Scalar(value, Span(line, column, text.line, text.column))


def _pieces(text: _Text) -> Iterator[str]:
    """The inside of a string, escapes whole, up to the bound; goes behind the closing quote."""
    size = 0
    while (next_one := text.left(_ESCAPE)[:1]) != '"':
        piece = text.take(_RUN)
        if not piece:
            raise text.broken("a string is not closed" if not next_one else "an escape that is none")
        if size < LONGEST:
            yield piece
        size += len(piece)
    text.skip(1)
