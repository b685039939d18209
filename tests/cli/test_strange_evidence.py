"""Evidence that another program wrote, or that is of another place, ends in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..doors import lay_out, testsec
from ..evidence.runs import pytest_run
from .test_evidence import CLEAN, END, HEAD, check, digest_line
from .test_written_evidence import leak


@pytest.mark.parametrize("wrong", [{"name": 5}, {"what": ["a"]}, {"outcome": {}}, {"line": float("inf")}])
def test_records_of_other_types_are_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    text = HEAD + json.dumps(leak(**wrong)) + "\n" + END
    done = check(lay_out(tmp_path, {"tests/test_a.py": CLEAN, "evidence.jsonl": text}))
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.endswith("line 2 is not understood\n")


def test_what_is_no_text_is_refused_by_its_name(tmp_path: Path) -> None:
    (lay_out(tmp_path, {"test_a.py": CLEAN}) / "evidence.jsonl").write_bytes(b"\xff\xfe\n")
    done = check(tmp_path)
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert done.err.endswith("evidence 'evidence.jsonl': line 1 is not JSON\n")


def test_evidence_of_another_place_is_told(tmp_path: Path) -> None:
    text = HEAD + digest_line("elsewhere/test_a.py", b"") + END
    done = check(lay_out(tmp_path, {"tests/test_a.py": CLEAN, "evidence.jsonl": text}))
    assert "it is of no file that was reviewed" in done.err


def test_an_empty_name_is_no_file(tmp_path: Path) -> None:
    lay_out(tmp_path, {"test_a.py": CLEAN})
    assert testsec(tmp_path, "check", "--evidence=", ".").status == 2
    assert pytest_run(tmp_path, "--testsec-evidence=").status == 4


def test_lines_without_a_file_are_refused(tmp_path: Path) -> None:
    done = pytest_run(lay_out(tmp_path, {"test_a.py": CLEAN}), "--testsec-lines")
    assert done.status == 4
    assert "--testsec-lines: name a file with --testsec-evidence" in done.err


def test_evidence_that_a_test_removes_is_told_in_a_line(tmp_path: Path) -> None:
    test = 'import os\n\n\ndef test_a():\n    os.unlink("evidence.jsonl")\n'
    lay_out(tmp_path, {"test_a.py": test})
    done = pytest_run(tmp_path, "--testsec-evidence=evidence.jsonl", "-pxdist", "-n1")
    assert done.status == 0
    assert "testsec evidence: it is not complete: " in done.err
    assert "Traceback" not in done.err
