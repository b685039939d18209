"""Edits applied to texts."""

from __future__ import annotations

import pytest

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.application import apply, overlap

LINES = ["one = 1\n", "zwölf = '😀'\n", "last = 3"]


def at(line: int, start: int, end: int, text: str) -> Edit:
    return Edit(line, start, line, end, text)


def test_edits_in_any_order() -> None:
    assert apply(LINES, (at(3, 7, 8, "4"), at(1, 6, 7, "2"))) == "one = 2\nzwölf = '😀'\nlast = 4"


def test_nothing_to_do() -> None:
    assert apply(LINES, ()) == "".join(LINES)
    assert apply([], ()) == ""


def test_columns_are_characters() -> None:
    assert apply(LINES, (at(2, 9, 10, "é"), at(2, 0, 5, "b"))) == "one = 1\nb = 'é'\nlast = 3"


def test_a_span_that_ends_in_the_next_line_takes_the_line_end_with_it() -> None:
    assert apply(LINES, (Edit(2, 0, 3, 0, ""),)) == "one = 1\nlast = 3"


def test_a_line_below_the_last_one_which_has_no_end() -> None:
    assert apply(LINES, (at(3, 8, 8, "\nnew = 4\n"),)) == "".join(LINES) + "\nnew = 4\n"
    assert apply(["one\n"], (Edit(2, 0, 2, 0, "two\n"),)) == "one\ntwo\n"


def test_the_same_insertion_is_made_once() -> None:
    new = at(1, 0, 0, "import os\n")
    assert apply(LINES, (new, new)).count("import os\n") == 1


def test_insertions_at_one_place_are_made_in_their_order() -> None:
    assert apply(["x\n"], (at(1, 0, 0, "b"), at(1, 0, 0, "a"))) == "bax\n"


def test_an_insertion_before_what_is_replaced() -> None:
    assert apply(["x\n"], (at(1, 0, 1, "y"), at(1, 0, 0, "a"))) == "ay\n"


@pytest.mark.parametrize(
    "edits",
    [
        (at(1, 0, 3, "a"), at(1, 2, 5, "b")),
        (at(1, 0, 5, "a"), at(1, 2, 2, "b")),
        (Edit(1, 5, 1, 2, ""),),
        (Edit(3, 0, 3, 99, ""),),
        (at(9, 0, 0, "a"),),
        (at(0, 0, 0, "a"),),
        (at(1, -1, 0, "a"),),
    ],
)
def test_what_overlaps_or_is_nowhere_is_refused(edits: tuple[Edit, ...]) -> None:
    with pytest.raises(ValueError, match=r"overlaps|no such place"):
        apply(LINES, edits)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (at(1, 0, 3, "a"), at(1, 2, 5, "b"), True),
        (at(1, 2, 5, "b"), at(1, 0, 3, "a"), True),
        (at(1, 0, 3, "a"), at(1, 3, 5, "b"), False),
        (at(1, 0, 0, "a"), at(1, 0, 0, "b"), True),
        (at(1, 0, 0, "a"), at(1, 0, 0, "a"), False),
        (at(1, 1, 1, "a"), at(1, 0, 3, ""), True),
        (Edit(1, 0, 3, 0, ""), at(2, 4, 4, "a"), True),
        (Edit(1, 0, 2, 0, ""), at(2, 0, 0, "a"), False),
    ],
)
def test_fixes_that_cannot_be_applied_together(one: Edit, other: Edit, meet: bool) -> None:
    assert overlap([one], [other]) is meet


def test_an_edit_that_both_fixes_have_does_not_count() -> None:
    new = at(1, 0, 0, "import os\n")
    assert not overlap([new, at(2, 0, 1, "x")], [new, at(3, 0, 1, "y")])
    assert overlap([new, at(2, 0, 1, "x")], [new, at(2, 0, 1, "y")])
    assert not overlap([], [new])
