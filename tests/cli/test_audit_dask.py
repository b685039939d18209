"""An audit on Dask: real schedulers and workers, of which some die, come late or are cut off."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("distributed")
pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench.audit import Workers, cluster
from flake8_testsec.cli import main
from flake8_testsec.cli.audit_engines import Dask, within

from ..doors import DEFECT
from ..repositories import ALONE
from .test_audit import audit, several

pytestmark = pytest.mark.tools

SLOW = "".join(f"def test_{number}():\n    assert f({number})\n\n\n" for number in range(2000))


@pytest.fixture(scope="module")
def repositories(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    files = {f"test_{each}.py": DEFECT + SLOW for each in range(3)}
    return several(tmp_path_factory.mktemp("repositories"), 6, files)


@pytest.fixture(scope="module")
def expected(repositories: list[Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("expected")
    done = audit(folder, *repositories, "--format=jsonl")
    assert (done.status, done.out.count("TSE407")) == (1, 18)
    return done.out


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    with cluster(tmp_path, 2) as found:
        yield found


def done_so_far(folder: Path) -> int:
    return len(list(folder.glob("state/*/part-*")))


def watched(folder: Path, address: str, repositories: list[Path], acts: list[Callable[[], None]]) -> str:
    """Run an audit, and act each time when more of it is done."""
    command = [sys.executable, "-m", "flake8_testsec", "audit", "--isolated", "--no-cache", "--state=state"]
    out = folder / "out.jsonl"
    process = subprocess.Popen(
        [*command, *map(str, repositories), f"--dask={address}", "--format=jsonl", f"--output-file={out}"],
        cwd=folder,
        env={**os.environ, **ALONE},
    )
    acted = 0
    while process.poll() is None:
        if acted < len(acts) and done_so_far(folder) > acted:
            acts[acted]()
            acted += 1
        time.sleep(0.01)
    assert process.returncode == 1 and acted == len(acts)
    return out.read_text("utf-8")


def test_a_worker_that_is_killed_and_one_that_comes_late_change_nothing(
    workers: Workers, repositories: list[Path], expected: str, tmp_path: Path
) -> None:
    acts = [workers.kill, workers.add]
    assert watched(tmp_path, workers.address, repositories, acts) == expected


def test_workers_that_all_die_are_waited_for(
    workers: Workers, repositories: list[Path], expected: str, tmp_path: Path
) -> None:
    def all_die() -> None:
        workers.kill()
        workers.kill()
        workers.add()

    assert watched(tmp_path, workers.address, repositories, [all_die]) == expected


class Wire:
    """Stands between a client and a scheduler, and can be cut.

    Args:
        address: the scheduler's.
    """

    def __init__(self, address: str) -> None:
        host, port = address.removeprefix("tcp://").rsplit(":", 1)
        self._there = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection; new ones can be made."""
        ends, self._ends = self._ends, []
        for each in ends:
            with suppress(OSError):  # the other end may have gone first
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listener.accept()
            except OSError:  # the process may end first
                return
            there = socket.create_connection(self._there)
            self._ends += [here, there]
            for pair in ((here, there), (there, here)):
                threading.Thread(target=self._copy, args=pair, daemon=True).start()

    @staticmethod
    def _copy(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(2**16):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)


def test_a_lost_connection_changes_nothing(
    workers: Workers, repositories: list[Path], expected: str, tmp_path: Path
) -> None:
    wire = Wire(workers.address)
    assert watched(tmp_path, wire.address, repositories, [wire.cut]) == expected
    wire.close()


def test_a_cluster_of_this_machine_is_the_default(
    repositories: list[Path], expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--isolated", "--no-cache", "--jobs=2", f"--state={tmp_path / 'state'}", "--format=jsonl")
    assert main(["audit", *map(str, repositories), *options, "--dask"]) == 1
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize("silent", [False, True], ids=["nobody", "somebody who says nothing"])
def test_a_scheduler_that_does_not_answer_is_named(
    silent: bool, tmp_path: Path, repositories: list[Path]
) -> None:
    command = (
        "import flake8_testsec.cli.audit_engines as e, flake8_testsec.cli.audit_run as r, sys\n"
        "e._WAIT, e._GRACE, r._FUTILE = 0.5, 1.0, 2\n"
        "from flake8_testsec.cli import main\nsys.exit(main(sys.argv[1:]))"
    )
    with socket.create_server(("127.0.0.1", 0)) as there:
        port = there.getsockname()[1]
        if not silent:
            there.close()
        arguments = ("audit", "--isolated", str(repositories[0]), f"--dask=tcp://127.0.0.1:{port}")
        done = subprocess.run(
            [sys.executable, "-c", command, *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert done.returncode == 2 and "no process can be reached" in done.stderr, done.stderr


def test_what_is_made_in_time_is_given() -> None:
    assert within(60, lambda: 3) == 3
    with pytest.raises(KeyError):
        within(60, lambda: {}[1])


def test_work_that_killed_several_workers_is_lost() -> None:
    import distributed

    engine = Dask("", 1)
    assert engine.is_lost(distributed.KilledWorker("task", None, 3))
    assert not engine.is_lost(OSError())
