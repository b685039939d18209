"""Plain unittest is watched like pytest, and ends as it would."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flake8_testsec.evidence.__main__ import main

from ..doors import Run, lay_out, run
from .runs import Record, environment, leaks, of_kind, records

TEXT = """\
import os
import unittest
from unittest import mock

import shop

os.environ["IMPORT"] = "1"


def setUpModule():
    os.environ["MODULE"] = "1"


def tearDownModule():
    del os.environ["MODULE"]


class First(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os.environ["CLASS"] = "1"
        os.environ["KEPT"] = "1"
        cls.before, shop.LIMIT = shop.LIMIT, 5

    @classmethod
    def tearDownClass(cls):
        del os.environ["CLASS"]
        shop.LIMIT = cls.before

    def test_restores(self):
        os.environ["A"] = "1"
        self.addCleanup(os.environ.pop, "A")
        self.file = open(__file__)

    @mock.patch("shop.buy")
    def test_leaves(self, buy):
        os.environ["B"] = "1"

    def test_attribute(self):
        shop.OTHER = 1


class Second(unittest.TestCase):
    def test_fails(self):
        self.fail()

    def test_errors(self):
        raise ValueError

    @unittest.skip("no")
    def test_skips(self):
        pass

    @unittest.expectedFailure
    def test_expected(self):
        self.fail()

    @unittest.expectedFailure
    def test_unexpected(self):
        pass

    def test_parts(self):
        for number in range(2):
            with self.subTest(number=number):
                self.assertEqual(number, 0)

    def test_dropped(self):
        open(__file__)
"""
FILES = {"tests/__init__.py": "", "tests/test_a.py": TEXT, "shop.py": "LIMIT = 1\n\n\ndef buy():\n    pass\n"}


def line_of(sought: str) -> int:
    return TEXT[: TEXT.index(sought)].count("\n") + 1


def evidence(folder: Path, *arguments: str) -> Run:
    return run("flake8_testsec.evidence", folder, arguments, **environment())


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    folder = lay_out(tmp_path_factory.mktemp("unittest"), FILES)
    done = evidence(folder, "evidence.jsonl", "unittest", "discover", "-s", "tests", "-t", ".")
    plain = run("unittest", folder, ["discover", "-s", "tests", "-t", "."], **environment())
    assert done.status == plain.status == 1
    assert done.err.splitlines()[-1] == plain.err.splitlines()[-1]
    return records(folder / "evidence.jsonl")


def test_what_tests_leave_is_told(found: list[Record]) -> None:
    environment = {name: (test, line) for test, what, name, line in leaks(found) if what == "environment"}
    assert environment["B"] == ("test_leaves", line_of('["B"]'))
    assert environment["IMPORT"] == ("", line_of('["IMPORT"]'))
    assert environment["KEPT"][1] == line_of('["KEPT"]')
    assert len(environment) == 3


def test_what_a_class_restores_is_not_left(found: list[Record]) -> None:
    attributes = [each[:3] for each in leaks(found) if each[1] == "attribute" and "shop" in each[2]]
    assert attributes == [("test_attribute", "attribute", "shop.OTHER")]


def test_a_file_is_left_by_the_test_that_opened_it(found: list[Record]) -> None:
    assert {(each[0], each[3]) for each in leaks(found) if each[1] == "file"} == {
        ("test_restores", line_of("self.file = ")),
        ("test_dropped", line_of("def test_dropped") + 1),
    }


def test_outcomes_are_told_as_pytest_calls_them(found: list[Record]) -> None:
    outcomes = {each["test"].rpartition("::")[2]: each["outcome"] for each in of_kind(found, "test")}
    assert outcomes == {
        "test_attribute": "passed",
        "test_leaves": "passed",
        "test_restores": "passed",
        "test_dropped": "passed",
        "test_errors": "failed",
        "test_expected": "skipped",
        "test_fails": "failed",
        "test_parts": "failed",
        "test_skips": "skipped",
        "test_unexpected": "failed",
    }


def test_tests_have_names_and_lines_as_under_pytest(found: list[Record]) -> None:
    lines = {each["test"]: (each["file"], each["line"]) for each in of_kind(found, "test")}
    assert lines["tests/test_a.py::First::test_leaves"] == ("tests/test_a.py", line_of("@mock.patch"))


def test_tests_of_somebody_else_have_no_file(tmp_path: Path) -> None:
    lay_out(tmp_path, {"test_a.py": "import nowhere\n"})
    assert evidence(tmp_path, "--lines", "e", "unittest", "test_a").status == 1
    (test,) = of_kind(records(tmp_path / "e"), "test")
    assert (test["file"], test["outcome"]) == ("", "failed")


def test_what_goes_wrong_with_evidence_does_not_reach_the_run(tmp_path: Path) -> None:
    text = "import os, unittest\n\n\nclass Test(unittest.TestCase):\n"
    text += "    def test_a(self):\n        os.unlink('e')\n\n    def test_b(self):\n        pass\n"
    lay_out(tmp_path, {"test_a.py": text})
    done = evidence(tmp_path, "e", "unittest", "test_a")
    assert done.status == 0
    assert "testsec evidence: it is not complete: FileNotFoundError" in done.err


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    done = evidence(tmp_path, "nowhere/e", "unittest")
    assert done.status == 2
    assert done.err.splitlines()[-1].startswith("python -m flake8_testsec.evidence: error: ")


def test_usage_is_told_without_a_runner(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "flake8_testsec.evidence.unittest_runner", raising=False)
    with pytest.raises(SystemExit) as end:
        main(["e", "nose"])
    assert end.value.code == 2
    assert "unittest" in capsys.readouterr().err
    assert "flake8_testsec.evidence.unittest_runner" not in sys.modules


LOST = """\
import functools
import unittest


class Row:
    def __init__(self, function):
        self.function = function


class Called(Row):
    def __call__(self):
        pass


class Base:
    def test_above(self):
        pass


class TestA(Base, unittest.TestCase):
    test_data = None
    test_part = functools.partialmethod(Base.test_above)
    test_called = Called(None)

    def test_a(self):
        pass

    @Row
    def test_lost(self):
        self.assertTrue(1)

    @property
    def test_value(self):
        self.assertTrue(self)


def test_plain():
    pass


def make():
    class TestB(unittest.TestCase):
        def test_b(self):
            pass

    return TestB


TestB = make()
"""


@pytest.mark.parametrize("chosen", [(), ("-k", "test_a")])
def test_what_is_collected_of_a_test_case_is_told(tmp_path: Path, chosen: tuple[str, ...]) -> None:
    lay_out(tmp_path, {"test_a.py": LOST})
    done = evidence(tmp_path, "evidence.jsonl", "unittest", "test_a", *chosen)
    plain = run("unittest", tmp_path, ["test_a", *chosen], **environment())
    assert done.status == plain.status and done.err.splitlines()[-1] == plain.err.splitlines()[-1]
    (found,) = of_kind(records(tmp_path / "evidence.jsonl"), "collected")
    assert (found["file"], found["owner"]) == ("test_a.py", "TestA")
    assert found["names"] == ["test_a", "test_above", "test_called", "test_part"]
    assert found["lost"] == [{"name": name, "why": "no function"} for name in ("test_lost", "test_value")]
    told = run(
        "flake8_testsec", tmp_path, ["check", "--isolated", "--evidence=evidence.jsonl", "."], **environment()
    )
    lines = [LOST[: LOST.index(each)].count("\n") + 1 for each in ("@Row", "@property")]
    said = [each for each in told.out.splitlines() if "TSE515" in each]
    assert [int(each.split(":")[1]) - 1 for each in said] in (lines, [each - 1 for each in lines]), told
    assert "never collected" in said[0] and "seen at run time" in said[0]


def test_modules_that_are_gone_have_no_file(tmp_path: Path) -> None:
    text = "import sys, unittest\nclass TestA(unittest.TestCase):\n    def test_a(self): pass\n"
    lay_out(tmp_path, {"test_a.py": text + "TestA.__module__ = 'gone'\n"})
    assert evidence(tmp_path, "evidence.jsonl", "unittest", "test_a").status == 0
    assert of_kind(records(tmp_path / "evidence.jsonl"), "collected") == []
