"""``testsec check --evidence``: what a run says of findings, what it alone has seen, and never silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flake8_testsec.digests import digest

from ..doors import Run, lay_out, testsec
from ..evidence.runs import pytest_run, records, uncovered
from ..evidence.test_unittest import evidence as unittest_run

SHOP = """\
import os

LIMIT = 1
LATE = None


class Shop:
    name = ""


def begin():
    os.environ["BEGUN"] = "1"


def fill():
    global LATE
    LATE = object()


def modes():
    get = os.environ.get
    first = [get("CONFIRMED"), get("SILENCED"), get("NOT_RUN"), get("SKIPPED"), get("FAILING")]
    return [*first, get("SET_UP"), get("HELPER"), get("MAYBE")]
"""
TESTS = """\
import os
import tempfile
import unittest
from unittest import mock

import pytest
import shop


def make(path):
    return path


def test_confirmed():
    os.environ["CONFIRMED"] = "1"; os.getpid()


def test_unknown():
    shop.LIMIT = 2
    assert shop.LIMIT


def test_own():
    Own.number = 2


class Own:
    number = 1


def test_begin():
    shop.begin()


def test_fill():
    shop.fill()


@mock.patch("shop.LATE", None)
def test_patched():
    pass


def test_untold():
    folder = [tempfile.mkdtemp()][0]
    assert folder


def test_silenced():
    os.environ["SILENCED"] = "1"; os.getpid()  # noqa: TSE304
    shop.Shop.name = "b"  # noqa


def test_not_seen():
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("/")
    os.chdir(os.getcwd())


def test_not_run():
    if not shop.LIMIT:
        os.environ["NOT_RUN"] = "1"; os.getpid()


def test_skipped():
    pytest.skip("no")
    os.environ["SKIPPED"] = "1"; os.getpid()


def test_failing():
    os.environ["FAILING"] = "1"; os.getpid()
    assert False


class Test(unittest.TestCase):
    def setUp(self):
        os.environ["SET_UP"] = "1"

    def test_a(self):
        pass


def helper():
    os.environ["HELPER"] = "1"


def test_maybe():
    os.environ["MAYBE"] = "1"
    assert os.environ
    del os.environ["MAYBE"]
