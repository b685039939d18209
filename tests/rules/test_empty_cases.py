"""Tests that are parametrised with an empty list that has a name."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = """
import pytest

CASES = {}

@pytest.mark.parametrize("size", CASES)
def test_order(size):
    assert order(size)
"""


def found(cases: str, *enable: str) -> bool:
    findings = engine.check(TEXT.format(cases), "tests/test_x.py", Settings(enable=enable))
    return any(each.code == "TSE517" for each in findings)


@pytest.mark.parametrize("cases", ["[]", "()", "[\n]"])
def test_they_are_told(cases: str) -> None:
    assert found(cases)


def test_cases_in_comments_are_told_on_request() -> None:
    cases = "[\n    # (1, 2),  # the shop is closed\n]"
    assert not found(cases)
    assert found(cases, "TSE517")


@pytest.mark.parametrize(
    "cases", ["[]\nCASES.append(1)", "[]\nCASES = [1]", "list()", "[1]", "[]\nfill(CASES)"]
)
def test_what_may_be_filled_is_not(cases: str) -> None:
    assert not found(cases, "TSE517")
