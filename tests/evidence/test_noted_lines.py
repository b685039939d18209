"""Of which tests all lines are noted, and of which nobody knows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec.evidence.places import Project
from flake8_testsec.evidence.recorder import Recorder, Scope
from flake8_testsec.evidence.records import Writer

from ..doors import lay_out
from .runs import ROOT, of_kind, pytest_run, records, uncovered

FORKS = """\
import os

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    number = os.fork()
    if not number:
        from _pytest.runner import runtestprotocol

        runtestprotocol(item, log=False)
        os._exit(0)
    os.waitpid(number, 0)
    return True
"""
FORKED = """\
import os


def test_a():
    number = os.fork()
    if not number:
        os._exit(0)
    os.waitpid(number, 0)
    for each in list(""):
        assert each == "a"


def test_b():
    for each in list("ab"):
        assert each + "a"
    for each in list(""):
        assert each == "a"


def test_c():
    assert str(1)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks nothing")
@pytest.mark.parametrize("conftest", [FORKS, ""], ids=["each", "none"])
def test_lines_of_forked_tests_are_known(tmp_path: Path, conftest: str) -> None:
    lay_out(tmp_path, {"pyproject.toml": "", "tests/test_a.py": FORKED, "conftest.py": conftest})
    pytest_run(tmp_path, "--testsec-evidence=e", "--testsec-lines", **uncovered())
    found = records(tmp_path / "e")
    assert [each.get("lines") for each in of_kind(found, "test")] == [None, "all", "all"]
    ran = {line for each in of_kind(found, "ran") for line in each["lines"]}
    assert {14, 15, 16, 21} <= ran and 17 not in ran


class _Source:
    """Stands for one that can always begin, also where a run is traced already."""

    def begin(self) -> bool:
        return True

    def is_there(self) -> bool:
        return True

    def end(self) -> None:
        """End nothing."""


def test_other_programs_and_tracers_run_lines_that_nobody_notes(tmp_path: Path) -> None:
    watch = Recorder(Project(str(ROOT)), Writer(str(tmp_path / "e")), lines=True)
    watch._executions._source = _Source()
    watch.begin("a runner", ".")
    for name in ("own", "spawned", "traced"):
        watch.test(f"a::{name}")
        if name == "spawned":
            subprocess.run([sys.executable, "-c", ""], check=True)
        elif name == "traced":
            sys.settrace(sys.gettrace())
        watch.ended("tests/evidence/test_noted_lines.py", 1, Scope.FUNCTION)
    watch.end()
    told = [each.get("lines") for each in of_kind(records(tmp_path / "e"), "test")]
    assert told == ["all", "own process", None]
