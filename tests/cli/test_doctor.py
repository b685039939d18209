"""``testsec doctor`` in projects that are broken, each in its own way, and in one that is not."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from flake8_testsec import __version__, cli
from flake8_testsec.cli import doctor_tools
from flake8_testsec.cli.doctor_facts import Here
from flake8_testsec.filters import Filter
from flake8_testsec.plugin import Plugin

from ..doors import CLEAN, DEFECT, flake8, lay_out, testsec


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Filters are not kept, a table of flake8's is not read, and the flake8 on the path is ours."""
    monkeypatch.setattr(Plugin, "filter", Filter())
    monkeypatch.setitem(sys.modules, "flake8p", None)
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable))


class Said:
    """What the command says in the working directory, room by room."""

    def __init__(self, capfd: pytest.CaptureFixture[str], arguments: list[str]) -> None:
        self.status = cli.main(["doctor", *arguments])
        self.out, self.err = capfd.readouterr()
        self.rooms: dict[str, list[str]] = {}
        title = ""
        for line in self.out.splitlines():
            if line.startswith("  "):
                self.rooms[title].append(line[2:])
            else:
                title = line
                self.rooms[title] = []


BASE = {"tests/test_a.py": DEFECT, "shop.py": "", "docs/conf.py": ""}
ALL = "hides all rules of flake8-testsec from"
GONE = "ruff check --fix would delete comments such as '# noqa: TSE407'"

PROBLEMS: dict[str, tuple[dict[str, str], list[str], list[str]]] = {
    "a selection of others": (
        {"tox.ini": "[flake8]\nselect = E,W\n"},
        [],
        [f"1. 'select = E, W' {ALL} flake8", "   add to it in tox.ini: [flake8]: select = E, W, TSE, E9"],
    ),
    "an ignored beginning": (
        {"setup.cfg": "[flake8]\nextend-ignore = T\n"},
        [],
        [f"1. 'extend-ignore = T' {ALL} flake8", "   take T out of 'extend-ignore' in setup.cfg: [flake8]"],
    ),
    "the whole ignored in both": (
        {".flake8": "[flake8]\nignore = TSE\n"},
        [],
        [f"1. 'ignore = TSE' {ALL} flake8 and testsec check", "   take TSE out of 'ignore' in .flake8"],
    ),
    "what is enabled is not selected": (
        {"tox.ini": "[flake8]\nselect = TSE4,E9\ntestsec-enable = TSE5\n"},
        [],
        ["1. 'select = TSE4, E9' hides what is enabled: TSE5 from flake8", "   add to it in tox.ini"],
    ),
    "broken files are hidden": (
        {"tox.ini": "[flake8]\nselect = TSE\n"},
        [],
        [
            "1. that E9 is not selected, or is ignored, hides files that cannot be parsed from flake8",
            "   add",
        ],
    ),
    "tests are left out": (
        {"tox.ini": "[flake8]\nexclude = ./tests/*\n"},
        [],
        ["1. 'exclude = tests/*' leaves out 1 of 1 files of tests", "   take it out"],
    ),
    "files have their own ignores": (
        {"tox.ini": "[flake8]\nper-file-ignores =\n    tests/*: S101,TS\n    elsewhere/*: TSE\n"},
        [],
        ["1. 'per-file-ignores = tests/*: TS' hides findings in 1 files", "   take TS out of it"],
    ),
    "a table that nobody reads": (
        {"pyproject.toml": "[tool.flake8]\nignore = 'E1'\n"},
        [],
        ["1. pyproject.toml: [tool.flake8] is read by nobody", "   python -m pip install flake8-pyproject"],
    ),
    "ruff": (
        {"pyproject.toml": "[tool.ruff.lint]\nselect = ['RUF']\nexternal = ['ABC']\n"},
        [],
        [f"1. {GONE}", '   add to pyproject.toml: [tool.ruff.lint] external = ["ABC", "TSE"]'],
    ),
    "ruff's own file": (
        {"ruff.toml": "extend = 'base.toml'\n", "base.toml": "lint.extend-select = ['ALL']\n"},
        [],
        [f"1. {GONE}", '   add to ruff.toml: [lint] external = ["TSE"]'],
    ),
    "ruff that ignores one of two rules": (
        {"ruff.toml": "lint.select = ['RUF']\nlint.ignore = ['RUF100']\n"},
        [],
        [f"1. {GONE}", "   add to ruff.toml"],
    ),
    "ruff without a file": (
        {".pre-commit-config.yaml": "repos:\n  - repo: https://github.com/astral-sh/ruff-pre-commit\n"},
        [],
        [f"1. {GONE}", "   add to pyproject.toml: [tool.ruff.lint]"],
    ),
    "a broken file of ruff": ({"ruff.toml": "a = [b]\n"}, [], ["1. ruff.toml cannot be read: "]),
    "a broken file of flake8": (
        {"tox.ini": "[flake8]\nbroken\n"},
        [],
        ["1. Source contains parsing errors: ", "   nothing else can be told before"],
    ),
    "broken TOML": (
        {"pyproject.toml": "[tool.testsec\n"},
        [],
        ["1. pyproject.toml cannot be read: ", "   nothing"],
    ),
    "a path that is missing": ({}, ["tests", "missing"], ["1. there is no 'missing'", "   name files"]),
    "no file": ({"texts/a.md": ""}, ["texts"], ["1. there is no Python file here", "   give the paths"]),
}


