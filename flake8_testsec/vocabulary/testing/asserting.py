"""Conditions that stand alone, or are returned, made assertions."""

from __future__ import annotations

import ast

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, before, between, span, written
from flake8_testsec.fixing.statements import following
from flake8_testsec.source.calls import structure
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import called, is_assertion
from flake8_testsec.vocabulary.testing.never_equal import never_holds


def asserted(value: ast.expr, module: Module) -> Edits:
    """``assert`` before a condition that is a statement.

    Args:
        value: the condition, maybe with a message behind it.
        module: its module.

    Returns:
        Nothing for a tuple in parentheses, which would always be true, for what would never be, and for what
        may be meant to be set.
    """
    is_closed = isinstance(value, ast.Tuple) and written(value, module).startswith("(")
    left = is_closed or never_holds(value, module) or may_be_set(value, module)
    return () if left else before(value, "assert ", module)


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


def may_be_set(value: ast.expr, module: Module) -> bool:
    """Whether ``=`` may be meant where something is compared by a statement that does nothing else.

    Args:
        value: the comparison.
        module: its module.

    Returns:
        ``True`` for an attribute or item that the same block asserts below to be something else, once more
        was done.
    """
    statement = module.parent(value)
    match value, statement:
        case (
            ast.Compare(
                left=ast.Attribute() | ast.Subscript() as target, ops=[ast.Eq()], comparators=[other]
            ),
            ast.Expr(),
        ):
            below = following(statement, module)
            again = (place for place, each in enumerate(below) if _tells_another(each, target, other))
            return any(called(each) and not is_assertion(each) for each in below[: next(again, 0)])
        case _:
            return False


def _tells_another(assertion: ast.stmt, target: ast.expr, other: ast.expr) -> bool:
    match assertion:
        case ast.Assert(test=ast.Compare(left=left, comparators=[right])):
            pass
        case ast.Expr(value=ast.Call(args=[left, right])) if is_assertion(assertion):
            pass
        case _:
            return False
    sides = [structure(left), structure(right)]
    return structure(target) in sides and structure(other) not in sides
