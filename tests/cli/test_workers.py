"""Several processes: the same findings in the same order, and whoever dies costs one file."""

from __future__ import annotations

import contextlib
import os
import random
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_testsec.cli import configuration
from flake8_testsec.cli.reading import Reader, Work
from flake8_testsec.cli.workers import Item, Run, chunks

from ..doors import CLEAN, DEFECT, lay_out, testsec

FOUND = "TSE407 raises() without a callable or with has no effect"
LARGE = "# " + "x" * 60_000 + "\n"
"""Enough in a few files for other processes to be worth their start."""

START = """
import multiprocessing, sys
from flake8_testsec.cli import main

if __name__ == "__main__":
    multiprocessing.set_start_method({method!r})
    raise SystemExit(main(["check", "--no-cache", *sys.argv[1:]]))
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of many sizes, a broken one among them."""
    draw = random.Random(5)
    files: dict[str, str | bytes] = {
        f"tests/{draw.choice('abc')}/test_{number}.py": (DEFECT if number % 7 else CLEAN)
        + "# x\n" * draw.choice((0, 10, 1000, 15_000))
        for number in range(60)
    }
    return lay_out(tmp_path_factory.mktemp("many"), {**files, "tests/b/test_broken.py": "def f(:\n"})


@pytest.fixture(scope="module")
def alone(many: Path) -> tuple[int, str]:
    done = testsec(many, "check", "--no-cache", "--jobs=1", "tests")
    assert done.out.count("TSE407") > 40
    return done.status, done.out


@pytest.mark.parametrize("jobs", ["2", "3", "auto", "0"])
def test_any_number_of_processes_says_the_same(jobs: str, many: Path, alone: tuple[int, str]) -> None:
    done = testsec(many, "check", "--no-cache", f"--jobs={jobs}", "tests")
    assert (done.status, done.out) == alone


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_any_way_to_start_processes_says_the_same(
    method: str, many: Path, alone: tuple[int, str], tmp_path: Path
) -> None:
    (tmp_path / "start.py").write_text(START.format(method=method))
    done = subprocess.run(
        [sys.executable, tmp_path / "start.py", "--jobs=2", "tests"],
        cwd=many,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.returncode, done.stdout) == alone
    assert re.fullmatch(r"testsec: 1 file could not be parsed by Python .*\n", done.stderr)


def test_processes_may_take_any_time(many: Path, alone: tuple[int, str]) -> None:
    done = testsec(many, "check", "--no-cache", "--jobs=2", "--max-seconds-per-file=0", "tests")
    assert (done.status, done.out) == alone


def test_options_reach_the_processes_that_are_spawned(tmp_path: Path) -> None:
    source = DEFECT + "    with pytest.raises(KeyError):\n        x = f()\n        x.g()\n"
    lay_out(tmp_path, {f"tests/test_{number}.py": source + LARGE for number in range(12)})
    lay_out(
        tmp_path, {"start.py": START.format(method="spawn"), "tox.ini": "[flake8]\ntestsec-enable=TSE404\n"}
    )
    done = subprocess.run(
        [sys.executable, "start.py", "--jobs=2", "tests"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stdout.count("TSE404") == done.stdout.count("TSE407") == 12


def test_processes_that_end_before_they_are_ready_leave_the_work_to_one(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"tests/test_{number}.py": DEFECT + LARGE for number in range(12)})
    code = START.format(method="spawn").replace(
        "    raise", "    multiprocessing.set_executable('/bin/false')\n    raise"
    )
    (tmp_path / "start.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "start.py", "--jobs=2", "tests"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.stdout.count("TSE407"), done.returncode, done.stderr) == (12, 1, "")


def test_a_system_that_starts_no_process_is_enough_for_one(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"tests/test_{number}.py": DEFECT + LARGE for number in range(12)})
    code = (
        "import os\n"
        "def fork(): raise BlockingIOError(11, 'no more processes')\n"
        "os.fork = fork\n" + START.format(method="fork")
    )
    (tmp_path / "start.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "start.py", "--jobs=2", "tests"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.stdout.count("TSE407"), done.returncode, done.stderr) == (12, 1, "")


# dying


@contextlib.contextmanager
def at_work(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, int]]]:
    """A run of two processes that hang on two files, and the process that reads each.

    The files are pipes that we could write to, and do not, until we close them.
    """
    names = sorted(f"tests/{path.name}" for path in (folder / "tests").iterdir())
    pipes = sorted(path for path in (folder / "tests").iterdir() if path.is_fifo())
    with contextlib.ExitStack() as stack:
        for path in pipes:
            stack.callback(os.close, os.open(path, os.O_RDWR))
        process = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", "flake8_testsec", "check", "--jobs=2", *arguments, *names],
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        )
        stack.callback(process.kill)
        yield process, {path.name: _reader_of(path, process.pid) for path in pipes}


def _reader_of(path: Path, parent: int) -> int:
    end = time.monotonic() + 300
    while not (found := _readers_of(path, parent)):
        assert time.monotonic() < end
        time.sleep(0.01)
    (reader,) = found
    return reader