"""
OPTIONS = ("--isolated", "--no-cache", "--select=TSE3", "--evidence=evidence.jsonl")


def line_of(sought: str, text: str = TESTS) -> int:
    return text[: text.index(sought)].count("\n") + 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = lay_out(
        tmp_path_factory.mktemp("project"), {"pyproject.toml": "", "shop.py": SHOP, "tests/test_a.py": TESTS}
    )
    pytest_run(made, "--testsec-evidence=evidence.jsonl", PYTHONDONTWRITEBYTECODE="1")
    pytest_run(made, "--testsec-evidence=lines.jsonl", "--testsec-lines", **uncovered())
    return made


def check(folder: Path, *arguments: str) -> Run:
    return testsec(folder, "check", *OPTIONS, *arguments, ".")


def said(done: Run) -> dict[tuple[str, int], str]:
    """What is said of findings, by their code and line."""
    found = [json.loads(line) for line in done.lines if line.startswith("{")]
    return {
        (each["code"], each["start"]["line"] if "start" in each else each["line"]): each["evidence"]
        for each in found
        if "code" in each
    }


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[tuple[str, int], str]:
    return said(check(folder, "--format=jsonl"))


@pytest.mark.parametrize(
    ("code", "line", "expected"),
    [
        ("TSE304", '["CONFIRMED"]', "confirmed"),
        ("TSE313", "shop.LIMIT = 2", "seen at run time"),
        ("TSE302", "[tempfile.mkdtemp", "seen at run time"),
        ("TSE304", '["SKIPPED"]', None),
        ("TSE304", '["FAILING"]', None),
        ("TSE304", '["SET_UP"]', "confirmed"),
        ("TSE304", '["MAYBE"]', None),
    ],
)
def test_findings_have_what_a_run_says(
    told: dict[tuple[str, int], str | None], code: str, line: str, expected: str | None
) -> None:
    assert told[code, line_of(line)] == expected


def test_production_has_a_code_of_its_own(told: dict[tuple[str, int], str]) -> None:
    assert told["TSE321", line_of("os.environ", SHOP)] == "seen at run time"
    assert [code for code, _ in told if code == "TSE321"] == ["TSE321"]


def test_only_what_is_somebody_elses_and_not_told_is_added(told: dict[tuple[str, int], str]) -> None:
    added = {code_line for code_line, seen in told.items() if seen == "seen at run time"}
    assert added == {
        ("TSE321", line_of("os.environ", SHOP)),
        ("TSE313", line_of("shop.LIMIT = 2")),
        ("TSE302", line_of("[tempfile.mkdtemp")),
    }


def test_comments_silence_what_a_run_has_seen_and_evidence_does_not(folder: Path) -> None:
    loud = said(check(folder, "--format=jsonl", "--disable-noqa"))
    plain = testsec(folder, "check", *OPTIONS[:3], "--format=jsonl", ".")
    assert loud["TSE304", line_of('["SILENCED"]')] == "confirmed"
    assert loud["TSE313", line_of("shop.Shop.name")] in ("confirmed", "seen at run time")
    assert said(plain).keys() <= said(check(folder, "--format=jsonl")).keys()
    assert set(said(plain).values()) == {None}


def test_with_lines_it_is_known_what_ran(folder: Path) -> None:
    lines = said(testsec(folder, "check", *OPTIONS[:3], "--evidence=lines.jsonl", "--format=jsonl", "."))
    assert lines["TSE304", line_of('["NOT_RUN"]')] == "not executed"
    assert lines["TSE304", line_of('["SKIPPED"]')] == "not executed"


@pytest.mark.parametrize(
    "form", ["default", "full", "github", "gitlab", "junit", "checkstyle", "sarif", "html"]
)
def test_every_form_tells_it(folder: Path, form: str) -> None:
    done = check(folder, f"--format={form}")
    assert done.status == 1
    assert "confirmed" in done.out
    assert "seen at run time" in done.out


def test_the_page_points_at_no_rule_that_is_not_there(folder: Path) -> None:
    page = check(folder, "--format=html").out
    assert 'href="#rule-TSE304"' in page
    assert "TSE321" in page and 'href="#rule-TSE321"' not in page


def test_results_that_are_kept_say_the_same(folder: Path, tmp_path: Path) -> None:
    arguments = [each for each in OPTIONS if each != "--no-cache"]
    cached = ["check", *arguments, f"--cache-dir={tmp_path}", "."]
    assert testsec(folder, *cached).out == testsec(folder, *cached).out == check(folder).out


def test_a_severity_or_a_family_admits_it_or_not(folder: Path) -> None:
    assert "TSE321" not in check(folder, "--extend-ignore=TSE321").out


def test_of_a_file_that_has_changed_it_says_nothing(folder: Path, tmp_path: Path) -> None:
    lay_out(tmp_path, {"pyproject.toml": "", "tests/test_a.py": TESTS + "\n"})
    text = (folder / "evidence.jsonl").read_text("utf-8")
    (tmp_path / "evidence.jsonl").write_text(text, "utf-8")
    done = check(tmp_path)
    assert "[" not in done.out.replace('["', "")
    (line,) = done.err.splitlines()
    assert line.endswith("1 file has changed since, of which it says nothing: ./tests/test_a.py")
    lay_out(tmp_path, {"shop.py": SHOP + "\n"})
    assert "2 files have changed since" in check(tmp_path).err


def digest_line(name: str, content: bytes) -> str:
    return json.dumps({"kind": "file", "file": name, "digest": digest(content)}) + "\n"


HEAD = json.dumps({"kind": "run", "version": 1, "root": ".", "functions": False, "lines": False}) + "\n"


def test_files_that_cannot_be_parsed_or_read_are_told_as_ever(tmp_path: Path) -> None:
    files = {"tests/test_a.py": "def (", "tests/test_b.py": CLEAN}
    lay_out(tmp_path, {**files, "evidence.jsonl": HEAD + digest_line("tests/test_a.py", b"def (") + END})
    done = testsec(tmp_path, "check", *OPTIONS, "--extend-select=E9", ".")
    assert (done.err.count("evidence"), done.out.count("E999")) == (0, 1)
    text = HEAD + digest_line("tests/nowhere.py", b"") + digest_line("tests/test_b.py", b"") + END
    lay_out(tmp_path, {"evidence.jsonl": text.replace(digest(b""), digest(b"a"))})
    done = testsec(tmp_path, "check", *OPTIONS, "--extend-select=E9", "tests/nowhere.py", "tests/test_b.py")
    assert ("2 files have changed" in done.err, done.out.count("E902")) == (True, 1)


CLEAN = "def test_a():\n    pass\n"
END = '{"kind": "end"}\n'


def test_a_run_that_did_not_end_is_said(tmp_path: Path) -> None:
    for last in ("", '{"kind": "broken", "error": "OSError"}\n' + END, '{"kind": "half'):
        lay_out(tmp_path, {"tests/test_a.py": CLEAN, "evidence.jsonl": HEAD + last})
        assert "the run did not come to its end" in check(tmp_path).err
    lay_out(tmp_path, {"evidence.jsonl": HEAD + '{"kind": "of tomorrow"}\n' + END})
    assert check(tmp_path).err == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nothing\n", "line 1 is not JSON"),
        (HEAD + "[" * 100_000 + "\n", "line 2 is not JSON"),
        ("[]\n", "line 1 is not understood"),
        (HEAD + '{"kind": "leak"}\n', "line 2 is not understood"),
        (HEAD.replace("1", "2"), "it is of version 2, and 1 is what is read here"),
        ("", "it does not say which run it is of"),
    ],
)
def test_what_is_no_evidence_is_refused(tmp_path: Path, text: str, why: str) -> None:
    lay_out(tmp_path, {"test_a.py": CLEAN, "evidence.jsonl": text})
    done = check(tmp_path)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.endswith(f"evidence 'evidence.jsonl': {why}\n")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = check(lay_out(tmp_path, {"test_a.py": CLEAN}))
    assert (done.status, done.err.count("\n")) == (2, 1)


@pytest.mark.parametrize("other", ["--since=HEAD", "--staged", "--add-noqa", "--unused-noqa", "-"])
def test_what_cannot_be_meant_is_refused(folder: Path, other: str) -> None:
    done = testsec(folder, "check", *OPTIONS, other)
    assert done.status == 2
    assert "--evidence: not allowed with" in done.err


@pytest.mark.parametrize("command", ["review", "bugs", "fix"])
def test_it_is_for_check_alone(folder: Path, command: str) -> None:
    done = testsec(folder, command, "--evidence=evidence.jsonl", ".")
    assert (done.status, "--evidence" in done.err) == (2, True)


def test_plain_unittest_is_understood_likewise(folder: Path, tmp_path: Path) -> None:
    lay_out(
        tmp_path, {"pyproject.toml": "", "tests/__init__.py": "", "shop.py": SHOP, "tests/test_a.py": UNIT}
    )
    assert unittest_run(tmp_path, "evidence.jsonl", "unittest", "tests.test_a").status == 0
    found = said(check(tmp_path, "--format=jsonl"))
    assert found == {("TSE304", 8): "confirmed"}


UNIT = """\
import os
import unittest
import shop


class Test(unittest.TestCase):
    def test_a(self):
        os.environ["A"] = "1"; os.getpid()
"""


def test_no_record_is_lost(folder: Path) -> None:
    assert {each["kind"] for each in records(folder / "lines.jsonl")} >= {
        "run",
        "file",
        "test",
        "leak",
        "end",
    }


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_code_of_production_is_explained(tmp_path: Path, form: str) -> None:
    done = testsec(tmp_path, "explain", "TSE321", f"--format={form}")
    assert done.status == 0
    assert "left-behind-by-production" in done.out
