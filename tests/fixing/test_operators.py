"""What stands between two expressions."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.fixing import operators
from flake8_testsec.fixing.application import apply

from .texts import module


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("assert x, y", "assert x == y"),
        ("assert await_(x)[0] , -y", "assert await_(x)[0] == -y"),
        ("assert x + 1, [y for y in z]", "assert x + 1 == [y for y in z]"),
        # Each would need parentheses, or has a truth of its own.
        ("assert x, y or z", ""),
        ("assert x, y if z else y", ""),
        ("assert x, lambda: y", ""),
        ("assert x, not y", ""),
        ("assert x, y < z", ""),
        ("assert x or y, z", ""),
        ("assert x if y else z, z", ""),
        ("assert not x, z", ""),
        ("assert (x), y", ""),
        ("assert x, (y)", ""),
        ("assert (x,\n  y), z", ""),
    ],
)
def test_an_operator_in_the_place_of_a_comma(before: str, after: str) -> None:
    read = module(before)
    (statement,) = read.nodes(ast.Assert)
    assert statement.msg is not None
    found = operators.compared(statement.test, "==", statement.msg, read)
    assert (apply(read.lines, found) if found else "") == after
