"""What a recorded cassette holds: its values with the keys that lead to them, whatever it is written in.

A reader of YAML or of JSON gives events; here they become fields, one at a time, so that a cassette is never
held as a whole. An alias is an empty value: what it stands for is read where its anchor is, and only there.
"""

from __future__ import annotations

import ast
import binascii
import enum
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flake8_testsec.rule import Span

DEEPEST = 200
"""Levels of nesting; bodies that were recorded as they are have some, attacks have thousands."""

_LARGEST = 8 * 1024 * 1024
_NOWHERE = Span(1, 0, 1, 0)
_GZIP_OR_ZLIB = 47


class Unreadable(Exception):
    """A cassette that is broken from some place on; what came before was read.

    Args:
        problem: what is wrong, without anything that the file says.
        line: where, from 1.
        column: where, from 0.
    """

    def __init__(self, problem: str, line: int = 1, column: int = 0) -> None:
        super().__init__(problem)
        self.line = line
        self.column = column


class Mark(enum.Enum):
    """Where a collection begins or ends."""

    MAPPING = enum.auto()
    SEQUENCE = enum.auto()
    END = enum.auto()


class Scalar(NamedTuple):
    """A single value or key.

    Args:
        text: its text, nothing escaped any more.
        span: where it stands.
        binary: whether the text is bytes in base64.
    """

    text: str
    span: Span = _NOWHERE
    binary: bool = False


Event = Mark | Scalar


class Field(ast.AST):
    """A value of a cassette: a node as those of Python's syntax are, which no Python file has.

    Args:
        path: the keys that lead to it in lower case, its own the last; a place in a list is no key.
        name: its own key as the file spells it.
        text: the value; of bytes what they say when unpacked, as far as that is text.
        span: where its key stands.
    """

    def __init__(self, path: tuple[str, ...], name: str, text: str, span: Span) -> None:
        self.path = path
        self.name = name
        self.text = text
        self.span = span


class _Level:
    """A collection that is being read: of a list ``path`` and ``key`` are those of the list itself."""

    def __init__(self, path: tuple[str, ...], key: Scalar | None, mapping: bool) -> None:
        self.path = path
        self.key = key
        self.mapping = mapping
        self._at_value = False

    def is_key(self) -> bool:
        """Whether what comes next is a key; asked once for each thing that comes."""
        if not self.mapping:
            return False
        self._at_value = not self._at_value
        return self._at_value

    def here(self) -> tuple[str, ...]:
        """The path of the value that comes next."""
        if self.mapping and self.key is not None:
            return (*self.path, self.key.text.lower())
        return self.path


def fields(events: Iterable[Event]) -> Iterator[Field]:
    """The values below keys.

    Args:
        events: what a reader of YAML or JSON gives.

    Yields:
        The fields in order of the file.

    Raises:
        Unreadable: the collections are nested too deeply.
    """
    levels = [_Level((), None, mapping=False)]
    for event in events:
        match event:
            case Mark.END:
                levels.pop()
            case Mark():
                levels.append(_inner(levels[-1], event))
                _refuse_depth(levels)
            case _:
                yield from _scalar(levels[-1], event)


def _inner(level: _Level, mark: Mark) -> _Level:
    if level.is_key():  # YAML has collections as keys, cassettes have not
        level.key = Scalar("")
        return _Level((), None, mark is Mark.MAPPING)
    return _Level(level.here(), level.key, mark is Mark.MAPPING)


def _refuse_depth(levels: list[_Level]) -> None:
    if len(levels) > DEEPEST:
        keys = [level.key.span for level in levels if level.key is not None] or [_NOWHERE]
        raise Unreadable("nested too deeply", keys[-1].line, keys[-1].column)


def _scalar(level: _Level, scalar: Scalar) -> Iterator[Field]:
    if level.is_key():
        level.key = scalar
    elif level.key is not None:
        yield Field(level.here(), level.key.text, _said(scalar, level.key), level.key.span)


def _said(scalar: Scalar, key: Scalar) -> str:
    """A value's text; nothing of bytes that cannot be unpacked within bounds."""
    if not scalar.binary and key.text != "base64_string":
        return scalar.text
    try:
        data = binascii.a2b_base64(scalar.text) if len(scalar.text) <= _LARGEST else b""
        return _unpacked(data).decode("utf-8", "replace")
    except (ValueError, zlib.error):
        return ""


def _unpacked(data: bytes) -> bytes:
    if data[:2] in (b"\x1f\x8b", b"\x78\x01", b"\x78\x9c", b"\x78\xda"):
        return zlib.decompressobj(_GZIP_OR_ZLIB).decompress(data, _LARGEST)
    return data
