"""``testsec prove``: lines that fail on purpose, in real runs of pytest and unittest."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from flake8_testsec import cli
from flake8_testsec.cli import prover, runners
from flake8_testsec.evidence.trials import Trial
from flake8_testsec.finding import Finding, Related

from ..doors import Run, lay_out, testsec
from ..evidence.runs import ALONE, ROOT, records

SHOP = "LIMIT = 1\n"
TESTS = """\
import os
import shutil
import tempfile
import threading
import time
import unittest

import pytest
import shop


def test_file(tmp_path):
    f = open(tmp_path / "a", "w")
    assert f.writable()
    f.close()


def test_directory(tmp_path):
    before = os.getcwd()
    os.chdir(tmp_path)
    assert os.listdir(".") == []
    os.chdir(before)


def test_temporary():
    path = tempfile.mkdtemp()
    assert os.listdir(path) == []
    shutil.rmtree(path)


def test_environment():
    os.environ["SHOP"] = "1"
    assert os.environ["SHOP"]
    del os.environ["SHOP"]


def test_attribute():
    before = shop.LIMIT
    shop.LIMIT = 2
    assert shop.LIMIT == 2
    shop.LIMIT = before


def test_foreign():
    before = time.sleep
    time.sleep = lambda seconds: None
    assert time.sleep(3) is None
    time.sleep = before


@unittest.skipIf(shop.LIMIT, "no")
def test_not_reached():
    f = open(__file__)
    assert f.name
    f.close()


def test_slow():
    time.sleep(60)
    f = open(__file__)
    assert f.name
    f.close()


def test_broken():
    f = open(__file__)
    assert f.name
    f.close()
    assert False


def helper():
    f = open(__file__)
    assert f.name
    f.close()


def test_helped():
    helper()


@pytest.fixture
def nobody():
    f = open(__file__)
    assert f.name
    f.close()


def test_silenced():
    f = open(__file__)  # noqa: TSE307
    assert f.name
    f.close()


class TestShop(unittest.TestCase):
    def test_case(self):
        f = open(__file__)
        self.assertTrue(f.name)
        f.close()
