"""Repositories, files, processes and audits that fail cost themselves alone, and a second start goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from flake8_testsec.cli import audit_run, audit_tasks
from flake8_testsec.cli.audit_engines import Pool
from flake8_testsec.cli.audit_tasks import Auditor
from flake8_testsec.cli.files import Target

from ..doors import CLEAN, DEFECT, testsec
from ..repositories import ALONE, Repository
from .test_audit import audit, here, in_threads, records, several


def test_one_that_fails_costs_itself_alone_and_is_named(tmp_path: Path) -> None:
    good, empty = several(tmp_path, 1, {"test_a.py": DEFECT})[0], Repository(tmp_path / "empty").folder
    inside = good / "folder"
    inside.mkdir()
    out = tmp_path / "out.jsonl"
    paths = (tmp_path / "gone", inside, good, empty)
    done = audit(tmp_path, *paths, "--format=jsonl", f"--output-file={out}")
    assert done.status == 2
    words = ("there is no such folder", "not a git repository", "", "it has no commit 'HEAD'")
    found = records(out)
    for path, word, record in zip(paths, words, found, strict=True):
        assert record["repository"] == str(path)
        if word:
            assert record["code"] == "TSE000" and word in record["message"]
            assert f"{path}: " in done.err and word in done.err
    assert (found[2]["code"], found[2]["path"]) == ("TSE407", "./test_a.py")


def test_what_a_clone_left_out_is_not_passed_over(tmp_path: Path) -> None:
    made = Repository(tmp_path / "whole")
    made.commit({"test_a.py": DEFECT, "test_b.py": CLEAN})
    made.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "part"
    made.git("clone", "--quiet", "--bare", "--filter=blob:none", f"file://{made.folder}", str(clone))
    done = audit(tmp_path, clone, "--format=jsonl")
    assert done.status == 2
    assert {json.loads(line)["code"] for line in done.lines} == {"TSE000"}


def test_what_failed_is_tried_again(tmp_path: Path) -> None:
    later = tmp_path / "later"
    assert audit(tmp_path, later).status == 2
    Repository(later).commit({"test_a.py": DEFECT})
    done = audit(tmp_path, later)
    assert (done.status, done.out) == (1, f"{later}: 1 in 1 files (0 high, 1 medium, 0 low)\n"), done


def test_a_second_start_goes_on_after_a_kill(tmp_path: Path) -> None:
    slow = "".join(f"def test_{number}():\n    assert f({number})\n\n\n" for number in range(3000))
    paths = several(tmp_path, 6, {"test_a.py": DEFECT, "test_b.py": slow})
    out = tmp_path / "out.jsonl"
    options = ("--isolated", "--no-cache", "--jobs=2", *map(str, paths))
    report = ("--format=jsonl", f"--output-file={out}")
    command = [sys.executable, "-m", "flake8_testsec", "audit", *options, "--state=state", *report]
    process = subprocess.Popen(command, cwd=tmp_path, env={**os.environ, **ALONE})
    while not (done := list(tmp_path.glob("state/*/part-*"))) and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert not out.exists() and 0 < len(done) < 6
    before = {path: path.stat().st_ino for path in done}
    again = testsec(tmp_path, "audit", *options, "--state=state", *report)
    assert again.status == 1
    assert before == {path: path.stat().st_ino for path in before}  # not done twice
    whole = testsec(tmp_path, "audit", *options, "--state=other", "--format=jsonl")
    assert out.read_text("utf-8") == whole.out
    assert whole.out.count("TSE407") == 6


def test_what_is_done_is_told_again_without_a_review(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_threads(monkeypatch)
    (path,) = several(tmp_path, 1, {"test_a.py": DEFECT})
    assert here(tmp_path, path) == 1
    first = capsys.readouterr()
    monkeypatch.setattr(Auditor, "read", None)
    assert here(tmp_path, path) == 1
    assert capsys.readouterr() == first


def forked() -> Executor:
    return ProcessPoolExecutor(2, mp_context=get_context("fork"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the trap is laid before processes are forked")
def test_a_file_that_no_process_survives_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_threads(monkeypatch, forked)
    files = {f"test_{each}.py": DEFECT for each in "abcdefg"}
    paths = several(tmp_path, 2, files)
    read = Auditor.read

    def dies(self: Auditor, name: str) -> Any:
        if name == "./test_d.py":
            os._exit(9)
        return read(self, name)

    monkeypatch.setattr(Auditor, "read", dies)
    assert here(tmp_path, *paths, "--format=jsonl") == 2
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    expected = [("TSE000" if each == "d" else "TSE407", f"./test_{each}.py") for each in "abcdefg"] * 2
    assert [(each["code"], each["path"]) for each in found] == expected
    assert found[3]["message"] == "not reviewed: every process that read it died"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the trap is laid before processes are forked")
def test_a_repository_that_no_process_survives_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_threads(monkeypatch, forked)
    paths = several(tmp_path, 2, {"test_a.py": DEFECT})
    look = audit_tasks.opened

    def dies(path: str) -> Any:
        return look(path) if path != str(paths[0]) else os._exit(9)

    monkeypatch.setattr(audit_tasks, "opened", dies)
    assert here(tmp_path, *paths) == 2
    assert capsys.readouterr().out.splitlines() == [
        f"{paths[0]}: every process that looked at it died",
        f"{paths[1]}: 1 in 1 files (0 high, 1 medium, 0 low)",
    ]


class _Breaks(ThreadPoolExecutor):
    """Takes no task."""

    def submit(self, *arguments: Any, **named: Any) -> Any:
        raise RuntimeError("cannot schedule new futures after shutdown")


def test_it_does_not_go_on_for_ever_without_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_threads(monkeypatch, lambda: _Breaks(1))
    monkeypatch.setattr(audit_run, "_FUTILE", 1)
    assert here(tmp_path, tmp_path) == 2
    assert "start again to go on" in capsys.readouterr().err

    def refuses() -> Executor:
        raise OSError("no scheduler listens")

    in_threads(monkeypatch, refuses)
    assert here(tmp_path, tmp_path) == 2
    assert "no scheduler listens; start again to go on" in capsys.readouterr().err


class _Half(Executor):
    """Breaks at the second task, when the first is done."""

    first: Any = None

    def submit(self, task: Any, /, *arguments: Any, **named: Any) -> Any:
        future: Future[Any] = Future()
        if _Half.first is None:
            _Half.first = (future, task, arguments)
            return future
        if _Half.first:
            earlier, other, its = _Half.first
            _Half.first = ()
            earlier.set_result(other(*its))
            future.set_exception(BrokenExecutor("gone"))
        else:
            future.set_result(task(*arguments))
        return future


def test_what_was_done_when_an_executor_breaks_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_threads(monkeypatch, _Half)
    monkeypatch.setattr(_Half, "first", None)
    paths = several(tmp_path, 2, {"test_a.py": DEFECT})
    assert here(tmp_path, *paths, "--format=jsonl") == 1
    assert capsys.readouterr().out.count("TSE407") == 2
    assert _Half.first == ()


@pytest.mark.parametrize("is_lost", [True, False])
def test_an_error_fails_a_part_and_a_lost_process_is_searched(
    is_lost: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_threads(monkeypatch, lambda: ThreadPoolExecutor(2))
    monkeypatch.setattr(audit_tasks, "FILES", 2)
    monkeypatch.setattr(Pool, "is_lost", lambda self, error: is_lost)
    (path,) = several(tmp_path, 1, {f"test_{each}.py": DEFECT for each in "abcdef"})
    read = Auditor.read

    def fails(self: Auditor, name: str) -> Any:
        if name == "./test_b.py":
            raise ZeroDivisionError("boom")
        time.sleep(0.3 * (name == "./test_c.py"))  # another part is under way then
        return read(self, name)

    monkeypatch.setattr(Auditor, "read", fails)
    assert here(tmp_path, path, "--format=jsonl") == 2
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = [(each["code"], each["path"]) for each in found]
    rest = [("TSE407", f"./test_{each}.py") for each in "cdef"]
    if is_lost:
        assert told == [("TSE407", "./test_a.py"), ("TSE000", "./test_b.py"), *rest]
    else:
        assert told == [("TSE000", str(path)), *rest]
        assert found[0]["message"] == "not reviewed: files 1 to 2: boom"


def test_a_state_that_cannot_be_written_ends_the_audit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_threads(monkeypatch)

    def full(self: Target) -> None:
        raise OSError("no room is left")

    monkeypatch.setattr(Target, "commit", full)
    assert here(tmp_path, tmp_path) == 2
    assert "no room is left" in capsys.readouterr().err
    assert list((tmp_path / "state").iterdir()) == []


def test_a_worker_with_another_version_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_threads(monkeypatch)
    (path,) = several(tmp_path, 1, {"test_a.py": DEFECT})
    monkeypatch.setattr(audit_tasks, "_own_identity", lambda: "another")
    assert here(tmp_path, path) == 2
    assert "a worker has another Python" in capsys.readouterr().err


WITHOUT = """
import sys
sys.modules[{!r}] = None
from flake8_testsec.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_pages_alone_need_their_extra(tmp_path: Path) -> None:
    (path,) = several(tmp_path, 1, {"test_a.py": DEFECT})
    command = [sys.executable, "-c", WITHOUT.format("jinja2"), "audit", "--isolated", "--no-cache", str(path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (1, ""), done


def test_dask_needs_its_extra(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WITHOUT.format("distributed"), "audit", "--isolated", "a", "--dask"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 2 and "pip install 'flake8-testsec[dask]'" in done.stderr, done


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    made = several(tmp_path, 1, {"test_a.py": DEFECT, "test_large.py": "#" * 5_000_001})[0]
    done = audit(tmp_path, made, "--format=jsonl")
    told = [json.loads(line) for line in done.lines]
    assert [(each["code"], each["path"]) for each in told] == [
        ("TSE407", "./test_a.py"),
        ("TSE000", "./test_large.py"),
    ]
    assert told[1]["message"] == "not reviewed: larger than 5 MB"
