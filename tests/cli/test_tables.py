"""``[tool.testsec]`` and ``[tool.flake8]``: what counts, in both doors."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flake8_testsec import cli

from ..doors import CLEAN, DEFECT, Run, flake8, lay_out, run, testsec
from .test_startup import COMMAND, imported

BOTH = DEFECT + "    with pytest.raises(KeyError):\n        x = f()\n        x.g()\n"
"""TSE407, and TSE404, which is off by default."""
ON = ["TSE407", "TSE404"]


def codes(done: Run) -> list[str]:
    return [line.split(" ")[1] for line in done.lines]


def project(folder: Path, table: str, ini: str = "") -> Path:
    files = {"tests/test_a.py": BOTH, "pyproject.toml": table}
    if ini:
        files["tox.ini"] = f"[flake8]\n{ini}\n"
    return lay_out(folder, files)


OWN: dict[str, tuple[str, str, list[str], list[str]]] = {
    "nothing": ("", "", [], ["TSE407"]),
    "the table": ('enable = ["TSE404"]', "", [], ON),
    "a string": ('enable = "TSE5, TSE404"', "", [], ON),
    "underscores": ('min_severity = "high"', "", [], []),
    "the table before flake8's file": ('enable = ["TSE404"]', "testsec-enable = TSE5", [], ON),
    "flake8's file where the table is silent": ("statistics = false", "testsec-enable = TSE404", [], ON),
    "the command line before the table": ('enable = ["TSE404"]', "", ["--testsec-enable=TSE5"], ["TSE407"]),
    "the command line that repeats flake8's file": (
        'enable = ["TSE404"]',
        "testsec-enable = TSE5",
        ["--testsec-enable=TSE5"],
        ["TSE407"],
    ),
    "isolated": ('enable = ["TSE404"]', "testsec-enable = TSE404", ["--isolated"], ["TSE407"]),
    "another file": ('enable = ["TSE404"]', "", ["--config=empty.cfg"], ["TSE407"]),
    "a switch of either": ("working-directory-of-tests = true", "", [], ["TSE407"]),
}


@pytest.mark.parametrize("case", OWN)
def test_our_own_keys_hold_in_both_doors(case: str, tmp_path: Path) -> None:
    table, ini, arguments, expected = OWN[case]
    project(tmp_path, f"[tool.testsec]\n{table}\n", ini)
    lay_out(tmp_path, {"empty.cfg": "[flake8]\n"})
    ours = testsec(tmp_path, "check", *arguments)
    theirs = flake8(tmp_path, "--select=TSE,E9", *arguments)
    assert ours.out == theirs.out
    assert codes(ours) == expected


COMMON: dict[str, tuple[str, str, list[str], list[str]]] = {
    "select": ('select = ["TSE404"]', "", [], ["TSE404"]),
    "select and the command line": ('select = ["TSE404"]', "", ["--select=TSE4"], ["TSE407"]),
    "ignore": ('ignore = ["TSE407"]', "ignore = E1", [], []),
    "exclude": ('exclude = ["tests/*"]', "", [], []),
    "exclude before flake8's": ('exclude = ["elsewhere"]', "exclude = tests", [], ["TSE407"]),
    "flake8's exclude": ("jobs = 1", "exclude = tests", [], []),
    "a table of ignores": ('[tool.testsec.per-file-ignores]\n"tests/*" = ["TSE407"]', "", [], []),
    "a list of ignores": ('per-file-ignores = ["tests/*: TSE407"]', "", [], []),
    "jobs, and a number of times": ('jobs = "auto"\nquiet = 0', "", [], ["TSE407"]),
    "no comments": ("disable-noqa = true", "", [], ["TSE407"]),
}


@pytest.mark.parametrize("case", COMMON)
def test_keys_of_flake8_hold_in_ours(
    case: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table, ini, arguments, expected = COMMON[case]
    monkeypatch.chdir(project(tmp_path, f"[tool.testsec]\n{table}\n", ini))
    status = cli.main(["check", *arguments])
    assert codes(Run(status, *capfd.readouterr())) == expected


def test_paths_are_relative_to_the_file_that_names_them(tmp_path: Path) -> None:
    table = '[tool.testsec.per-file-ignores]\n"tests/*" = "TSE407"\n"./x/*" = "TSE4"\n"*.txt" = "TSE4"\n'
    project(tmp_path, table)
    assert testsec(tmp_path / "tests", "check") == (0, "", "")
    assert testsec(tmp_path, "check", "tests") == (0, "", "")


REFUSED = {
    "an unknown key": ("enabel = 1", "unknown key 'enabel'; did you mean 'enable'?"),
    "a key of style": ("max-line-length = 1", "unknown key 'max-line-length'"),
    "a wrong kind": ("exclude = 3", "exclude: a list of strings is expected"),
    "no code": ('ignore = ["tse4"]', "ignore: 'tse4' is no code"),
    "no number": ('quiet = "no"', "quiet: a whole number is expected"),
    "no switch": ("disable-noqa = 1", "disable-noqa: true or false is expected"),
    "no switch of ours": ("working-directory-of-tests = 1", "true or false is expected"),
    "a pattern with a space": (
        'per-file-ignores = {"a b/c" = "TSE4"}',
        "no pattern with a space",
    ),
    "a rule that is none": ('enable = ["TSE9"]', "no rule has this code or prefix"),
    "broken TOML": ("enable = [TSE4]", "pyproject.toml cannot be read: "),
}


@pytest.mark.parametrize("case", REFUSED)
def test_wrong_tables_are_refused_in_one_line(
    case: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table, why = REFUSED[case]
    monkeypatch.chdir(project(tmp_path, f"[tool.testsec]\n{table}\n"))
    status = cli.main(["check"])
    out, err = capfd.readouterr()
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("testsec check: error: ")
    assert why in err


@pytest.mark.parametrize("table", ["enabel = 1", "enable = 3"])
def test_flake8_refuses_them_too(table: str, tmp_path: Path) -> None:
    done = flake8(project(tmp_path, f"[tool.testsec]\n{table}\n"))
    assert done.status == 1
    assert "critical error" in done.lines[0]
    assert "pyproject.toml" in done.lines[1]


def test_flake8_does_not_pass_over_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    """With flake8-pyproject, that plugin breaks before us."""
    done = flake8(project(tmp_path, "[tool.testsec]\nenable = [TSE4]\n"))
    assert done.status == 1
    assert "Invalid value (at line 2, column 11)" in done.out + done.err
    assert "TSE407" not in done.out


def test_another_program_that_runs_flake8_may_have_any_arguments(tmp_path: Path) -> None:
    project(tmp_path, '[tool.testsec]\nenable = ["TSE404"]\n')
    code = "import sys; from flake8.main.cli import main; sys.argv[1:] = ['--config']; main(['--select=TSE'])"
    lay_out(tmp_path, {"other.py": code})
    assert codes(run("other", tmp_path, [])) == ON


NAMED = {
    "ours": ("[tool.testsec]\nenable = 'TSE404'\n", ON),
    "flake8's": ("[tool.flake8]\ntestsec-enable = ['TSE404']\njobs = 1\n", ON),
    "both": ("[tool.testsec]\nenable = 'TSE5'\n[tool.flake8]\ntestsec-enable = ['TSE404']\n", ["TSE407"]),
}


@pytest.mark.parametrize("case", NAMED)
def test_a_file_that_is_named_may_be_toml(
    case: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text, expected = NAMED[case]
    lay_out(tmp_path, {"other.toml": text, "more.cfg": "[flake8]\nexclude = x\n"})
    monkeypatch.chdir(project(tmp_path, "[tool.testsec]\nenable = 3\n"))
    status = cli.main(["check", "--config=other.toml", "--append-config=more.cfg"])
    assert codes(Run(status, *capfd.readouterr())) == expected


WRONG_FILES = {
    "a TOML file that is missing": (["--config=missing.toml"], "does not exist: missing.toml"),
    "a TOML file without a table": (["--config=other.toml"], "has neither [tool.testsec] nor [tool.flake8]"),
    "a further file that is missing": (
        ["--config=theirs.toml", "--append-config=missing.cfg"],
        "does not exist: missing.cfg",
    ),
    "a table below flake8's": (["--config=tables.toml"], "flake8-pyproject knows no tables here"),
    "a file of flake8's that is broken": ([], "Source contains parsing errors"),
}


@pytest.mark.parametrize("case", WRONG_FILES)
def test_files_that_cannot_count_are_refused(
    case: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments, why = WRONG_FILES[case]
    files = {
        "other.toml": "[tool.black]\n",
        "theirs.toml": "[tool.flake8]\n",
        "tables.toml": "[tool.flake8.per-file-ignores]\na = 'TSE'\n",
        "setup.cfg": "[metadata]\nbroken\n",
        "tox.ini": "[flake8]\nbroken\n",
    }
    monkeypatch.chdir(lay_out(tmp_path, files))
    assert cli.main(["check", *arguments]) == 2
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert why in err


def test_a_file_of_flake8s_in_no_encoding_is_refused(tmp_path: Path) -> None:
    done = testsec(lay_out(tmp_path, {"tox.ini": b"[flake8]\n# \xff\n"}), "check")
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert "tox.ini cannot be read: 'utf-8'" in done.err


def test_what_counts_is_told_to_who_asks(tmp_path: Path) -> None:
    project(tmp_path, "[tool.testsec]\n", "jobs = 1")
    done = testsec(tmp_path, "check", "-v")
    assert "configuration: pyproject.toml: [tool.testsec], tox.ini" in done.out + done.err


def test_a_reader_of_toml_is_imported_for_a_table_of_ours_alone(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN, "pyproject.toml": '[project]\nname = "flake8-testsec"\n'})
    readers = {"tomllib", "tomli"}
    assert not readers & imported(tmp_path, COMMAND, "check", "--no-cache", "tests")
    lay_out(tmp_path, {"pyproject.toml": "[tool.testsec]\n"})
    assert readers & imported(tmp_path, COMMAND, "check", "--no-cache", "tests")


# [tool.flake8], which counts where flake8-pyproject is installed


def test_the_table_of_flake8_is_not_read_without_the_plugin(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "flake8p", None)
    monkeypatch.chdir(project(tmp_path, "[tool.flake8]\ntestsec-enable = 'TSE404'\n"))
    status = cli.main(["check"])
    assert codes(Run(status, *capfd.readouterr())) == ["TSE407"]


THEIRS: dict[str, tuple[str, str, list[str]]] = {
    "a list": ("[tool.flake8]\ntestsec-enable = ['TSE404']\n", "", ON),
    "in place of a file": ("[tool.flake8]\njobs = 1\n", "testsec-enable = TSE404", ["TSE407"]),
    "with ours": (
        "[tool.flake8]\ntestsec-enable = 'TSE5'\nexclude = ['x']\n[tool.testsec]\nenable = ['TSE404']\n",
        "exclude = tests",
        ON,
    ),
    "another table": ("[tool.black]\n", "testsec-enable = TSE404", ON),
}


@pytest.mark.parametrize("case", THEIRS)
def test_both_doors_read_the_table_of_flake8(case: str, tmp_path: Path) -> None:
    pytest.importorskip("flake8p", reason="flake8-pyproject is not installed")
    text, ini, expected = THEIRS[case]
    project(tmp_path, text, ini)
    ours, theirs = testsec(tmp_path, "check"), flake8(tmp_path, "--select=TSE,E9")
    assert ours.out == theirs.out
    assert codes(ours) == expected
