"""Copies of this project, which a test may change and run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .doors import Run

ROOT = Path(__file__).resolve().parent.parent
OURS = f".{sys.implementation.cache_tag}.pyc"


def run(folder: Path, *arguments: str) -> Run:
    """Python in a folder, with the packages that are there."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def copied(source: Path, target: Path) -> Path:
    """What this Python has compiled comes along: Python takes it for a source of the same time and size."""
    for name in ("flake8_testsec", "tests", "docs", "examples"):
        shutil.copytree(source / name, target / name, ignore=_compiled_by_others)
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "pyproject.toml", "mkdocs.yml"):
        shutil.copy(source / name, target)
    return target


def _compiled_by_others(folder: str, names: list[str]) -> list[str]:
    """Other Pythons' files, those of pytest, which keep the folder's name, and what is being written."""
    compiled = Path(folder).name == "__pycache__"
    return [name for name in names if compiled and not name.endswith(OURS)]
