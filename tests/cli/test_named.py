"""Nothing passes by accident: selections of nothing, paths without Python, and the last line of a run."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec import cli
from flake8_testsec.cli import named, summary
from flake8_testsec.pages import ROLES

from ..doors import CLEAN, DEFECT, flake8, lay_out, testsec

BOTH = DEFECT + "    with pytest.raises(KeyError):\n        x = f()\n        x.g()\n"

# selections


@pytest.mark.parametrize("option", ["--select=TSE404", "--extend-select=TSE404", "--select=TSE404,TSE5"])
def test_to_select_an_opt_in_rule_by_its_code_is_to_enable_it(option: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": BOTH})
    ours, theirs = testsec(tmp_path, "check", option), flake8(tmp_path, "--isolated", option)
    assert "TSE404" in ours.out
    assert "TSE404" in theirs.out


def test_to_select_a_family_is_not_to_enable_it(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": BOTH})
    done = testsec(tmp_path, "check", "--select=TSE4")
    assert (done.status, done.out.count("TSE404"), done.out.count("TSE407")) == (1, 0, 1)


NOTHING = {
    "--select=TSE9": "no rule has this code or prefix: 'TSE9'",
    "--select=TSE4,TSE999": "no rule has this code or prefix: 'TSE999'",
    "--extend-select=TSE4077": "no rule has this code or prefix: 'TSE4077'",
    "--select=E501,W": "no rule has a code that begins with E501, W",
    "--select=tse404": "no rule has a code that begins with tse404; did you mean TSE404?",
    "--select=TSE70,TSE20": "",
    "--select=TSE000": "",
    "--select=E9": "",
    "--select=T": "",
    "--select=TSE40 --testsec-enable=TSE5": "",
}


@pytest.mark.parametrize("options", NOTHING)
def test_a_selection_of_nothing_is_refused(
    options: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(lay_out(tmp_path, {"tests/test_a.py": CLEAN}))
    status = cli.main(["check", *options.split()])
    err = capfd.readouterr().err
    assert (status, err.count("\n")) == ((2, 1) if NOTHING[options] else (0, 0))
    assert NOTHING[options] in err


def test_a_selection_of_what_is_off_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Only whole codes enable; that no prefix has nothing but opt-in rules today is luck."""
    from flake8_testsec import outlines

    off = {code: each._replace(default=False) for code, each in outlines.OUTLINES.items()}
    monkeypatch.setattr(outlines, "OUTLINES", off)
    monkeypatch.chdir(lay_out(tmp_path, {"tests/test_a.py": CLEAN}))
    assert cli.main(["check", "--select=TSE40"]) == 2
    assert "off by default: TSE401, TSE402" in capfd.readouterr().err


def test_flake8_refuses_a_code_of_ours_that_is_none(tmp_path: Path) -> None:
    done = flake8(lay_out(tmp_path, {"tests/test_a.py": CLEAN}), "--select=TSE999")
    assert done.status == 1
    assert "--select: no rule has this code or prefix: 'TSE999'" in done.out


# paths

FILES: dict[str, str | bytes] = {
    "tests/test_a.py": CLEAN,
    "tests/typed.pyi": CLEAN,
    "docs/README.md": "# Hello\n",
    "data.json": '{"a": [1]}\n',
    "requirements.txt": "pytest==8\n",
    "broken.cfg": "[a]\nb: =\n",
    "scripts/run": CLEAN,
    "scripts/old": "#!/usr/bin/env python2\nprint 1\n",
    "notes.txt": DEFECT,
    "image.png": b"\x89PNG\0",
}
PATHS = {
    "tests": "",
    ".": "",
    "-": "",
    "tests/typed.pyi": "",
    "scripts/run": "",
    "scripts/old": "",
    "notes.txt": "",
    "--filename=*.json data.json": "",
    "--exclude=tests tests": "",
    "docs": "no Python file (*.py) below 'docs': nothing was reviewed there",
    "tests docs": "no Python file (*.py) below 'docs'",
    "--filename=*.tac tests": "no Python file (*.tac) below 'tests'",
    "data.json": "'data.json' holds no Python (if it does: --filename='*.json')",
    "requirements.txt tests": "'requirements.txt' holds no Python",
    "broken.cfg": "'broken.cfg' holds no Python",
    "image.png": "'image.png' holds no Python",
}


@pytest.mark.parametrize("arguments", PATHS)
def test_paths_that_hold_no_python_are_told(
    arguments: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(lay_out(tmp_path, FILES))
    with open(os.devnull) as empty:
        monkeypatch.setattr(sys, "stdin", empty)
        status = cli.main(["check", *arguments.split()])
    err = capfd.readouterr().err
    assert PATHS[arguments] in err
    assert ("testsec check: " in err) is bool(PATHS[arguments])
    assert status == 2 if PATHS[arguments] else status in (0, 1, 2)


def test_a_folder_that_nobody_names_fails_nothing(tmp_path: Path) -> None:
    done = testsec(lay_out(tmp_path, {"README.md": ""}), "check")
    assert (done.status, done.out) == (0, "")
    assert done.err == "testsec check: no Python file (*.py) below '.': nothing was reviewed there\n"


def test_cassettes_are_no_python(tmp_path: Path) -> None:
    done = testsec(lay_out(tmp_path, {"docs/a.md": ""}), "check", "--cassettes", "docs")
    assert (done.status, done.err) == (0, "")


def test_what_cannot_be_read_is_told_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named, "open", lambda *arguments: os.open(tmp_path / "missing", 0), raising=False)
    assert named._is_python("a.txt", argparse.Namespace(filename=["*.py"]))


# the last line


def test_the_words_for_roles_are_those_of_the_pages() -> None:
    assert {role.name: word for role, word in ROLES.items()} == summary.ROLES


LINES = [
    ((0, {}, {}), "0 files, 0 findings, 0.2 s"),
    ((1, {"TEST": 1}, {"TSE407": 1}), "1 file (1 tests), 1 finding (1 medium), 0.2 s"),
    (
        (4, {"PRODUCTION": 1, "TEST": 2, "": 1}, {"TSE505": 2, "E999": 1, "TSE301": 1}),
        "4 files (2 tests, 1 production code), 4 findings (2 high, 1 low, 1 not reviewed), 0.2 s",
    ),
]


@pytest.mark.parametrize(("facts", "line"), LINES)
def test_a_summary_has_files_by_role_and_findings_by_severity(
    facts: tuple[int, dict[str, int], dict[str, int]], line: str
) -> None:
    assert summary.line(*facts, 0.25) == line


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
@pytest.mark.parametrize("options", [["--no-cache"], ["--cache-dir=kept"]])
def test_a_person_at_a_terminal_reads_it(options: list[str], tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT, "shop.py": ""})
    for _ in range(2):
        said = _at_a_terminal(tmp_path, *options)
        assert re.search(r"2 files \(1 tests, 1 production code\), 1 finding \(1 medium\), \d+\.\d s", said)
    assert "finding" not in _at_a_terminal(tmp_path, "--quiet", *options)
    assert testsec(tmp_path, "check", *options).err == ""


def _at_a_terminal(folder: Path, *options: str) -> str:
    import pty

    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    command = [sys.executable, "-m", "flake8_testsec", "check", *options]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=theirs, env=environment)
    os.close(theirs)
    assert done.returncode == 1
    try:
        return os.read(ours, 4096).decode()
    except OSError:  # how Linux says that there is nothing
        return ""
    finally:
        os.close(ours)
