"""Conditions that an assertion demands, whichever way it is written."""

from __future__ import annotations

import ast

from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module

_DEMANDS = frozenset({"assertTrue", "assert_", "failUnless", "ok_"})


def is_asserted(condition: ast.expr, module: Module) -> bool:
    """Whether a test fails unless a condition holds.

    Args:
        condition: any expression.
        module: its module.

    Returns:
        ``True`` for what ``assert`` or ``assertTrue`` is given, by itself or as one of several joined by
        ``and``.
    """
    above = module.parent(condition)
    while isinstance(above, ast.BoolOp) and isinstance(above.op, ast.And):
        condition, above = above, module.parent(above)
    match above:
        case ast.Assert(test=test):
            return test is condition
        case ast.Call(func=func, args=[first, *_]):
            return first is condition and last_word(func) in _DEMANDS
        case _:
            return False
