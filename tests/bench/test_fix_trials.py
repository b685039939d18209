"""Fixes drawn for readers, shares of what can be mended, and mistakes that are made and mended."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import corpora, fix_draw, fix_round_trip, fixes
from bench.corpora import STRANGERS, Package
from bench.fix_round_trip import Trip, Way, collected, there_and_back
from bench.fix_trials import told
from bench.fixes import Share
from bench.inject.drawing import Place

from ..doors import lay_out
from .pinned_packages import lines, pin

BANK = {
    "tests/test_read.py": "def test_read(path):\n    file = open(path)\n    assert file.read()\n",
    "tests/test_quiet.py": "def test_read(path):\n    file = open(path)  # noqa\n    assert file.read()\n",
    "tests/test_sums.py": "".join(
        f"def test_{number}():\n    total = sum([1])\n    total == {number}\n\n\n" for number in range(9)
    ),
    "tests/test_skipped.py": "import pytest\n\n\n@pytest.mark.skip\ndef test_a():\n    assert 1 + 1 == 2\n",
}


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    folder = pin(tmp_path, monkeypatch)
    lay_out(folder / ".corpora" / f".{STRANGERS}" / "bank-1.0", BANK)
    return corpora.packages(["bank"])[0]


def bench(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    fixes.add_arguments(parser)
    return fixes.main(parser.parse_args(arguments))


def test_shares_are_of_what_the_command_tells(bank: Package, capsys: pytest.CaptureFixture[str]) -> None:
    counts = fixes.shares(told([bank], 1)[bank])
    assert counts["TSE508"] == Share(9, 9, 0)
    assert counts["TSE301"] == Share(2, 2, 2)
    assert counts["TSE503"] == Share(1, 0, 0)
    assert bench("--share", "--package", "bank") == 0
    assert "| TSE508 | 9 | 9 | 0 |\n" in capsys.readouterr().out


def test_neither_a_rule_nor_a_package_decides_alone(bank: Package, tmp_path: Path) -> None:
    file = tmp_path / "drawn.jsonl"
    assert bench("--draw", "9", "--seed", "7", str(file), "--package", "bank") == 0
    drawn = lines(file)
    assert [each["id"] for each in drawn] == ["7-000", "7-001", "7-002"]
    again = fix_draw.draw({bank: told([bank], 1)[bank]}, 2, 7)
    assert [each.told.line for each in again] == [each["line"] for each in drawn[:2]]


def test_a_reader_gets_the_finding_the_file_and_the_diff(bank: Package, tmp_path: Path) -> None:
    found = [each for each in told([bank], 1)[bank] if each.path == "tests/test_read.py"]
    (entry,) = fix_draw.entries(fix_draw.draw({bank: found}, 9, 1), 1)
    assert (entry["code"], entry["line"], entry["safe"]) == ("TSE301", 2, True)
    assert entry["file"] == str(bank.folder / "tests/test_read.py")
    assert ">     2 |     file = open(path)" in str(entry["source"])
    assert "+    with open(path) as file:\n" in str(entry["diff"])
    assert (bank.folder / "tests/test_read.py").read_text() == BANK["tests/test_read.py"]


ORDERS = """\
import os


def test_total(shop):
    assert shop.total() == 3
    with open("orders") as file:
        assert file.read()


def test_zone(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    assert zone() == "UTC"
"""


@pytest.fixture
def shop(tmp_path: Path) -> Package:
    package = Package("shop", "1.0", "shop-1.0.tar.gz", "", "sdist")
    lay_out(package.folder, {"tests/test_orders.py": ORDERS})
    return package


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "STORE", tmp_path / ".corpora")


def trips(package: Package, *names: str) -> list[Trip]:
    return there_and_back([Place(package, "tests/test_orders.py", name, 0) for name in names])


def test_a_mistake_is_mended_and_the_test_is_as_before(shop: Package) -> None:
    unsafe, safe = trips(shop, "comparison-dropped", "open-without-with")
    assert unsafe == Trip(unsafe.place, True, Way(), Way(mended=True, alike=True, same=True))
    assert safe.safe == safe.every
    assert (safe.safe.mended, safe.safe.alike, safe.safe.worse) == (True, True, False)


def test_what_is_not_found_is_not_mended(shop: Package) -> None:
    lay_out(shop.folder, {"tests/test_orders.py": "def test_a(shop):\n    assert shop.a() == 3\n"})
    (silent,) = trips(shop, "fixme-added")
    assert (silent.found, silent.safe, silent.every) == (False, Way(), Way())


def test_what_is_mended_is_told_by_kind(shop: Package) -> None:
    made = trips(shop, "comparison-dropped", "open-without-with")
    assert fix_round_trip.row("all", made).cells() == [
        "all",
        "2",
        "2",
        "1",
        "1",
        "0",
        "2",
        "2",
        "0",
        *row(made),
    ]


def row(made: list[Trip]) -> list[str]:
    return [str(sum(each.every.same for each in made))]


def test_tests_are_collected_by_their_names() -> None:
    text = b"""\
def test_a(): pass
def test_a(): pass
def helper():
    def test_b(): pass
if True:
    def test_c(): pass
else:
    async def test_d(): pass
class TestE:
    def test_f(self): pass
    def helper(self): pass
"""
    assert collected(text) == {("test_a",), ("test_c",), ("test_d",), ("TestE", "test_f")}


def test_only_mistakes_that_something_mends_are_made() -> None:
    names = fix_round_trip.mendable()
    assert "comparison-dropped" in names
    assert "fixme-added" not in names


def test_the_table_is_written_between_its_marks(
    shop: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(tmp_path, {"docs/fixes.md": "A\n<!-- round-trip: begin -->\n<!-- round-trip: end -->\nB\n"})
    monkeypatch.setattr(fix_round_trip, "BENCH", tmp_path / "bench")
    options = argparse.Namespace(seed=1, most=2, jobs=1, write=True)
    assert fix_round_trip.run(["comparison-dropped"], [shop], options) == 0
    page = (tmp_path / "docs/fixes.md").read_text()
    assert "| comparison-dropped | 2 | 2 | 0 | 0 | 0 | 2 | 2 | 0 | 2 |\n" in page
    assert page.startswith("A\n") and page.endswith("B\n")
