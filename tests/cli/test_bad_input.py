"""Bad input gets a clear line of its own, loses nothing of the other files, and never ends in 0."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec import cli
from flake8_testsec.cli import configuration
from flake8_testsec.cli.reading import Reader, Work

from ..doors import DEFECT, Run, lay_out, testsec

GOOD = "tests/test_good.py"
FOUND = "TSE407 raises() without a callable or with has no effect"


def test_20_000_additions_cost_at_most_their_own_file(tmp_path: Path) -> None:
    """Python 3.10 parses them; later versions refuse."""
    lay_out(tmp_path, {"tests/test_bad.py": "+".join(["1"] * 20000) + "\n", GOOD: DEFECT})
    done = testsec(tmp_path, "check", "tests")
    *before, last = done.lines
    assert last == f"{GOOD}:5:5: {FOUND}"
    assert done.status == 1 + len(before)
    assert all(line.startswith("tests/test_bad.py:1:1: TSE000 not reviewed: ") for line in before)


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "broken syntax": (b"def f(:\n", "E999"),
    "null bytes": (b"x = 1\x00\n", ""),
    "5,000 nested parentheses": (b"(" * 5000 + b")" * 5000, ""),
    "UTF-16": ("x = 1\n".encode("utf-16"), ""),
}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("case", UNREADABLE)
def test_files_that_cannot_be_parsed(case: str, jobs: str, tmp_path: Path) -> None:
    content, code = UNREADABLE[case]
    lay_out(tmp_path, {"tests/test_bad.py": content, GOOD: DEFECT})
    done = testsec(tmp_path, "check", f"--jobs={jobs}", "tests")
    assert done.status == 2
    assert done.lines[-1] == f"{GOOD}:5:5: {FOUND}"
    (line,) = done.lines[:-1]
    assert line.startswith("tests/test_bad.py:")
    assert line.split(" ")[1] in ([code] if code else ["E999", "TSE000"])


READABLE: dict[str, bytes] = {
    "Latin-1 without a cookie": b"# \xe9\n" + DEFECT.encode(),
    "a byte order mark": b"\xef\xbb\xbf#\n" + DEFECT.encode(),
    "form feeds and line separators": b"\x0c\n" + DEFECT.replace("ValueError", "E, match='\u2028'").encode(),
    "an unknown cookie": b"# coding: nonsense\n" + DEFECT.encode(),
    "no line end at the end": b"\n" + DEFECT.rstrip().encode(),
    "old line ends": b"\r\n" + DEFECT.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("case", READABLE)
def test_odd_files_are_reviewed(case: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {GOOD: READABLE[case]})
    done = testsec(tmp_path, "check", "tests")
    assert (done.status, done.out) == (1, f"{GOOD}:6:5: {FOUND}\n")


def test_an_empty_file_is_silent(tmp_path: Path) -> None:
    assert testsec(lay_out(tmp_path, {GOOD: ""}), "check") == (0, "", "")


@pytest.mark.usefixtures("unmeasured")
def test_a_file_of_100_000_lines(tmp_path: Path) -> None:
    lay_out(tmp_path, {GOOD: "x = [1, f(2)]\n" * 100_000 + DEFECT})
    assert testsec(tmp_path, "check").out == f"./{GOOD}:100005:5: {FOUND}\n"


def test_a_folder_named_like_a_file(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/x.py/test_inner.py": DEFECT, GOOD: DEFECT})
    done = testsec(tmp_path, "check", "tests", "tests/x.py")
    assert [line.split(":")[0] for line in done.lines] == [
        GOOD,
        "tests/x.py/test_inner.py",
        "tests/x.py/test_inner.py",
    ]


def test_a_path_that_is_missing(tmp_path: Path) -> None:
    lay_out(tmp_path, {GOOD: DEFECT})
    done = testsec(tmp_path, "check", "missing.py", "tests")
    assert done.status == 2
    assert [line.split(" ")[:2] for line in done.lines] == [
        ["missing.py:0:1:", "E902"],
        [f"{GOOD}:5:5:", "TSE407"],
    ]


def test_a_dangling_link_and_a_file_that_vanishes(tmp_path: Path) -> None:
    lay_out(tmp_path, {GOOD: DEFECT})
    (tmp_path / "tests" / "test_dangling.py").symlink_to("gone.py")
    done = testsec(tmp_path, "check", "tests")
    assert done.status == 2
    assert [line.split(" ")[1] for line in done.lines] == ["E902", "TSE407"]


HOSTILE = {
    "a line end": "test_\nx.py",
    "an escape code": "test_\x1b[31mred.py",
    "undecodable bytes": os.fsdecode(b"test_\xff.py"),
    "a right-to-left override": "test_\u202eyp.py",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_names_are_never_echoed_raw(case: str, tmp_path: Path) -> None:
    name = HOSTILE[case]
    lay_out(tmp_path, {GOOD: DEFECT, f"tests/{name}": DEFECT})
    (tmp_path / "tests" / f"{name}_broken.py").write_text("def f(:\n")
    done = testsec(tmp_path, "check", "--show-source", "tests", "missing-" + name)
    assert done.status == 2
    assert all(line.isprintable() for line in done.lines)
    assert sum("TSE407" in line for line in done.lines) == 2


def test_control_characters_of_a_source_line_are_never_echoed_raw(tmp_path: Path) -> None:
    lay_out(tmp_path, {GOOD: DEFECT.rstrip() + "  # \x1b[31m\x07\n"})
    done = testsec(tmp_path, "check", "--show-source", "tests")
    assert "\x1b" not in done.out
    assert "\\x1b[31m\\x07" in done.out


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path is longer than the system takes, which stops even root."""
    lay_out(tmp_path, {GOOD: DEFECT})
    monkeypatch.chdir(tmp_path / "tests")
    for _ in range(20):
        Path("d" * 250).mkdir()
        os.chdir("d" * 250)
    done = testsec(tmp_path, "check", "tests")
    assert done.status == 2
    assert sum("E902" in line for line in done.lines) == 1
    assert f"{GOOD}:5:5: {FOUND}" in done.lines


