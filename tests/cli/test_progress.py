"""Whoever waits at a terminal sees how far it is; nobody else sees anything."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flake8_testsec.cli.progress import AFTER, Progress

from ..doors import CLEAN, lay_out
from ..pipes import await_reader, held


def opened() -> tuple[int, int]:
    """A terminal of a common size: our side, and that of the program."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    return ours, theirs


@contextlib.contextmanager
def terminal() -> Iterator[Callable[[], str]]:
    """Standard error is a terminal; what is yielded tells what it got so far."""
    ours, theirs = opened()

    def shown() -> str:
        print("END", file=sys.stderr, flush=True)
        text = b""
        while b"END" not in text:
            text += os.read(ours, 4096)
        return text.decode().partition("END")[0]

    with contextlib.ExitStack() as stack:
        stack.callback(os.close, ours)
        stack.enter_context(contextlib.redirect_stderr(stack.enter_context(os.fdopen(theirs, "w"))))
        yield shown


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


def steps(after: float) -> list[int]:
    return list(Progress(iter(range(5)), 5, after).steps())


def test_a_long_run_shows_how_far_it_is() -> None:
    with terminal() as shown:
        progress = Progress(iter(range(5)), 5, after=0)
        for step in progress.steps():
            if step == 2:
                with progress.aside():
                    print("FOUND", file=sys.stderr)
        text = shown()
    assert "1/5" in text
    # Before something else is printed, and in the end, the line is wiped.
    assert text.partition("FOUND")[0].endswith("\r")
    assert text.endswith("\r")


def test_a_short_run_shows_nothing() -> None:
    with terminal() as shown:
        assert steps(AFTER) == [0, 1, 2, 3, 4]
        assert shown() == ""


def test_nothing_is_shown_where_a_log_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with terminal() as shown:
        assert steps(0) == [0, 1, 2, 3, 4]
        assert shown() == ""


def test_nothing_is_shown_to_a_pipe() -> None:
    with contextlib.redirect_stderr(io.StringIO()) as stream:
        assert steps(0) == [0, 1, 2, 3, 4]
    assert stream.getvalue() == ""


def test_without_tqdm_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", None)
    with terminal() as shown:
        assert steps(0) == [0, 1, 2, 3, 4]
        assert shown() == ""


def test_a_run_that_is_long_shows_it_in_the_command(tmp_path: Path) -> None:
    """A pipe that is written to late makes the run as long as we want."""
    lay_out(tmp_path, {f"tests/test_{number}.py": CLEAN for number in range(3)})
    names = [f"tests/test_{name}.py" for name in ("0", "1", "1_waits", "2")]
    ours, theirs = opened()
    waits = contextlib.ExitStack()
    waits.enter_context(held(tmp_path / names[2]))
    with subprocess.Popen(
        [sys.executable, "-m", "flake8_testsec", "check", *names],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        await_reader(process, tmp_path / names[2])
        with waits, pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=AFTER)
        text = os.read(ours, 4096)
        out, _ = process.communicate(timeout=300)
    os.close(ours)
    assert (process.returncode, out) == (0, b"")
    assert b"3/4" in text
