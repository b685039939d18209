"""``testsec check --cassettes``: which files to review, and what is said of one of them."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO, cast

from flake8.defaults import NOQA_INLINE_REGEXP
from flake8.exceptions import ExecutionError

from flake8_testsec import cassette_engine, regular_files
from flake8_testsec.cassettes import yaml_events
from flake8_testsec.cassettes.recordings import Unreadable
from flake8_testsec.cli.reviews import Told
from flake8_testsec.finding import Finding
from flake8_testsec.roots import project_path

_BEGINNING = 64 * 1024
_WIDEST = 200


def prepare(options: argparse.Namespace) -> None:
    """Let flake8's discovery look for cassettes instead of Python files.

    Args:
        options: the parsed options, which are changed.

    Raises:
        ExecutionError: PyYAML is not installed.
    """
    if not yaml_events.installed():
        raise ExecutionError("--cassettes needs PyYAML: pip install PyYAML")
    options.filename = [f"*{suffix}" for suffix in cassette_engine.SUFFIXES]


def chosen(names: Collection[str], options: argparse.Namespace) -> tuple[str, ...]:
    """Of the files that discovery found, the cassettes and what the user named.

    Args:
        names: the files' paths.
        options: the parsed options.

    Returns:
        The files to review.
    """
    given = {*options.filenames, "-"}
    return tuple(name for name in names if name in given or cassette_engine.is_cassette(project_path(name)))


def review(name: str, display: str, named: Collection[str] = ()) -> Iterator[Told]:
    """Review one cassette.

    Args:
        name: its path, or ``-``.
        display: what is displayed for it.
        named: the paths that the user gave, each of which may be a pipe.

    Yields:
        The findings; that the file is broken is one of them.

    Raises:
        OSError: it cannot be read.
    """
    with _opened(name, named) as stream:
        yield from _told(display, stream)


def review_of(content: bytes, display: str) -> Iterator[Told]:
    """Review what a cassette has or had.

    Args:
        content: all of it.
        display: what is displayed for it.

    Yields:
        The same as `review`.
    """
    yield from _told(display, io.BytesIO(content))


@contextlib.contextmanager
def _opened(name: str, named: Collection[str]) -> Iterator[BinaryIO]:
    """The file's bytes; those of standard input through a file that is thrown away, unless it is one."""
    with contextlib.ExitStack() as stack:
        stream = sys.stdin.buffer if name == "-" else stack.enter_context(_file(name, named))
        if not stream.seekable():
            spooled = stack.enter_context(tempfile.TemporaryFile())
            shutil.copyfileobj(stream, spooled)
            spooled.seek(0)
            stream = spooled
        yield cast(BinaryIO, stream)


def _file(name: str, named: Collection[str]) -> BinaryIO:
    if name in named and not os.path.isfile(name):
        return io.BytesIO(regular_files.content(name, pipe=True))
    return regular_files.opened(name)


def _told(display: str, stream: BinaryIO) -> Iterator[Told]:
    found: list[Finding] = []
    broken: list[Told] = []
    commented = not cassette_engine.is_json(display, stream)
    try:
        for finding in cassette_engine.check(display, stream):
            found.append(finding)
    except Unreadable as error:
        place = (error.line, error.column)
        broken.append(Told(Finding(*place, "E999", str(error), *place), ""))
    lines = _lines(stream, {finding.line for finding in found})
    yield from (Told(finding, _shown(finding, lines[finding.line], commented)) for finding in found)
    yield from broken


def _shown(finding: Finding, line: str, commented: bool) -> str:
    """So much of a finding's line as does not give the value away: the key, and a ``noqa``."""
    noqa = NOQA_INLINE_REGEXP.search(line) if commented else None
    key = line[finding.column : finding.end_column]
    shown = " " * finding.column + key if finding.column <= _WIDEST else ""
    comment = f"  {noqa[0].strip()}" if noqa else ""
    return f"{shown}{comment}\n"


def _lines(stream: BinaryIO, wanted: Collection[int]) -> Mapping[int, str]:
    """The beginnings of some of a file's lines."""
    stream.seek(0)
    kept = dict.fromkeys(wanted, "")
    number = 1
    while kept and (piece := stream.readline(_BEGINNING)):
        if number in kept:
            kept[number] = kept[number] or piece.decode("utf-8", "replace")
        number += piece.endswith(b"\n")
    return kept
