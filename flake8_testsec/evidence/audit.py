"""What Python's audit events tell, and from which line of the project.

The events are those of https://docs.python.org/3/library/audit_events.html. A hook cannot be removed,
so there is one for the process, which does nothing while nobody listens.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import FrameType
from typing import Any, NamedTuple

from flake8_testsec.evidence.places import Project
from flake8_testsec.evidence.records import Place

ACCESS = os.O_RDONLY | os.O_WRONLY | os.O_RDWR
MOST = 10_000
"""Events that are kept of a test; one that makes more is a benchmark, and its first tell enough."""

MOMENT = 0.05
"""For how long a thread is waited for, in seconds."""
_NEAR = 4
"""Calls between an event loop and its socket, and between a temporary file and its descriptor."""

SPAWNED = "spawned"
_UNSEEN = {
    "os.fork": "forked",
    "os.forkpty": "forked",
    "sys.settrace": "traced",
    "os.posix_spawn": SPAWNED,
    "subprocess.Popen": SPAWNED,
}
"""After what events lines may run that nobody notes."""

Key = tuple[str, str]
"""What is changed, and its name."""


_getpid = os.getpid
"""Kept, because tests replace it."""


class Held(NamedTuple):
    """Something that somebody has to give back."""

    what: str
    place: Place | None
    is_there: Callable[[], bool]
    path: str = ""


class Opened(NamedTuple):
    """A file was opened; nobody knows its descriptor yet."""

    path: str
    place: Place
    given: str | bytes
    """The path as the program has it."""
    access: int
    """Whether it is read, written, or both, as ``os.O_RDONLY`` and its like say."""


def sole_place(opened: Iterable[Opened]) -> Place | None:
    """The line that opened a file; ``None`` where several did, of which one may have closed it.

    Args:
        opened: all that opened it.
    """
    places = {each.place for each in opened}
    return places.pop() if len(places) == 1 else None


class Events:
    """What has happened since it was last asked.

    Args:
        project: whose lines count.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._process = _getpid()
        self._temporary_files = tempfile.gettempdir()
        self.touched: dict[Key, Place] = {}
        self.held: list[Held] = []
        self.opened: list[Opened] = []
        self.unseen: set[str] = set()
        """What may have run lines that nobody notes."""
        self._owners: list[tuple[weakref.ref[Any], Place]] = []

    def adopt(self) -> bool:
        """Hear what happens in this process, if it is a copy of the one that was heard.

        Returns:
            Whether it is.
        """
        before, self._process = self._process, _getpid()
        return before != self._process

    def clear(self) -> None:
        """Forget what has happened."""
        self.touched, self.held, self.opened = {}, [], []
        self._owners = [each for each in self._owners if each[0]() is not None]

    def owner(self, kind: type, number: int) -> Place | None:
        """Which line made a socket or a process, while it is there.

        Args:
            kind: the class of the one or the other.
            number: its descriptor, or its own number.
        """
        for known, place in self._owners:
            found = known()
            if isinstance(found, kind) and _number(found) == number:
                return place
        return None

    def hear(self, event: str, arguments: tuple[Any, ...], frame: FrameType | None) -> None:
        """Take an event.

        Args:
            event: its name.
            arguments: as they are documented.
            frame: what raised it.
        """
        listener = _LISTENERS.get(event)
        if event in _UNSEEN:
            self.unseen.add(_UNSEEN[event])
        if listener is None or _getpid() != self._process or len(self.held) + len(self.opened) > MOST:
            return
        place = self._project.place(frame)
        if place is not None:
            listener(self, place, arguments, frame)

    def _environment(self, place: Place, arguments: tuple[Any, ...], frame: FrameType | None) -> None:
        self.touched["environment", os.fsdecode(arguments[0])] = place

    def _folder(self, place: Place, arguments: tuple[Any, ...], frame: FrameType | None) -> None:
        self.touched["directory", ""] = place

    def _open(self, place: Place, arguments: tuple[Any, ...], frame: FrameType | None) -> None:
        path, _, flags = arguments
        if not isinstance(path, (str, bytes)):
            return
        name = os.path.abspath(os.fsdecode(path))
        self.opened.append(Opened(name, place, path, flags & ACCESS))
        if flags & os.O_CREAT and not _removes_itself(frame):
            self._made(name, place)

    def _mkdir(self, place: Place, arguments: tuple[Any, ...], frame: FrameType | None) -> None:
        path, _, descriptor = arguments
        if descriptor == -1 and isinstance(path, (str, bytes)):
            self._made(os.path.abspath(os.fsdecode(path)), place)

    def _made(self, name: str, place: Place) -> None:
        """Something may be made that was not there."""
        is_known = any(each.path == name for each in self.held[-1:])
        is_cache = "__pycache__" in name
        if not (is_known or is_cache or name.startswith(_NO_FILES) or os.path.lexists(name)):
            what = "temporary" if self._is_temporary(name) else "path"
            self.held.append(Held(what, place, lambda: os.path.lexists(name), name))

    def _is_temporary(self, name: str) -> bool:
        """Whether a file is where temporary files are; the project itself may be there, too."""
        folder, root = self._temporary_folder(), self._project.root
        return name.startswith(folder) and not (name.startswith(root) and root.startswith(folder))

    def _temporary_folder(self) -> str:
        """Where temporary files are; to ask Python while it finds that out would be to wait for ever."""
        known = tempfile.tempdir
        return os.path.join(os.path.realpath(os.fsdecode(known or self._temporary_files)), "")

    def _temporary(self, place: Place, arguments: tuple[Any, ...], frame: FrameType | None) -> None:
        name = os.path.abspath(os.fsdecode(arguments[0]))
        if not _removes_itself(frame):
            self.held.append(Held("temporary", place, lambda: os.path.lexists(name), name))

    def _socket(self, place: Place, arguments: tuple[Any, ...], frame: FrameType | None) -> None:
        try:
            known = weakref.ref(arguments[0])
        except TypeError:
            return
        self._owners.append((known, place))
        what = "event loop" if _is_of_loop(frame) else "socket"
        self.held.append(Held(what, place, lambda: _is_open(known())))

    def _process_begun(self, place: Place, arguments: tuple[Any, ...], frame: FrameType | None) -> None:
        while frame is not None and not isinstance(frame.f_locals.get("self"), subprocess.Popen):
            frame = frame.f_back
        if frame is not None:
            known: weakref.ref[subprocess.Popen[Any]] = weakref.ref(frame.f_locals["self"])
            self._owners.append((known, place))
            self.held.append(Held("process", place, lambda: _runs(known())))

    def _thread(self, place: Place, arguments: tuple[Any, ...], frame: FrameType | None) -> None:
        thread = getattr(arguments[0], "__self__", None)
        if isinstance(thread, threading.Thread):
            known = weakref.ref(thread)
            self.held.append(Held("thread", place, partial(_lives_still, known)))


