"""Findings that independent readers judged, asked for again in clones of their repositories."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import asked, clones, drawn, judged, labels, ledger, strangers
from bench.drawn import Drawn
from bench.strangers import Target

from ..doors import CLEAN, DEFECT, lay_out

ROOT = Path(__file__).resolve().parents[2]
BASE = """\
import shutil
import tempfile
import unittest


class ShopTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()

    def tearDown(self):
        shutil.rmtree(self.folder)
"""
DERIVED = """\
from tests.base import ShopTest


class TestCart(ShopTest):
    def tearDown(self):
        self.cart.clear()

    def test_a(self):
        self.assertEqual(self.cart, [])
"""
TWO = """\
import pytest


def test_a():
    x = 1
    pytest.raises(ValueError)
    assert x


def test_b():
    pytest.raises(KeyError)
"""
FILES: dict[str, str | bytes] = {
    "tests/test_a.py": DEFECT,
    "tests/test_two.py": TWO,
    "tests/test_clean.py": CLEAN,
    "tests/base.py": BASE,
    "tests/test_cart.py": DERIVED,
    "tests/test_broken.py": "def f(:\n",
    "tests/recorded.yaml": "no Python",
    "setup.cfg": "[metadata]\nname = shop\n",
}


class Clone(NamedTuple):
    """A folder with one clone, and the commit that was read."""

    folder: Path
    rev: str

    def record(self, number: int, path: str, line: int, code: str, verdict: str) -> dict[str, Any]:
        """A line of the judged findings."""
        place = {"id": f"S{number}", "repo": "acme/shop", "rev": self.rev, "path": path, "line": line}
        return {**place, "code": code, "verdict": verdict, "kind": None, "why": f"because of {number}"}


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A clone whose newest commit has lost the files that were read."""
    work = lay_out(tmp_path / "work", FILES)
    (work / "tests" / "test_link.py").symlink_to("test_a.py")
    git(work, "init", "--quiet")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message=start")
    rev = git(work, "rev-parse", "HEAD")
    git(work, "rm", "--quiet", "-r", "tests")
    git(work, "commit", "--quiet", "--message=later")
    (tmp_path / "clones" / "acme+shop").mkdir(parents=True)
    git(tmp_path, "clone", "--quiet", "--bare", "work", "clones/acme+shop/repo")
    return Clone(tmp_path / "clones", rev)


