"""A baseline that ``[tool.testsec]`` names, in both doors."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..doors import DEFECT, flake8, lay_out, testsec

pytestmark = pytest.mark.once

TABLE = '[tool.testsec]\nbaseline = "known/list"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    lay_out(tmp_path, {"pyproject.toml": TABLE, "tests/test_a.py": DEFECT, "known/none": ""})
    done = testsec(tmp_path, "baseline", "write", "--baseline=known/list", "--no-cache", "tests")
    assert done.status == 0, done.err
    return tmp_path


def test_it_is_read_beside_the_file_that_names_it(project: Path) -> None:
    assert testsec(project, "check", "--no-cache", "tests") == (0, "", "")
    assert testsec(project / "tests", "check", "--no-cache", "test_a.py") == (0, "", "")
    assert flake8(project, "--select=TSE", "tests").status == 0


def test_the_command_line_counts_before_it(project: Path) -> None:
    assert testsec(project, "check", "--no-cache", "--baseline=", "tests").status == 1
    done = testsec(project, "check", "--no-cache", "--baseline=nowhere", "tests")
    assert done.status == 2
    assert "nowhere" in done.err


def test_one_that_is_missing_is_an_error(project: Path) -> None:
    (project / "known/list").unlink()
    assert testsec(project, "check", "--no-cache", "tests").status == 2
