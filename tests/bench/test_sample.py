"""A sample of findings is drawn for readers, judged by them, and kept."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import command, corpora, draws, excerpts, judge, judged, labels, ledger, precision, sample
from bench.command import Spoken
from bench.corpora import STRANGERS, TUNED, CorpusError, Package
from bench.labels import STRANGER, Label, LabelError, Place
from bench.ledger import NO_TALLY, Tally
from bench.precision import Score

from ..doors import CLEAN, DEFECT, lay_out

PINNED = '[[package]]\nname="{}"\nversion="1.0"\nfile="f"\nsha256="0"\nkind="sdist"\n'
HELD_BACK = PINNED + f'set="{STRANGERS}"\n'
RAISES = "def test_{0}():\n    pytest.raises(ValueError)\n\n\n"
MANY = "import pytest\n\n\n" + "".join(RAISES.format(n) for n in range(5))
SHOP = {"tests/test_a.py": DEFECT, "tests/test_many.py": MANY, "tests/test_clean.py": CLEAN}
BANK = {
    "tests/test_quiet.py": DEFECT.rstrip() + "  # noqa\n",
    "tests/test_json.py": "import json\n\n\ndef test_b():\n    assert json.load(open('x')) == 1\n",
    "tests/test_many.py": MANY,
}


def pin(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two packages that nobody tunes on and one more, fetched already; no labels yet."""
    store = folder / ".corpora"
    lay_out(store / f".{STRANGERS}" / "shop-1.0", SHOP)
    lay_out(store / f".{STRANGERS}" / "bank-1.0", BANK)
    text = HELD_BACK.format("shop") + HELD_BACK.format("bank") + PINNED.format("tuned")
    (folder / "corpora.toml").write_text(text)
    (folder / "labels").mkdir()
    for module, name, value in (
        (corpora, "BENCH", folder),
        (corpora, "STORE", store),
        (labels, "FOLDER", folder / "labels"),
        (draws, "FOLDER", folder / "draws"),
    ):
        monkeypatch.setattr(module, name, value)
    return folder


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
    assert len(held_back) == 39
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


