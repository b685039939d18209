"""Bad input gets a clear line of its own, loses nothing of the other files, and never ends in 0."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec import cli
from flake8_testsec.cli import check

from .doors import DEFECT, lay_out, testsec

GOOD = "tests/test_good.py"
FOUND = "TSE407 raises() without a callable or with has no effect"


def test_20_000_additions_cost_at_most_their_own_file(tmp_path: Path) -> None:
    """Python 3.10 parses them; later versions refuse."""
    lay_out(tmp_path, {"tests/test_bad.py": "+".join(["1"] * 20000) + "\n", GOOD: DEFECT})
    done = testsec(tmp_path, "check", "tests")
    *before, last = done.lines
    assert last == f"{GOOD}:5:5: {FOUND}"
    assert done.status == 1 + len(before)
    assert all(line.startswith("tests/test_bad.py:1:1: TSE000 not reviewed: ") for line in before)


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "broken syntax": (b"def f(:\n", "E999"),
    "null bytes": (b"x = 1\x00\n", ""),
    "5,000 nested parentheses": (b"(" * 5000 + b")" * 5000, ""),
    "UTF-16": ("x = 1\n".encode("utf-16"), ""),
}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("case", UNREADABLE)
def test_files_that_cannot_be_parsed(case: str, jobs: str, tmp_path: Path) -> None:
    content, code = UNREADABLE[case]
    lay_out(tmp_path, {"tests/test_bad.py": content, GOOD: DEFECT})
    done = testsec(tmp_path, "check", f"--jobs={jobs}", "tests")
    assert done.status == 2
    assert done.lines[-1] == f"{GOOD}:5:5: {FOUND}"
    (line,) = done.lines[:-1]
    assert line.startswith("tests/test_bad.py:")
    assert line.split(" ")[1] in ([code] if code else ["E999", "TSE000"])


READABLE: dict[str, bytes] = {
    "Latin-1 without a cookie": b"# \xe9\n" + DEFECT.encode(),
    "a byte order mark": b"\xef\xbb\xbf#\n" + DEFECT.encode(),
    "form feeds and line separators": b"\x0c\n" + DEFECT.replace("ValueError", "E, match='\u2028'").encode(),
    "an unknown cookie": b"# coding: nonsense\n" + DEFECT.encode(),
    "no line end at the end": b"\n" + DEFECT.rstrip().encode(),
    "old line ends": b"\r\n" + DEFECT.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("case", READABLE)
def test_odd_files_are_reviewed(case: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {GOOD: READABLE[case]})
    done = testsec(tmp_path, "check", "tests")
    assert (done.status, done.out) == (1, f"{GOOD}:6:5: {FOUND}\n")


def test_an_empty_file_is_silent(tmp_path: Path) -> None:
    assert testsec(lay_out(tmp_path, {GOOD: ""}), "check") == (0, "", "")


def test_a_file_of_100_000_lines(tmp_path: Path) -> None:
    lay_out(tmp_path, {GOOD: "x = [1, f(2)]\n" * 100_000 + DEFECT})
    assert testsec(tmp_path, "check").out == f"./{GOOD}:100005:5: {FOUND}\n"


def test_a_folder_named_like_a_file(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/x.py/test_inner.py": DEFECT, GOOD: DEFECT})
    done = testsec(tmp_path, "check", "tests", "tests/x.py")
    assert [line.split(":")[0] for line in done.lines] == [
        GOOD,
        "tests/x.py/test_inner.py",
        "tests/x.py/test_inner.py",
    ]


def test_a_path_that_is_missing(tmp_path: Path) -> None:
    lay_out(tmp_path, {GOOD: DEFECT})
    done = testsec(tmp_path, "check", "missing.py", "tests")
    assert done.status == 2
    assert [line.split(" ")[:2] for line in done.lines] == [
        ["missing.py:0:1:", "E902"],
        [f"{GOOD}:5:5:", "TSE407"],
    ]


def test_a_dangling_link_and_a_file_that_vanishes(tmp_path: Path) -> None:
    lay_out(tmp_path, {GOOD: DEFECT})
    (tmp_path / "tests" / "test_dangling.py").symlink_to("gone.py")
    done = testsec(tmp_path, "check", "tests")
    assert done.status == 2
    assert [line.split(" ")[1] for line in done.lines] == ["E902", "TSE407"]


HOSTILE = {
    "a line end": "test_\nx.py",
    "an escape code": "test_\x1b[31mred.py",
    "undecodable bytes": os.fsdecode(b"test_\xff.py"),
    "a right-to-left override": "test_\u202eyp.py",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_names_are_never_echoed_raw(case: str, tmp_path: Path) -> None:
    name = HOSTILE[case]
    lay_out(tmp_path, {GOOD: DEFECT, f"tests/{name}": DEFECT})
    (tmp_path / "tests" / f"{name}_broken.py").write_text("def f(:\n")
    done = testsec(tmp_path, "check", "--show-source", "tests", "missing-" + name)
    assert done.status == 2
    assert all(line.isprintable() for line in done.lines)
    assert sum("TSE407" in line for line in done.lines) == 2


def test_control_characters_of_a_source_line_are_never_echoed_raw(tmp_path: Path) -> None:
    lay_out(tmp_path, {GOOD: DEFECT.rstrip() + "  # \x1b[31m\x07\n"})
    done = testsec(tmp_path, "check", "--show-source", "tests")
    assert "\x1b" not in done.out
    assert "\\x1b[31m\\x07" in done.out


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path is longer than the system takes, which stops even root."""
    lay_out(tmp_path, {GOOD: DEFECT})
    monkeypatch.chdir(tmp_path / "tests")
    for _ in range(20):
        Path("d" * 250).mkdir()
        os.chdir("d" * 250)
    done = testsec(tmp_path, "check", "tests")
    assert done.status == 2
    assert sum("E902" in line for line in done.lines) == 1
    assert f"{GOOD}:5:5: {FOUND}" in done.lines


