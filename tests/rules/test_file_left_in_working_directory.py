"""The option for tests, the remedies, and what may have moved the run elsewhere."""

from __future__ import annotations

import textwrap
from types import MappingProxyType

import pytest

from flake8_testsec import engine
from flake8_testsec.finding import Finding
from flake8_testsec.settings import Settings

HEAD = "import os, pytest, shutil, unittest\nfrom pathlib import Path\n"
PLAIN = Settings(enable=("TSE318",))
ASKED = Settings(rule_options=MappingProxyType({"working-directory-of-tests": True}))


def found(source: str, settings: Settings = PLAIN) -> list[Finding]:
    findings = engine.check(HEAD + textwrap.dedent(source), "tests/test_shop.py", settings)
    return [each for each in findings if each.code == "TSE318"]


TESTS = {
    "a test": ("def test_x(): open('a', 'w').close()", "tmp_path"),
    "a method": ("class TestX:\n    def test_x(self): os.mkdir('a')", "tmp_path"),
    "a hook": ("def setup_module(): Path('a').mkdir()", "tmp_path"),
    "a TestCase": (
        "class TestX(unittest.TestCase):\n    def setUp(self): os.mkdir('a')",
        "tempfile.mkdtemp() and self.addCleanup",
    ),
}


@pytest.mark.parametrize("case", TESTS)
def test_tests_are_judged(case: str) -> None:
    source, remedy = TESTS[case]
    (finding,) = found(source)
    assert finding.message == f"a is written into the working directory and stays there; use {remedy}"