def draw(file: Path, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    sample.add_arguments(parser)
    return sample.main(parser.parse_args([*arguments, str(file)]))


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


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


# Judging


Fill = Callable[[dict[str, Any]], Mapping[str, Any]]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A sample as it was drawn: the same for all tests."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = pin(tmp_path_factory.mktemp("pinned"), monkeypatch)
        draw(folder / "sample.jsonl", "--packages", "bank", "shop", "--seed", "7")
        return (folder / "sample.jsonl").read_text()


@pytest.fixture
def drawn(fresh: str, tmp_path: Path) -> Path:
    file = tmp_path / "sample.jsonl"
    file.write_text(fresh)
    return file


def fill(file: Path, with_what: Fill) -> None:
    """Do what a reader does."""
    file.write_text("".join(f"{json.dumps({**each, **with_what(each)})}\n" for each in lines(file)))


def run(*files: Path) -> int:
    return judge.main(argparse.Namespace(files=files))


def right(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"verdict": "right", "why": f"because of {entry['path']}"}


def test_verdicts_are_kept_as_a_stranger_s(drawn: Path) -> None:
    fill(drawn, right)
    assert run(drawn) == 0
    (found,) = labels.read(["TSE301"], labels.FOLDER, STRANGER).values()
    assert found == Label(
        Place("TSE301", "bank", "tests/test_json.py", 5),
        "right",
        "because of tests/test_json.py",
        STRANGER,
        "",
    )
    assert len(labels.read(["TSE407"], labels.FOLDER, STRANGER)) == 6
    assert labels.read(["TSE301", "TSE407"], labels.FOLDER) == {}, "they are not ours"


def test_our_labels_stay_and_theirs_are_replaced(drawn: Path) -> None:
    ours = '{"package": "bank", "path": "tests/test_json.py", "line": 5, "verdict": "wrong", "why": "é"}\n'
    file = labels.FOLDER / "TSE301.jsonl"
    file.write_text(ours, encoding="utf-8")
    fill(drawn, right)
    run(drawn)
    fill(drawn, lambda entry: {"verdict": "arguable", "kind": "a-kind", "why": "on second thoughts"})
    assert run(drawn) == 1
    assert [each.verdict for each in labels.read(["TSE301"], labels.FOLDER).values()] == ["wrong"]
    kept = file.read_text(encoding="utf-8").splitlines(keepends=True)
    assert kept[0] == ours
    assert [json.loads(line) for line in kept[1:]] == [
        {
            "package": "bank",
            "path": "tests/test_json.py",
            "line": 5,
            "verdict": "arguable",
            "why": "on second thoughts",
            "reader": "stranger",
            "kind": "a-kind",
        }
    ]


def test_figures_weigh_a_rule_by_how_often_it_speaks(drawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verdicts = iter(["right", "right", "right", "wrong", "arguable", "", ""])
    fill(drawn, lambda entry: {"verdict": next(verdicts), "why": "so"})
    capsys.readouterr()
    assert run(drawn) == 1
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == [
        "rule found drawn right wrong arguable open",
        "TSE301 1 1 1 0 0 0",
        "TSE407 11 6 2 1 1 2",
        "all 12 7 3 1 1 2",
        "",
        "weighted by how often each rule spoke where the sample was drawn:",
        # One finding of TSE301 and 11 of TSE407, of which two quarters are right and one is wrong.
        f"right / (right + wrong) {6.5 / 9.25:.1%}, right / all {6.5 / 12:.1%}",
        "target MISSED: at least 98% and 90%",
    ]
    assert len(labels.read(["TSE407"], labels.FOLDER, STRANGER)) == 4, "open ones are not kept"


def test_a_sample_that_nobody_judged_meets_no_target(drawn: Path) -> None:
    assert run(drawn) == 1
    assert not list(labels.FOLDER.iterdir())


def test_a_sample_may_come_back_in_parts(drawn: Path, tmp_path: Path) -> None:
    fill(drawn, right)
    whole = drawn.read_text().splitlines(keepends=True)
    parts = [tmp_path / "one", tmp_path / "two"]
    parts[0].write_text("".join(whole[:3]))
    parts[1].write_text("".join(whole[3:]) + "\n")
    assert len(judge.read(parts)) == 7
    with pytest.raises(LabelError, match=r"^judged twice: bank tests/test_json\.py:5 TSE301$"):
        judge.read([drawn, parts[0]])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"verdict": "perhaps", "why": "so"}, "verdict 'perhaps'"),
        ({"verdict": "wrong", "why": " "}, "a verdict without a reason"),
        ({"version": "1.1"}, "bank 1.1 is not pinned"),
        ({"package": "gone"}, "gone 1.0 is not pinned"),
        ({"code": "../TSE301"}, "code '../TSE301'"),
        ({"line": None}, "ValueError"),
    ],
)
def test_an_entry_that_is_not_as_it_should_be_is_named_and_nothing_kept(
    drawn: Path, change: Mapping[str, Any], words: str
) -> None:
    fill(drawn, right)
    fill(drawn, lambda entry: change if entry["id"] == "7-000" else {})
    with pytest.raises(LabelError, match=r"^sample\.jsonl:1: not an entry of a sample: ") as caught:
        run(drawn)
    assert words in str(caught.value)
    assert not list(labels.FOLDER.iterdir())


@pytest.mark.parametrize("content", [b"[]\n", b"{\n", b"\xff\n", None])
def test_a_file_that_is_no_sample_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "sample.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(LabelError, match=r"^sample\.jsonl"):
        run(file)


def test_a_label_of_nobody_is_an_error() -> None:
    entry = {"package": "shop", "path": "t.py", "line": 1, "verdict": "right", "why": "so", "reader": "me"}
    (labels.FOLDER / "TSE301.jsonl").write_text(json.dumps(entry))
    with pytest.raises(LabelError, match=r"TSE301\.jsonl:1: not a label: .*reader 'me'"):
        labels.read(["TSE301"], labels.FOLDER)


# The samples


def test_a_sample_that_was_judged_is_kept_and_asked_again(drawn: Path) -> None:
    verdicts = iter(["right", "right", "wrong", "arguable", "right", "right", ""])
    fill(drawn, lambda entry: {"verdict": next(verdicts), "why": "so"})
    run(drawn)
    run(drawn)
    (entries,) = draws.read(draws.FOLDER).values()
    assert [each.verdict for each in entries] == ["right", "right", "wrong", "arguable", "right", "right", ""]
    gone = {entries[2].place, entries[3].place}
    here = {each.place for each in entries} - gone
    assert [*draws.rows({"7": entries}, here)] == [
        ("7", "2", "12", "6", "6", "4", "1", "1", f"{7.6 / 9.8:.1%}", f"{7.6 / 12:.1%}"),
        ("7", "2", "12", "6", "4", "4", "0", "0", "100.0%", "100.0%"),
    ]


