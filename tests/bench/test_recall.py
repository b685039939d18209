"""Defects that maintainers fixed: which findings count, and what is said of them."""

from __future__ import annotations

import json
import os
import subprocess
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import document, recall
from bench.recall import Outcome, Record
from flake8_testsec.finding import Finding

BEFORE = """\
import pytest


def test_refused(shop):
    pytest.raises(KeyError)
    pytest.raises(KeyError)


def test_total(shop):
    shop.total() == 3


@pytest.mark.skip
def test_refund(shop):
    '''The money comes back.'''
    assert shop.refund()
"""
AFTER = BEFORE.replace("    pytest.raises(KeyError)\n", "", 1).replace("    shop", "    assert shop")


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    command = ["git", *identity, *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=True, timeout=300
    )
    return done.stdout.strip()


@pytest.fixture
def fix(tmp_path: Path) -> str:
    """The commit that mends one of two defects of a kind in one function, and the only one in another."""
    work = tmp_path / "clones" / "acme" / "shop"
    (work / "tests").mkdir(parents=True)
    git(work, "init", "--quiet")
    for text in (BEFORE, AFTER):
        (work / "tests" / "test_shop.py").write_text(text, encoding="utf-8")
        git(work, "add", "--all")
        git(work, "commit", "--quiet", "--message=tests")
    return git(work, "rev-parse", "HEAD")


def entry(number: int, line: int, family: str, **more: Any) -> dict[str, Any]:
    """A line of the records."""
    place = {"id": f"H{number}", "repo": "acme/shop", "path": "tests/test_shop.py", "line": line}
    rest = {"end_line": line, "after_path": "tests/test_shop.py", "pattern": "some", "note": "so it is"}
    return {
        **place,
        **rest,
        "family": family,
        "confidence": "high",
        "cross_file": False,
        "fix": "0" * 40,
        **more,
    }


def record(**more: Any) -> Record:
    return Record(**entry(1, 5, "4xx", **more))


def measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entries: list[dict[str, Any]], *more: str
) -> int:
    file = tmp_path / "history.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in entries), encoding="utf-8")
    monkeypatch.setattr(recall, "RECORDS", file)
    return recall.main(options("--repositories", str(tmp_path / "clones"), *more))


def options(*arguments: str) -> Namespace:
    parser = ArgumentParser()
    recall.add_arguments(parser)
    return parser.parse_args(arguments)


def cells(lines: list[str], name: str) -> str:
    row = next(each for each in lines if each.startswith(name)).removeprefix(name)
    return " ".join(row.split())


# Which codes count


def test_codes_of_the_family_and_those_beside_it_count() -> None:
    assert record().is_named_by("TSE407")
    assert not record().is_named_by("TSE608")
    assert record(also=("TSE6",)).is_named_by("TSE608")
    assert record(also=("TSE608",)).is_named_by("TSE608")
    assert not record(also=("TSE608",)).is_named_by("TSE607")


def test_further_lines_count() -> None:
    assert record(alt_lines=(9,)).covers(9)
    assert not record().covers(9)


def test_what_is_still_there_may_stand_at_another_text() -> None:
    found = Finding(5, 4, "TSE407", "no call", 5, 9)
    outcome = Outcome(record(), at_line=(found,), texts=("pytest.raises(KeyError)",))
    assert not outcome.still
    assert outcome._replace(after=(("TSE407", "other"),)).still
    assert not outcome._replace(after=(("TSE407", "other"),)).unmoved
    assert outcome._replace(after=(("TSE407", "pytest.raises(KeyError)"),)).unmoved


# The records


def test_the_records_can_be_read() -> None:
    records = recall.read(recall.RECORDS)
    assert len({each.id for each in records}) == len(records) == 507
    assert {each.confidence for each in records} == {"high", "medium"}
    assert sum(bool(each.also) for each in records) == 65


