"""Recorded cassettes: which files are some, and what the rules say of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from itertools import chain
from typing import BinaryIO, cast

from flake8_testsec.cassettes import json_events, yaml_events
from flake8_testsec.cassettes.recordings import Event, Field, fields
from flake8_testsec.engine import compile_table
from flake8_testsec.finding import Finding
from flake8_testsec.outlines import rules_of
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Span

FOLDERS = ("cassettes", "vcr*", "recordings", "betamax")
SUFFIXES = (".yaml", ".yml", ".json")

_FIRST = 4096
_JSON_BEGINS = lazy(rb"(?:\xef\xbb\xbf)?\s*[{\[]")


def is_cassette(path: str) -> bool:
    """Whether a file is a cassette by its place.

    Args:
        path: its path as the project knows it.

    Returns:
        ``True`` for YAML and JSON below a folder in which recorders keep cassettes.
    """
    *folders, name = path.replace("\\", "/").lower().split("/")
    return name.endswith(SUFFIXES) and any(
        fnmatchcase(folder, pattern) for folder in folders for pattern in FOLDERS
    )


def is_json(path: str, stream: BinaryIO) -> bool:
    """Whether a cassette is to be read as JSON: recorders give either format any name.

    Args:
        path: its path.
        stream: its bytes, from the beginning, to which it returns.

    Returns:
        ``True`` for what begins as JSON and is not called YAML.
    """
    beginning = stream.read(_FIRST)
    stream.seek(0)
    return not path.lower().endswith((".yaml", ".yml")) and bool(_JSON_BEGINS.match(beginning))


def check(path: str, stream: BinaryIO, rules: Iterable[Rule] | None = None) -> Iterator[Finding]:
    """Review one cassette, holding no more of it than one value at a time.

    Args:
        path: its path; it is not opened.
        stream: its bytes; must be able to seek.
        rules: the rules to ask, all if not given; those that did not enrol for recorded fields have nothing
            to say.

    Yields:
        The findings in order of the file, each once.

    Raises:
        Unreadable: the file is broken; the findings before the break have been given.
    """
    table = compile_table(rules_of(Field) if rules is None else rules, Role.TEST)
    checks = [entry.check for entry in table.by_type.get(Field, ())]
    known: set[Finding] = set()
    for field in fields(_events(path, stream)):
        for hit in chain.from_iterable(each(field) for each in checks):
            finding = _finding(hit)
            if finding not in known:
                known.add(finding)
                yield finding


def _events(path: str, stream: BinaryIO) -> Iterator[Event]:
    return json_events.events(stream) if is_json(path, stream) else yaml_events.events(stream)


def _finding(hit: Hit) -> Finding:
    span = cast(Span, hit.place)
    return Finding(span.line, span.column, hit.code, hit.message, span.end_line, span.end_column)
