"""Calls in the place of assignments, written over several lines where one would be too long."""

from __future__ import annotations

import ast

from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.statements import indentation, step
from flake8_testsec.project.house_rules import makes_wide
from flake8_testsec.source.module import Module


def broken(start: str, edits: Edits, statement: ast.stmt, module: Module) -> Edits:
    """A call over three lines, or with a line for each argument.

    Args:
        start: what the call begins with, up to its parenthesis.
        edits: what is put before the value, and behind it.
        statement: the assignment of the value.
        module: the module.

    Returns:
        The edits as they are where they are not too long, or the value runs over several lines.
    """
    indent, is_short = indentation(statement, module) or "", statement.end_lineno == statement.lineno
    if len(edits) != 2 or not is_short or not makes_wide(edits, module):
        return edits
    first, last = edits
    inner = f"\n{indent}{step(module)}"
    whole = (
        first._replace(text=first.text.replace(start, f"{start}{inner}", 1)),
        last._replace(text=f"{last.text[:-1]}\n{indent})"),
    )
    head, _, told = first.text.partition(start)
    owner, comma, key = told.removesuffix(", ").partition(", ")
    if not comma or "(" in told or "[" in told or not makes_wide(whole, module):
        return whole
    spread = f"{head}{start}{inner}{owner},{inner}{key},{inner}"
    return (first._replace(text=spread), last._replace(text=f"{last.text[:-1]},\n{indent})"))