@pytest.mark.parametrize("case", PROBLEMS)
def test_problems_come_first_each_with_what_mends_it(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    files, arguments, expected = PROBLEMS[case]
    monkeypatch.chdir(lay_out(tmp_path, {**BASE, **files}))
    said = Said(capfd, arguments)
    assert (said.status, said.err, next(iter(said.rooms))) == (1, "", "problems")
    found = said.rooms["problems"]
    assert len(found) == len(expected)
    assert [line[: len(start)] for line, start in zip(found, expected, strict=True)] == expected


NOTES: dict[str, tuple[dict[str, str], list[str], str]] = {
    "nothing": ({}, [], ""),
    "standard input": ({}, ["-", "tests"], ""),
    "ruff that knows our codes": ({"pyproject.toml": "[tool.ruff.lint]\nexternal = ['TS']\n"}, [], ""),
    "ruff that knows them at the top": ({".ruff.toml": "external = ['TSE']\n"}, [], ""),
    "ruff without the rule": ({"ruff.toml": "lint.select = ['E']\n"}, [], ""),
    "ruff that ignores the rule": (
        {"ruff.toml": "lint.select = ['RUF']\nlint.ignore = ['RUF100', 'RUF102']\n"},
        [],
        "",
    ),
    "no hook of ruff": ({".pre-commit-config.yaml": "repos: []  # ruff-pre-commit\n"}, [], ""),
    "some ignored": (
        {"tox.ini": "[flake8]\nextend-ignore = TSE4\n"},
        [],
        "- 'extend-ignore = TSE4' hides TSE4",
    ),
    "some ignored in files": (
        {"tox.ini": "[flake8]\nper-file-ignores = *_a.py: TSE407\n"},
        [],
        "- 'per-file-ignores = *_a.py: TSE407' hides findings in 1 files",
    ),
    "some selected": ({"tox.ini": "[flake8]\nselect = TSE4,E9\n"}, [], "- 'select = TSE4, E9' hides "),
    "some tests left out": (
        {"tox.ini": "[flake8]\nextend-exclude = slow\n", "tests/slow/test_b.py": CLEAN},
        [],
        "- 'extend-exclude = slow' leaves out 1 of 2 files of tests",
    ),
    "no tests": ({}, ["shop.py"], "- no file here is taken for a test"),
    "a key that flake8 does not read": (
        {"pyproject.toml": "[tool.testsec]\nexclude = ['build']\nenable = ['TSE402']\n"},
        [],
        "- pyproject.toml: [tool.testsec]: flake8 itself does not read exclude there; testsec does",
    ),
    "a key in two places": (
        {
            "pyproject.toml": "[tool.testsec]\nenable = ['TSE402']\n",
            "tox.ini": "[flake8]\ntestsec_enable = TSE5\n",
        },
        [],
        "- pyproject.toml: [tool.testsec] enable counts, not what [flake8] says of it",
    ),
}


@pytest.mark.parametrize("case", NOTES)
def test_what_may_be_meant_is_no_problem(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    files, arguments, note = NOTES[case]
    monkeypatch.chdir(lay_out(tmp_path, {**BASE, **files}))
    said = Said(capfd, arguments)
    assert (said.status, said.rooms["problems"]) == (0, ["none"])
    notes = said.rooms.get("notes", [""])
    assert [line[: len(note)] for line in notes] == [note]


def test_it_tells_what_counts_what_is_here_and_which_rules_are_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    files = {
        "pyproject.toml": "[tool.testsec]\nenable = 'TSE103'\nmin-severity = 'medium'\nignore = 'TSE407'\n",
        "tox.ini": "[flake8]\njobs = 1\n",
        ".flake8": "[flake8]\njobs = 2\n",
        "tests/broken.py": "def f(:\n",
    }
    monkeypatch.chdir(lay_out(tmp_path, {**BASE, **files}))
    said = Said(capfd, [])
    assert said.rooms["configuration"][:2] == [
        "counts   pyproject.toml: [tool.testsec]",
        "counts   tox.ini: [flake8]",
    ]
    assert said.rooms["configuration"][2].startswith(
        "ignored  .flake8: [flake8], because flake8 reads the first"
    )
    assert f"flake8-testsec {__version__}, flake8 {metadata.version('flake8')}" in said.rooms["versions"][0]
    assert "pyflakes" in said.rooms["versions"][1]
    assert [line.split(None, 1) for line in said.rooms["files"]] == [
        ["1", "tests"],
        ["1", "production code"],
        ["1", "neither"],
        ["1", "cannot be parsed"],
    ]
    rules = "\n".join(said.rooms["rules"])
    assert "1 on because they are enabled:\n   TSE103\n" in rules
    assert "1 hidden by select or ignore in testsec check:\n   TSE407\n" in rules
    assert "hidden by min-severity, cwe or family:" in rules
    assert "off; enable = [...]" in rules


@pytest.mark.parametrize(
    ("arguments", "counts", "why"),
    [
        (["--isolated"], "none: defaults", "of --isolated"),
        (["--config=other.cfg"], "counts   other.cfg: [flake8]", "of --config=other.cfg"),
    ],
)
def test_it_tells_why_a_file_does_not_count(
    arguments: list[str],
    counts: str,
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    lay_out(tmp_path, {**BASE, "tox.ini": "[flake8]\n", "other.cfg": "[flake8]\n"})
    monkeypatch.chdir(tmp_path)
    said = Said(capfd, arguments)
    assert said.rooms["configuration"] == [counts, f"ignored  tox.ini: [flake8], because {why}"]


def test_a_table_of_flake8_counts_with_its_plugin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "flake8p")
    monkeypatch.syspath_prepend(lay_out(tmp_path / "site", {"flake8p.py": "raise SystemExit('imported')\n"}))
    files = {"pyproject.toml": "[tool.flake8]\nselect = ['E']\n", "tox.ini": "[flake8]\n"}
    monkeypatch.chdir(lay_out(tmp_path / "project", {**BASE, **files}))
    said = Said(capfd, [])
    assert said.rooms["configuration"] == [
        "counts   pyproject.toml: [tool.flake8]",
        "ignored  tox.ini: [flake8], because flake8-pyproject reads [tool.flake8] instead",
    ]
    assert said.rooms["problems"][1] == ("   add to it in pyproject.toml: [tool.flake8]: select = E, TSE, E9")


# what it says is true


@pytest.mark.parametrize(
    "case", ["a selection of others", "an ignored beginning", "files have their own ignores"]
)
def test_flake8_says_nothing_where_a_problem_says_so(case: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {**BASE, **PROBLEMS[case][0]})
    assert "TSE407" in flake8(tmp_path, "--isolated").out
    assert "TSE" not in flake8(tmp_path).out


RUFF = shutil.which("ruff", path=os.path.dirname(sys.executable))


@pytest.mark.skipif(RUFF is None, reason="ruff is not installed")
@pytest.mark.parametrize(
    ("files", "stays"),
    [(PROBLEMS["ruff"][0], False), (PROBLEMS["ruff's own file"][0], False)]
    + [(files, True) for name, (files, *_) in NOTES.items() if name.startswith("ruff")],
)
def test_ruff_does_what_it_is_said_to_do(files: dict[str, str], stays: bool, tmp_path: Path) -> None:
    text = "def test_a():\n    assert f()  # noqa: TSE407 reason\n"
    lay_out(tmp_path, {"tests/test_a.py": text, **files})
    subprocess.run([str(RUFF), "check", "--fix", "-q", "--no-cache", "."], cwd=tmp_path, capture_output=True)
    assert ("TSE407" in (tmp_path / "tests/test_a.py").read_text()) is stays


# flake8s


def _command(folder: Path, text: str) -> Path:
    path = folder / "flake8"
    folder.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="a script of a shell")
def test_a_flake8_of_another_environment_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Here("7", {}, [])
    assert [*doctor_tools.commands(here)] == []
    _command(tmp_path / "bin", "echo '7.0.0 (mccabe: 0.7.0) CPython'")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (advice,) = doctor_tools.commands(here)
    assert not advice.wrong
    assert str(tmp_path / "bin" / "flake8") in advice.text
    _command(tmp_path / "bin", "exit 1")
    assert [*doctor_tools.commands(here)] == []
    monkeypatch.setenv("PATH", "")
    assert [*doctor_tools.commands(here)] == []


@pytest.mark.skipif(sys.platform == "win32", reason="a script of a shell")
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("echo '7.0.0 (mccabe: 0.7.0) CPython'", "does not know the plugin"),
        ("echo '7.0.0 (flake8-testsec: 0.0.1, mccabe: 0.7.0) CPython'", "knows version 0.0.1"),
        ("echo 'No module named flake8'; exit 1", "does not run in this environment: No module named flake8"),
        ("exit 1", "does not run in this environment: it says nothing"),
    ],
)
def test_a_flake8_that_does_not_know_us_is_a_problem(
    answer: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(_command(tmp_path / "bin", answer)))
    (advice,) = doctor_tools.flake8_here().advice
    assert advice.wrong
    assert said in advice.text
    assert "pip install" in advice.remedy


