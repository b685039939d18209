"""What a command costs, and how contenders take turns."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench.cost import LAUNCH, Command, CommandFailed, Contender, last_line, measure, run

MEGABYTES_60 = "bytearray(60_000_000)"


def python(folder: Path, script: str, *arguments: str) -> Command:
    return Command((sys.executable, "-I", "-S", "-c", script, *arguments), folder)


# What a command costs


def test_lines_are_counted(tmp_path: Path) -> None:
    assert run(python(tmp_path, "print(1); print(2)")).lines == 2


def test_cpu_is_that_of_children_too(tmp_path: Path) -> None:
    script = (
        "import os, subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', 'sum(range(3_000_000))'])\n"
        "spent = os.times()\n"
        "open('spent', 'w').write(str(spent.children_user))\n"
    )
    cost = run(python(tmp_path, script)).cost
    # The script tells what its child took, so that no time is assumed.
    assert cost.cpu >= float((tmp_path / "spent").read_text()) > 0


def test_the_peak_is_the_command_s_own(tmp_path: Path) -> None:
    held = bytearray(200_000_000)
    small, large = (run(python(tmp_path, script)).cost.peak for script in ("pass", MEGABYTES_60))
    assert len(held) / 1e6 > large > small + 55


def test_the_peak_may_be_a_child_s(tmp_path: Path) -> None:
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-I', '-S', '-c', '{MEGABYTES_60}'])"
    assert run(python(tmp_path, script)).cost.peak > 60


def test_a_command_finds_nothing_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONSTARTUP", "x")
    monkeypatch.setenv("HOME", str(tmp_path))
    script = "import os; print(*os.environ, sep='\\n', file=open('names', 'w'))"
    run(python(tmp_path, script))
    names = set((tmp_path / "names").read_text().split())
    assert names - {"LC_CTYPE", "__CF_USER_TEXT_ENCODING"} == {"PATH", "HOME", "LANG"}


def test_a_status_that_is_not_the_command_s_own_is_a_failure(tmp_path: Path) -> None:
    command = python(tmp_path, "import sys; sys.exit('/a/b/c.py: broken')")
    with pytest.raises(CommandFailed, match=r"^exit status 1: c\.py: broken$"):
        run(command)
    assert run(command._replace(statuses=frozenset({1}))).lines == 0


def test_a_command_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match=r"^cannot be started: "):
        run(Command((str(tmp_path / "missing"),), tmp_path))


def test_a_command_that_hangs_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match=r"^took more than 1 seconds$"):
        run(python(tmp_path, "import time; time.sleep(600)"), limit=1)


def test_an_interrupt_ends_the_command_too(tmp_path: Path) -> None:
    script = (
        "import os, time; open('new', 'w').write(str(os.getpid())); os.rename('new', 'pid'); time.sleep(600)"
    )
    command = python(tmp_path, script)
    launcher = subprocess.Popen(
        [sys.executable, "-I", "-S", str(LAUNCH), "result", "600", *command.arguments], cwd=tmp_path
    )
    for _ in range(6000):
        if (tmp_path / "pid").exists():
            break
        time.sleep(0.01)
    launcher.send_signal(signal.SIGINT)
    assert launcher.wait() == 130
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_the_last_line_of_silence_is_a_remark() -> None:
    assert last_line("\n \n") == "it said nothing"


# Rounds


def writer(folder: Path, name: str, status: int = 0) -> Contender:
    script = "import sys; open('log', 'a').write(sys.argv[1]); sys.exit(int(sys.argv[2]))"
    return Contender(name, python(folder, script, name, str(status)))


def test_contenders_take_turns(tmp_path: Path) -> None:
    told: list[str] = []
    found = measure([writer(tmp_path, "a"), writer(tmp_path, "b")], 3, 600, told.append)
    assert (tmp_path / "log").read_text() == "ababab"
    assert [(each.rounds, each.cost is not None) for each in found.values()] == [(3, True), (3, True)]
    assert len(told) == 6 and told[0].startswith("round 1 of 3: a: ")


def test_who_has_no_share_left_has_one_round(tmp_path: Path) -> None:
    found = measure([writer(tmp_path, "a")], 3, 0, lambda message: None)
    assert (tmp_path / "log").read_text() == "a"
    assert found["a"].rounds == 1


def test_who_failed_is_not_asked_again(tmp_path: Path) -> None:
    found = measure([writer(tmp_path, "a", 3), writer(tmp_path, "b")], 2, 600, lambda message: None)
    assert (tmp_path / "log").read_text() == "abb"
    assert (found["a"].cost, found["a"].reason) == (None, "exit status 3: it said nothing")
