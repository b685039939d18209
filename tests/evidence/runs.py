"""Real runs of pytest and unittest whose evidence is read again."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..doors import Run, lay_out, run

PLUGIN = ("-p", "flake8_testsec.evidence.pytest_option", "-p", "no:cacheprovider", "-p", "no:randomly")
"""So that it is there whether or not the package is installed with its entry point."""
ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""Saves half of the time of a small run: what else is installed is not imported."""
ROOT = Path(__file__).parent.parent.parent

Record = dict[str, Any]


def environment() -> dict[str, str]:
    """What lets a process in another folder import the package."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))}


def pytest_run(folder: Path, *arguments: str, **more: str) -> Run:
    return run("pytest", folder, ["-q", *PLUGIN, *arguments], **{**environment(), **ALONE, **more})


def watched(folder: Path, files: Mapping[str, str], *arguments: str, **more: str) -> list[Record]:
    """The records of a run that passed."""
    lay_out(folder, files)
    done = pytest_run(folder, "--testsec-evidence", "evidence.jsonl", *arguments, **more)
    assert done.status == 0, done
    return records(folder / "evidence.jsonl")


def records(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def of_kind(found: list[Record], kind: str) -> list[Record]:
    return [each for each in found if each["kind"] == kind]


def leaks(found: list[Record]) -> list[tuple[str, str, str, int | None]]:
    """What was left, by which test, at which line; in the order of their names."""
    left = of_kind(found, "leak")
    told = ((each["test"].rpartition("::")[2], each["what"], each["name"], each["line"]) for each in left)
    return sorted(told, key=lambda each: (*each[:3], each[3] or 0))


def uncovered() -> dict[str, str]:
    """What keeps a process from being measured, which traces it on old Pythons."""
    return dict.fromkeys((name for name in os.environ if name.startswith(("COV_CORE", "COVERAGE"))), "")
