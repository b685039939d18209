"""Assertions that a program has made of ``assert_equal(a, [1, 2])``, with ``==`` at the wrong comma."""

from __future__ import annotations

import ast

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, between, span
from flake8_testsec.fixing.operators import compared
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module


def split_at_last_comma(value: ast.expr) -> ast.Compare | None:
    """The comparison in the last place of a display or call that a conversion has made of a comma.

    Args:
        value: what stands behind the comma of ``assert``.

    Returns:
        ``2 == 3`` of ``[1, 2 == 3]``; ``None`` where that may be meant: neither side is written out.
    """
    match value:
        case ast.List(elts=[*_, last]) | ast.Set(elts=[*_, last]) | ast.Tuple(elts=[*_, last]):
            return _of_literals(last)
        case ast.Call(args=[*_, last], keywords=[]):
            return split_at_last_comma(last) or _of_literals(last)
        case _:
            return None


def _of_literals(last: ast.expr) -> ast.Compare | None:
    match last:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]) if _are_written_out(left, right):
            return last
        case _:
            return None


def _are_written_out(left: ast.expr, right: ast.expr) -> bool:
    """Whether two values are of one kind and stand in the text: nobody asks whether they are equal."""
    match left, right:
        case (ast.Constant(), ast.Constant()):
            return True
        case (ast.Call(func=one), ast.Call(func=other)) if last_word(one) == last_word(other) == "call":
            return True
        case (ast.Dict(), ast.Dict()) | (ast.List(), ast.List()) | (ast.Tuple(), ast.Tuple()):
            return all(isinstance(each, _PLAIN) for side in (left, right) for each in ast.walk(side))
        case _:
            return False


_PLAIN = (ast.Dict, ast.List, ast.Tuple, ast.Constant, ast.expr_context)


def joined(condition: ast.expr, value: ast.expr, split: ast.Compare, module: Module) -> Edits:
    """What the assertion was before: the commas at their places again.

    Args:
        condition: what is asserted.
        value: what stands behind the comma.
        split: the comparison in it.
        module: their module.
    """
    whole = compared(condition, "==", value, module)
    start, end = span(split.left, module)[2:], span(split.comparators[0], module)[:2]
    if between(start, end, module).strip() != "==":
        return ()
    return (*whole, Edit(*start, *end, ", ")) if whole else ()
