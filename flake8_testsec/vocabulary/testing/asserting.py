"""Conditions that stand alone, or are returned, made assertions."""

from __future__ import annotations

import ast

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, before, between, span, written
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.never_equal import never_holds


def asserted(value: ast.expr, module: Module) -> Edits:
    """``assert`` before a condition that is a statement.

    Args:
        value: the condition, maybe with a message behind it.
        module: its module.

    Returns:
        Nothing for a tuple in parentheses, which would always be true, and for what would never be.
    """
    is_closed = isinstance(value, ast.Tuple) and written(value, module).startswith("(")
    return () if is_closed or never_holds(value, module) else before(value, "assert ", module)


def instead_of_return(statement: ast.Return, value: ast.expr, module: Module) -> Edits:
    """``assert`` in the place of ``return``.

    Args:
        statement: the whole.
        value: what is returned.
        module: their module.

    Returns:
        Nothing if more than a blank is between them, or the condition would never be true.
    """
    start, end = span(statement, module)[:2], span(value, module)[:2]
    is_plain = between(start, end, module) == "return "
    return (Edit(*start, *end, "assert "),) if is_plain and not never_holds(value, module) else ()
