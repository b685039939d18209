"""The benchmark of fixes: which tests pass, and what a copy with fixes is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import fixes
from bench.corpora import CorpusError
from bench.fixes import Fixed, Suite

from ..doors import lay_out

SUITE = Suite("shop", ["tests"], [])
TESTS = """\
import pytest


def test_right():
    f = open(__file__)
    assert f.read()


def test_wrong_and_green():
    1 == 2


@pytest.mark.skip(reason="later")
def test_skipped():
    assert False


def test_wrong():
    assert False
"""


def python(top: Path, program: str) -> None:
    """Let the environment of a suite have a Python."""
    file = top / "venv/bin/python"
    file.write_text(f'#!/bin/sh\nexec {program} "$@"\n')
    file.chmod(0o755)


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A suite as it is when everything is installed."""
    lay_out(tmp_path, {"before/tests/test_shop.py": TESTS, "venv/bin/x": ""})
    python(tmp_path, sys.executable)
    return tmp_path


def test_what_fixes_do_to_a_suite(top: Path) -> None:
    right, green = "tests.test_shop.test_right", "tests.test_shop.test_wrong_and_green"
    assert fixes.passed(top, "before", SUITE) == {right, green}
    assert fixes.fixed(top, "safe", SUITE) == Fixed(1, 1)
    assert fixes.passed(top, "safe", SUITE) == {right, green}
    assert fixes.fixed(top, "unsafe", SUITE, "--unsafe") == Fixed(2, 1)
    assert fixes.passed(top, "unsafe", SUITE) == {right}
    assert (top / "before/tests/test_shop.py").read_text() == TESTS


def test_a_suite_that_makes_no_report(top: Path) -> None:
    python(top, "true")
    with pytest.raises(CorpusError, match="no report"):
        fixes.passed(top, "before", SUITE)


def test_every_suite_is_of_a_pinned_package() -> None:
    named = [each.package for each in fixes.suites()]
    pinned = {each.name for each in fixes.corpora.packages(named)}
    assert named and pinned == {*named}
    assert [each.package for each in fixes.suites(["bottle"])] == ["bottle"]
