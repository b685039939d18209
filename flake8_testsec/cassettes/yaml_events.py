"""The events of a YAML file, from PyYAML: nothing is built, and aliases are never followed."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from typing import Any, BinaryIO

from flake8_testsec.cassettes.recordings import Event, Mark, Scalar, Unreadable
from flake8_testsec.rule import Span

EXTRA = "flake8-testsec[cassettes]"

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

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(stream, Loader=loader):
            yield from _event(event, yaml)
    except yaml.YAMLError as error:
        raise _unreadable(error) from None


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
