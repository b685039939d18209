"""A configuration that names code to run and files to write: ``testsec`` reads what is safe of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ..doors import DEFECT, lay_out, testsec

TRAP = "open('sprung', 'w').close()\nclass Plugin:\n    name = version = '1'\n"
SETTINGS = """\
local-plugins = X = own.trap:Plugin
paths = ./own
format = {outside}/format.txt
output-file = {outside}/report.txt
output_file = {outside}/report.txt
tee = true
cache-dir = {outside}/cache
cache_dir = {outside}/cache
config = {outside}/setup.cfg
append-config = {outside}/setup.cfg
enable-extensions = X
require-plugins = own
stdin-display-name = {outside}/name.py
since = HEAD
add-noqa = true
unused-noqa = true
evidence = {outside}/evidence
compare-with = {outside}/report.json
title = <script>
doctests = true
"""
"""Options of flake8 and of ours; those that could run or write anything are no options of a configuration."""

LOCAL = """\
[flake8:local-plugins]
extension =
    X = own.trap:Plugin
report =
    evil = own.trap:Plugin
paths =
    ./own
    .
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    files = {"own/__init__.py": "", "own/trap.py": TRAP, "trap.py": TRAP, "tests/test_a.py": DEFECT}
    return lay_out(tmp_path / "project", files)


def untouched(project: Path) -> bool:
    """Whether nothing was run, and nothing written elsewhere."""
    return not (project / "sprung").exists() and not any((project.parent / "outside").iterdir())


@pytest.mark.parametrize("name", ["setup.cfg", "tox.ini", ".flake8"])
def test_what_a_configuration_of_flake8_names_is_neither_run_nor_written(name: str, project: Path) -> None:
    settings = SETTINGS.format(outside=project.parent / "outside")
    lay_out(project, {name: f"[flake8]\n{settings}{LOCAL}"})
    before = sorted(each.name for each in project.iterdir())
    for command in ("check", "review", "bugs", "role", "doctor"):
        done = testsec(project, command, "--no-cache", "tests")
        assert "TSE407" in done.out or command not in ("check", "review")
        assert untouched(project)
    assert sorted(each.name for each in project.iterdir()) == before
    assert (project / "tests/test_a.py").read_text() == DEFECT


@pytest.mark.parametrize(
    "key",
    [
        *("local-plugins", "paths", "output-file", "cache-dir", "config", "append-config", "no-cache"),
        *("add-noqa", "since", "staged", "compare-with", "title", "stdin-display-name"),
        *("enable-extensions", "require-plugins", "isolated", "cassettes", "reason", "unsafe"),
    ],
)
def test_a_table_of_ours_has_no_key_that_could_run_or_write(key: str, project: Path) -> None:
    switches = ("no-cache", "add-noqa", "staged", "isolated", "cassettes", "unsafe")
    value = "true" if key in switches else "'own'"
    lay_out(project, {"pyproject.toml": f"[tool.testsec]\n{key} = {value}\n"})
    done = testsec(project, "check", "tests")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert f"[tool.testsec] has the unknown key '{key}'" in done.err


def test_a_format_with_control_characters_is_refused(project: Path) -> None:
    """Such as one that would set the title of a terminal, or hide what stands above."""
    lay_out(project, {"setup.cfg": "[flake8]\nformat = %(path)s \x1b]0;title\x07 \x1b[1A\n"})
    done = testsec(project, "check", "tests")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "it has a control character" in done.err and "\x1b" not in done.err


@pytest.mark.parametrize("place", ["../outside/listed", "{outside}/listed", "linked"])
@pytest.mark.parametrize("table", [False, True], ids=["setup.cfg", "pyproject.toml"])
def test_a_baseline_elsewhere_is_written_only_if_the_user_names_it(
    table: bool, place: str, project: Path
) -> None:
    outside = project.parent / "outside"
    name = place.format(outside=outside)
    (project / "linked").symlink_to(outside / "listed")
    text = f"[tool.testsec]\nbaseline = '{name}'\n" if table else f"[flake8]\ntestsec-baseline = {name}\n"
    lay_out(project, {"pyproject.toml": "", "pyproject.toml" if table else "setup.cfg": text})
    for word in ("write", "prune"):
        done = testsec(project, "baseline", word, "tests")
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
        assert "lies outside the project" in done.err
    assert untouched(project)
    assert testsec(project, "baseline", "write", f"--baseline={outside / 'listed'}", "tests").status == 0
    assert (outside / "listed").exists()


@pytest.mark.parametrize("link", ["tests/test_link.py", "tests/folder"])
def test_no_file_is_changed_to_which_a_link_leads_out(link: str, project: Path) -> None:
    lay_out(project, {"pyproject.toml": ""})
    target = project.parent / "elsewhere" / "test_b.py"
    lay_out(project.parent, {"elsewhere/test_b.py": DEFECT})
    (project / link).symlink_to(target if link.endswith(".py") else target.parent)
    named = link if link.endswith(".py") else f"{link}/test_b.py"
    done = testsec(project, "check", "--add-noqa", "--no-cache", "tests", named)
    assert "it is a link that leads out of the project" in done.err
    assert done.status == 1
    fixed = testsec(project, "fix", "--unsafe", named)
    assert fixed.status in (0, 2)
    assert target.read_text() == DEFECT
    assert "# noqa" in (project / "tests/test_a.py").read_text()


def test_a_baseline_that_is_a_secret_is_not_shown(project: Path) -> None:
    lay_out(project.parent, {"outside/key": "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n"})
    lay_out(project, {"setup.cfg": f"[flake8]\ntestsec-baseline = {os.pardir}/outside/key\n"})
    done = testsec(project, "check", "tests")
    assert done.status == 2 and "is not a baseline" in done.err
    assert "AAAA" not in done.err and "BEGIN" not in done.err
