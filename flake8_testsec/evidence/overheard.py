"""Warnings of what was never closed or awaited, also where they are ignored.

A filter of ``warnings`` may have any object with a ``match`` where it has a pattern. Ours takes notice of the
text and never matches, so that what is shown, ignored or raised stays what it was.
"""

from __future__ import annotations

import dis
import re
import socket
import subprocess
import sys
import warnings
from types import FrameType
from typing import NamedTuple

from flake8_testsec.evidence.audit import Events
from flake8_testsec.evidence.places import Project
from flake8_testsec.evidence.records import Place
from flake8_testsec.patterns import lazy

_TEXT = lazy(
    r"unclosed (?P<file>file) <_io\.\w+ .{0,200}?name=(?P<name>b?(?:'.*?'|\".*?\")|\d+)(?= mode=|>)"
    r"|unclosed <(?P<socket>[\w.]+) .*?fd=(?P<descriptor>\d+)"
    r"|unclosed (?P<other>transport|event loop|database)"
    r"|subprocess (?P<process>\d+) is still running"
    r"|coroutine '(?P<coroutine>.*)' was never awaited"
    r"|(?P<temporary>Implicitly cleaning up)",
    re.DOTALL,
)
MOST = 1_000
"""Warnings that are kept of a test."""


class Heard(NamedTuple):
    """A warning."""

    what: str
    name: str
    """The file as Python shows it, or the name of the coroutine."""
    place: Place | None
    """The line of the project that made it; of a coroutine, and of a file, the one that dropped it."""


class Listener:
    """What stands in a filter.

    Args:
        project: whose lines count.
        events: know what was made where.
    """

    def __init__(self, project: Project, events: Events) -> None:
        self._project = project
        self._events = events
        self.heard: list[Heard] = []

    def match(self, text: str) -> None:
        """Take notice of a warning, and have nothing to do with it.

        Args:
            text: its text.
        """
        try:
            found = _TEXT.match(text) if text[:1] in "ucsI" else None
            if found is not None and len(self.heard) < MOST:
                self._take(found)
        except Exception:  # a warning must not turn into our error
            return

    def _take(self, found: re.Match[str]) -> None:
        place: Place | None = None
        match found.groupdict():
            case {"coroutine": str(name)}:
                what, place = "coroutine", self._project.place(sys._getframe(2))
            case {"socket": str(), "descriptor": number}:
                what, name, place = "socket", "", self._events.owner(socket.socket, int(number))
            case {"process": str(number)}:
                what, name, place = "process", "", self._events.owner(subprocess.Popen, int(number))
            case {"file": str(), "name": str(name)}:
                what, place = "file", self._caller(sys._getframe(2))
            case others:
                what, name = others["other"] or "temporary", ""
        self.heard.append(Heard(what, name, place))

    def _caller(self, frame: FrameType) -> Place | None:
        """The line whose expression has just dropped something; an assignment drops what was before."""
        code, last = frame.f_code, frame.f_lasti
        name, argument = dis.opname[code.co_code[last]], code.co_code[last + 1]
        if name.startswith("STORE_FAST"):  # pytest keeps the parts of an assertion in names of its own
            number = argument if name == "STORE_FAST" else argument >> 4
            is_over = any(each[0] == "@" for each in code.co_varnames[number : number + 1])
        else:
            is_over = "CALL" in name
        return self._project.place(frame) if is_over else None

    def begin(self) -> None:
        """Stand before all filters, of which each test of pytest has a list of its own."""
        filters = warnings.filters
        if isinstance(filters, list) and not (filters and filters[0][1] is self):
            filters.insert(0, ("ignore", self, Warning, None, 0))
            _mutated()

    def end(self) -> None:
        """Stand there no more."""
        filters = warnings.filters
        if isinstance(filters, list):
            filters[:] = [each for each in filters if each[1] is not self]
            _mutated()


def _mutated() -> None:
    getattr(warnings, "_filters_mutated", getattr(warnings, "_filters_mutated_lock_held", int))()
