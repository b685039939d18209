"""Names, code and arguments that would steer a terminal, a log or a spreadsheet are shown as text."""

from __future__ import annotations

import csv
import io
import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from xml.dom import minidom

import pytest

from flake8_testsec.cli.display import _logged
from flake8_testsec.formats.escapes import harmless
from flake8_testsec.review.ledger_forms import _cell

from ..doors import DEFECT, lay_out, written
from ..repositories import Repository

BAD = "\x1b[31m\x07\x9b1m\u202e\u2066\r\x08"
TOKEN = "0rkbJW".join(("ghp_Rk3vQ9sLw7ZtB1nXc5MfYd2HgJpU8e", ""))
CODE = f'''\
import pytest
API_TOKEN = "{BAD}{TOKEN}"


def test_a(monkeypatch):
    pytest.raises(ValueError)  # {BAD}
    # FIXME({BAD}ann): bug 12 {BAD}
    # assert total == "{BAD}"
    open("/etc/x{BAD}", "w")
    assert run()  # noqa: TSE503 {BAD}


@pytest.mark.skip(reason="PAY-31 {BAD} =1+1")
def test_b():
    assert run()
'''
NAMES = (
    *("test_\nx.py", f"test_{BAD}x.py", "-test_x.py", "--format=json.py", os.fsdecode(b"test_\xff\xfe.py")),
    *("::error ::test_x.py", "##[error]test_x.py", "=cmd|calc!A1.py", "test_<script>.py"),
)
FORMATS = (
    *("default", "pylint", "quiet-filename", "full", "json", "jsonl", "sarif", "github", "gitlab", "junit"),
    *("checkstyle", "html", "%(path)s:%(text)s"),
)
COMMANDS = (
    *(("check", "--testsec-enable=TSE", f"--format={each}", "--show-source") for each in FORMATS),
    *(("review", f"--format={each}") for each in ("markdown", "json", "html")),
    *(("bugs", f"--format={each}") for each in ("text", "json", "html")),
    *(("role",), ("doctor",), ("fix", "--diff", "--unsafe"), ("check", "--timings"), ("check", "-vv")),
    *(("check", "--cassettes", "--show-source"), ("check", "--since=HEAD"), ("check", "--unused-noqa")),
)
CASSETTE = f"interactions:\n- request:\n    headers:\n      Authorization: ['Bearer {TOKEN}']\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files: dict[str, str | bytes] = {f"tests/{name}": CODE for name in NAMES}
    files |= {f"tests/broken{name}": f"def f(:\n  {BAD}" for name in NAMES}
    files |= {f"tests/folder{BAD}/test_a.py": CODE, f"tests/cassettes/{BAD}.yaml": CASSETTE}
    made = Repository(tmp_path_factory.mktemp("project"))
    made.commit({"tests/test_old.py": DEFECT})
    made.write(files).git("add", "--all")
    return made.folder