def test_a_flake8_that_cannot_be_started_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    (advice,) = doctor_tools.flake8_here().advice
    assert "No such file" in advice.text


def test_nothing_of_the_project_is_run(tmp_path: Path) -> None:
    trap = "open('ran', 'w').close()\n"
    config = "[flake8]\n[flake8:local-plugins]\nextension = X = trap:Plugin\npaths = .\n"
    lay_out(tmp_path, {**BASE, "trap.py": trap, "flake8.py": "", "tox.ini": config})
    command = [sys.executable, "-P"] if sys.version_info >= (3, 11) else [sys.executable]
    code = "from flake8_testsec.cli import main; raise SystemExit(main())"
    subprocess.run([*command, "-c", code, "doctor"], cwd=tmp_path, capture_output=True)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("version", "is_on"), [("0.15.9", False), ("0.16.0", True), ("1.0", True), (None, True)]
)
def test_ruffs_default_depends_on_its_version(
    version: str | None, is_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(name: str) -> str:
        if version is None:
            raise metadata.PackageNotFoundError(name)
        return version

    monkeypatch.setattr(metadata, "version", told)
    assert doctor_tools._selects_unused({}) is is_on


def test_wrong_usage_is_status_two(tmp_path: Path) -> None:
    done = testsec(tmp_path, "doctor", "--nonsense")
    assert done == (2, "", "testsec doctor: error: unrecognized arguments: --nonsense\n")