def test_an_excluded_folder_need_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {GOOD: DEFECT, "tests/deep/a.py": ""})
    monkeypatch.chdir(tmp_path / "tests" / "deep")
    for _ in range(20):
        Path("d" * 250).mkdir()
        os.chdir("d" * 250)
    assert testsec(tmp_path, "check", "--exclude=deep", "tests").status == 1


HIDDEN = {
    "a selection without E9": ["--select=TSE4"],
    "an ignored E": ["--extend-ignore=E"],
    "a file's own ignore": ["--per-file-ignores=*:E"],
    "exit zero": ["--exit-zero"],
}


@pytest.mark.parametrize("case", HIDDEN)
def test_options_do_not_hide_files_that_were_not_reviewed(case: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_bad.py": "def f(:\n"})
    done = testsec(tmp_path, "check", *HIDDEN[case], "tests")
    assert done.status == 2
    assert "tests/test_bad.py:1:" in done.out + done.err
    assert "E999" in done.out + done.err


def test_a_worker_that_dies_is_told(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"tests/test_{n}.py": DEFECT for n in range(4)})
    start = (
        "import os, flake8_testsec.cli.check as check\n"
        "check._read_in_worker.__code__ = (lambda name: os._exit(9)).__code__\n"
        "raise SystemExit(check.check(['--jobs=2', 'tests']))\n"
    )
    (tmp_path / "start.py").write_text(start)
    done = subprocess.run(
        [sys.executable, "start.py"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.startswith("testsec check: error: ")
    assert done.stderr.count("\n") == 1


def test_deep_expressions_are_no_crash(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = "x = " + "a." * 900 + "b\ndef test_a():\n    assert " + " + ".join(["1"] * 900) + "\n"
    lay_out(tmp_path, {GOOD: deep})
    monkeypatch.chdir(tmp_path)
    assert cli.main(["check", "tests"]) in (0, 2)
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_name_that_no_system_takes_costs_only_itself() -> None:
    plugins, options = check.parse(["--isolated"])
    name, rows, _ = check.read("a\0.py", plugins.checkers, options)
    assert (name, [row[:4] for row in rows]) == (
        "a\0.py",
        [("TSE000", 1, 0, "not reviewed: ValueError: embedded null byte")],
    )
