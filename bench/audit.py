"""An audit of many repositories on processes, and on Dask while a worker is killed and one is added."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.command import CommandError
from bench.scale import memory

_KILL_AT = 0.3
"""The share of parts that are done when a worker is killed."""
_LOOK = 0.05
"""Seconds between two looks at what is done."""


class Outcome(NamedTuple):
    """One audit: its report, its time in seconds, and the most memory that the first process had, in MB."""

    report: bytes
    status: int
    seconds: float
    memory: float
    events: tuple[str, ...] = ()

    @property
    def findings(self) -> int:
        """How many findings there were."""
        return self.report.count(b"\n")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument("--repositories", type=Path, required=True, metavar="DIR", help="local git clones")
    parser.add_argument("--number", type=int, default=40, metavar="N", help="the N smallest (default: 40)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes (default: 2)")


def main(options: argparse.Namespace) -> int:
    """Audit, kill, compare and print.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 1 if the findings are not the same.

    Raises:
        CommandError: there are no such clones.
    """
    clones = smallest(options.repositories, options.number)
    if len(clones) < options.number:
        raise CommandError(f"there are {len(clones)} clones in {options.repositories}, not {options.number}")
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "repositories")
        listed.write_text("".join(f"{path}\t{path.relative_to(options.repositories)}\n" for path in clones))
        processes = _processes(Path(folder), listed, options.jobs)
        print(_told(f"{options.jobs} processes", processes), flush=True)
        dask = _dask(Path(folder), listed, options.jobs, _parts(Path(folder, "processes")))
        print(_told(f"Dask, {options.jobs} workers", dask), flush=True)
    same = processes.report == dask.report
    print(
        f"{len(clones)} repositories: the reports are {'the same, byte for byte' if same else 'NOT the same'}"
    )
    return int(not same or not processes.report)


def smallest(folder: Path, number: int) -> list[Path]:
    """The clones that take least room.

    Args:
        folder: holds clones as ``owner+name/<anything>``.
        number: how many.

    Returns:
        Their git directories, in the order of their names.
    """
    found = [path.parent for path in folder.glob("*/*/HEAD")]
    return sorted(sorted(found, key=_size)[:number])


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _told(name: str, outcome: Outcome) -> str:
    lines = [
        f"{name}: {outcome.findings} findings, exit status {outcome.status}, {outcome.seconds:.0f} s, "
        f"at most {outcome.memory:.0f} MB in the first process",
        *(f"  {event}" for event in outcome.events),
    ]
    return "\n".join(lines)


def _processes(folder: Path, listed: Path, jobs: int) -> Outcome:
    return _watched(folder, "processes", listed, f"--jobs={jobs}")


def _dask(folder: Path, listed: Path, jobs: int, parts: int) -> Outcome:
    with cluster(folder, jobs) as workers:
        return _watched(folder, "dask", listed, f"--dask={workers.address}", workers=workers, parts=parts)


class Workers:
    """The processes of a scheduler of Dask, each with one thread and nobody who starts it again.

    Args:
        folder: what they write goes there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._started("scheduler", "--port=0", "--no-dashboard", "--host=127.0.0.1")
        self.address = self._told_address()

    def add(self) -> None:
        """Start one more."""
        quiet = ("--nworkers=1", "--nthreads=1", "--no-nanny", "--no-dashboard", "--host=127.0.0.1")
        self.workers.append(self._started("worker", self.address, *quiet))

    def kill(self) -> None:
        """Kill the oldest."""
        oldest = self.workers.pop(0)
        oldest.send_signal(signal.SIGKILL)
        oldest.wait()

    def stop(self) -> None:
        """Kill all."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _started(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments]
        log = self._folder / f"{what}-{len(self.workers)}.log"
        with log.open("wb") as file:
            return subprocess.Popen(command, cwd=self._folder, stdout=file, stderr=file)

    def _told_address(self) -> str:
        log = self._folder / "scheduler-0.log"
        for _ in range(600):
            words = [word for word in log.read_text().split() if word.startswith("tcp://127.0.0.1:")]
            if words:
                return words[0]
            time.sleep(0.1)
        raise CommandError(f"the scheduler did not start: {log.read_text()}")


@contextmanager
def cluster(folder: Path, jobs: int) -> Iterator[Workers]:
    """A scheduler and its workers, which are gone afterwards.

    Args:
        folder: what they write goes there.
        jobs: how many workers.

    Yields:
        They.
    """
    workers = Workers(folder)
    try:
        for _ in range(jobs):
            workers.add()
        yield workers
    finally:
        workers.stop()


def _watched(
    folder: Path, name: str, listed: Path, *how: str, workers: Workers | None = None, parts: int = 0
) -> Outcome:
    """Run an audit; at some point one of the workers is killed, and later one is added."""
    state, report = folder / name, folder / f"{name}.jsonl"
    begin = time.monotonic()
    process = subprocess.Popen(_command(state, listed, report, how), cwd=folder)
    most = 0.0
    events: list[str] = []
    while process.poll() is None:
        most = max(most, memory(process.pid))
        if workers is not None and len(events) < len(_EVENTS):
            share, what, word = _EVENTS[len(events)]
            done = _parts(state)
            if done >= share * parts:
                what(workers)
                events.append(f"a worker was {word} when {done} of {parts} parts were done")
        time.sleep(_LOOK)
    seconds = time.monotonic() - begin
    found = report.read_bytes() if report.exists() else b""
    return Outcome(found, process.returncode, seconds, most, tuple(events))


_EVENTS = ((_KILL_AT, Workers.kill, "killed"), (2 * _KILL_AT, Workers.add, "added"))


def _command(state: Path, listed: Path, report: Path, how: Sequence[str]) -> list[str]:
    options = ["--isolated", "--no-cache", f"--list={listed}", f"--state={state}", *how]
    return [
        *(sys.executable, "-m", "flake8_testsec", "audit", *options),
        *("--format=jsonl", f"--output-file={report}"),
    ]


def _parts(state: Path) -> int:
    """How many parts are done."""
    return sum(1 for _ in state.glob("*/part-*"))
