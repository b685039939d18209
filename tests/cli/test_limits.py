"""Files that take too long, are too large or nested too deeply are named, and cost nothing else."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from flake8_testsec import regular_files
from flake8_testsec.cli import contents, parsing

from ..doors import CLEAN, DEFECT, Run, flake8, lay_out, run, testsec

FOUND = "test_z.py:5:5: TSE407"

SLOW = """
import sys, time
from flake8_testsec import engine
from flake8_testsec.cli import main

def examine(module, table=None, fixes=False, before=engine.examine):
    if "slow" in module.path:
        {busy}
    return before(module, table, fixes)

engine.examine = examine
if __name__ == "__main__":
    raise SystemExit(main(["check", "--no-cache", *sys.argv[1:]]))
"""
SPINS = "while True: time.sleep(0.001)"
STUCK = "time.sleep(60)"
"""A call of the interpreter's own, which nothing within the process ends."""


def slow(folder: Path, busy: str, *arguments: str) -> Run:
    lay_out(folder, {"slowly.py": SLOW.format(busy=busy)})
    path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    return run("slowly", folder, [*arguments, "tests"], PYTHONPATH=path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    large = "# " + "x" * 100_000 + "\n"
    names = {f"tests/test_{name}.py": DEFECT + large for name in "abcdz"}
    return lay_out(tmp_path, {**names, "tests/test_slow.py": CLEAN})


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_that_takes_too_long_is_named_and_the_others_are_reviewed(jobs: str, project: Path) -> None:
    done = slow(project, SPINS, f"--jobs={jobs}", "--max-seconds-per-file=5")
    assert done.out.count("TSE407") == 5
    assert "test_slow.py:1:1: TSE000 not reviewed: it takes longer than 5 seconds" in done.out
    assert done.status == 2


@pytest.mark.skipif(
    sys.platform == "win32", reason="the scripted engine is not in processes that are spawned"
)
def test_a_process_that_cannot_stop_is_killed(project: Path) -> None:
    (project / "tests" / "test_slow.py").rename(project / "tests" / "test_y_slow.py")
    done = slow(project, STUCK, "--jobs=2", "--max-seconds-per-file=5")
    assert done.out.count("TSE407") == 5
    assert "test_y_slow.py:1:1: TSE000 not reviewed: it takes longer than 5 seconds" in done.out
    assert done.status == 2


@pytest.mark.parametrize("given", ["x", "-1", "nan", "86401"])
def test_what_is_no_time_is_refused(given: str, tmp_path: Path) -> None:
    done = testsec(tmp_path, "check", f"--max-seconds-per-file={given}", ".")
    assert done.status == 2
    assert f"'{given}' is no number of seconds from 0 to 86400" in done.err


def test_no_limit_is_possible(tmp_path: Path) -> None:
    lay_out(tmp_path, {"test_z.py": DEFECT})
    assert FOUND in testsec(tmp_path, "check", "--max-seconds-per-file=0", "--no-cache", "test_z.py").out


DEEP = {
    "attributes": "a" + ".b" * 200_000,
    "calls": "a" + "()" * 200_000,
    "additions": "+".join(["a"] * 200_000),
    "signs": "-" * 200_000 + "a",
    "brackets": "[" * 200_000,
    "conditions": "if a: b\n" + "elif a: b\n" * 20_000,
    "additions in a string": "f'{" + "+".join(["a"] * 200_000) + "}'",
}


def test_files_that_are_nested_deeply_are_named(tmp_path: Path) -> None:
    files = {f"test_{number}.py": source + "\n" for number, source in enumerate(DEEP.values())}
    lay_out(tmp_path, {**files, "test_z.py": DEFECT})
    done = testsec(tmp_path, "check", "--no-cache", "--jobs=1", ".")
    assert FOUND in done.out
    assert done.status == 2
    assert "Traceback" not in done.err
    silent = [name for name in files if f"{name}:" not in done.out]
    assert silent == []


def test_a_file_that_is_too_large_is_named(tmp_path: Path) -> None:
    lay_out(tmp_path, {"test_a.py": b"# " + b"a" * 5_000_000 + b"\n", "test_z.py": DEFECT})
    done = testsec(tmp_path, "check", "--no-cache", ".")
    assert "test_a.py:1:1: TSE000 not reviewed: larger than 5 MB" in done.out
    assert FOUND in done.out
    assert done.status == 2
    found = flake8(tmp_path, "--isolated", "--select=TSE", ".")
    assert "test_a.py:1:1: TSE000 not reviewed: larger than 5 MB" in found.out
    assert FOUND in found.out


def test_no_more_than_that_is_read_of_standard_input() -> None:
    with pytest.raises(regular_files.TooLarge):
        contents.bounded(io.BytesIO(b"#" * 5_000_001))


def test_other_commands_say_so_in_one_line(tmp_path: Path) -> None:
    lay_out(tmp_path, {"test_a.py": b"# " + b"a" * 5_000_000 + b"\n"})
    done = testsec(tmp_path, "role", "test_a.py")
    assert done.status == 2
    assert "larger than 5 MB" in done.err
    assert "Traceback" not in done.err


def test_a_text_is_tried_in_another_process() -> None:
    assert parsing.survives("a = 1\n")
    assert parsing.survives("a = (\n")
    assert parsing.parse("a = 1\n").body
