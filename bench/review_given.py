"""What must stand where a review tells what fills the parameters of tests, and which files are named."""

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


def _named_file(subject: str, place: Place) -> bool:
    """A call with a literal that ends as the file is called."""
    texts = (
        each.value
        for one in place.exactly(ast.Call)
        for each in ast.walk(one)
        if isinstance(each, ast.Constant)
    )
    return any(isinstance(each, str) and each.endswith(subject) for each in texts)


GIVEN_CHECKS: Mapping[str, Check] = {
    "named-file": _named_file,
    "parameter-rows": _rows,
    "parameter-rows-more": _more_rows,
    "unfilled": _unfilled,
}
