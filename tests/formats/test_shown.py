"""What a person sees: lines with carets, colours on a terminal, annotations of which none is lost."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec.cli.details import detailed
from flake8_testsec.cli.display import FORMATS
from flake8_testsec.cli.reviews import Review, Told
from flake8_testsec.finding import Edit, Finding, Fix, Related
from flake8_testsec.formats import FORMS, checkstyle, full, github, gitlab, junit, sarif
from flake8_testsec.formats.entries import FAULTS, Detail, Entry, Run, facts_of, region
from flake8_testsec.formats.escapes import address, encodable, printable

from ..doors import DEFECT, lay_out, testsec

COLORS = re.compile(r"\x1b\[[0-9;]*m")


def shown(line: str, start: int, end: int, more: int = 0) -> list[str]:
    """The source line and the carets of a finding in one line, or in some more."""
    finding = Finding(7, start, "TSE407", "a message", 7 + more, end)
    entry = Entry("tests/test_a.py", "tests/test_a.py", finding, Detail(lines=((7, line),)))
    head, source, carets, facts, *rest = full.shown(entry, color=False).split("\n")
    assert head.startswith("tests/test_a.py:7:")
    assert facts.startswith("  = medium, CWE-1164, expectation-does-nothing")
    assert rest == ["", ""]
    return [source.removeprefix("7 | "), carets.removeprefix("  | ")]


def test_carets_stand_below_what_is_reported() -> None:
    assert shown("    f(1)", 4, 8) == ["    f(1)", "    ^^^^"]
    assert shown("f(1)  ", 0, 3, more=2) == ["f(1)  ", "^^^^ to line 9"]
    assert shown("\tf(\t1)", 1, 3) == ["    f(    1)", "    ^^"]
    assert shown("", 0, 0) == ["", "^"]
    assert shown("x", 9, 9) == ["x", " ^"]


def test_carets_count_columns_and_not_characters() -> None:
    assert shown("'漢字', f(1)", 6, 10) == ["'漢字', f(1)", "        ^^^^"]
    assert shown("'e\u0301', f(1)", 6, 10) == ["'e\u0301', f(1)", "     ^^^^"]
    assert shown("'\x1b[31m\u202e', f", 10, 11) == ["'\\x1b[31m\\u202e', f", "                  ^"]


def test_a_long_line_is_cut_around_what_is_reported() -> None:
    long = "a" * 300 + "f(1)" + "b" * 300
    source, carets = shown(long, 300, 304)
    assert len(source) <= full.WIDEST + 2
    assert source.startswith("…a") and source.endswith("b…")
    assert source[carets.index("^") : carets.rindex("^") + 1] == "f(1)"
    source, carets = shown("漢" * 100 + "f", 0, 1)
    assert (source[-1], carets) == ("…", "^^")
    source, carets = shown("x" * 200, 10, 200)
    assert carets.count("^") <= full.WIDEST


def test_further_places_have_their_line_and_word() -> None:
    related = (Related(12, 0, 12, 1, "here"), Related(13, 0, 13, 1, "and there"))
    finding = Finding(7, 0, "TSE407", "a message", 7, 1, related)
    entry = Entry("a.py", "a.py", finding, Detail(lines=((7, "x"), (12, "y"))), silenced="")
    assert full.shown(entry, color=False).split("\n")[1:] == [
        " 7 | x",
        "   | ^",
        "12 | y",
        "   | ^ here",
        "13 | and there",
        "   = medium, CWE-1164, expectation-does-nothing, silenced: no reason given; testsec explain TSE407",
        "",
        "",
    ]


def test_a_file_that_cannot_be_read_has_no_line() -> None:
    entry = Entry("a\n.py", "a.py", Finding(0, 0, "E902", "gone", 0, 0))
    assert full.shown(entry, color=False) == "a\\n.py: E902 gone\n  = error, unreadable\n\n"


def test_without_the_source_the_rest_is_told() -> None:
    entry = Entry("a.py", "a.py", Finding(3, 0, "E999", "m", 3, 0))
    assert full.shown(entry, color=False) == "a.py:3:1: E999 m\n  = error, not-parsed\n\n"


def test_lines_that_are_not_there_are_not_shown() -> None:
    review = Review("a.py", (Told(Finding(9, 0, "E999", "m", 9, 0), ""),))
    (one,) = detailed(review, b"x\n", ["x\n"])
    detail = one.detail
    assert detail is not None
    assert (detail.lines, detail.newline) == ((), "\n")


def test_colours_change_nothing_but_colours() -> None:
    for code in ("TSE407", "TSE508", "TSE611", "E999"):
        entry = Entry("a.py", "a.py", Finding(1, 0, code, "m", 1, 1), Detail(lines=((1, "x"),)))
        colored = full.shown(entry, color=True)
        assert COLORS.sub("", colored) == full.shown(entry, color=False) != colored


def terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What a command shows on a terminal."""
    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "flake8_testsec", *arguments]
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM", "PAGER")}
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=terminal,
        stdout=terminal,
        stderr=subprocess.DEVNULL,
        env={**plain, **environment},
    ) as process:
        os.close(terminal)
        parts = []
        while part := _read(controller):
            parts.append(part)
        process.wait(timeout=300)
    os.close(controller)
    return b"".join(parts).decode().replace("\r\n", "\n")