UNKNOWN = {
    "a base that may use another directory": "class TestX(Shop):\n    def setUp(self): os.mkdir('a')",
    "a parameter that may do so": "def test_x(shop): os.mkdir('a')",
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_may_be_in_another_directory_is_judged_if_that_is_asked_for(case: str) -> None:
    assert found(UNKNOWN[case]) == []
    assert len(found(UNKNOWN[case], ASKED)) == 1


def test_a_parameter_that_a_mark_gives_values_is_no_fixture() -> None:
    (finding,) = found("@pytest.mark.parametrize('a, b', [(1, 2)])\ndef test_x(a, b): os.mkdir('a')")
    assert finding.line == 4
    assert found("@pytest.mark.parametrize(NAMES, [1])\ndef test_x(a): os.mkdir('a')") == []


MADE = {
    "a path that is opened": "Path('a.db').open('w').close()",
    "a copy": "shutil.copy(__file__, 'a.db')",
    "a database": "sqlite3.connect('a.db')",
    "an archive": "zipfile.ZipFile('a.db', 'w').close()",
    "a table": "table.to_csv('a.db')",
}


@pytest.mark.parametrize("case", MADE)
def test_this_makes_a_file(case: str) -> None:
    (finding,) = found(f"import sqlite3, tarfile, zipfile\ndef test_x(): {MADE[case]}")
    assert finding.message.startswith("a.db is written")


MADE_NOWHERE = {
    "a database in memory": "sqlite3.connect(':memory:')",
    "an archive in memory": "tarfile.open('a.tar', 'w', fileobj=buffer)",
    "an archive that is read": "zipfile.ZipFile('a.zip')",
    "a table without a file's name": "table.to_csv('table')",
    "a table that is told": "table.to_csv()",
    "a filled template": "open('%s/a' % ROOT, 'w').close()",
    "a method of no path": "table.touch('a')",
}


@pytest.mark.parametrize("case", MADE_NOWHERE)
def test_this_makes_no_file_that_is_known(case: str) -> None:
    assert found(f"import sqlite3, tarfile, zipfile\ndef test_x(): {MADE_NOWHERE[case]}") == []


def test_a_fixture_for_more_than_one_test_gets_another_remedy() -> None:
    (finding,) = found("@pytest.fixture(scope='module')\ndef a(): os.mkdir('a/b')")
    assert finding.message.startswith("a/b is written")
    assert finding.message.endswith("use tmp_path_factory")


def test_a_fixture_that_says_its_scope_is_the_function() -> None:
    (finding,) = found("@pytest.fixture(scope='function')\ndef a(): os.mkdir('a')")
    assert finding.message.endswith("use tmp_path")


def test_a_long_path_is_cut_and_unknown_parts_are_left_out() -> None:
    (finding,) = found("@pytest.fixture\ndef a(request): os.mkdir(f'a-{request.param}-" + "b" * 50 + "')")
    assert finding.message.startswith("a-...-" + "b" * 31 + "... is written")


SILENT = {
    "a removal that is registered": (
        "class TestX(unittest.TestCase):\n    def setUp(self):\n        os.mkdir('a')\n"
        "        self.addCleanup(shutil.rmtree, 'a')"
    ),
    "a removal through the path": "def test_x():\n    os.mkdir('a')\n    Path('a').rmdir()",
    "a removal of something unknown": "def test_x():\n    os.mkdir('a')\n    shutil.rmtree(find())",
    "a removal without a path": "def test_x(): os.mkdir('a')\ndef clean(): FOLDER.unlink()",
    "a finalizer": "@pytest.fixture\ndef a(request): os.mkdir('a'); request.addfinalizer(clear)",
    "a path of unknown beginning": "def test_x(): os.mkdir(Path(ROOT) / 'a')",
    "a path nested too deep": "def test_x(): os.mkdir(" + "Path(" * 20 + "'a'" + ")" * 20 + ")",
    "a helper": "def make(): os.mkdir('a')",
}


@pytest.mark.parametrize("case", SILENT)
def test_this_leaves_nothing_that_is_certain(case: str) -> None:
    assert found(SILENT[case]) == []


def test_a_removal_of_something_else_is_none() -> None:
    (finding,) = found("def test_x():\n    os.mkdir('a')\n    Path('b').unlink()\n    os.remove('c')")
    assert finding.line == 4


AROUND = {
    "open": ("open('b')", 1),
    "an open of its own": ("open('b', 'w')", 1),
    "an expected log": ("self.assertLogs()", 1),
    "a fixture of pytest": ("caplog.at_level(10)", 1),
    "an expected warning": ("self.assertWarns(UserWarning)", 0),
    "the standard library": ("contextlib.suppress(OSError)", 1),
    "a lock of a name": ("LOCK", 1),
    "a patch": ("mock.patch('shop.stock')", 1),
    "several": ("tempfile.TemporaryDirectory() as b, LOCK", 1),
    "what enters others": ("contextlib.ExitStack() as stack", 0),
    "what is not known": ("local.cwd(folder)", 0),
    "what is not known, after a known one": ("LOCK, local.cwd(folder)", 0),
    "a manager of the project": ("shop.at(folder)", 0),
}


@pytest.mark.parametrize("case", AROUND)
def test_what_stands_in_a_with(case: str) -> None:
    manager, number = AROUND[case]
    source = (
        "import contextlib, shop, tempfile, threading\nfrom unittest import mock\nLOCK = threading.Lock()\n"
    )
    source += f"class TestX:\n    def test_x(self):\n        with {manager}:\n            os.mkdir('a')\n"
    assert len(found(source)) == number


WRITERS = {
    "a manager that writes": ("with open('a', 'w'): pass", 1),
    "one behind a known one": ("with LOCK, open('a', 'w'): pass", 1),
    "one behind an unknown one": ("with shop.at(1), open('a', 'w'): pass", 0),
    "one before an unknown one": ("with open('a', 'w'), shop.at(1): pass", 1),
    "an asynchronous manager": ("async with shop.at(1): os.mkdir('a')", 0),
}


@pytest.mark.parametrize("case", WRITERS)
def test_what_a_with_enters_itself(case: str) -> None:
    statement, number = WRITERS[case]
    source = f"import shop, threading\nLOCK = threading.Lock()\nasync def test_x(): {statement}\n"
    source = source.replace("(): ", "():\n    ", 1)
    assert len(found(source)) == number


def test_tests_are_asked_by_name_or_by_the_option_alone() -> None:
    text = "def test_x(): open('a', 'w').close()"
    assert found(text, Settings()) == []
    assert found(text) and found(text, ASKED)


@pytest.mark.parametrize(
    "text", ["tarfile.open('a.tar.xz', 'r:xz')", "tarfile.open('a', 'r|xz')", "open('a', 'w', opener=shop)"]
)
def test_what_makes_no_file_there(text: str) -> None:
    assert found(f"import tarfile\ndef test_x(shop=None): {text}") == []


def test_a_path_of_very_many_parts_is_left_alone() -> None:
    parts = " / ".join(["Path('a')", *["'b'"] * 2000])
    assert found(f"def test_x():\n    ({parts}).write_text('x')") == []
    assert found("def test_x():\n    (Path('a') / 'b' / 'c').write_text('x')")


KEPT = "@pytest.fixture\ndef data():\n    there = os.path.exists('a') and os.path.isdir('a')\n{}\n"
IF = [
    "    if not os.path.isfile('a'):\n        with open('a', 'w') as file:\n            file.write('b')",
    "    if not there:\n        os.mkdir('a')",
    "    if not Path('./a').exists():\n        Path('a').mkdir()",
]
ANYWAY = [
    "    if not os.path.isfile('b'):\n        os.mkdir('a')",
    "    if not os.path.isfile('a'):\n        pass\n    else:\n        open('a', 'w').close()",
    "    if os.path.isfile('a'):\n        open('a', 'w').close()",
    "    if not shutil.which('a'):\n        os.mkdir('a')",
    "    if not there.exists():\n        os.mkdir('a')",
]


@pytest.mark.parametrize("body", IF)
def test_what_the_next_run_shall_find_is_told_by_name(body: str) -> None:
    assert found(KEPT.format(body), Settings()) == []
    assert len(found(KEPT.format(body))) == 1


@pytest.mark.parametrize("body", ANYWAY)
def test_what_is_made_though_it_may_be_there(body: str) -> None:
    assert len(found(KEPT.format(body), Settings())) == 1