def _readers_of(path: Path, parent: int) -> set[int]:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return {int(child) for child in children if _is_open(path, child)}


def _is_open(path: Path, process: str) -> bool:
    """Whether a process has a file open to read it; one that has just ended has none."""
    try:
        links = [*Path(f"/proc/{process}/fd").iterdir()]
        own = [link.name for link in links if os.path.realpath(link) == os.path.realpath(path)]
        return any(_reads(process, each) for each in own)
    except OSError:  # it may end while it is looked at
        return False


def _reads(process: str, descriptor: str) -> bool:
    flags = Path(f"/proc/{process}/fdinfo/{descriptor}").read_text().split("flags:")[1].split()[0]
    return int(flags, 8) & os.O_ACCMODE == os.O_RDONLY


@pytest.fixture
def hanging(tmp_path: Path) -> Path:
    """Files enough for two processes, and two that hang whoever reads them."""
    lay_out(tmp_path, {f"tests/test_{number:02}.py": DEFECT + LARGE for number in range(30)})
    for name in ("test_10_hangs.py", "test_99_hangs.py"):
        os.mkfifo(tmp_path / "tests" / name)
    return tmp_path


proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")


@proc
def test_a_process_that_is_killed_costs_the_file_that_it_was_at(hanging: Path) -> None:
    with at_work(hanging, "--no-cache") as (process, readers):
        assert len(set(readers.values())) == 2
        assert process.pid not in readers.values()
        for reader in readers.values():
            os.kill(reader, signal.SIGKILL)
        out, err = process.communicate(timeout=300)
    assert (process.returncode, err) == (2, "")
    lines = out.splitlines()
    assert lines == sorted(lines)
    killed = signal.strsignal(signal.SIGKILL)
    assert [line for line in lines if "TSE407" not in line] == [
        f"tests/{name}:1:1: TSE000 not reviewed: the process that read it ended by signal 9 ({killed})"
        for name in readers
    ]
    assert len(lines) == 32


@proc
@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_ends_all_processes_and_shows_what_was_found(hanging: Path) -> None:
    with at_work(hanging) as (process, readers):
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=300)
        for reader in readers.values():
            with pytest.raises(ProcessLookupError):
                os.kill(reader, 0)
    assert (process.returncode, err) == (130, "testsec check: interrupted\n")
    lines = out.splitlines()
    assert lines == sorted(lines)
    assert len(lines) > 10
    assert {line.split(":", 1)[1] for line in lines} == {f"5:5: {FOUND}"}
    assert lines[-1] > "tests/test_10_hangs.py"


@proc
def test_processes_whose_parent_is_killed_do_not_stay(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"tests/test_{number:02}.py": DEFECT + LARGE for number in range(30)})
    os.mkfifo(tmp_path / "tests" / "test_10_hangs.py")
    with at_work(tmp_path) as (process, readers):
        process.kill()
        process.wait(timeout=300)
        (reader,) = readers.values()
        ended = os.pidfd_open(reader)
    # The pipe is closed now, so its reader goes on, and finds nobody who listens.
    assert select.select([ended], [], [], 60)[0] == [ended]
    os.close(ended)


def test_a_reader_that_leaves_ends_the_other_processes(many: Path) -> None:
    command = [sys.executable, "-m", "flake8_testsec", "check", "--no-cache", "--jobs=2", "tests"]
    with subprocess.Popen(command, cwd=many, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read() if process.stderr else b"not read"
    assert (process.returncode, err) == (1, b"")


# shares


def items(count: int) -> list[Item]:
    return [Item(number, f"test_{number}.py") for number in range(count)]


def test_every_file_is_handed_out_once() -> None:
    draw = random.Random(7)
    for jobs in (1, 2, 7):
        sizes = [draw.choice((0, 100, 10_000, 500_000)) for _ in range(200)]
        handed = [item for chunk in chunks(items(200), sizes, jobs) for item in chunk]
        assert sorted(handed) == items(200)


def test_what_the_others_would_wait_for_comes_first_and_alone() -> None:
    sizes = [1000] * 50 + [900_000] + [1000] * 20 + [2_000_000]
    first, second, *rest = chunks(items(72), sizes, 2)
    assert [[item.place for item in chunk] for chunk in (first, second)] == [[71], [50]]
    assert [item.place for chunk in rest for item in chunk] == [*range(50), *range(51, 71)]


def test_shares_grow_smaller_towards_the_end() -> None:
    shares = [len(chunk) for chunk in chunks(items(1000), [10_000] * 1000, 4)]
    assert shares == sorted(shares, reverse=True)
    assert 40 < shares[0] < 60
    assert shares[-1] < 5


def test_files_that_are_missing_or_cannot_be_named_have_no_size(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"test_{number}.py": DEFECT for number in range(3)})
    names = [str(tmp_path / f"test_{number}.py") for number in range(3)]
    run = Run([*names, "missing.py", "a\0.py"], Reader(Work(configuration.parse(["--isolated"]))), 2, alone=0)
    codes = [[told.finding.code for told in review.told] for review in run.reviews()]
    assert codes == [["TSE407"]] * 3 + [["E902"], ["TSE000"]]
    assert list(run.rest()) == []
