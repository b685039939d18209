"""What is said of findings, record by record: evidence that was written by hand."""

from __future__ import annotations

import json
from pathlib import Path

from ..doors import lay_out
from .test_evidence import END, HEAD, check, digest_line, said

WRITTEN = """\
import os
import unittest

os.chdir("/")


class Test(unittest.TestCase):
    def setUp(self):
        os.environ["SET_UP"] = "1"

    def test_a(self):
        os.environ["TEST"] = "1"; os.getpid()


class Other(unittest.TestCase):
    def setUp(self):
        os.environ["OTHER"] = "1"; os.getpid()

    def test_b(self):
        assert os.environ
"""


def written(
    folder: Path, functions: list[int] | None, *more: dict[str, object]
) -> dict[tuple[str, int], str]:
    """What is said of findings where a file of evidence was written by hand."""
    head = HEAD.replace('"functions": false', '"functions": true') if functions else HEAD
    ran = [{"kind": "ran", "file": "tests/test_a.py", "functions": functions}] if functions else []
    lines = [json.dumps(each) + "\n" for each in (*ran, *more)]
    text = head + digest_line("tests/test_a.py", WRITTEN.encode()) + "".join(lines) + END
    lay_out(folder, {"pyproject.toml": "", "tests/test_a.py": WRITTEN, "evidence.jsonl": text})
    return said(check(folder, "--format=jsonl", "--testsec-enable=TSE315"))


def ended(outcome: str = "passed") -> dict[str, object]:
    name = "tests/test_a.py::Test::test_a"
    return {"kind": "test", "test": name, "file": "tests/test_a.py", "line": 11, "outcome": outcome}


SET_UP, IN_TEST, OTHER = (("TSE304", number) for number in (9, 12, 17))


def test_without_functions_only_what_runs_with_a_test_has_run(tmp_path: Path) -> None:
    found = written(tmp_path, None, ended())
    assert (found[SET_UP], found[IN_TEST]) == ("executed, not seen", "executed, not seen")
    assert found[OTHER] is None
    assert found["TSE315", 4] == "executed, not seen"


def test_of_tests_that_did_not_pass_nothing_is_known(tmp_path: Path) -> None:
    found = written(tmp_path, None, ended("failed"))
    assert (found[SET_UP], found[IN_TEST]) == (None, None)
    assert written(tmp_path, None)["TSE315", 4] is None


def test_with_functions_others_have_run_or_not(tmp_path: Path) -> None:
    assert written(tmp_path, [8, 11], ended())[OTHER] == "not executed"
    assert written(tmp_path, [8, 11, 16], ended())[OTHER] == "executed, not seen"


def leak(**more: object) -> dict[str, object]:
    found = {
        "kind": "leak",
        "what": "environment",
        "name": "X",
        "test": "tests/test_a.py::Test::test_a",
        "outcome": "passed",
        "file": "tests/test_a.py",
        "line": 9,
        "several": False,
    }
    return {**found, **more}


def test_what_nobody_knows_for_sure_confirms_but_adds_nothing(tmp_path: Path) -> None:
    found = written(tmp_path, None, ended(), leak(several=True), leak(several=True, line=2), leak(line=99))
    assert found[SET_UP] == "confirmed"
    assert {line for _, line in found} == {4, 9, 12, 17}


def test_leaks_of_failed_tests_and_of_other_kinds_say_nothing(tmp_path: Path) -> None:
    found = written(tmp_path, None, ended("failed"), leak(outcome="failed"), leak(what="new kind"))
    assert found[SET_UP] is None


def test_one_name_is_told_and_several_are_counted(tmp_path: Path) -> None:
    written(tmp_path, None, leak(line=2), leak(line=2, test="tests/test_a.py::Test::test_b", name="Y"))
    assert "changed by 2 tests [seen" in check(tmp_path).out
    written(tmp_path, None, leak(line=2))
    assert "changed by one test: X [seen" in check(tmp_path).out


def test_no_two_findings_have_one_fingerprint(tmp_path: Path) -> None:
    text = "import os\n\n\ndef test_a():\n" + 3 * "    os.environ['A'] = '1'; os.getpid()\n"
    found = [leak(line=line, test="tests/test_a.py::test_a") for line in (5, 6, 7)]
    lines = [json.dumps(each) + "\n" for each in found]
    head = HEAD + digest_line("tests/test_a.py", text.encode())
    lay_out(tmp_path, {"tests/test_a.py": text, "evidence.jsonl": head + "".join(lines) + END})
    told = [json.loads(line) for line in check(tmp_path, "--format=jsonl").lines]
    prints = {each["fingerprint"]: each["evidence"] for each in told if "code" in each}
    assert {each.partition(":")[2] for each in prints} == {"1", "2", "3"}
    assert {*prints.values()} == {"confirmed", "seen at run time"}
