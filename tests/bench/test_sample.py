"""A sample of findings is drawn for readers."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import command, corpora, excerpts, judged, labels, sample
from bench.command import Spoken
from bench.corpora import STRANGERS, TUNED, CorpusError, Package

from ..doors import lay_out
from .pinned_packages import PINNED, SHOP, draw, lines, pin

BY_NAME = "def test_a():\n    # FIXME: ask for the limit\n    assert json.load(x) == 1\n"


@pytest.fixture(autouse=True)
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return pin(tmp_path, monkeypatch)


def names(*given: str, sets: tuple[str, ...] = (TUNED,)) -> list[str]:
    return [each.name for each in corpora.packages(given, sets)]


# Packages


def test_packages_that_nobody_tunes_on_are_left_out_unless_named() -> None:
    assert names() == ["tuned"]
    assert names("shop", "tuned") == ["shop", "tuned"]
    assert names(sets=(STRANGERS,)) == ["shop", "bank"]
    assert names(sets=(TUNED, STRANGERS)) == ["shop", "bank", "tuned"]


def test_they_are_out_of_sight_of_whoever_walks_through_the_others(pinned: Path) -> None:
    (shop,) = corpora.packages(["shop"])
    assert shop.folder == pinned / ".corpora" / ".strangers" / "shop-1.0"
    assert corpora.packages(["tuned"])[0].folder == pinned / ".corpora" / "tuned-1.0"


def test_an_unknown_set_is_an_error(pinned: Path) -> None:
    (pinned / "corpora.toml").write_text(PINNED.format("shop") + 'set="stranger"\n')
    with pytest.raises(CorpusError, match="shop: there is no set 'stranger'"):
        corpora.packages()


def test_the_pinned_packages_that_nobody_tunes_on_are_in_no_record_of_defects(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    held_back = set(names(sets=(STRANGERS,)))
    assert len(held_back) == 1406
    records = (corpora.BENCH / "history.jsonl").read_text() + judged.RECORDS.read_text()
    repositories = {json.loads(line)["repo"].partition("/")[2].lower() for line in records.splitlines()}
    assert not held_back & repositories
    assert not held_back & set(names())


# What the command says


def test_what_the_command_says_is_read() -> None:
    (bank,) = corpora.packages(["bank"])
    said = command.spoken(bank.folder)
    assert Counter((each.path, each.code) for each in said) == {
        ("tests/test_json.py", "TSE301"): 1,
        ("tests/test_many.py", "TSE407"): 5,
    }
    assert said[0] == Spoken("tests/test_json.py", 5, "TSE301", said[0].message)
    assert said[0].message.startswith("file handle is never closed")


def test_files_that_cannot_be_parsed_are_no_failure(tmp_path: Path) -> None:
    lay_out(tmp_path / "odd", {"tests/test_a.py": "def f(:\n"})
    assert command.spoken(tmp_path / "odd") == []


def test_a_command_that_breaks_is_loud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_CODES", "--no-such-option")
    lay_out(tmp_path / "odd", SHOP)
    with pytest.raises(command.CommandError, match=r"^testsec on odd: .*--no-such-option.*$"):
        command.spoken(tmp_path / "odd")


# Drawing


def package(name: str) -> Package:
    return Package(name, "1.0", "f", "0", "sdist", STRANGERS)


def test_neither_a_rule_nor_a_package_decides_alone() -> None:
    said = {
        package(name): [
            Spoken("t.py", line, code, "m") for line in range(30) for code in ("TSE301", "TSE407")
        ]
        for name in "abcdefg"
    }
    drawn = sample.draw(said, 1, 12, 3)
    assert [each.said.code for each in drawn] == ["TSE301"] * 12 + ["TSE407"] * 12
    per_package = Counter((each.said.code, each.package.name) for each in drawn)
    assert max(per_package.values()) == 3
    assert {each.found for each in drawn} == {210}


def test_the_seed_decides() -> None:
    said = {package("a"): [Spoken("t.py", line, "TSE301", "m") for line in range(99)]}
    lots = [[each.said.line for each in sample.draw(said, seed, 5, 5)] for seed in (1, 1, 2)]
    assert lots[0] == lots[1] != lots[2]
    assert lots[0] != [0, 1, 2, 3, 4]


def test_findings_of_a_code_on_one_line_are_one_and_faults_are_none() -> None:
    twice = [Spoken("t.py", 1, "TSE301", "m"), Spoken("t.py", 1, "TSE301", "m")]
    drawn = sample.draw({package("a"): [*twice, Spoken("t.py", 2, "TSE000", "broken")]}, 1, 12, 3)
    assert [(each.said.line, each.found) for each in drawn] == [(1, 1)]


def test_a_sample_is_written_for_readers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sample.jsonl"
    assert draw(file, "--packages", "bank", "shop", "--seed", "7") == 0
    assert capsys.readouterr().out == f"7 of 12 default findings in 2 packages: {file}\n"
    entries = lines(file)
    assert [each["id"] for each in entries] == [f"7-{n:03}" for n in range(7)]
    assert Counter((each["package"], each["code"]) for each in entries) == {
        ("bank", "TSE301"): 1,
        ("bank", "TSE407"): 3,
        ("shop", "TSE407"): 3,
    }
    first = entries[0]
    assert (first["found"], entries[-1]["found"]) == (1, 11)
    assert (first["version"], first["path"], first["line"]) == ("1.0", "tests/test_json.py", 5)
    assert first["message"].startswith("file handle is never closed")
    assert "a file is opened in a test and never closed. The handle stays open" in first["explanation"]
    assert "Instead: Open the file in a ``with`` statement" in first["explanation"]
    assert ">     5 |     assert json.load(open('x')) == 1" in first["source"]
    assert {each[name] for each in entries for name in ("verdict", "kind", "why")} == {""}


def test_a_sample_without_names_is_of_all_that_nobody_tunes_on(tmp_path: Path) -> None:
    file = tmp_path / "sample.jsonl"
    draw(file, "--seed", "7", "--most", "2", "--per-package", "1")
    assert {each["package"] for each in lines(file)} == {"shop", "bank"}
    assert Counter(each["code"] for each in lines(file)) == {"TSE301": 1, "TSE407": 2}


def test_a_sample_of_some_rules_is_of_what_nobody_has_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sample.jsonl"
    place = labels.Place("TSE407", "bank", "tests/test_many.py", 1)
    labels.store([labels.Label(place, "right", "so", labels.STRANGER)], labels.FOLDER)
    labels.store([labels.Label(place._replace(line=2), "right", "so")], labels.FOLDER)
    every = {
        each.line for each in command.spoken(corpora.packages(["bank"])[0].folder) if each.code == "TSE407"
    }
    draw(file, "--packages", "bank", "--seed", "7", "--select", "TSE407,TSE999", "--per-package", "9")
    assert {each["line"] for each in lines(file)} == every - {1}
    assert [each["id"] for each in lines(file)] == [
        f"of-some-rules-7-{n:03}" for n in range(len(lines(file)))
    ]
    assert capsys.readouterr().out.startswith(f"{len(lines(file))} of {len(lines(file))} default findings")


def test_a_sample_by_name_leaves_out_what_is_said_anyway(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sample.jsonl"
    lay_out(corpora.packages(["bank"])[0].folder, {"tests/test_any.py": BY_NAME})
    draw(file, "--packages", "bank", "--seed", "7", "--select", "TSE407,TSE514", "--by-name")
    assert {(each["code"], each["line"]) for each in lines(file)} == {("TSE514", 2)}
    assert "1 of 1 further findings" in capsys.readouterr().out


def test_a_fault_of_ours_is_loud(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = {package("a"): [Spoken("t.py", 2, "TSE000", "broken")], package("b"): []}
    assert sample.print_faults(said) == 1
    assert "INTERNAL ERROR a t.py:2 broken" in capsys.readouterr().err


# Excerpts


def test_an_excerpt_shows_the_function_as_a_whole() -> None:
    body = "".join(f"    x = {n}\n" for n in range(40))
    source = f"import os\n\n\ndef test_a():\n{body}\n\ndef test_b():\n    pass\n".encode()
    shown = excerpts.around(source, 24, with_scope=True).split("\n")
    assert (shown[0], shown[20], shown[-1]) == (
        "      4 | def test_a():",
        ">    24 |     x = 19",
        "     44 |     x = 39",
    )
    assert len(excerpts.around(source, 24).split("\n")) == 21


def test_a_long_function_is_shown_in_part() -> None:
    source = b"def test_a():\n" + b"    x = 1\n" * 200
    assert len(excerpts.around(source, 100, with_scope=True).split("\n")) == 21