def test_an_excluded_folder_need_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {GOOD: DEFECT, "tests/deep/a.py": ""})
    monkeypatch.chdir(tmp_path / "tests" / "deep")
    for _ in range(20):
        Path("d" * 250).mkdir()
        os.chdir("d" * 250)
    assert testsec(tmp_path, "check", "--exclude=deep", "tests").status == 1


HIDDEN = {
    "a selection without E9": ["--select=TSE4"],
    "an ignored E": ["--extend-ignore=E"],
    "a file's own ignore": ["--per-file-ignores=*:E"],
    "exit zero": ["--exit-zero"],
}


@pytest.mark.parametrize("case", HIDDEN)
def test_options_do_not_hide_files_that_were_not_reviewed(case: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_bad.py": "def f(:\n"})
    done = testsec(tmp_path, "check", *HIDDEN[case], "tests")
    assert done.status == 2
    assert "tests/test_bad.py:1:" in done.out + done.err
    assert "E999" in done.out + done.err


def test_deep_expressions_are_no_crash(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = "x = " + "a." * 900 + "b\ndef test_a():\n    assert " + " + ".join(["1"] * 900) + "\n"
    lay_out(tmp_path, {GOOD: deep})
    monkeypatch.chdir(tmp_path)
    assert cli.main(["check", "tests"]) in (0, 2)
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_name_that_no_system_takes_costs_only_itself() -> None:
    review = Reader(Work(configuration.parse(["--isolated"]))).read("a\0.py")
    assert review.name == "a\0.py"
    ((line, column, code, message, *_),) = [told.finding for told in review.told]
    assert (line, column, code) == (1, 0, "TSE000")
    assert message.startswith("not reviewed: ValueError: ")
    assert " at flake8_testsec/regular_files.py:" in message


# What classes inherit from, and functions that are too large: nothing is imported, and time is bounded.

BAD = "tests/test_bad.py"
STOPALL = "    def tearDown(self): mock.patch.stopall()\n"
CASE = """\
import unittest
from unittest import mock
{before}
class T({bases}):
    def setUp(self):
        mock.patch("shop.stock").start()
    def test_a(self):
        self.assertTrue(True)
"""
BASE = "import unittest\nfrom unittest import mock\nclass Base(unittest.TestCase):\n"

BASES: dict[str, tuple[str, str, dict[str, str], bool]] = {
    "that inherit from each other": (
        "from tests.base import Base",
        "Base",
        {"tests/base.py": "from tests.test_bad import T\nclass Base(T): pass\n"},
        True,
    ),
    "that inherit from themselves": ("class Base(Base): pass", "Base", {}, True),
    "of which one is defined twice, and once stops the patchers": (
        f"class Base(unittest.TestCase): pass\nclass Base(unittest.TestCase):\n{STOPALL}",
        "Base",
        {},
        False,
    ),
    "of which one is defined twice, and never stops them": (
        "class Base(unittest.TestCase): pass\nclass Base(unittest.TestCase): pass",
        "Base",
        {},
        True,
    ),
    "with a metaclass": (
        "class Meta(type): pass",
        "unittest.TestCase, metaclass=Meta",
        {},
        True,
    ),
    "with a metaclass that is made": ("", "unittest.TestCase, metaclass=make()", {}, True),
    "from a star import, which stop the patchers": (
        "from tests.base import *",
        "Base",
        {"tests/base.py": BASE + STOPALL},
        False,
    ),
    "from a star import of another module, which do not stop them": (
        "from tests.base import Base",
        "Base",
        {"tests/base.py": "from tests.more import *\n", "tests/more.py": BASE + "    pass\n"},
        True,
    ),
    "from a star import of what cannot be read": (
        "from tests.base import *",
        "Base",
        {"tests/base.py": "class Base(:\n"},
        False,
    ),
    "in a chain of 2,000 classes": (
        "class C0(unittest.TestCase): pass\n"
        + "".join(f"class C{n}(C{n - 1}): pass\n" for n in range(1, 2000)),
        "C1999",
        {},
        False,
    ),
    "that are 2,000": (
        "".join(f"class C{n}(unittest.TestCase): pass\n" for n in range(2000)),
        ", ".join(f"C{n}" for n in range(2000)),
        {},
        False,
    ),
}


@pytest.mark.parametrize("case", BASES)
def test_odd_bases_cost_nothing_else(case: str, tmp_path: Path) -> None:
    before, bases, others, is_found = BASES[case]
    text = CASE.format(before=before, bases=bases)
    line = text[: text.index("        mock.patch")].count("\n") + 1
    lay_out(tmp_path, {BAD: text + DEFECT, GOOD: DEFECT, **others})
    done = testsec(tmp_path, "check", "--select=TSE308,TSE407", BAD, GOOD)
    assert [each.split(" ")[:2] for each in done.lines] == [
        *([[f"{BAD}:{line}:9:", "TSE308"]] if is_found else []),
        [f"{BAD}:{text.count(chr(10)) + 5}:5:", "TSE407"],
        [f"{GOOD}:5:5:", "TSE407"],
    ]
    assert done.status == 1


def test_a_hierarchy_of_2_000_classes_that_override_each_other_is_bounded(tmp_path: Path) -> None:
    """Each override asks for all classes above it."""
    first = "import unittest\nclass C0(unittest.TestCase):\n    def setUp(self): self.x = open('x')\n"
    rest = "class C{0}(C{1}):\n    def setUp(self): self.x = {0}\n    def tearDown(self): pass\n"
    chain = first + "".join(rest.format(n, n - 1) for n in range(1, 2000))
    lay_out(tmp_path, {BAD: chain, GOOD: DEFECT})
    done = testsec(tmp_path, "check", "--select=TSE309,TSE407", BAD, GOOD)
    assert done.lines == [f"{GOOD}:5:5: {FOUND}"]


@pytest.mark.parametrize("options", [(), ("-I",)], ids=["as it is", "isolated"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_module_that_shadows_the_standard_library_is_never_run(
    jobs: str, options: tuple[str, ...], tmp_path: Path
) -> None:
    mark = tmp_path / "ran"
    trap = f"open({str(mark)!r}, 'w').close()\n{BASE}{STOPALL}"
    text = CASE.format(before="import random", bases="random.Base")
    names = ("random.py", "tests/random.py", "tests/tempfile.py", "tempfile.py", "unittest.py", "astroid.py")
    lay_out(tmp_path, {**dict.fromkeys(names, trap), BAD: text, GOOD: DEFECT})
    command = [sys.executable, *options, "-m", "flake8_testsec", "check", f"--jobs={jobs}", BAD, GOOD]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.stdout.splitlines(), done.stderr) == ([f"{GOOD}:5:5: {FOUND}"], "")
    assert not mark.exists()


def test_a_project_without_a_root_is_one_of_single_files(tmp_path: Path) -> None:
    """The base beside it is not read, and what it may do is not known."""
    before = "from base import Base\nimport os"
    text = CASE.format(before=before, bases="Base").replace(
        "    def test_a", "        os.chdir('/')\n    def test_a"
    )
    lay_out(tmp_path / "elsewhere", {"test_bad.py": text + DEFECT, "base.py": BASE + STOPALL})
    lay_out(tmp_path / "here", {GOOD: DEFECT})
    done = testsec(tmp_path / "here", "check", "../elsewhere/test_bad.py", "tests")
    assert [each.rsplit(":", 3)[0] for each in done.lines] == ["../elsewhere/test_bad.py", GOOD]
    assert all(FOUND in each for each in done.lines)


def test_a_function_beyond_all_measure_is_given_up_and_named_only_if_asked(tmp_path: Path) -> None:
    acquired = "import socket\n\n\ndef test_all():\n    s = socket.socket()\n"
    chain = "    x = 1\n" * 50_001 + "    assert a\n"
    lay_out(tmp_path, {BAD: f"{acquired}{chain}    s.close()\n{DEFECT}", GOOD: DEFECT})
    done = testsec(tmp_path, "check", "tests")
    assert [line.partition(": ")[2] for line in done.lines] == [FOUND, FOUND]
    assert "gave up" not in done.out + done.err
    asked = testsec(tmp_path, "check", "-v", "--no-cache", "tests")
    assert _places(asked) == _places(done)
    assert f"gave up on test_all in {BAD}: too large or too deep" in asked.out + asked.err


def _places(done: Run) -> list[str]:
    return [line for line in done.lines if "TSE" in line]


def test_generated_code_is_bounded(tmp_path: Path) -> None:
    """Loops in loops meet each other's bodies again, and every ``finally`` is met from each way in."""
    loops = "".join(f"{' ' * (4 + n)}{'for x in y:' if n % 2 else 'while f():'}\n" for n in range(90))
    tries = "".join(f"{' ' * (4 + n)}try:\n" for n in range(90))
    ends = "".join(f"{' ' * (4 + n)}finally:\n{' ' * (5 + n)}g()\n" for n in reversed(range(90)))
    acquired = "import socket\n\n\ndef test_{0}():\n    s = socket.create_connection(a)\n"
    many = "".join(
        f"def test_{n}():\n    s = socket.create_connection(a)\n    assert s\n    s.close()\n"
        for n in range(2000)
    )
    text = (
        f"{acquired.format('loops')}{loops}{' ' * 94}assert a\n    s.close()\n"
        f"{acquired.format('tries')}{tries}{' ' * 94}assert a\n{ends}    s.close()\n{many}"
    )
    lay_out(tmp_path, {BAD: text, GOOD: DEFECT})
    done = testsec(tmp_path, "check", "tests")
    assert [line.split(" ")[1] for line in done.lines] == ["TSE307", "TSE307", "TSE407"]