def _read(controller: int) -> bytes:
    try:
        return os.read(controller, 65536)
    except OSError:  # nobody writes any more
        return b""


def test_a_terminal_has_colours_unless_it_wants_none(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    arguments = ("check", "--format=full", "tests")
    plain = testsec(tmp_path, *arguments).out
    colored = terminal(tmp_path, *arguments, TERM="xterm")
    assert COLORS.sub("", colored) == plain != colored
    assert terminal(tmp_path, *arguments, TERM="xterm", NO_COLOR="1") == plain
    assert terminal(tmp_path, *arguments, TERM="dumb") == plain
    assert terminal(tmp_path, *arguments, "--color=never", TERM="xterm") == plain
    assert testsec(tmp_path, *arguments, "--color=always").out == colored
    file = (*arguments, "--output-file=a", "--format=text", "--output-file=b")
    assert terminal(tmp_path, *file, TERM="xterm") == ""
    assert (tmp_path / "a").read_text() == plain
    assert "\x1b" not in (tmp_path / "b").read_text()


def test_a_long_explanation_goes_through_the_pager(tmp_path: Path) -> None:
    pager = f"{sys.executable} -c \"import sys; print('paged', len(sys.stdin.readlines()))\""
    count = testsec(tmp_path, "explain", "TSE4").out.count("\n")
    said = terminal(tmp_path, "explain", "TSE4", TERM="xterm", PAGER=pager, LINES="24")
    assert said == f"paged {count}\n"
    short = terminal(tmp_path, "explain", "TSE000", TERM="xterm", PAGER=pager, LINES="200")
    assert short == testsec(tmp_path, "explain", "TSE000").out


def entries(number: int, code: str = "TSE407", **changes: object) -> list[Entry]:
    found = [Finding(line, 0, code, f"message {line}", line, 1) for line in range(1, number + 1)]
    return [Entry("a.py", "a.py", finding)._replace(**changes) for finding in found]  # type: ignore[arg-type]


def test_github_gets_the_worst_first_and_the_rest_as_lines() -> None:
    given = [*entries(12, "TSE611"), *entries(11), *entries(3, "TSE508"), *entries(1, "TSE000")]
    lines = list(github.report(given, Run(1, False)))
    levels = [line.partition(" ")[0] for line in lines]
    assert levels[:24] == ["::error"] * 4 + ["::warning"] * 10 + ["::notice"] * 10
    assert lines[0].startswith("::error title=TSE000 not-reviewed,file=a.py,line=1,")
    assert lines[24:] == [
        "3 more, which GitHub would not show as annotations:\n",
        "- a.py:11: TSE407 message 11\n",
        "- a.py:11: TSE611 message 11\n",
        "- a.py:12: TSE611 message 12\n",
    ]
    assert len(list(github.report(entries(10), Run(1, True)))) == 10


def test_no_file_name_is_a_command_for_github() -> None:
    name = "::error ::x\n::add-mask::y##[error]%0A.py"
    lines = list(github.report(entries(12, path=name, place=name), Run(1, True)))
    assert [line for line in lines if not line.startswith(("::warning title=", "- ", "2 more"))] == []
    assert all(line.count("\n") == 1 for line in lines)
    assert not any("##[" in line for line in lines[10:])
    assert "file=%3A%3Aerror %3A%3Ax\\n%3A%3Aadd-mask%3A%3Ay##[error]%250A.py,line=1" in lines[0]


def test_columns_of_several_lines_are_not_for_github() -> None:
    (entry,) = entries(1)
    spread = entry._replace(finding=entry.finding._replace(end_line=3))
    (line,) = github.report([spread], Run(1, True))
    assert line == "::warning title=TSE407 expectation-does-nothing,file=a.py,line=1,endLine=3::message 1\n"


def test_what_is_silenced_is_no_finding_elsewhere() -> None:
    silenced = entries(2, silenced="because")
    run = Run(1, True)
    assert list(github.report(silenced, run)) == []
    assert "".join(gitlab.report(silenced, run)) == "[]\n"
    assert "<file" not in "".join(checkstyle.report(silenced, run))
    assert 'skipped="2"' in "".join(junit.report(silenced, run))


# texts and places


def test_texts_are_escaped_for_who_reads_them() -> None:
    assert printable("a\tb\n\x1b\u202e\udcff") == "a\tb\\n\\x1b\\u202e\\udcff"
    assert encodable("a\n\udcffü") == "a\n\\udcffü"
    assert address("tests/a b#?%ü.py") == "tests/a%20b%23%3F%25%C3%BC.py"
    assert address(os.fsdecode(b"\xff.py")) == "%FF.py"
    assert address("a:b.py") == "a%3Ab.py"
    assert address("/tmp/a.py") == "file:///tmp/a.py"


def test_a_place_never_ends_before_it_begins() -> None:
    assert region(3, 4, 3, 9) == (3, 5, 3, 10)
    assert region(3, 4, 3, 2) == (3, 5, 3, 5)
    assert region(3, -1, 2, 7) == (3, 1, 3, 1)


def test_what_is_no_rule_of_ours_has_facts_as_well() -> None:
    assert facts_of("E999") == FAULTS["E999"] == facts_of("E901")
    assert (facts_of("F401").severity, facts_of("F401").url, facts_of("F401").weakness) == ("", "", "")
    assert facts_of("TSE407").url == "https://cwe.mitre.org/data/definitions/1164.html"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_inserted_ends_its_lines_as_the_file_does(newline: str) -> None:
    edits = (Edit(1, 0, 1, 0, "a\nb\n"), Edit(2, 0, 3, 0, ""))
    fixed = Finding(1, 0, "TSE407", "m", 1, 1, fix=Fix(edits, safe=True))
    log = "".join(sarif.report([Entry("a.py", "a.py", fixed, Detail(newline=newline))], Run(1, True)))
    assert repr("a\nb\n".replace("\n", newline))[1:-1] in log
    assert log.count('"insertedContent"') == 1


def test_cassettes_are_a_category_of_their_own() -> None:
    assert '"testsec/cassettes/"' in "".join(sarif.report([], Run(1, True, "cassettes")))
    assert '"testsec/"' in "".join(sarif.report([], Run(1, True)))


def test_the_guide_has_every_format() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
    assert [name for name in (*FORMATS, *FORMS) if f"`{name}`" not in guide] == []