@pytest.mark.parametrize("line", ["{", "[]", '{"found": 1}', '{"found": 1, "verdict": "good"}'])
def test_a_kept_sample_that_was_edited_is_named(line: str) -> None:
    draws.write("7", [], draws.FOLDER)
    (draws.FOLDER / "7.jsonl").write_text(line)
    with pytest.raises(LabelError, match=r"^7\.jsonl:1: not an entry of a sample: "):
        draws.read(draws.FOLDER)


# The ledger


def test_the_ledger_counts_what_is_still_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = {"repo": "a/b", "rev": "0", "path": "t.py", "line": 1, "code": "TSE301", "kind": None, "why": ""}
    given = {"S0": "right", "S1": "wrong", "S2": "wrong"}
    records = (json.dumps({**record, "id": name, "verdict": verdict}) for name, verdict in given.items())
    (tmp_path / "records").write_text("\n".join(records))
    monkeypatch.setattr(judged, "RECORDS", tmp_path / "records")
    monkeypatch.setattr(ledger, "REPORTED", tmp_path / "reported")
    ledger.write(["S0", "S1"], ledger.REPORTED)
    places = [Place(code, "shop", "t.py", line) for code in ("TSE301", "TSE407") for line in (1, 2)]
    labels.store([Label(place, "arguable", "so", STRANGER) for place in places], labels.FOLDER)
    known = ledger.strangers_labels()
    assert ledger.tallies(known, places[:1]) == {"TSE301": Tally(1, 1, 1, gone=2), "TSE407": Tally(gone=2)}


@pytest.mark.parametrize(
    ("tally", "is_below"),
    [
        (NO_TALLY, False),
        (Tally(right=0, wrong=11), False),
        (Tally(right=0, wrong=12), True),
        (Tally(right=0, arguable=12), True),
        (Tally(right=11, arguable=1), False),
        (Tally(right=10, arguable=2), True),
        (Tally(right=96, wrong=4), True),
        (Tally(right=97, wrong=3), False),
        (Tally(right=6, gone=50), False),
    ],
)
def test_strangers_decide_on_a_default_rule_by_twelve_findings(tally: Tally, is_below: bool) -> None:
    assert tally.is_below == is_below
    assert Score("TSE301", (), (), tally).below_strangers_floor == is_below
    assert not Score("TSE205", (), (), tally).below_strangers_floor, "it is not on by default"


def test_unreadable_results_are_named(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"^reported: FileNotFoundError"):
        ledger.read(tmp_path / "reported")


def test_precision_shows_both_figures(
    pinned: Path, drawn: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bench import document, observations

    lay_out(pinned / ".corpora" / "tuned-1.0", {"tests/test_a.py": DEFECT})
    ours = {"package": "tuned", "path": "tests/test_a.py", "line": 5, "verdict": "arguable", "why": "so"}
    (labels.FOLDER / "TSE407.jsonl").write_text(f"{json.dumps(ours)}\n")
    fill(drawn, right)
    run(drawn)
    (pinned / "records").write_text("")
    monkeypatch.setattr(judged, "RECORDS", pinned / "records")
    monkeypatch.setattr(ledger, "REPORTED", pinned / "reported")
    monkeypatch.setattr(document, "DOCS", pinned)
    monkeypatch.setattr(observations, "WORKERS", 1)
    ledger.write([], ledger.REPORTED)
    parser = argparse.ArgumentParser()
    precision.add_arguments(parser)
    capsys.readouterr()
    assert precision.main(parser.parse_args(["--rule", "TSE407", "--write"])) == 0
    *_, row, head, as_drawn, now = (line.split() for line in capsys.readouterr().out.splitlines())
    assert " ".join(head).startswith("seed packages findings judged still reported")
    assert as_drawn == ["7", "2", "12", "7", "7", "7", "0", "0", "100.0%", "100.0%"]
    assert now == as_drawn
    assert row[:11] == ["TSE407", "default", "1", "1", "0", "0", "1", "0.0%", "-", "0", "0"]
    assert row[11:17] == ["6", "0", "0", "0", "100.0%", "100.0%"]
    page = (pinned / "precision.md").read_text(encoding="utf-8")
    assert "They judged 7 findings" in page
    assert "| TSE407 | on | 1 | 1 | 0 | 0 | 1 | 0.0% | - | 6 | 0 | 0 | 0 | 100.0% | 100.0% | " in page