"""
ENABLED = ("--isolated", "--no-cache", "--select=TSE3", "--testsec-enable=TSE3")
PYTEST = ("--", sys.executable, "-m", "pytest", "-p", "no:randomly")
UNITTEST = ("--", sys.executable, "-m", "unittest")


def prove(folder: Path, *arguments: str, command: tuple[str, ...] = PYTEST, own: bool = True) -> Run:
    words = (*ENABLED, *(("--any-interpreter",) if own else ()), *arguments, *command)
    return testsec(folder, "prove", *words, PYTHONPATH=str(ROOT), **ALONE)


def lay(folder: Path, tests: str = TESTS, name: str = "shop_tests/test_a.py") -> Path:
    return lay_out(
        folder,
        {"pyproject.toml": "", "conftest.py": "", "shop.py": SHOP, "shop_tests/__init__.py": "", name: tests},
    )


def said(done: Run) -> dict[str, str]:
    """What came of each test, by the function around the finding."""
    names: dict[str, str] = {}
    lines = TESTS.splitlines()
    for each in done.lines:
        number = int(each.split(":")[1])
        around = next(line for line in reversed(lines[:number]) if line.lstrip().startswith("def "))
        names[around.partition("def ")[2].partition("(")[0]] = each.rpartition(" [")[2].rstrip("]")
    return names


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def done(folder: Path) -> Run:
    return prove(folder, "--proofs=proofs.jsonl", "--timeout=15", "shop_tests")


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("test_file", "proved"),
        ("test_directory", "proved"),
        ("test_temporary", "proved"),
        ("test_environment", "proved"),
        ("test_attribute", "proved"),
        ("test_foreign", "proved"),
        ("test_not_reached", "not run: line 54 was not reached"),
        ("test_slow", "not run: it took more than 15 s"),
        ("test_broken", "proved"),
        ("helper", "proved"),
        ("nobody", "not run: no test of this file is known to come to it"),
        ("test_case", "proved"),
    ],
)
def test_a_line_is_made_to_fail(done: Run, test: str, expected: str) -> None:
    assert said(done)[test] == expected, done


def test_what_comments_silence_is_not_tried(done: Run) -> None:
    assert "test_silenced" not in said(done)


def test_the_end_is_told(done: Run) -> None:
    assert done.status == 1
    assert "the tests run with" in done.err
    proved = sum(each == "proved" for each in said(done).values())
    assert f"testsec prove: {proved} proved, " in done.err


def test_nothing_of_the_project_is_changed(folder: Path, done: Run) -> None:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names <= {"pyproject.toml", "conftest.py", *OTHERS, "shop_tests/test_a.py", "proofs.jsonl"}
    assert (folder / "shop_tests" / "test_a.py").read_text("utf-8") == TESTS


OTHERS = ("shop.py", "shop_tests/__init__.py")


def test_check_tells_what_is_proved(folder: Path, done: Run) -> None:
    told = testsec(folder, "check", *ENABLED, "--evidence=proofs.jsonl", "shop_tests").lines
    proved = [each for each in told if each.endswith("[proved]")]
    assert len(proved) == sum(each == "proved" for each in said(done).values())
    assert not any("[not executed]" in each or "[executed" in each for each in told)


def test_what_is_written_is_as_the_schema_says(folder: Path, done: Run) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="not with every Python")
    schema = json.loads((ROOT / "docs" / "schemas" / "evidence-1.json").read_text("utf-8"))
    found = records(folder / "proofs.jsonl")
    for each in found:
        jsonschema.Draft202012Validator(schema).validate(each)
    assert {"run", "file", "proof", "end"} == {each["kind"] for each in found}


def test_plain_unittest_is_run_likewise(tmp_path: Path) -> None:
    done = prove(lay(tmp_path, UNIT), "shop_tests/test_a.py", command=UNITTEST)
    assert [each.rpartition(" [")[2] for each in done.lines] == ["proved]", "proved]"], done
    done = prove(tmp_path, ".", command=(*UNITTEST, "discover", "-s", "shop_tests", "-t", "."))
    assert [each.rpartition(" [")[2] for each in done.lines] == ["proved]", "proved]"], done


UNIT = """\
import os
import unittest


class Test(unittest.TestCase):
    def setUp(self):
        f = open(__file__)
        self.assertTrue(f.name)
        f.close()

    def test_a(self):
        os.environ["A"] = "1"
        self.assertTrue(os.environ)
        del os.environ["A"]

    def test_b(self):
        raise OSError
"""


def test_a_module_that_cannot_be_imported_is_told(tmp_path: Path) -> None:
    lay(tmp_path, f"import nowhere\n\n\n{UNIT}")
    for command in (PYTEST, UNITTEST):
        done = prove(tmp_path, "shop_tests/test_a.py", command=command)
        assert done.status == 0
        assert all("[not run: no test was run: " in each for each in done.lines) and done.lines


def test_a_thread_that_keeps_the_process_is_told_soon(tmp_path: Path) -> None:
    done = prove(lay(tmp_path, THREAD), "shop_tests", "--timeout=60")
    (line,) = done.lines
    assert line.endswith(
        "[proved]"
        if sys.version_info >= (3, 12)
        else "a thread is left running, and nobody knows by which line]"
    )


THREAD = """\
import threading


def test_a():
    event = threading.Event()
    thread = threading.Thread(target=event.wait)
    thread.start()
    assert thread.name
    event.set()
    thread.join()
"""


def test_what_is_left_anyway_is_not_proved(tmp_path: Path) -> None:
    done = prove(lay(tmp_path, ANYWAY), "shop_tests")
    (line,) = done.lines
    assert line.endswith("[not proved: the same is left when nothing is made to fail]")


ANYWAY = """\
import os
import shutil
import tempfile

vars(shutil).update(rmtree=print)


