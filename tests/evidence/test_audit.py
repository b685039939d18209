"""Events have the line of the project that caused them; what is not understood is passed over."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flake8_testsec.evidence import audit
from flake8_testsec.evidence.audit import Events
from flake8_testsec.evidence.places import Project

from .runs import ROOT

CREATED = os.O_WRONLY | os.O_CREAT
HERE = "tests/evidence/test_audit.py"


@pytest.fixture
def events() -> Events:
    return Events(Project(str(ROOT)))


@pytest.fixture
def heard(events: Events) -> Iterator[Events]:
    audit.listen(events)
    yield events
    audit.listen(None)


def tell(events: Events, event: str, *arguments: Any) -> None:
    events.hear(event, arguments, sys._getframe(1))


def test_what_is_held_is_there_until_it_is_given_back(heard: Events, tmp_path: Path) -> None:
    made = socket.socket()
    thing = heard.held[-1]
    assert (thing.what, thing.place is not None and thing.place.file) == ("socket", HERE)
    assert heard.owner(socket.socket, made.fileno()) == thing.place
    assert heard.owner(socket.socket, -5) is None
    assert thing.is_there()
    made.close()
    assert not thing.is_there()
    del made
    assert not thing.is_there()
    heard.clear()
    assert not heard.held


def test_a_process_is_there_until_it_is_waited_for(heard: Events) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    (thing,) = [each for each in heard.held if each.what == "process"]
    assert thing.is_there()
    assert heard.owner(subprocess.Popen, process.pid) == thing.place
    process.wait()
    assert not thing.is_there()


def test_the_socket_of_a_loop_is_the_loop(heard: Events) -> None:
    loop = asyncio.new_event_loop()
    (thing,) = {each.place: each for each in heard.held if each.what == "event loop"}.values()
    loop.close()
    assert not thing.is_there()


def test_a_socket_without_callers_is_a_socket() -> None:
    assert not audit._is_of_loop(None)
    assert not audit._removes_itself(None)


def test_what_cannot_be_remembered_is_passed_over(events: Events) -> None:
    class Slim:
        __slots__ = ()

    tell(events, "socket.__new__", Slim())
    tell(events, "_thread.start_new_thread", print)
    tell(events, "subprocess.Popen", "a", [], None, None)
    tell(events, "open", 3, "r", os.O_RDONLY)
    tell(events, "os.mkdir", "a", 0o777, 7)
    tell(events, "unheard.of")
    assert not events.held and not events.opened


def test_an_event_of_another_process_is_passed_over(events: Events) -> None:
    events._process = 0
    tell(events, "os.chdir", "/")
    assert not events.touched
    assert events.adopt()
    assert not events.adopt()
    tell(events, "os.chdir", "/")
    assert events.touched["directory", ""].file == HERE


def test_no_more_is_kept_than_tells_enough(events: Events, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "MOST", 2)
    for number in range(9):
        tell(events, "open", f"/nowhere/{number}", "r", os.O_RDONLY)
    assert len(events.opened) == 3


def test_a_file_that_is_there_or_is_made_twice_is_made_once(events: Events, tmp_path: Path) -> None:
    there, new, cache = tmp_path / "a", tmp_path / "b", tmp_path / "__pycache__" / "c"
    there.touch()
    for path in (there, new, new, cache, Path("/dev/new")):
        tell(events, "open", str(path), "w", CREATED)
    assert [each.path for each in events.held] == [str(new)]
    new.touch()
    assert events.held[0].is_there()


def test_where_a_file_is_says_what_it_is(tmp_path: Path) -> None:
    below = Events(Project(str(tmp_path)))
    above = Events(Project(os.path.dirname(os.path.realpath(tempfile.gettempdir()))))
    made = os.path.join(os.path.realpath(tempfile.gettempdir()), "made")
    assert (below._is_temporary(made), below._is_temporary(str(tmp_path / "a"))) == (True, False)
    assert above._is_temporary(made)
    assert not above._is_temporary("/nowhere")


def test_a_thread_that_is_about_to_end_gets_a_moment(events: Events) -> None:
    stop = threading.Event()
    stays, ends = threading.Thread(target=stop.wait), threading.Thread(target=stop.wait, args=(0.001,))
    for thread in (stays, ends):
        tell(events, "_thread.start_new_thread", thread._bootstrap)  # type: ignore[attr-defined]
        thread.start()
    found = [each.is_there() for each in events.held]
    stop.set()
    stays.join()
    assert found == [True, False]
    assert not events.held[0].is_there()


def test_a_temporary_file_that_removes_itself_is_not_held(events: Events) -> None:
    def NamedTemporaryFile(delete: bool) -> None:
        tell(events, "tempfile.mkstemp", "/nowhere/a")

    NamedTemporaryFile(delete=True)
    assert not events.held
    NamedTemporaryFile(delete=False)
    assert [each.what for each in events.held] == ["temporary"]


class Stopped(threading.Thread):
    """Ends when somebody waits for it."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        super().__init__(target=self.stop.wait)

    def join(self, timeout: float | None = None) -> None:
        self.stop.set()
        super().join(timeout)


def test_a_thread_is_looked_at_without_code_of_its_own(events: Events) -> None:
    thread = Stopped()
    tell(events, "_thread.start_new_thread", thread._bootstrap)  # type: ignore[attr-defined]
    thread.start()
    found = [each.is_there() for each in events.held]
    thread.join()
    assert found == [True]


def test_a_thread_waits_neither_for_itself_nor_for_one_that_is_gone() -> None:
    assert not audit._lives_still(weakref.ref(threading.current_thread()))
    gone = weakref.ref(threading.Thread())
    assert not audit._lives_still(gone)


def test_threads_that_nobody_told_of_are_told_once() -> None:
    known: set[int] = set()
    list(audit.threads(known))
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    found = [each.what for each in audit.threads(known)]
    stop.set()
    thread.join()
    assert found == ["thread"]
    assert not list(audit.threads(known))


class Broken(Events):
    def hear(self, event: str, arguments: tuple[Any, ...], frame: object) -> None:
        raise ValueError


def test_what_goes_wrong_while_hearing_stays_inside() -> None:
    audit.listen(Broken(Project(str(ROOT))))
    audit._hook("os.chdir", ("/",))
    audit.listen(None)
    audit._hook("os.chdir", ("/",))
