"""Runs that do not come to their end, and tests that take away what pytest and we hold."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ..doors import lay_out
from .runs import leaks, of_kind, pytest_run, records, watched
from .test_unittest import evidence as unittest_run

GOOD = "def test_a():\n    pass\n\n\ndef test_b():\n    assert not True\n"


@pytest.mark.parametrize(
    ("files", "arguments", "is_whole"),
    [
        ({"test_a.py": GOOD}, (), True),
        ({"test_a.py": GOOD}, ("-x",), False),
        ({"test_a.py": GOOD, "test_b.py": "import nowhere\n"}, (), False),
        ({"test_a.py": GOOD, "test_b.py": "import nowhere\n"}, ("--continue-on-collection-errors",), False),
        ({"test_a.py": "def test_a():\n    raise KeyboardInterrupt\n"}, (), False),
    ],
)
def test_only_a_run_of_all_tests_is_whole(
    tmp_path: Path, files: dict[str, str], arguments: tuple[str, ...], is_whole: bool
) -> None:
    lay_out(tmp_path, files)
    pytest_run(tmp_path, "--testsec-evidence", "evidence.jsonl", *arguments)
    assert bool(of_kind(records(tmp_path / "evidence.jsonl"), "end")) is is_whole


@pytest.mark.parametrize("head", ["import nowhere\n", "import unittest\nraise unittest.SkipTest\n"])
def test_a_file_without_tests_to_run_breaks_nothing(tmp_path: Path, head: str) -> None:
    lay_out(tmp_path, {"test_a.py": GOOD, "test_b.py": head})
    pytest_run(tmp_path, "--testsec-evidence", "evidence.jsonl", "--continue-on-collection-errors")
    found = records(tmp_path / "evidence.jsonl")
    assert [each["outcome"] for each in of_kind(found, "test")] == ["passed", "failed"]
    assert [each["file"] for each in of_kind(found, "collected")] == ["test_a.py"]
    assert of_kind(found, "broken") == []


UNIT = "import unittest\n\n\nclass Test(unittest.TestCase):\n    def test_a(self):\n        self.fail()\n"


@pytest.mark.parametrize(
    ("files", "arguments", "is_whole"),
    [
        ({"test_a.py": UNIT}, (), True),
        ({"test_a.py": UNIT}, ("--failfast",), False),
        ({"test_a.py": UNIT, "test_b.py": "import nowhere\n"}, (), False),
    ],
)
def test_so_is_one_of_unittest(
    tmp_path: Path, files: dict[str, str], arguments: tuple[str, ...], is_whole: bool
) -> None:
    lay_out(tmp_path, files)
    unittest_run(tmp_path, "evidence.jsonl", "unittest", *arguments)
    assert bool(of_kind(records(tmp_path / "evidence.jsonl"), "end")) is is_whole


FINDING_OUT = """\
import tempfile


def test_a(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", None)
    tempfile.gettempdir()
    assert [tempfile.mkdtemp()]


def test_b(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", tempfile.gettempdirb())
    assert [tempfile.mkdtemp()]
"""


def test_where_temporary_files_are_may_be_found_out_in_a_test(tmp_path: Path) -> None:
    found = watched(tmp_path, {"test_a.py": FINDING_OUT})
    assert leaks(found) == [("test_a", "temporary", "", 7), ("test_b", "temporary", "", 12)]


CLOSING = """\
import os
import tempfile


def test_a():
    os.closerange(3, 256)


def test_b():
    assert [tempfile.mkdtemp()]
"""


def test_no_descriptor_of_ours_can_be_closed(tmp_path: Path) -> None:
    """What pytest holds itself is its own, and is not open here."""

    options = ("-s", "-p", "no:logging", "-p", "no:faulthandler")
    found = watched(tmp_path, {"test_a.py": CLOSING}, *options)
    assert leaks(found) == [("test_b", "temporary", "", 10)]
    assert of_kind(found, "end")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of open files")
def test_a_file_that_was_removed_is_open_still(tmp_path: Path) -> None:
    found = watched(tmp_path, {"test_a.py": REMOVED})
    assert leaks(found) == [("test_a", "file", "", 6)]


REMOVED = """\
import os
import tempfile


def test_a():
    fd, path = tempfile.mkstemp()
    os.remove(path)
"""
