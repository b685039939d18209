"""Cassettes and the command: what is reviewed, what is printed, and what ends how."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec import cli
from flake8_testsec.cassettes import yaml_events

from ..doors import DEFECT, lay_out, testsec
from .recorded import KEPT, VALUE, WORDS

TEXT = f"""\
interactions:
- request:
    headers:
      Authorization:
      - Bearer {VALUE}
"""
LINE = f"cassettes/a.yaml:4:7: TSE106 recorded Authorization is not redacted{WORDS}\n"
QUIET = TEXT.replace("Authorization:", "Authorization:  # noqa: TSE106 of a closed account")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return lay_out(tmp_path, {"cassettes/a.yaml": TEXT, "cassettes/test_a.py": DEFECT, "data/a.yaml": TEXT})


def test_cassettes_and_nothing_else_are_reviewed(project: Path) -> None:
    assert testsec(project, "check", "--cassettes") == (1, f"./{LINE}", "")
    assert testsec(project, "check", "--cassettes", "cassettes", "data") == (1, LINE, "")


def test_without_the_option_cassettes_are_not_reviewed(project: Path) -> None:
    assert "TSE106" not in testsec(project, "check").out


def test_a_file_that_is_named_is_a_cassette(project: Path) -> None:
    assert testsec(project, "check", "--cassettes", "data/a.yaml").out == LINE.replace("cassettes", "data")


def test_folders_above_the_project_do_not_matter(tmp_path: Path) -> None:
    lay_out(tmp_path, {"vcrpy/setup.py": "", "vcrpy/docs/a.yaml": TEXT})
    assert testsec(tmp_path / "vcrpy", "check", "--cassettes") == (0, "", "")


def test_an_answer_without_credentials_is_silent(tmp_path: Path) -> None:
    lay_out(tmp_path, {"cassettes/a.yaml": QUIET, "cassettes/b.json": "{}"})
    assert testsec(tmp_path, "check", "--cassettes") == (0, "", "")


OPTIONS = {
    "--exit-zero": (0, LINE),
    "--count": (1, LINE + "1\n"),
    "--format=%(path)s %(code)s at %(row)d": (1, "cassettes/a.yaml TSE106 at 4\n"),
    "--exclude=cassettes": (0, ""),
    "--extend-exclude=*/a.yaml": (0, ""),
    "--per-file-ignores=cassettes/*:TSE106": (0, ""),
    "--ignore=TSE1": (0, ""),
    "--jobs=2": (1, LINE),
    "--show-source": (1, f"{LINE}      Authorization\n      ^\n"),
    "--quiet": (1, "cassettes/a.yaml\n"),
}


@pytest.mark.parametrize("option", OPTIONS)
def test_options_mean_what_they_mean_elsewhere(option: str, project: Path) -> None:
    status, out = OPTIONS[option]
    assert testsec(project, "check", "--cassettes", option, "cassettes", "data") == (status, out, "")


def test_output_goes_to_a_file(project: Path) -> None:
    assert testsec(project, "check", "--cassettes", "--output-file=out", "cassettes") == (1, "", "")
    assert (project / "out").read_text() == LINE


def test_noqa_is_disabled_on_demand_and_no_value_is_ever_shown(tmp_path: Path) -> None:
    inside = f"request:\n  headers: {{Authorization: {VALUE}}}  # noqa: E501\n"
    far = " " * 300 + KEPT.strip()
    lay_out(
        tmp_path, {"cassettes/a.yaml": QUIET, "cassettes/b.yaml": inside, "cassettes/c.json": f"{{{far}}}"}
    )
    done = testsec(tmp_path, "check", "--cassettes", "--show-source", "--disable-noqa", "--jobs=1")
    assert done.out.count(": TSE106 recorded") == 3
    assert VALUE not in done.out
    assert "\n      Authorization  # noqa: TSE106\n      ^\n" in done.out


def test_in_json_nothing_is_a_comment(tmp_path: Path) -> None:
    lay_out(tmp_path, {"cassettes/a.json": f'{{"x": "# noqa", {KEPT}}}'})
    assert testsec(tmp_path, "check", "--cassettes").status == 1


def test_lines_behind_a_very_long_one_are_found(tmp_path: Path) -> None:
    lay_out(tmp_path, {"cassettes/a.yaml": "x: " + "y" * 200_000 + "\n" + QUIET})
    assert testsec(tmp_path, "check", "--cassettes") == (0, "", "")


def test_standard_input_from_a_pipe_and_from_a_file(project: Path) -> None:
    named = ("--stdin-display-name=cassettes/a.yaml", "-")
    command = [sys.executable, "-m", "flake8_testsec", "check", "--cassettes", *named]
    for text in (TEXT, None):
        with (project / "cassettes/a.yaml").open("rb") as file:
            given = {"stdin": file} if text is None else {"input": text}
            done = subprocess.run(command, cwd=project, **given, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (1, LINE)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_broken_files_get_a_line_and_cost_nothing_of_the_others(jobs: str, project: Path) -> None:
    broken = {
        "cassettes/b.yaml": "a: b: c\n",
        "cassettes/c.json": "{",
        "cassettes/d.yaml": TEXT + "  x: 1\n\tx",
    }
    lay_out(project, broken)
    done = testsec(project, "check", "--cassettes", f"--jobs={jobs}", "cassettes", "missing.yaml")
    assert (done.status, done.err) == (2, "")
    assert done.lines[0] == LINE.strip()
    assert [line.split(" ")[:2] for line in done.lines[1:]] == [
        ["cassettes/b.yaml:1:5:", "E999"],
        ["cassettes/c.json:1:2:", "E999"],
        ["cassettes/d.yaml:4:7:", "TSE106"],
        ["cassettes/d.yaml:7:1:", "E999"],
        ["missing.yaml:0:1:", "E902"],
    ]


def test_broken_files_are_told_even_if_the_options_hide_them(project: Path) -> None:
    lay_out(project, {"cassettes/b.json": "{"})
    done = testsec(project, "check", "--cassettes", "--ignore=E999,TSE106", "cassettes")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)


def test_without_pyyaml_one_line_says_what_to_do(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setattr(yaml_events, "installed", lambda: False)
    assert cli.main(["check", "--cassettes", "cassettes"]) == 2
    assert capsys.readouterr() == (
        "",
        "testsec check: error: --cassettes needs PyYAML: pip install PyYAML\n",
    )


def test_without_pyyaml_everything_else_works(project: Path) -> None:
    trap = "import sys\nsys.modules['yaml'] = None\nfrom flake8_testsec.cli import main\n"
    trap += "sys.exit(main(['check', 'cassettes']))"
    done = subprocess.run([sys.executable, "-c", trap], cwd=project, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "")
    assert "TSE407" in done.stdout
