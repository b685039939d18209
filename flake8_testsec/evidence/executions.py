"""Which functions and lines of the project ran.

From Python 3.12 on, ``sys.monitoring`` tells each once and is then switched off for it, so that a loop costs
what a single pass does. Before, ``sys.settrace`` is used, for lines alone, and only where nobody else does.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from types import CodeType, FrameType
from typing import Any, Protocol

from flake8_testsec.evidence.places import Project
from flake8_testsec.evidence.records import Record

Notice = Callable[[CodeType, int], bool]
"""Takes the code that ran and its line, and says whether it is of the project."""


class _Source(Protocol):
    def begin(self) -> bool: ...

    def is_there(self) -> bool: ...

    def end(self) -> None: ...


class Executions:
    """Takes notice of what runs.

    Args:
        project: whose files count.
        lines: whether lines count, too.
    """

    def __init__(self, project: Project, lines: bool) -> None:
        self._project = project
        self._lines = lines
        self._functions: dict[str, set[int]] = {}
        self._ran: dict[str, set[int]] = {}
        self._source: _Source = _source(self._started, self._stepped if lines else None)
        self.is_on = False

    @property
    def has_lines(self) -> bool:
        """Whether lines are noticed."""
        return self.is_on and self._lines

    @property
    def is_complete(self) -> bool:
        """Whether every line is noticed that is written: assertions are none if Python leaves them out."""
        return self.has_lines and not sys.flags.optimize and self._source.is_there()

    def begin(self) -> None:
        """Take notice from now on, if this Python can and nobody else does."""
        self.is_on = self._source.begin()

    def end(self) -> None:
        """Take notice no more."""
        if self.is_on:
            self._source.end()
            self.is_on = False

    def _started(self, code: CodeType, line: int) -> bool:
        return self._take(self._functions, code, line)

    def _stepped(self, code: CodeType, line: int) -> bool:
        return self._take(self._ran, code, line)

    def _take(self, known: dict[str, set[int]], code: CodeType, line: int) -> bool:
        name = self._project.name(code.co_filename)
        if name:
            known.setdefault(name, set()).add(line)
        return bool(name)

    def records(self) -> Iterator[Record]:
        """What ran since it was asked before.

        Yields:
            Records, by file.
        """
        functions, self._functions = self._functions, {}
        lines, self._ran = self._ran, {}
        for name in sorted({*functions, *lines}):
            found = {"functions": sorted(functions.get(name, ()))}
            if self._lines:
                found["lines"] = sorted(lines.get(name, ()))
            yield {"kind": "ran", "file": name, **found}


if sys.version_info < (3, 12):

    class _Tracing:
        """Tells through ``sys.settrace``, which there is one of: who measures coverage has it."""

        def __init__(self, started: Notice, stepped: Notice | None) -> None:
            self._started = started
            self._stepped = stepped

        def begin(self) -> bool:
            if self._stepped is None or sys.gettrace() is not None:
                return False
            threading.settrace(self._called)
            sys.settrace(self._called)
            return True

        def is_there(self) -> bool:
            return sys.gettrace() == self._called

        def end(self) -> None:
            if self.is_there():
                threading.settrace(None)
                sys.settrace(None)

        def _called(self, frame: FrameType, event: str, _: object) -> Any:
            is_ours = self._started(frame.f_code, frame.f_code.co_firstlineno)
            return self._moved if is_ours else None

        def _moved(self, frame: FrameType, event: str, _: object) -> Any:
            if event == "line" and self._stepped is not None:
                self._stepped(frame.f_code, frame.f_lineno)
            return self._moved


if sys.version_info >= (3, 12):
    _NUMBERS = (4, 3)
    """Numbers of tools that the standard library has no use for."""
    _NAME = "testsec"

    class _Monitoring:
        """Tells through ``sys.monitoring``, beside whoever else does."""

        def __init__(self, started: Notice, stepped: Notice | None) -> None:
            self._started = started
            self._stepped = stepped
            self._number = -1

        def begin(self) -> bool:
            monitoring = sys.monitoring
            free = [each for each in _NUMBERS if monitoring.get_tool(each) is None]
            if not free:
                return False
            self._number = free[0]
            events = monitoring.events
            monitoring.use_tool_id(self._number, _NAME)
            monitoring.register_callback(self._number, events.PY_START, self._began)
            monitoring.register_callback(self._number, events.LINE, self._moved)
            monitoring.set_events(self._number, events.PY_START | (events.LINE if self._stepped else 0))
            return True

        def is_there(self) -> bool:
            return sys.monitoring.get_tool(self._number) == _NAME

        def end(self) -> None:
            sys.monitoring.set_events(self._number, 0)
            sys.monitoring.free_tool_id(self._number)

        def _began(self, code: CodeType, offset: int) -> object:
            self._started(code, code.co_firstlineno)
            return sys.monitoring.DISABLE

        def _moved(self, code: CodeType, line: int) -> object:
            if self._stepped is not None:
                self._stepped(code, line)
            return sys.monitoring.DISABLE


def _source(started: Notice, stepped: Notice | None) -> _Source:
    if sys.version_info >= (3, 12):
        return _Monitoring(started, stepped)
    return _Tracing(started, stepped)
