"""What a function of another file makes for a test is evidence of the line that calls it, and of no other."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from flake8_testsec.evidence.reading import Evidence
from flake8_testsec.evidence.saying import File
from flake8_testsec.finding import Finding

from ..doors import testsec
from .runs import watched

HELPERS = """\
import os
import tempfile


def made():
    handle, name = tempfile.mkstemp()
    os.close(handle)
    return name
"""
TESTS = """\
import unittest

from tests.helpers import made, opened


def test_left():
    name = made()
    assert name


def test_other():
    assert made()


class TestShop(unittest.TestCase):
    def setUp(self):
        self.name = made()

    def test_a(self):
        assert opened(self.name)


class TestTill(unittest.TestCase):
    def setUp(self):
        self.till = made()


LATE = made()
"""


def test_a_run_confirms_the_line_that_calls_it(tmp_path: Path) -> None:
    tests = TESTS.replace(", opened", "").replace("opened(self.name)", "self.name")
    files = {"tests/__init__.py": "", "tests/helpers.py": HELPERS, "tests/test_a.py": tests}
    watched(tmp_path, {"pyproject.toml": "", **files})
    options = ("--isolated", "--no-cache", "--select=TSE302", "--evidence=evidence.jsonl", "--format=jsonl")
    done = testsec(tmp_path, "check", *options, "tests/test_a.py")
    found = [json.loads(line) for line in done.lines if '"code"' in line]
    said = {(tests.splitlines()[each["line"] - 1].strip(), each["evidence"]) for each in found}
    assert ("name = made()", "confirmed") in said
    assert {evidence for _, evidence in said} == {"confirmed"}


def says(folder: Path, line: str, leak: dict[str, object], code: str = "TSE302") -> str:
    """What evidence of one leak by `test_left`, or by another test, says of a line."""
    run = {"kind": "run", "version": 1, "root": ".", "functions": False, "lines": False}
    plain = {"kind": "leak", "what": "temporary", "name": "", "outcome": "passed", "several": False}
    place = {"file": "tests/helpers.py", "line": 6, "function": "made", "test": "tests/test_a.py::test_left"}
    name = folder / "evidence.jsonl"
    name.write_text("".join(f"{json.dumps(each)}\n" for each in (run, {**plain, **place, **leak})), "utf-8")
    number = TESTS[: TESTS.index(line)].count("\n") + 1
    finding = Finding(number, 4, code, "a temporary file is never removed", number, 20)
    return File(Evidence(str(name)), "tests/test_a.py", ast.parse(TESTS)).says(finding)


SHOP = {"test": "tests/test_a.py::TestShop::test_a"}


@pytest.mark.parametrize(
    ("line", "leak"),
    [
        ("assert made()", {}),
        ("self.till = ", SHOP),
        ("LATE = ", {}),
        ("name = made()", {"outcome": "failed"}),
        ("name = made()", {"what": "socket"}),
        ("name = made()", {"what": "unheard of"}),
        ("name = made()", {"function": "opened"}),
        ("name = made()", {"function": ""}),
        ("name = made()", {"test": "tests/test_b.py::test_left"}),
        ("name = made()", {"test": "tests/test_a.py"}),
    ],
)
def test_other_lines_have_not_made_it(tmp_path: Path, line: str, leak: dict[str, object]) -> None:
    assert says(tmp_path, line, leak) != "confirmed"


@pytest.mark.parametrize(
    ("line", "leak"),
    [
        ("name = made()", {}),
        ("name = made()", {"function": "Shop.made"}),
        ("self.name = made()", SHOP),
    ],
)
def test_the_lines_that_have_made_it(tmp_path: Path, line: str, leak: dict[str, object]) -> None:
    assert says(tmp_path, line, leak) == "confirmed"
