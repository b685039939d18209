"""The benchmark of evidence: what a suite leaves, what is said of it, and that no outcome changes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from bench import evidence
from bench.corpora import CorpusError
from bench.fixes import Suite

from ..doors import lay_out
from .test_fixes import python

SUITE = Suite("shop", ["tests"], [])
TESTS = """\
import os
import tempfile


def test_left():
    os.environ["SHOP"] = "1"
    assert os.environ


def test_untold():
    assert [tempfile.mkdtemp()]


def test_failing():
    assert "evidence" in os.environ.get("PYTEST_PLUGINS", "")
"""


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A suite as it is when everything is installed."""
    lay_out(tmp_path, {"before/tests/test_shop.py": TESTS, "venv/bin/x": "", "complete": ""})
    python(tmp_path, sys.executable)
    return tmp_path


@pytest.fixture
def only(top: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The suite as the only one there is."""
    monkeypatch.setattr(evidence.fixes, "suites", lambda names: [SUITE])
    monkeypatch.setattr(evidence.fixes, "prepared", lambda suite: top)
    return top


def test_what_a_suite_leaves_is_counted(only: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evidence.main(argparse.Namespace(package=[], list=True)) == 0
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[2].startswith("| shop | 3 | 0 |")
    assert "| TSE302 | 0 | 0 | 0 | 0 | 1 |" in lines
    assert "| TSE304 | 1 | 0 | 0 | 0 | 0 |" in lines
    assert lines[-1] == "| all | 1 | 0 | 0 | 0 | 1 |"
    assert "tests/test_shop.py:11: TSE302" in told.err


def test_an_outcome_that_changes_is_told(only: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = only / "before" / "tests" / "test_shop.py"
    path.write_text(TESTS.replace('"evidence" in', "'evidence.jsonl' in str(os.sys.argv) or"), "utf-8")
    assert evidence.main(argparse.Namespace(package=[], list=False)) == 1
    assert "shop: another outcome: tests.test_shop.test_failing" in capsys.readouterr().err


def test_what_does_not_run_is_refused(top: Path) -> None:
    python(top, "true")
    with pytest.raises(CorpusError, match="no report"):
        evidence._ran(top, SUITE)
    (top / "evidence.jsonl").write_text("nothing\n")
    with pytest.raises(CorpusError, match="is not JSON"):
        list(evidence._findings(top))


def test_a_suite_that_takes_too_long_is_refused(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "_LIMIT", 0.01)
    with pytest.raises(CorpusError, match=r"more than 0\.01 s"):
        evidence._ran(top, SUITE)


def test_it_has_options() -> None:
    parser = argparse.ArgumentParser()
    evidence.add_arguments(parser)
    assert parser.parse_args(["--package", "a", "b"]).package == ["a", "b"]