def shown(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """The status, and all that somebody sees."""
    status, *said = written(folder, *arguments, **environment)
    return status, b"".join(said).decode("utf-8", "surrogateescape")


def raw(text: str) -> set[str]:
    """The characters that a terminal would not show but do."""
    return {each for each in text if each not in "\n\t" and not each.isprintable()}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_is_shown_raw(command: tuple[str, ...], project: Path) -> None:
    if any("html" in word for word in command):
        pytest.importorskip("jinja2")
    status, text = shown(project, *command, "tests", *(f"missing{name}" for name in NAMES))
    assert status in (0, 1, 2)
    assert raw(text) == set()
    assert "Traceback" not in text and len(text) > 100


WORD = f"x{BAD}\ny"
OPTIONS = (
    *("--format", "--since", "--select", "--testsec-enable", "--testsec-resources", "--config", "--jobs"),
    *("--append-config", "--baseline", "--compare-with", "--evidence", "--cwe", "--family", "--color"),
    *("--min-severity", "--per-file-ignores", "--require-plugins", "--max-line-length", f"--{WORD}"),
)
REFUSED = (
    *((WORD,), ("explain", WORD), ("rules", f"--{WORD}"), ("cache", f"--{WORD}"), ("baseline", WORD)),
    *(("cache", f"--cache-dir={WORD}"), ("bugs", f"--state={WORD}"), ("role", WORD), ("fix", WORD)),
    *(("explain", f"--format={WORD}", "x"), ("review", f"--format={WORD}"), ("doctor", f"--{WORD}")),
    *(("check", f"{option}={WORD}") for option in OPTIONS),
    *(("check", "--format=json", f"--output-file=test_a.py/{WORD}"), ("check", WORD)),
    *(("check", "--add-noqa", f"--reason={WORD}"), ("baseline", "write", f"--baseline=test_a.py/{WORD}")),
)


@pytest.mark.parametrize("command", REFUSED, ids=lambda words: " ".join(words).split("x")[0])
def test_no_refusal_is_raw(command: tuple[str, ...], tmp_path: Path) -> None:
    status, text = shown(lay_out(tmp_path, {"test_a.py": DEFECT}), *command)
    assert raw(text) == set()
    assert status in (0, 2) and "Traceback" not in text


def test_what_flake8_logs_is_printable() -> None:
    record = logging.LogRecord("flake8", 10, "a.py", 1, "%s", (BAD + "\n",), None)
    record.message = record.getMessage()
    assert raw(_logged(logging.Formatter("%(message)s"), record)) == set()


# a job of GitHub's


def commands(text: str) -> Iterator[str]:
    """The lines that a runner obeys (ActionCommand.cs of https://github.com/actions/runner)."""
    return (line for line in text.split("\n") if line.lstrip().startswith("::") or "##[" in line)


STEERING = "x = 1  # ##[add-mask]a\npytest.raises(ValueError)  # ##[error]b\n  ::stop-commands::c\n"


@pytest.mark.parametrize("form", ["default", "full", "pylint", "quiet-filename"])
def test_a_log_of_a_job_gets_no_commands(form: str, tmp_path: Path) -> None:
    names = ["::stop-commands::x.py", "##[add-mask]x.py"]
    lay_out(tmp_path, dict.fromkeys(names, STEERING))
    arguments = ("check", "--no-cache", "--show-source", f"--format={form}", *names)
    assert [*commands(shown(tmp_path, *arguments, GITHUB_ACTIONS="true")[1])] == []
    assert [*commands(shown(tmp_path, *arguments, GITHUB_ACTIONS="")[1])] != []


def test_annotations_are_the_only_commands(project: Path) -> None:
    _, text = shown(project, "check", "--format=github", "tests", GITHUB_ACTIONS="true")
    assert {line.partition(" ")[0] for line in commands(text)} <= {"::error", "::warning", "::notice"}


def test_lines_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert harmless("  ::x ##[y\x1b") == "  \\x3a:x ##\\x5by\\x1b"
    assert harmless("a::x") == "a::x"
    monkeypatch.delenv("GITHUB_ACTIONS")
    assert harmless("  ::x ##[y\x1b") == "  ::x ##[y\\x1b"


# a spreadsheet, and parsers


FORMULAS = ("=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n1", " =1", "\u00a0=1", "\uff1d1")


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert _cell(cell) == f"'{cell}"
    assert _cell(f"a{cell}") == f"a{cell}"


def test_the_ledger_has_rows_and_no_formulas(project: Path) -> None:
    _, text = shown(project, "bugs", "--format=csv", "tests")
    rows = [*csv.reader(io.StringIO(text.partition("tests/broken")[0]))]
    cells = [cell for row in rows for cell in row]
    assert len({len(row) for row in rows if len(row) > 1}) == 1
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("form", ["junit", "checkstyle", "json", "sarif", "gitlab"])
def test_what_others_parse_can_be_parsed(form: str, project: Path) -> None:
    report = project.parent / f"report.{form}"
    shown(project, "check", "--testsec-enable=TSE", f"--format={form}", f"--output-file={report}", "tests")
    text = report.read_text(encoding="utf-8")
    minidom.parseString(text) if form in ("junit", "checkstyle") else json.loads(text)
    assert "<script" not in text or form in ("json", "sarif", "gitlab")