def _callers(frame: FrameType | None) -> Iterator[FrameType]:
    """The nearest frames."""
    for _ in range(_NEAR):
        if frame is not None:
            yield frame
            frame = frame.f_back


def _is_of_loop(frame: FrameType | None) -> bool:
    """Whether an event loop makes a socket, which it wakes itself up by."""
    return any(each.f_code.co_name == "_make_self_pipe" for each in _callers(frame))


def _removes_itself(frame: FrameType | None) -> bool:
    """Whether a file is made by ``tempfile.NamedTemporaryFile``, which removes it once it is dropped."""
    makers = (each for each in _callers(frame) if each.f_code.co_name == "NamedTemporaryFile")
    return any(each.f_locals.get("delete") for each in makers)


def _number(found: Any) -> int | None:
    """The descriptor of a socket, or the number of a process, asked of no class of the project."""
    return getattr(found, "pid", None) if isinstance(found, subprocess.Popen) else socket.socket.fileno(found)


def _is_open(found: Any) -> bool:
    return found is not None and _number(found) != -1


def _runs(process: subprocess.Popen[Any] | None) -> bool:
    """Whether nobody has waited for a process; that is not asked of the system, which would be to wait."""
    return process is not None and process.returncode is None and getattr(process, "pid", None) is not None


def threads(known: set[int]) -> Iterator[Held]:
    """Threads that nobody has told of, as Python before 3.12 does not.

    Args:
        known: numbers of threads that were there; takes those that are new.

    Yields:
        The new ones, of which nobody knows who began them.
    """
    for thread in threading.enumerate():
        if thread.ident is not None and thread.ident not in known:
            known.add(thread.ident)
            yield Held("thread", None, partial(_lives_still, weakref.ref(thread)))


def _lives_still(known: weakref.ref[threading.Thread]) -> bool:
    """Whether a thread runs; one that is about to end gets a moment, as its process would give it."""
    thread = known()
    lives = threading.Thread.is_alive  # not the class's own, nor its join, which may stop the thread
    if thread is None or thread is threading.current_thread() or not lives(thread):
        return False
    threading.Thread.join(thread, MOMENT)
    return lives(thread)


_NO_FILES = ("/dev/", "/proc/", "/sys/")
_LISTENERS: dict[str, Callable[[Events, Place, tuple[Any, ...], FrameType | None], None]] = {
    "os.putenv": Events._environment,
    "os.unsetenv": Events._environment,
    "os.chdir": Events._folder,
    "open": Events._open,
    "os.mkdir": Events._mkdir,
    "tempfile.mkstemp": Events._temporary,
    "tempfile.mkdtemp": Events._temporary,
    "socket.__new__": Events._socket,
    "subprocess.Popen": Events._process_begun,
    "_thread.start_new_thread": Events._thread,
    "_thread.start_joinable_thread": Events._thread,
}


_HEARD = frozenset({*_LISTENERS, *_UNSEEN})


class _Ear:
    """The hook of this process."""

    installed = False
    events: Events | None = None


def listen(events: Events | None) -> None:
    """Let somebody hear what happens from now on.

    Args:
        events: who; nobody if ``None``.
    """
    _Ear.events = events
    if events is not None and not _Ear.installed:
        _Ear.installed = True
        sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _HEARD and (events := _Ear.events) is not None:
        try:
            events.hear(event, arguments, sys._getframe(1))
        except Exception:  # what is not understood must not disturb the program
            return
