"""Files that are called like options, as pre-commit gives them: behind the hook's own arguments."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from ..doors import DEFECT, lay_out

MANIFEST = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
HOOKS = {each["id"]: each for each in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))}
NAMES = ("--exit-zero", "--output-file=report.py", "--config=other.py")
TOKEN = "0rkbJW".join(("ghp_Rk3vQ9sLw7ZtB1nXc5MfYd2HgJpU8e", ""))
CASSETTE = f"interactions:\n- request:\n    headers:\n      Authorization: ['Bearer {TOKEN}']\n"
MODULES = {"flake8": "flake8", "testsec": "flake8_testsec"}


def run(folder: Path, hook: str, arguments: list[str], names: list[str]) -> subprocess.CompletedProcess[str]:
    program, *words = HOOKS[hook]["entry"].split()
    command = [sys.executable, "-m", MODULES[program], *words, *arguments, *names]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ})


@pytest.mark.parametrize("hook", HOOKS)
def test_no_file_is_an_option_of_a_hook(hook: str, tmp_path: Path) -> None:
    files = {
        "tests/test_a.py": DEFECT,
        "tests/cassettes/a.yaml": CASSETTE,
        **dict.fromkeys(NAMES, "#!python\n"),
    }
    lay_out(tmp_path, {**files, "pyproject.toml": ""})
    name = "tests/cassettes/a.yaml" if "cassettes" in hook else "tests/test_a.py"
    done = run(tmp_path, hook, HOOKS[hook]["args"], [*NAMES, name])
    fixes = hook == "testsec-fix"  # this finding has no fix
    assert "without a fix" in done.stdout if fixes else f"{name}:" in done.stdout
    assert done.returncode == (0 if fixes else 1)
    assert not (tmp_path / "report.py").exists()
    assert run(tmp_path, hook, [], [NAMES[0], name]).returncode == 0  # or there would be nothing to hold
