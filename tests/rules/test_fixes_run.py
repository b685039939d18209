"""Fixes that are run: a check that never ran fails where it should, and a right test passes as before."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.fixing.application import apply
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from tests.fixing.runs import RUNS, Run
from tests.measuring import unmeasured

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(sys.platform == "emscripten", reason="WebAssembly has no processes"),
]
_MOST = 5
"""Rounds after which the fixes of these small files have come to an end."""


CASES = [each for each in RUNS if "unittest.TestCase" in each.text]
KINDS = ("right", "wrong")
SILENCED = "-Wignore"


def by_name(run: Run) -> str:
    return run.name


def fixed(text: str, code: str) -> str:
    """A text after all fixes of a rule, one after the other."""
    rounds = 0
    while edits := first_edits(text, code):
        assert (rounds := rounds + 1) < _MOST, text
        text = apply(text.splitlines(keepends=True), edits)
    return text


def first_edits(text: str, code: str) -> Edits:
    module = Module.parse(text, "tests/test_example.py", Settings(enable=("TSE",)))
    found = engine.examine(module, engine.compile_table([RULES[code]], module.role), fixes=True)
    return next((each.fix.edits for each in found if each.fix.edits), ())


def outcomes(folder: Path) -> Mapping[str, set[str]]:
    """What pytest says of the tests of each file."""
    report = folder / "report.xml"
    words = ("-q", SILENCED, "-p", "no:cacheprovider", "-p", "no:asyncio", f"--junitxml={report}", ".")
    subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=folder, env=unmeasured(), capture_output=True
    )
    found: dict[str, set[str]] = {}
    for case in ET.parse(report).iter("testcase"):
        name = case.attrib["classname"].split(".")[0] + ".py"
        told = {child.tag for child in case if child.tag in ("failure", "error", "skipped")}
        found.setdefault(name, set()).update(told or {"passed"})
    return found


def made(folder: Path, *, change: bool) -> Path:
    folder.mkdir()
    (folder / "pytest.ini").write_text("[pytest]\n")
    for run in RUNS:
        for kind, value in zip(KINDS, (run.right, run.wrong), strict=True):
            text = run.written(value)
            text = fixed(text, run.code) if change else text
            (folder / run.file(kind)).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    top = tmp_path_factory.mktemp("run")
    yield made(top / "before", change=False), made(top / "after", change=True)


@pytest.fixture(scope="module")
def ran(folders: tuple[Path, Path]) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    before, after = folders
    return outcomes(before), outcomes(after)


@pytest.mark.parametrize("run", RUNS, ids=by_name)
def test_a_check_that_never_ran_fails_after_its_fix(
    run: Run, ran: tuple[Mapping[str, set[str]], Mapping[str, set[str]]]
) -> None:
    before, after = ran
    assert before[run.file("wrong")] == {"passed"}
    assert after[run.file("wrong")] & {"failure", "error"}


@pytest.mark.parametrize("run", RUNS, ids=by_name)
def test_a_right_test_passes_before_and_after_its_fix(
    run: Run, ran: tuple[Mapping[str, set[str]], Mapping[str, set[str]]]
) -> None:
    before, after = ran
    assert before[run.file("right")] == after[run.file("right")] == {"passed"}


@pytest.mark.parametrize("run", CASES, ids=by_name)
def test_unittest_says_the_same(run: Run, folders: tuple[Path, Path]) -> None:
    before, after = folders
    told = [
        subprocess.run(
            [sys.executable, SILENCED, "-m", "unittest", run.file(kind).removesuffix(".py")],
            cwd=folder,
            capture_output=True,
            env={**unmeasured(), "PYTHONPATH": ""},
        ).returncode
        for folder in (before, after)
        for kind in KINDS
    ]
    assert [code == 0 for code in told] == [True, True, True, False]