def test_what_others_have_mined_can_be_read_and_is_apart() -> None:
    known = {name: recall.read(file) for name, file in (("known", recall.RECORDS), *recall.MINED.items())}
    assert {name: len(records) for name, records in known.items()} == {
        "known": 507,
        "seen": 96,
        "second": 93,
        "third": 227,
        "unseen": 92,
        "fourth": 110,
        "fresh": 172,
        "fifth": 110,
    }
    assert len({each.id for records in known.values() for each in records}) == sum(map(len, known.values()))
    repositories = {name: {each.repo for each in records} for name, records in known.items()}
    assert not repositories["unseen"] & (repositories["seen"] | repositories["second"])
    before = repositories["known"] | repositories["seen"] | repositories["second"] | repositories["third"]
    assert not repositories["fresh"] & before
    assert not repositories["second"] & (repositories["seen"] | repositories["known"])
    tuned_on = before | repositories["unseen"] | repositories["fourth"]
    assert not repositories["fifth"] & (tuned_on | repositories["fresh"])


def test_what_others_have_mined_is_measured_and_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fix: str
) -> None:
    file = tmp_path / "mined.jsonl"
    file.write_text(json.dumps(entry(1, 5, "4xx", fix=fix)) + "\n", encoding="utf-8")
    monkeypatch.setitem(recall.MINED, "unseen", file)
    chosen = ("--repositories", str(tmp_path / "clones"), "--mined", "unseen")
    assert recall.main(options(*chosen)) == 0
    assert cells(capsys.readouterr().out.splitlines(), "4xx").startswith("1 1")
    with pytest.raises(recall.RecordError, match=r"--write is for the records of bench/history\.jsonl"):
        recall.main(options(*chosen, "--write"))


def test_a_malformed_record_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    file.write_text(f"{json.dumps(entry(1, 5, '4xx'))}\n{{}}\n")
    with pytest.raises(recall.RecordError, match=r"history\.jsonl:2: not a record"):
        recall.read(file)


# What is measured


def test_defects_are_counted_by_family_and_confidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fix: str
) -> None:
    entries = [
        entry(1, 5, "4xx", fix=fix),
        entry(2, 10, "6xx", fix=fix, also=["TSE508"], confidence="medium"),
        entry(3, 10, "6xx", fix=fix),
        entry(4, 10, "5xx"),
    ]
    assert measured(tmp_path, monkeypatch, entries) == 0
    lines = capsys.readouterr().out.splitlines()
    assert cells(lines, "4xx") == "1 1 1 1 1 1"  # the other one of its kind stays
    assert cells(lines, "6xx") == "2 1 1 1 0 0"
    assert cells(lines, "medium confidence") == "1 1 (100%) 1 (100%) 1 (100%) 0 (0%) 0 (0%)"
    assert cells(lines, "high confidence").startswith("2 1 (50%) ")
    assert cells(lines, "all").startswith("3 2 (67%) ")
    assert lines[-1] == "left out: 1 of 4 records, not counted above"


def test_one_confidence_can_be_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fix: str
) -> None:
    entries = [entry(1, 5, "4xx", fix=fix), entry(2, 10, "5xx", fix=fix, confidence="medium")]
    assert measured(tmp_path, monkeypatch, entries, "--confidence", "medium", "--found") == 0
    text = capsys.readouterr().out
    assert "found: H2 acme/shop tests/test_shop.py:10" in text
    assert "4xx" not in text and "high" not in text


def test_what_a_default_rule_says_only_by_name_is_not_said_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fix: str
) -> None:
    assert measured(tmp_path, monkeypatch, [entry(1, 13, "5xx", fix=fix)]) == 0
    assert cells(capsys.readouterr().out.splitlines(), "5xx") == "1 0 1 1 1 1"


# What is written


def test_the_part_of_the_page_is_written(tmp_path: Path) -> None:
    page = tmp_path / "recall.md"
    page.write_text(
        "# Recall\n<!-- history: begin -->\nstale\n<!-- history: end -->\nEnd.\n", encoding="utf-8"
    )
    document.write_recall([("4xx", "1", "1", "1", "1", "0", "0")], 1, 2, page)
    text = page.read_text(encoding="utf-8")
    assert "1 of 2 defects" in text and "| 4xx | 1 | 1 | 1 | 1 | 0 | 0 |" in text
    assert "stale" not in text and text.startswith("# Recall\n") and text.endswith("End.\n")


def test_a_page_without_marks_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "recall.md"
    page.write_text("# Recall\n", encoding="utf-8")
    with pytest.raises(ValueError, match="marks of the part history are missing"):
        document.write_recall([], 0, 0, page)
