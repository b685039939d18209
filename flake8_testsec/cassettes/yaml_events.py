"""The events of a YAML file, from PyYAML: nothing is built, and aliases are never followed."""

from __future__ import annotations

import codecs
import importlib.util
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, BinaryIO

from flake8_testsec.cassettes.recordings import Event, Mark, Scalar, Unreadable
from flake8_testsec.rule import Span

_BINARY = "tag:yaml.org,2002:binary"


def installed() -> bool:
    """Whether PyYAML is there, which is in the extra."""
    return importlib.util.find_spec("yaml") is not None


def events(stream: BinaryIO) -> Iterator[Event]:
    """Read a file event by event.

    Args:
        stream: the file's bytes.

    Yields:
        Beginnings, ends, and single values with their places.

    Raises:
        Unreadable: the file is not YAML.
    """
    import yaml

    given = 0
    try:
        for event in _parsed(stream, yaml):
            given += 1
            yield from _event(event, yaml)
    except yaml.YAMLError as error:
        if isinstance(error, yaml.scanner.ScannerError):
            yield from _scanned_ahead(stream, error.problem_mark.index, given, yaml)
        raise _unreadable(error) from None


def _parsed(stream: Any, yaml: Any) -> Iterator[Any]:
    yield from yaml.parse(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _scanned_ahead(stream: BinaryIO, end: int, given: int, yaml: Any) -> Iterator[Event]:
    """The events between the last one and the place that the scanner complains of.

    It reads up to 1,024 characters ahead, because any value may turn out to be a key, and an error there
    hides what it read: of a thousand brackets in a row, which PyYAML refuses since 6.0.4, all. If the file
    ended at that place they would come as events, so it is read once more up to there.
    """
    with suppress(yaml.YAMLError):
        for event in islice(_parsed(_Beginning(stream, end), yaml), given, None):
            yield from _event(event, yaml)


class _Beginning:
    """The first characters of a stream, from which they are read once more."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        stream.seek(0)
        encoding = "utf-16" if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8"
        stream.seek(0)
        self._text = codecs.getreader(encoding)(stream, "replace")
        self._left = size

    def read(self, size: int) -> str:
        piece = self._text.read(size, min(size, self._left))
        self._left -= len(piece)
        return piece


def _event(event: Any, yaml: Any) -> Iterator[Event]:
    match event:
        case yaml.ScalarEvent():
            yield Scalar(event.value, _span(event), event.tag == _BINARY)
        case yaml.MappingStartEvent():
            yield Mark.MAPPING
        case yaml.SequenceStartEvent():
            yield Mark.SEQUENCE
        case yaml.CollectionEndEvent():
            yield Mark.END
        case yaml.AliasEvent():
            yield Scalar("", _span(event))


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column, end.line + 1, end.column)


def _unreadable(error: Any) -> Unreadable:
    """What the parser complains of; its context would quote the file."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Unreadable(f"not valid YAML: {error.reason} at byte {error.position}")
    return Unreadable(f"not valid YAML: {error.problem}", mark.line + 1, mark.column)
