"""The page for people as a text: what it tells, what it escapes, what is refused."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from flake8_testsec.baselines import Entry as BaselineEntry
from flake8_testsec.baselines import written
from flake8_testsec.cli import check, pages
from flake8_testsec.finding import Edit, Finding, Fix, Related
from flake8_testsec.formats.earlier import WrongReport, read
from flake8_testsec.formats.entries import Detail, Entry, Region, Run
from flake8_testsec.formats.html_source import WIDEST, masked, rows

from ..doors import CLEAN, lay_out, testsec
from .hostile import IMAGE, SCRIPT, SECRET, hostile

pytest.importorskip("jinja2")

from flake8_testsec.formats.html_fixes import preview
from flake8_testsec.formats.html_report import report
from flake8_testsec.formats.html_summary import WIDTH, summary


class Read(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def having(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def made(folder: Path, *options: str, status: int = 1, paths: tuple[str, ...] = (".",)) -> str:
    written = ("--no-cache", "--format", "html", "--output-file", "page.html")
    import os

    before = os.getcwd()
    os.chdir(folder)
    try:
        assert check.check([*written, *options, *paths]) == status
    finally:
        os.chdir(before)
    return (folder / "page.html").read_text(encoding="utf-8")


def test_what_is_hostile_stays_text(tmp_path: Path) -> None:
    page = made(hostile(tmp_path), "--include-suppressed", status=2)
    read_page = Read(page)
    assert [tag for tag, _ in read_page.tags if tag in ("script", "img", "iframe", "style")] == [
        "style",
        "script",
        "script",
    ]
    assert not any(name.startswith("on") or name == "style" for _, each in read_page.tags for name in each)
    assert SCRIPT in read_page.text and IMAGE in read_page.text
    assert not set(page) & set("\u202e\u2066\u2028\u200b\x1b\x0c")
    assert "{{ 7*7 }}" in read_page.text
    assert r"\u202e" in read_page.text and r"\x1b[31m" in read_page.text
    identifiers = read_page.having("id")
    assert len(identifiers) == len({*identifiers})


def test_a_page_loads_nothing_and_names_its_scripts_by_digest(tmp_path: Path) -> None:
    page = Read(made(hostile(tmp_path), status=2))
    (policy,) = (each["content"] for _, each in page.tags if "http-equiv" in each)
    assert policy is not None and policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy and policy.count("'sha256-") == 3
    assert page.having("src") == []
    addresses = [each for each in page.having("href") if each and not each.startswith("#")]
    assert addresses and all(each.startswith("https://cwe.mitre.org/") for each in addresses)


def test_equal_findings_make_equal_pages_and_secrets_are_dots(tmp_path: Path) -> None:
    first = made(hostile(tmp_path), status=2)
    assert made(tmp_path, status=2) == first
    assert SECRET not in first
    assert re.search(r"<mark[^>]*>&#34;•+&#34;</mark>\)", first)
    assert str(tmp_path) not in first


def test_a_page_without_findings_says_so(tmp_path: Path) -> None:
    page = Read(made(lay_out(tmp_path, {"tests/test_a.py": CLEAN}), "--title", "A & B", status=0))
    assert "No findings in 1 file" in page.text
    assert "A & B" in page.text
    assert "list" not in page.having("id")


def test_what_is_new_and_what_is_gone_is_told(tmp_path: Path) -> None:
    hostile(tmp_path)
    done = testsec(tmp_path, "check", "--format", "json", "--output-file", "earlier.json", ".")
    assert done.status == 2
    earlier = json.loads((tmp_path / "earlier.json").read_text(encoding="utf-8"))
    number = len(earlier["findings"])
    earlier["findings"][0] = {
        **earlier["findings"][0],
        "fingerprint": "0" * 16 + ":1",
        "message": "it is gone",
    }
    (tmp_path / "earlier.json").write_text(json.dumps(earlier), encoding="utf-8")
    page = Read(made(tmp_path, "--compare-with", "earlier.json", "--include-suppressed", status=2))
    assert page.having("data-state").count("new") == 1
    assert page.having("data-state").count("known") == number - 1
    assert page.having("data-state").count("silenced") == 1
    assert f"1 new, 1 gone, {number - 1} as before." in page.text
    assert "it is gone" in page.text


WRONG = {
    "missing.json": (None, "cannot read 'missing.json'"),
    "text.json": ("no JSON", "it is neither a report of --format json nor a baseline"),
    "list.json": ("[]", "it is neither a report"),
    "deep.json": ("[" * 100_000, "it is neither a report"),
    "other.json": ('{"tool": {"name": "x"}, "version": 1}', "a report of another tool"),
    "newer.json": ('{"tool": {"name": "flake8-testsec"}, "version": 2}', "it has version 2"),
    "less.json": (
        '{"tool": {"name": "flake8-testsec"}, "version": 1, "findings": [{}]}',
        "it is neither a report",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_report_is_one_line(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, why = WRONG[name]
    lay_out(tmp_path, {"tests/test_a.py": CLEAN, **({name: text} if text is not None else {})})
    monkeypatch.chdir(tmp_path)
    with pytest.raises((WrongReport, OSError)) as refused:
        read(name)
    assert why in str(refused.value)
    done = testsec(tmp_path, "check", "--format=html", "--output-file=page.html", "--compare-with", name, ".")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "page.html").exists()


def test_a_baseline_is_something_to_compare_with(tmp_path: Path) -> None:
    leak = "def test_{}():\n    assert open('{}').read()\n"
    lay_out(tmp_path, {"tests/test_a.py": leak.format("one", "x") + leak.format("two", "y")})
    assert testsec(tmp_path, "baseline", "write", ".").status == 0
    text = leak.format("two", "y") + leak.format("three", "z")
    (tmp_path / "tests/test_a.py").write_text(text, encoding="utf-8")
    page = Read(made(tmp_path, "--compare-with", ".testsec-baseline"))
    assert "1 new, 1 gone, 1 as before." in " ".join(page.text.split())
    assert "1 gone since the baseline" in " ".join(page.text.split())
    assert page.having("data-state").count("known") == 1
    assert "test_one tests/test_a.py\n" in page.text


def test_equal_findings_of_a_baseline_count_each(tmp_path: Path) -> None:
    entry = BaselineEntry("test_a.py", "TSE301", "test_a", "0" * 16, 2)
    (tmp_path / "listed").write_text(written([entry]), encoding="utf-8")
    assert list(read(str(tmp_path / "listed")).findings) == ["0" * 16 + ":1", "0" * 16 + ":2"]


def test_the_baseline_that_hides_is_refused(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN})
    assert testsec(tmp_path, "baseline", "write", ".").status == 0
    words = ("check", "--format=html", "--output-file=page.html", "--compare-with=.testsec-baseline", ".")
    hiding = testsec(tmp_path, *words, "--baseline=.testsec-baseline")
    assert (hiding.status, hiding.err.count("\n")) == (2, 1)
    assert "'.testsec-baseline' is the baseline, which hides what it lists; add --baseline=" in hiding.err
    (tmp_path / "setup.cfg").write_text("[flake8]\ntestsec-baseline = .testsec-baseline\n", encoding="utf-8")
    assert testsec(tmp_path, *words).status == 2
    assert testsec(tmp_path, *words, "--baseline=").status == 0


def test_sarif_says_what_is_new(tmp_path: Path) -> None:
    leak = "def test_{}():\n    assert open('{}').read()\n"
    lay_out(tmp_path, {"tests/test_a.py": leak.format("one", "x")})
    plain = testsec(tmp_path, "check", "--format=sarif", ".")
    assert "baselineState" not in plain.out
    assert testsec(tmp_path, "baseline", "write", ".").status == 0
    text = leak.format("one", "x") + leak.format("two", "y")
    (tmp_path / "tests/test_a.py").write_text(text, encoding="utf-8")
    done = testsec(tmp_path, "check", "--format=sarif", "--compare-with=.testsec-baseline", ".")
    results = json.loads(done.out)["runs"][0]["results"]
    assert [each["baselineState"] for each in results] == ["unchanged", "new"]


@pytest.mark.parametrize("option", ["--compare-with=earlier.json", "--title=shop"])
def test_options_of_a_page_need_one(option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN})
    assert check.check([option, str(tmp_path)]) == 2
    assert "it is for --format html" in capsys.readouterr().err


def test_without_jinja_it_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    html = pages.FORMS["html"]._replace(package="no_such_package")
    monkeypatch.setitem(pages.FORMS, "html", html)
    assert check.check(["--format=html", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        "testsec check: error: argument --format: html needs Jinja2: pip install 'flake8-testsec[html]'\n"
    )


def test_quiet_is_not_for_pages(tmp_path: Path) -> None:
    assert "<!DOCTYPE html>" in made(hostile(tmp_path), "-q", status=2)


# lines


def entry(lines: dict[int, str], finding: Finding) -> Entry:
    return Entry("a.py", "a.py", finding, Detail(lines=tuple(lines.items())))


def shown(each: Entry) -> list[str]:
    mark = {"found": "[%s]", "near": "<%s>", "": "%s"}
    return ["".join(mark[part.mark] % part.text for part in row.parts) for row in rows(each)]


def test_lines_lose_their_margin_and_what_is_found_is_marked() -> None:
    lines = {1: "    def f():", 2: "        g(", 3: "            1)", 4: "        h()", 5: "", 9: "    i()"}
    finding = Finding(2, 8, "TSE407", "", 3, 14, (Related(9, 4, 9, 7, "see here"),))
    assert shown(entry(lines, finding)) == ["def f():", "    [g(]", "        [1)]", "    h()", "", "<i()>"]
    *_, last = rows(entry(lines, finding))
    assert (last.number, last.notes, last.follows) == (9, ("see here",), False)


def test_an_empty_place_and_one_that_ends_before_the_text_are_shown() -> None:
    assert shown(entry({1: "ab"}, Finding(1, 2, "E999", "", 1, 2))) == ["ab[ ]"]
    assert shown(entry({1: "ab", 2: "  c"}, Finding(1, 0, "E999", "", 2, 0))) == ["[ab]", "  c"]
    assert shown(entry({}, Finding(1, 2, "E999", "", 1, 2))) == []
    assert shown(entry({1: "ab"}, Finding(0, 0, "E902", "", 0, 0))) == ["ab"]


def test_of_a_long_line_the_part_with_the_mark_is_shown() -> None:
    (text,) = shown(entry({1: "x" * 5000}, Finding(1, 4000, "TSE407", "", 1, 4002)))
    assert text.startswith("…x") and text.endswith("x…") and "[xx]" in text
    assert len(text) == WIDEST + len("[]……")


def test_tabs_and_direction_marks_are_visible() -> None:
    assert shown(entry({1: "\ta\u202e"}, Finding(1, 1, "TSE407", "", 1, 2))) == [r"    [a]\u202e"]


@pytest.mark.parametrize(
    "text, hidden",
    [
        ("KEY = b'abc' + \"d\"", "KEY = b'•••' + \"•\""),
        ('KEY = """abc', 'KEY = """•••'),
        ("-----BEGIN KEY-----", "-----••••• •••-----"),
        ("VCR(folder)", "VCR(folder)"),
    ],
)
def test_what_a_credential_is_made_of_is_dots(text: str, hidden: str) -> None:
    assert masked(1, text, [Region(1, 1, 1, len(text) + 1)]) == hidden
    assert masked(2, text, [Region(1, 1, 1, len(text) + 1)]) == text


# fixes


def changes(lines: dict[int, str], *edits: Edit) -> list[list[str]]:
    each = entry(lines, Finding(2, 0, "TSE508", "", 2, 1, (), Fix(edits)))
    return [[change.sign + change.text for change in place] for place in preview(each)]


def test_a_fix_is_shown_place_by_place() -> None:
    lines = {1: "  a", 2: "  b", 3: "  c", 20: "d", 21: "e"}
    found = changes(lines, Edit(21, 0, 22, 0, ""), Edit(2, 2, 2, 2, "assert "), Edit(1, 2, 1, 3, "x"))
    assert found[0] == ["-a", "-b", "+x", "+assert b", " c"]
    assert found[1][:2] == [" d", "-e"]


def test_what_cannot_be_applied_or_is_not_known_is_not_shown() -> None:
    assert changes({1: "ab"}, Edit(1, 0, 1, 2, "x"), Edit(1, 1, 1, 2, "y")) == []
    assert changes({1: "ab"}, Edit(8, 0, 8, 2, "x")) == []
    assert changes({1: "ab"}) == []


def test_places_that_are_not_shown_are_told_in_words() -> None:
    finding = Finding(1, 0, "TSE102", "a key", 1, 2, (Related(4, 0, 4, 1, "used here"),))
    page = Read("".join(report([Entry("a.yaml", "a.yaml", finding)], Run(1, True, "cassettes"))))
    assert "line 4: used here" in page.text
    assert "in 1 of 1 cassette" in page.text


def test_bars_fill_their_box_and_show_also_what_is_little() -> None:
    found = [Entry("a.py", "a.py", Finding(1, 0, code, "", 1, 1)) for code in ["TSE508"] + ["TSE405"] * 500]
    bar = summary(found, Run(1, True)).whole.segments
    assert [each.severity for each in bar] == ["high", "medium"]
    assert bar[0].width > 5
    assert abs(bar[-1].x + bar[-1].width - WIDTH) < 0.1
