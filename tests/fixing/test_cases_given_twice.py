"""Cases of parametrised tests that are taken out where they are copies, and left where they may not be."""

from __future__ import annotations

import pytest

from .texts import becomes, safe, stays

TEXT = """
import pytest

@pytest.mark.parametrize("kind", [{}]{})
def test_kind(kind):
    assert order(kind)
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"a", "b", "a"', '"a", "b"'),
        ('"a", "a", "b"', '"a", "b"'),
        ('\n    ("a", 1),\n    ("a", 1),\n    ("b", 2),\n', '\n    ("a", 1),\n    ("b", 2),\n'),
    ],
)
def test_a_copy_is_taken_out(before: str, after: str) -> None:
    becomes("TSE544", TEXT.format(before, ""), TEXT.format(after, ""))
    assert safe("TSE544", TEXT.format(before, "")) == [False]


@pytest.mark.parametrize(
    ("cases", "ids"),
    [
        ('"a", "b", "a"', ', ids=["one", "two", "one"]'),
        ("'\"', 'b', '\\x22'", ""),
        ('"a", "b", ("a")', ""),
    ],
)
def test_what_may_be_there_for_its_own_sake_stays(cases: str, ids: str) -> None:
    stays("TSE544", TEXT.format(cases, ids))
