"""What must stand where a review tells what fills the parameters of tests."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from bench.review_checks import Check, Place


def _rows(subject: str, place: Place) -> bool:
    """A decorator of what is called so."""
    marks = {
        one: vars(each).get("name")
        for each in ast.walk(place.tree)
        for one in vars(each).get("decorator_list", ())
    }
    return any(marks.get(each) == subject for each in place.exactly(ast.Call))


def _more_rows(subject: str, place: Place) -> bool:
    return subject.isdecimal() and any(place.exactly(ast.Call))


def _unfilled(subject: str, place: Place) -> bool:
    return any(each.arg in subject.split() for each in place.within(ast.arg))


GIVEN_CHECKS: Mapping[str, Check] = {
    "parameter-rows": _rows,
    "parameter-rows-more": _more_rows,
    "unfilled": _unfilled,
}
