"""What a test leaves behind: what differs after it, once everything that it may use for longer has ended."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import IntEnum
from typing import NamedTuple

from flake8_testsec import __version__
from flake8_testsec.evidence import audit
from flake8_testsec.evidence.audit import SPAWNED, Events, Held, Key, Opened, sole_place
from flake8_testsec.evidence.descriptors import Descriptors
from flake8_testsec.evidence.executions import Executions
from flake8_testsec.evidence.overheard import Heard, Listener
from flake8_testsec.evidence.places import Project
from flake8_testsec.evidence.records import VERSION, Place, Record, Writer
from flake8_testsec.evidence.states import SMALL, Modules, current, small

SHARE = 0.15
"""Of the time of the tests, what looking at modules may take before it is put off to the end of the file."""

_now = time.process_time
"""Kept, because tests replace it."""


class Scope(IntEnum):
    """For how long something is kept."""

    FUNCTION = 0
    CLASS = 1
    MODULE = 2
    SESSION = 3


class Origin(NamedTuple):
    """Who did something, and for how long it is to last."""

    test: str
    outcome: str
    place: Place | None
    scope: Scope
    several: bool = False
    """Whether an earlier test of the file may have done it."""


class _Change(NamedTuple):
    before: object
    origin: Origin


class _Thing(NamedTuple):
    held: Held
    origin: Origin


class Recorder:
    """Watches a process while tests run in it.

    Args:
        project: whose lines count.
        writer: takes the records.
        lines: whether lines that ran are noted.
    """

    def __init__(self, project: Project, writer: Writer, lines: bool = False) -> None:
        self._project = project
        self._writer = writer
        self._events = Events(project)
        self._listener = Listener(project, self._events)
        self._modules = Modules(project)
        self._descriptors = Descriptors()
        self._executions = Executions(project, lines)
        self._small = small()
        self._changes: dict[Key, _Change] = {}
        self._left: dict[Key, object] = {}
        self._things: list[_Thing] = []
        self._touched: dict[Key, Origin] = {}
        self._opened: list[Opened] = []
        self._files: set[str] = set()
        self._told: set[tuple[object, ...]] = set()
        self._threads: set[int] = set()
        self._kept: tuple[str, ...] = ()
        self._test = self._outcome = ""
        self._widest = Scope.FUNCTION
        self._is_behind = self._is_copy = False
        self._begun, self._spent = _now(), 0.0

    def begin(self, runner: str, root: str) -> None:
        """Watch from now on.

        Args:
            runner: what runs the tests, with its version.
            root: the folder that places are below, from the folder of the file.
        """
        self._executions.begin()
        head: Record = {"kind": "run", "version": VERSION, "tool": f"flake8-testsec {__version__}"}
        python = platform.python_version()
        self._write([{**head, "runner": runner, "python": python, "root": root, **self._noticed()}])
        _ = [*self._modules.changes(), *audit.threads(self._threads)]
        self._listener.begin()
        audit.listen(self._events)

    @property
    def has_lines(self) -> bool:
        """Whether lines are noticed."""
        return self._executions.has_lines

    def _noticed(self) -> Record:
        return {"functions": self._executions.is_on, "lines": self._executions.has_lines}

    def keep(self, folder: str) -> None:
        """What is in a folder is left on purpose.

        Args:
            folder: its path.
        """
        self._kept = (os.path.join(folder, ""), os.path.join(os.path.realpath(folder), ""))

    def end(self, is_whole: bool = True) -> None:
        """Watch no more; of what was to last longer, that is left which is there now.

        Args:
            is_whole: whether all tests have run that were to.
        """
        self._overhear()
        self._settle(Scope.SESSION)
        there = small()
        for key, each in [*self._changes.items()]:
            now = there.get(key, 0) if key[0] in SMALL else each.before
            if now == each.before:
                del self._changes[key]
        self._write_leaks(self._outlived(Scope.SESSION))
        self._stop()
        self._write([{"kind": "end"}] if is_whole else [])

    def give_up(self, error: Exception) -> None:
        """Watch no more, because something went wrong; the file says so if it can be written.

        Args:
            error: what went wrong.
        """
        self._stop()
        with suppress(OSError):
            self._writer.write([{"kind": "broken", "error": type(error).__name__}])

    def _stop(self) -> None:
        audit.listen(None)
        self._listener.end()
        self._executions.end()

    def adopt(self) -> None:
        """Watch this process, which was forked from the one that was watched, and has a test of its own."""
        if self._events.adopt():
            self._is_copy = True
            self._changes, self._things, self._touched, self._opened = {}, [], {}, []
            self._events.clear()
            self._small, self._descriptors = small(), Descriptors()
            _ = [*self._executions.records(), *self._modules.changes()]

    def imported(self) -> None:
        """A module of tests was imported; only what has a line of its own is its doing, not the runner's."""
        self._test, self._outcome, self._widest = "", "", Scope.SESSION
        self._settle(Scope.SESSION)
        self._small = small()
        _ = [*self._modules.changes()]
        self._opened = []

    def collected(self, records: Iterable[Record]) -> None:
        """All tests were collected that there are.

        Args:
            records: say what was found, by files.
        """
        found = list(records)
        self._write(found, {str(each["file"]) for each in found})

    def test(self, name: str, widest: Scope = Scope.FUNCTION) -> None:
        """A test begins.

        Args:
            name: without its parameters.
            widest: the widest scope of what has been set up for it.
        """
        self._overhear()
        if self._test != name:
            self._settle(Scope.SESSION)
            self._told.clear()
        self._test, self._outcome, self._widest = name, "passed", widest
        self._listener.begin()
        self._opened = []
        self._events.unseen.clear()

    def _overhear(self) -> None:
        """Write down what was dropped since it was last asked."""
        heard, self._listener.heard = self._listener.heard, []
        self._write_leaks(self._dropped(heard))

    def set_up(self, scope: Scope) -> None:
        """What is shared by tests begins; what the test has done so far is its own."""
        self._settle(Scope.FUNCTION)
        self._widest = max(self._widest, scope)

    def was_set_up(self, scope: Scope) -> None:
        """What is shared by tests has begun; what has happened is to last for its scope."""
        self._settle(scope)

    def said(self, outcome: str) -> None:
        """A test has failed or was skipped; the worst counts.

        Args:
            outcome: as pytest calls it.
        """
        if outcome != "passed" and self._outcome != "failed":
            self._outcome = outcome

    def ended(self, file: str, line: int, scope: Scope) -> None:
        """A test has ended, and with it what it shared with others that have ended before.

        Args:
            file: its file, below the root; empty for one of somebody else.
            line: where it is defined, from 1.
            scope: the widest that has ended.
        """
        self._settle(Scope.FUNCTION)
        record: Record = {"kind": "test", "test": self._test, "file": file, "line": line}
        self._write([{**record, "outcome": self._outcome, **self._known_lines()}], {file})
        self._look(Scope.SESSION if self._is_copy else scope)

    def _known_lines(self) -> Record:
        """Which of the lines that ran for a test are noted, if that is known."""
        unseen = {*self._events.unseen}
        if not self._executions.is_complete or unseen - {SPAWNED}:
            return {}
        return {"lines": "own process" if unseen else "all"}

    def over(self, scope: Scope) -> None:
        """What tests shared has ended after the last of them.

        Args:
            scope: for how long it was there.
        """
        self._settle(Scope.FUNCTION)
        self._look(scope)

    def _write_executions(self, scope: Scope) -> None:
        if scope >= Scope.MODULE:
            records = list(self._executions.records())
            self._write(records, {str(each["file"]) for each in records})

    def _settle(self, scope: Scope) -> None:
        """What has happened belongs to a scope; of that which events tell, what they changed, too."""
        self._drain(scope)
        for key, origin in self._touched.items():
            was, now = self._small.pop(key, 0), current(key)
            if now != 0:
                self._small[key] = now
            if was != now:
                self._changed(key, was, now, origin)
        self._touched = {}

    def _drain(self, scope: Scope) -> None:
        """What has happened belongs to a scope."""
        events = self._events
        for key, place in events.touched.items():
            self._touched[key] = self._origin(place, scope)
        self._things += [_Thing(held, self._origin(held.place, scope)) for held in events.held]
        held = [*self._descriptors.held(events.opened)]
        if sys.version_info < (3, 12):
            held += audit.threads(self._threads)
        self._things += [_Thing(each, self._origin(each.place, scope)) for each in held]
        self._opened += events.opened
        events.clear()

    def _origin(self, place: Place | None, scope: Scope, several: bool = False) -> Origin:
        return Origin(self._test, self._outcome, place, scope, several)

    def _look(self, ended: Scope) -> None:
        """See what has changed, and write down what has outlived its scope."""
        self._overhear()
        self._compare()
        if ended >= Scope.MODULE or self._can_afford():
            self._compare_modules()
        else:
            self._is_behind = True
        self._write_leaks(self._outlived(ended))
        self._write_executions(ended)

    def _write_leaks(self, leaks: Iterable[Record]) -> None:
        """Write each leak once: a loop may leave a thousand of them."""
        once = {tuple(each.values()): each for each in leaks}
        new = [each for key, each in once.items() if key not in self._told]
        self._told.update(once)
        self._write(new, {str(each["file"]) for each in new if each["file"]})

    def _compare(self) -> None:
        before, self._small = self._small, small()
        if before == self._small:
            return
        for key in before.keys() | self._small.keys():
            was, now = before.get(key, 0), self._small.get(key, 0)
            if was != now:
                self._changed(key, was, now, self._origin(None, self._widest))

    def _can_afford(self) -> bool:
        return self._spent <= SHARE * (_now() - self._begun)

    def _compare_modules(self) -> None:
        start = _now()
        for key, was, now in self._modules.changes():
            self._changed(key, was, now, self._origin(None, self._widest, self._is_behind))
        self._is_behind = False
        self._spent += _now() - start

    def _changed(self, key: Key, was: object, now: object, origin: Origin) -> None:
        known = self._changes.get(key)
        if known is None and self._left.get(key, self) == now:
            del self._left[key]  # somebody puts back what an earlier test has left
        elif known is None:
            self._changes[key] = _Change(was, origin)
        elif known.before == now:
            del self._changes[key]

    def _outlived(self, ended: Scope) -> Iterator[Record]:
        for key in [key for key, each in self._changes.items() if each.origin.scope <= ended]:
            change = self._changes.pop(key)
            self._left.setdefault(key, change.before)
            yield _leak(*key, change.origin)
        over = [each for each in self._things if each.origin.scope <= ended]
        self._things = [each for each in self._things if each.origin.scope > ended]
        inside = self._kept
        for held, origin in sorted(over, key=lambda each: each.held.path):
            is_inside = bool(inside) and held.path.startswith(inside)
            if not is_inside and held.is_there():
                inside = (*inside, os.path.join(held.path, "")) if held.path else inside
                yield _leak(held.what, "", origin)

    def _dropped(self, heard: Iterable[Heard]) -> Iterator[Record]:
        opened: dict[str, list[Opened]] = {}
        for each in self._opened:
            opened.setdefault(repr(each.given), []).append(each)
        for what, name, known in heard:
            if what == "file":  # a line that both opened and dropped it has not closed it
                made = opened.get(name, [])
                known = sole_place(made) or (known if any(each.place == known for each in made) else None)
            shown = name if what == "coroutine" else ""
            yield _leak(what, shown, self._origin(known, Scope.FUNCTION))

    def _write(self, records: Iterable[Record], files: Iterable[str] = ()) -> None:
        new = sorted({*files} - self._files - {""})
        self._files.update(new)
        digests: list[Record] = [
            {"kind": "file", "file": name, "digest": self._project.digest(name)} for name in new
        ]
        self._writer.write([*digests, *records])


def _leak(what: str, name: str, origin: Origin) -> Record:
    place = origin.place
    return {
        "kind": "leak",
        "what": what,
        "name": name,
        "test": origin.test,
        "outcome": origin.outcome,
        "scope": origin.scope.name.lower(),
        "file": place and place.file,
        "line": place and place.line,
        "function": place and place.function,
        "several": origin.several,
    }
