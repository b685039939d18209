"""What takes too long is ended, named, and costs nothing else."""

from __future__ import annotations

import _thread
import ast
import contextlib
import time
from pathlib import Path

import pytest

from flake8_testsec import deadlines, plugin
from flake8_testsec.deadlines import Overdue, limited


def spin(seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


def test_what_is_done_in_time_is_left_alone() -> None:
    with limited(30):
        done = [*range(10)]
    assert len(done) == 10


def test_what_takes_too_long_is_ended() -> None:
    start = time.monotonic()
    with pytest.raises(Overdue), limited(0.1):
        spin()
    assert time.monotonic() - start < 15


def test_no_thread_is_left() -> None:
    for _ in range(200):
        before = _thread._count()
        with limited(60):
            pass
        assert _thread._count() == before


def test_no_limit_is_none() -> None:
    with limited(0):
        spin(0.1)


def test_no_exception_of_others_is_taken_for_it() -> None:
    with pytest.raises(KeyError), limited(30):
        raise KeyError


def test_who_catches_everything_is_ended_all_the_same() -> None:
    with pytest.raises(Overdue), limited(0.1), contextlib.suppress(BaseException):
        spin()


def test_who_goes_on_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "_AGAIN", 0.1)
    asked = 0
    with pytest.raises(Overdue), limited(0.1):
        while asked < 3:
            with contextlib.suppress(Overdue):
                spin()
            asked += 1
    assert asked == 3
    spin(0.3)  # nothing comes later


def test_an_end_at_the_very_moment_is_one_or_the_other() -> None:
    """Nothing is raised outside."""
    for part in range(60):
        with contextlib.suppress(Overdue), limited(0.002):
            spin(0.001 + part * 0.00003)
        spin(0.001)  # nothing comes later


def test_where_no_thread_can_be_started_there_is_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*given: object) -> int:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(_thread, "start_new_thread", refused)
    with limited(0.01):
        spin(0.1)


def test_flake8_is_told_of_a_file_that_takes_too_long(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(deadlines, "SECONDS", 0.1)
    monkeypatch.setattr(plugin, "examined", lambda *given: spin())
    told = plugin.Plugin(ast.parse(""), str(tmp_path / "test_a.py"), []).run()
    assert [each[2] for each in told] == ["TSE000 not reviewed: it takes longer than 0.1 seconds"]


def test_flake8_is_told_of_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "LARGEST", 10)
    told = plugin.Plugin(ast.parse(""), "test_a.py", ["a = 1\n", "b = 2\n"]).run()
    assert [each[2] for each in told] == ["TSE000 not reviewed: larger than 5 MB"]


def test_who_watches_asks_until_there_is_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = deadlines._Watch(0.01)
    asked = []

    def ask(thread: int, error: type[BaseException]) -> None:
        asked.append((thread, error))
        if len(asked) == 2:
            _thread.start_new_thread(watch.settle, ())

    monkeypatch.setattr(deadlines, "_raise", ask)
    monkeypatch.setattr(deadlines, "_AGAIN", 0.01)
    watch.run()
    assert asked[:2] == [(_thread.get_ident(), Overdue)] * 2
    assert watch.is_late


def test_who_watches_asks_nothing_of_who_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "_raise", None)
    watch = deadlines._Watch(0.01)
    watch.is_over = True
    watch.run()
    assert not watch.is_late


def test_who_watched_says_when_it_goes() -> None:
    watch = deadlines._Watch(0.01)
    watch.is_over = True
    watch._gone.acquire()
    watch._watched()
    assert not watch._gone.locked()


def test_a_thread_that_is_gone_is_asked_in_vain() -> None:
    deadlines._raise(0, Overdue)
