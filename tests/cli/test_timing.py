"""Where the time goes is told, and changes nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flake8_testsec import timing
from flake8_testsec.catalogue import RULES
from flake8_testsec.cli import timings
from flake8_testsec.plugin import Case
from flake8_testsec.rule import Hit
from flake8_testsec.settings import Settings
from flake8_testsec.timing import Clock

from ..doors import CLEAN, DEFECT, lay_out, testsec

LINE = re.compile(r"(\S+) +(\d+\.\d{3}) +(\d+\.\d%)(?:  (\S+))?\Z")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {
        "tests/test_a.py": DEFECT,
        "tests/test_b.py": CLEAN,
        "tests/test_c.py": "def f(:\n",
        "shop/cart.py": "import unittest.mock\n",
    }
    return lay_out(tmp_path, files)


def test_rooms_and_rules_are_told_on_standard_error(project: Path) -> None:
    done = testsec(project, "check", "--timings", "--jobs=2")
    assert done[:2] == testsec(project, "check")[:2]
    assert "TSE407" in done.out
    head, *lines = [line for line in done.err.splitlines() if not line.startswith("testsec: ")]
    blank = lines.index("")
    rooms = [line.split()[0] for line in lines[:blank]]
    assert [head.split()[0], *rooms] == ["room", "read", "parse", "index", "names", "rules", "total"]
    assert lines[blank + 1].split() == ["rule", "seconds", "share"]
    rows = [LINE.match(line) for line in lines[blank + 2 :]]
    told = {row[1]: row[4] for row in rows if row}
    assert len(told) == len(rows)
    assert told == {code: RULES[code].name for code in told}
    assert {code for code, rule in RULES.items() if rule.default} == told.keys()
    seconds = [float(row[2]) for row in rows if row]
    assert seconds == sorted(seconds, reverse=True)


def test_opt_in_rules_are_told_when_they_are_enabled(project: Path) -> None:
    done = testsec(project, "check", "--timings", "--testsec-enable=TSE404")
    assert "TSE404 " in done.err


def test_nothing_to_do_takes_no_time(capsys: pytest.CaptureFixture[str]) -> None:
    timings.show(Clock())
    assert "total        0.000   0.0%" in capsys.readouterr().err


def test_a_rule_that_breaks_is_a_finding_here_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(module: object) -> Iterator[Hit]:
        raise KeyError("x")

    rule = RULES["TSE407"]
    enrolment = rule.enrolments[0]._replace(
        check=broken, look=None, types=(), names=(), methods=(), attributes=()
    )
    monkeypatch.setattr(timing, "RULES", {"TSE407": replace(rule, enrolments=[enrolment])})
    clock = Clock()
    found = clock.examined(
        ast.parse(DEFECT), DEFECT.splitlines(True), Case(None, "tests/test_a.py", Settings())
    )
    assert [finding.code for finding in found.findings] == ["TSE000"]
    assert clock.rules["TSE407"] > 0
