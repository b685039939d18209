"""The file that evidence is written to: JSON, a record a line, as ``docs/schemas/evidence-1.json`` says.

Records have names and places, never values: of a variable its name, of a file that was left only where it
is, of a test its name without its parameters, which may be anything.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import NamedTuple

VERSION = 1
"""Grows when a program that read the one before could not read it."""

Record = dict[str, object]


class Place(NamedTuple):
    """A line of the project that ran."""

    file: str
    """Below the root of the run, with slashes."""
    line: int
    function: str


class Writer:
    """Adds lines to a file, which is open only while they are written.

    So a test that closes all descriptors, or a process that is forked or killed, harms nothing but its own.

    Args:
        name: the file, as an absolute path; what was there is lost.

    Raises:
        OSError: it cannot be written.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        with open(name, "wb"):
            pass

    def write(self, records: Iterable[Record]) -> None:
        """Write records at once.

        Args:
            records: any number.

        Raises:
            OSError: they cannot be written.
        """
        text = "".join(f"{json.dumps(record)}\n" for record in records)
        if text:
            self.add(text.encode())

    def add(self, content: bytes) -> None:
        """Write whole lines; those of several processes do not mix.

        Args:
            content: the lines.

        Raises:
            OSError: they cannot be written.
        """
        descriptor = os.open(self.name, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        try:
            while content:
                content = content[os.write(descriptor, content) :]
        finally:
            os.close(descriptor)


def parts(name: str) -> list[str]:
    """The files of worker processes that are still to be merged into one.

    Args:
        name: the file that they belong to.

    Returns:
        Their names, in order.
    """
    folder, base = os.path.split(name)
    begin = f"{base}.part-"
    return sorted(os.path.join(folder, each) for each in os.listdir(folder) if each.startswith(begin))


def part(name: str, worker: str) -> str:
    """The file of one worker process.

    Args:
        name: the file that it belongs to.
        worker: what the worker is called.
    """
    return f"{name}.part-{worker}"


def merge(writer: Writer) -> None:
    """Put the lines of worker processes into one file, and remove theirs.

    Args:
        writer: of the one file.

    Raises:
        OSError: something cannot be read or written.
    """
    for each in parts(writer.name):
        with open(each, "rb") as file:
            lines = file.read()
        writer.add(lines)
        os.unlink(each)