class Bench:
    """The benchmark on records of our own."""

    def __init__(self, clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clone, self._patch = clone, monkeypatch
        self.store = clone.folder.parent / "store"
        for module, name in ((strangers, "RECORDS"), (drawn, "FILE"), (ledger, "REPORTED")):
            monkeypatch.setattr(module, name, clone.folder.parent / name)
        drawn.write(Drawn({}, {}), drawn.FILE)

    def write(self, *records: Mapping[str, Any]) -> None:
        strangers.RECORDS.write_text("".join(f"{json.dumps(each)}\n" for each in records))

    def targets(self, *targets: Target) -> None:
        self._patch.setattr(strangers, "TARGETS", targets)

    def run(self, *arguments: str, clones_in: Path | None = None) -> int:
        parser = argparse.ArgumentParser()
        strangers.add_arguments(parser)
        where = ("--clones", str(clones_in or self.clone.folder), "--store", str(self.store))
        return strangers.main(parser.parse_args([*where, *arguments]))


@pytest.fixture
def bench(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(clone, monkeypatch)


# What is still reported


def test_each_verdict_is_counted_by_rule_and_against_its_target(
    bench: Bench, clone: Clone, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.write(
        clone.record(1, "tests/test_a.py", 5, "TSE407", "right"),
        clone.record(2, "tests/test_clean.py", 2, "TSE407", "right"),
        clone.record(3, "tests/test_two.py", 6, "TSE407", "wrong"),
        clone.record(4, "tests/test_cart.py", 5, "TSE309", "arguable"),
    )
    bench.targets(Target("right", 1, at_least=True), Target("wrong", 1), Target("arguable", 1))
    assert bench.run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [" ".join(each.split()) for each in lines[3:6]] == [
        "TSE309 on - - 1 / 1 - - 1 / 1",
        "TSE407 on 1 / 2 1 / 1 - 1 / 2 1 / 1 -",
        "all 1 / 2 1 / 1 1 / 1 1 / 2 1 / 1 1 / 1",
    ]
    assert lines[-3:] == [
        "target met: at least 1 right of 2 reported by default, 1 are",
        "target met: at most 1 wrong of 1 reported by default, 1 are",
        "target met: at most 1 arguable of 1 reported by default, 1 are",
    ]


@pytest.mark.parametrize(
    "target", [Target("right", 2, at_least=True), Target("wrong", 0)], ids=["too few", "too many"]
)
def test_a_missed_target_fails(
    bench: Bench, clone: Clone, target: Target, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.write(
        clone.record(1, "tests/test_a.py", 5, "TSE407", "right"),
        clone.record(2, "tests/test_two.py", 6, "TSE407", "wrong"),
    )
    bench.targets(target)
    assert bench.run() == 1
    assert f"target MISSED: {target} of 1 reported by default, 1 are" in capsys.readouterr().out
    assert bench.run("--rule", "TSE4") == 0, "the targets are for all rules together"


def test_what_is_not_as_it_should_be_is_listed(
    bench: Bench, clone: Clone, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.write(
        clone.record(1, "tests/test_a.py", 5, "TSE407", "right"),
        clone.record(2, "tests/test_a.py", 5, "TSE301", "right"),
        {**clone.record(3, "tests/test_two.py", 6, "TSE407", "wrong"), "kind": "a-kind"},
        clone.record(4, "tests/test_clean.py", 1, "TSE407", "arguable"),
    )
    bench.run("--list")
    out = capsys.readouterr().out
    assert out[out.index("right, lost") : out.index("\nweighted")].splitlines() == [
        "right, lost: S2 acme/shop tests/test_a.py:5 TSE301",
        "    because of 2",
        "    not reported at all",
        "    also here: TSE407 raises() without a callable or with has no effect",
        "wrong, reported: S3 acme/shop tests/test_two.py:6 TSE407 [a-kind]",
        "    because of 3",
        "    6: TSE407 raises() without a callable or with has no effect",
    ]


@pytest.mark.parametrize(
    ("code", "state", "line"),
    [
        ("TSE204", "off", "    requests.get('https://bank.com/x', timeout=3)"),
        ("TSE313", "on", "    shop.LIMIT = 3"),
    ],
    ids=["opt-in", "what a default rule says when enabled"],
)
def test_what_has_to_be_enabled_is_reported_by_all_rules_only(
    bench: Bench, clone: Clone, code: str, state: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"import requests\n\nimport shop\n\n\ndef test_a():\n{line}\n    assert shop.f(requests) == 2\n"
    # The files in the store are what is read.
    lay_out(bench.store / f"acme+shop-{clone.rev[:12]}", {"tests/test_b.py": text})
    bench.write(clone.record(1, "tests/test_b.py", 7, code, "right"))
    bench.run("--write", "--list")
    lines = [" ".join(each.split()) for each in capsys.readouterr().out.splitlines()]
    assert f"{code} {state} 0 / 1 - - 1 / 1 - -" in lines
    assert "only where it is enabled" in lines
    # The ledger asks an opt-in rule where it is enabled, and a default rule where it is not.
    assert ledger.read(ledger.REPORTED) == ({"S1"} if state == "off" else set())


def test_a_finding_that_moved_within_its_function_is_the_same(bench: Bench, clone: Clone) -> None:
    record = clone.record(1, "tests/test_two.py", 5, "TSE407", "wrong")
    bench.write(record)
    bench.targets(Target("wrong", 0))
    assert bench.run() == 1, "judged at line 5, and now reported at line 6"
    bench.write({**record, "line": 12})
    assert bench.run() == 0, "the one at line 11 is in test_b, and line 12 in no function"
    key = "acme/shop tests/test_two.py TSE407"
    bench.write(record)
    drawn.write(Drawn({"TSE407": 2}, {key: [5, 6]}), drawn.FILE)
    assert bench.run() == 0, "the one at line 6 was there when the one at line 5 was judged"


def test_figures_are_weighted_by_how_often_a_rule_spoke(
    bench: Bench, clone: Clone, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.write(
        clone.record(1, "tests/test_a.py", 5, "TSE407", "right"),
        clone.record(2, "tests/test_clean.py", 2, "TSE407", "wrong"),
        clone.record(3, "tests/test_cart.py", 5, "TSE309", "arguable"),
    )
    drawn.write(Drawn({"TSE407": 6, "TSE309": 2}, {}), drawn.FILE)
    bench.run()
    lines = capsys.readouterr().out.splitlines()
    assert [
        each.split(":")[1].split() for each in lines if each.startswith(("as judged", "still reported by"))
    ] == [
        ["50.0%", "37.5%"],  # 3 right and 3 wrong of 8
        ["100.0%", "60.0%"],  # 3 right of 5
    ]


def test_what_is_reported_is_written_for_the_ledger(bench: Bench, clone: Clone) -> None:
    bench.write(
        clone.record(1, "tests/test_a.py", 5, "TSE407", "right"),
        clone.record(2, "tests/test_clean.py", 2, "TSE407", "right"),
    )
    bench.run("--write", "--rule", "TSE4")
    assert not ledger.REPORTED.exists(), "a part of the rules is not the whole"
    bench.run("--write")
    assert ledger.read(ledger.REPORTED) == {"S1"}


@pytest.mark.parametrize("path", ["tests/test_broken.py", "tests/test_gone.py"])
def test_a_file_that_cannot_be_reviewed_is_loud(
    bench: Bench, clone: Clone, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.write(clone.record(1, path, 1, "TSE407", "wrong"))
    bench.targets(Target("wrong", 6))
    assert bench.run() == 1
    assert f"!!! acme/shop {path}: " in capsys.readouterr().err


def test_whole_repositories_are_counted_when_findings_are_drawn(bench: Bench, clone: Clone) -> None:
    bench.write(clone.record(1, "tests/test_two.py", 6, "TSE407", "right"))
    assert bench.run("--drawn") == 0
    known = drawn.read(drawn.FILE)
    assert known.found == {"TSE309": 1, "TSE407": 3}
    assert known.places == {"acme/shop tests/test_two.py TSE407": [6, 11]}


# Clones


def test_only_regular_files_of_the_wanted_kinds_are_laid_out(clone: Clone, tmp_path: Path) -> None:
    repository = clones.find(clone.folder, "acme/shop")
    assert repository is not None
    folder = clones.lay_out(repository, clone.rev, (".py", ".cfg"), tmp_path / "store" / "shop")
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()}
    assert found == set(FILES) - {"tests/recorded.yaml"}
    assert (folder / "tests/base.py").read_text() == BASE
    (folder / "setup.cfg").unlink()
    clones.lay_out(repository, clone.rev, (".cfg",), folder)
    assert not (folder / "setup.cfg").exists(), "it was done before"


def test_a_content_that_the_clone_lacks_is_left_out(clone: Clone, tmp_path: Path) -> None:
    repository = clone.folder / "acme+shop" / "repo"
    lacking = git(repository, "rev-parse", f"{clone.rev}:tests/base.py")
    (repository / "objects" / lacking[:2] / lacking[2:]).unlink()
    folder = clones.lay_out(repository, clone.rev, (".py",), tmp_path / "store")
    assert sorted(file.name for file in folder.rglob("*.py")) == [
        "test_a.py",
        "test_broken.py",
        "test_cart.py",
        "test_clean.py",
        "test_two.py",
    ]
    assert (folder / "tests/test_cart.py").read_text() == DERIVED, "what follows is not shifted"


def test_files_in_the_store_need_no_clone(clone: Clone, tmp_path: Path) -> None:
    commit = ("acme/shop", clone.rev)
    folder = asked.folder(commit, clone.folder, tmp_path / "store")
    assert asked.folder(commit, None, tmp_path / "store") == folder


@pytest.mark.parametrize(
    ("repository", "rev", "has_clones", "words"),
    [
        ("acme/shop", "0" * 40, True, "000000000000 is not in .*repo"),
        ("acme/gone", "0" * 40, True, "no clone of acme/gone in "),
        ("acme/gone", "0" * 40, False, "acme/gone is not in .*: say by --clones"),
    ],
)
def test_what_cannot_be_had_is_said(
    clone: Clone, tmp_path: Path, repository: str, rev: str, has_clones: bool, words: str
) -> None:
    store = tmp_path / "store"
    with pytest.raises(clones.CloneError, match=words):
        asked.folder((repository, rev), clone.folder if has_clones else None, store)
    assert not store.exists() or not list(store.iterdir()), "nothing half is left"


def test_the_command_says_in_one_line_what_is_missing(tmp_path: Path) -> None:
    options = ("--clones", str(tmp_path), "--store", str(tmp_path))
    command = [sys.executable, "-m", "bench", "strangers", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == f"bench: no clone of DefectDojo/django-DefectDojo in {tmp_path}\n"


# Records


def test_the_judged_findings_can_be_read() -> None:
    records = judged.read(judged.RECORDS)
    assert [sum(each.verdict == verdict for each in records) for verdict in labels.VERDICTS] == [322, 53, 75]
    known = drawn.read(drawn.FILE)
    assert all(each.line in known.lines(each) for each in records)
    assert ledger.read(ledger.REPORTED) <= {each.id for each in records}


@pytest.mark.parametrize(
    "change",
    [{"verdict": "perhaps"}, {"line": "5"}, {"more": 1}],
    ids=["verdict", "line", "field"],
)
def test_a_record_that_is_not_one_is_named(clone: Clone, tmp_path: Path, change: Mapping[str, Any]) -> None:
    file = tmp_path / "records"
    record = clone.record(1, "tests/test_a.py", 5, "TSE407", "right")
    file.write_text(f"{json.dumps(record)}\n{json.dumps({**record, 'id': 'S2', **change})}\n")
    with pytest.raises(labels.LabelError, match=r"^records:2: not a judged finding: "):
        judged.read(file)


def test_a_record_that_is_there_twice_is_named(bench: Bench, clone: Clone) -> None:
    bench.write(*[clone.record(1, "tests/test_a.py", 5, "TSE407", "right")] * 2)
    with pytest.raises(labels.LabelError, match="S1 is there twice"):
        bench.run()


def test_a_rule_without_judged_findings_is_named(bench: Bench, clone: Clone) -> None:
    bench.write(clone.record(1, "tests/test_a.py", 5, "TSE407", "right"))
    with pytest.raises(labels.LabelError, match="nothing of TSE9 or TSE888"):
        bench.run("--rule", "TSE9", "TSE888")


@pytest.mark.parametrize("text", ["", "{}", "[]"])
def test_what_was_drawn_must_be_readable(tmp_path: Path, text: str) -> None:
    (tmp_path / "drawn").write_text(text)
    with pytest.raises(labels.LabelError, match=r"^drawn: "):
        drawn.read(tmp_path / "drawn")
