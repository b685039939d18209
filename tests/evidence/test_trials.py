"""What is tried for a finding, and with which test."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.evidence.trials import LEFT, trial_of
from flake8_testsec.finding import Finding, Related

SOURCE = """\
f = open("a")
assert f
f.close()

def helper():
    f = open("a")
    assert f
    f.close()

def test_a():
    helper()
"""


def finding(line: int, way: str = LEFT, code: str = "TSE307") -> Finding:
    related = (Related(line + 1, 4, line + 1, 12, way),)
    return Finding(line, 4, code, "open(): not closed when the assertion on line 2 fails", line, 8, related)


@pytest.mark.parametrize(
    ("given", "tests"),
    [(finding(6), ["test_a"]), (finding(1), [])],
    ids=["in a helper", "in no function"],
)
def test_a_line_is_tried_in_a_test_that_comes_to_it(given: Finding, tests: list[str]) -> None:
    trial = trial_of(given, ast.parse(SOURCE))
    assert trial is not None
    assert [each.name for each in trial.tests] == tests
    assert (trial.first, trial.raises) == (given.line + 1, "assertion")


@pytest.mark.parametrize(
    "given", [finding(6, "here"), finding(6, code="TSE501")], ids=["left nowhere", "of another kind"]
)
def test_others_are_not_tried(given: Finding) -> None:
    assert trial_of(given, ast.parse(SOURCE)) is None