def test_a():
    path = tempfile.mkdtemp()
    assert os.listdir(path) == []
    shutil.rmtree(path)
"""


def test_a_way_out_needs_no_fault(tmp_path: Path) -> None:
    done = prove(lay(tmp_path, LEAVING), "shop_tests")
    assert [each.rpartition(" [")[2] for each in done.lines] == ["proved]"], done


LEAVING = """\
import os


def test_a(tmp_path):
    f = open(tmp_path / "a", "w")
    if f.writable():
        return
    f.close()
"""


@pytest.mark.parametrize(
    ("arguments", "command", "own", "why"),
    [
        ((".",), PYTEST, False, "is the interpreter of testsec itself"),
        ((".",), (), True, "name the command that runs the tests behind --"),
        ((".",), ("--", sys.executable, "-m", "tox"), True, "name a command that runs pytest"),
        ((".",), ("--", "nowhere-at-all", "pytest"), True, "'nowhere-at-all' is no program that can be run"),
        ((".",), ("--", sys.executable, "-c", "0", "pytest"), True, "it ended with status 0"),
        ((".", "--timeout=0"), PYTEST, True, "--timeout"),
        ((".", "--since=HEAD"), PYTEST, True, "--since: it is for testsec check"),
        (("-",), PYTEST, True, "standard input: it is for testsec check"),
        ((".", "--proofs=nowhere/a.jsonl"), PYTEST, True, "No such file or directory"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], command: tuple[str, ...], own: bool, why: str
) -> None:
    done = prove(lay(tmp_path), *arguments, command=command, own=own)
    assert done.status == 2, done
    assert why in done.err


def test_no_code_of_the_project_runs_before_the_interpreter_is_known(tmp_path: Path) -> None:
    lay_out(lay(tmp_path), {"conftest.py": "open('ran', 'w').close()\n"})
    assert prove(tmp_path, ".", own=False).status == 2
    assert not (tmp_path / "ran").exists()


HELPER = "def helper():\n    f = open('a')\n    assert f.name\n    f.close()\n"


def test_what_hangs_on_no_line_is_not_tried(tmp_path: Path) -> None:
    path = lay(tmp_path, HELPER) / "shop_tests/test_a.py"
    found = Finding(2, 8, "TSE307", "open(): not closed", 2, 12, (Related(3, 4, 3, 12, "opened again here"),))
    assert [*prover._cases(str(path), [found])] == []


def test_a_reader_that_has_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(lay(tmp_path, HELPER))
    end, begin = os.pipe()
    os.close(end)
    with os.fdopen(begin, "w", buffering=1) as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert cli.main(["prove", *ENABLED, "--any-interpreter", "--jobs=1", "shop_tests", *PYTEST]) == 1
        monkeypatch.undo()


def test_without_links_the_package_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **more: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "symlink_to", refuse)
    package = Path(runners._package(tmp_path)) / "flake8_testsec"
    assert (package / "__init__.py").is_file() and not package.is_symlink()


@pytest.mark.parametrize(
    ("record", "why"), [("broken", "not all was noticed"), ("other", "nothing of it was left")]
)
def test_what_may_not_have_been_noticed_is_not_denied(tmp_path: Path, record: str, why: str) -> None:
    head = {"kind": "run", "version": 1, "root": ".", "functions": False, "lines": False}
    path = tmp_path / "evidence.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in (head, {"kind": record})))
    finding = Finding(2, 8, "TSE307", "open(): not closed", 2, 12)
    case = prover.Case("test_a.py", HELPER.encode(), finding, Trial(3, 3, "assertion", ()))
    assert prover._seen(str(path), case).reason == why


def test_files_that_cannot_be_parsed_are_told(tmp_path: Path) -> None:
    lay_out(lay(tmp_path, CLEAN), {"shop_tests/test_b.py": "def ("})
    done = prove(tmp_path, "shop_tests")
    assert "E999" in done.err and done.status == 2


CLEAN = "def test_a():\n    pass\n"
