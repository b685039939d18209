"""flake8 writes our reports: what its tuples lack is found out again."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from flake8.violation import Violation

from flake8_testsec.cli.again import entries_of

from ..doors import DEFECT, flake8, lay_out, testsec
from .test_startup import COMMAND, FLAKE8, imported

SWALLOWED = """\
import os

def test_b(shop):
    try:
        assert shop
    except Exception:
        pass
"""
FILES = {
    "tests/test_a.py": DEFECT,
    "tests/test_b.py": SWALLOWED,
    "tests/test_c.py": "def test_c(shop):\n    shop.lines == 1\n    shop.lines == 1\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with findings of ours and of pyflakes."""
    return lay_out(tmp_path, FILES)


def ours(text: str) -> list[dict[str, Any]]:
    """The results of a log that are ours, without what depends on the other rules."""
    results = json.loads(text)["runs"][0]["results"]
    for each in results:
        del each["ruleIndex"]
    return [each for each in results if each["ruleId"].startswith("TSE")]


def test_flake8_offers_both() -> None:
    names = {entry.name for entry in metadata.entry_points(group="flake8.report")}
    assert {"testsec-json", "testsec-sarif"} <= names


def test_flake8_writes_what_we_write(project: Path) -> None:
    theirs = flake8(project, "--isolated", "--format=testsec-sarif", "tests")
    mine = testsec(project, "check", "--isolated", "--format=sarif", "tests")
    assert (theirs.status, theirs.err) == (mine.status, mine.err) == (1, "")
    assert ours(theirs.out) == ours(mine.out)
    assert len(ours(mine.out)) == 4


def test_findings_of_others_are_told_as_flake8_tells_them(project: Path) -> None:
    select = ("--isolated", "--select=TSE,F")
    report = json.loads(flake8(project, *select, "--format=testsec-json", "tests").out)
    (foreign,) = [each for each in report["findings"] if each["code"] == "F401"]
    assert (foreign["severity"], foreign["line"], foreign["end_column"]) == (None, 1, 1)
    assert report["counts"]["other"] == 1
    log = json.loads(flake8(project, *select, "--format=testsec-sarif", "tests").out)
    assert log["runs"][0]["tool"]["driver"]["rules"][-1]["id"] == "F401"


def test_standard_input_is_what_flake8_has_read(project: Path) -> None:
    """Not the file that has the same name."""
    text = "# ü\n" + FILES["tests/test_c.py"]
    arguments = ("--isolated", "--select=TSE", "--stdin-display-name=tests/test_a.py")
    report = json.loads(flake8(project, *arguments, "--format=testsec-json", "-", stdin=text).out)
    assert [each["line"] for each in report["findings"]] == [3, 4]
    assert all(each["fix"] for each in report["findings"])


def test_a_file_is_replaced_and_not_added_to(project: Path) -> None:
    for _ in range(2):
        done = flake8(project, "--isolated", "--format=testsec-json", "--output-file=out", "tests")
        assert (done.status, done.out) == (1, "")
    assert json.loads((project / "out").read_text())["files"] == 3


def test_a_report_that_cannot_be_written_is_told(project: Path) -> None:
    done = flake8(project, "--isolated", "--format=testsec-json", "--output-file=tests", "tests")
    assert done.status == 1
    assert done.lines[-1] == "cannot write 'tests': Is a directory"


def test_a_reader_that_leaves_is_no_traceback(project: Path) -> None:
    lay_out(project, {"tests/test_d.py": DEFECT + FILES["tests/test_c.py"] * 500})
    command = f"{sys.executable} -m flake8 --isolated --select=TSE --format=testsec-sarif tests | head -n 1"
    done = subprocess.run(command, shell=True, cwd=project, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("{\n", "")


def test_numbers_do_not_break_the_report(project: Path) -> None:
    arguments = (
        "--isolated",
        "--select=TSE",
        "--statistics",
        "--benchmark",
        "--format=testsec-json",
        "tests",
    )
    done = flake8(project, *arguments)
    assert json.loads(done.out)["files"] == 3
    assert done.err.splitlines()[0] == "1     TSE405"
    assert "seconds elapsed" in done.err


def test_a_run_that_reviewed_not_everything_says_so(project: Path) -> None:
    lay_out(project, {"tests/test_d.py": "def f(:\n"})
    report = json.loads(flake8(project, "--isolated", "--format=testsec-json", "tests").out)
    assert (report["complete"], report["counts"]["error"]) == (False, 1)


def test_a_file_that_changes_meanwhile_is_told_as_flake8_knew_it(tmp_path: Path) -> None:
    found = [Violation("TSE407", str(tmp_path / "gone.py"), 5, 5, "a message", None)]
    (entry,) = entries_of(found[0].filename, found, None)
    assert entry.finding[:3] == (5, 4, "TSE407")
    assert entry.detail.fingerprint.endswith(":1")


def test_formatters_that_nobody_asks_for_import_nothing(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": ""})
    found = imported(tmp_path, FLAKE8, "--isolated", "--select=TSE", "tests/test_a.py")
    assert "flake8_testsec.formatters" in found
    assert not {name for name in found if name.startswith(("flake8_testsec.cli", "flake8_testsec.formats."))}


@pytest.mark.parametrize("text", ["", DEFECT])
def test_a_plain_run_imports_nothing_for_reports(text: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": text})
    found = imported(tmp_path, COMMAND, "check", "--isolated", "--no-cache", "tests")
    assert {name for name in found if name.startswith("flake8_testsec.formats")} == {
        "flake8_testsec.formats",
        "flake8_testsec.formats.escapes",
    }
    assert (
        not {
            "flake8_testsec.catalogue",
            "flake8_testsec.cli.details",
            "flake8_testsec.cli.statistics",
            "flake8_testsec.fingerprints",
            "json",
            "xml.sax.saxutils",
        }
        & found
    )


def test_a_report_without_findings_imports_no_rules_for_it(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": ""})
    found = imported(tmp_path, COMMAND, "check", "--isolated", "--no-cache", "--format=json", "tests")
    assert "flake8_testsec.formats.json_report" in found
    assert "flake8_testsec.catalogue" not in found
