"""What is taken where something is missing: a value, a setting, a library, a service."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.source.module import Module


def is_fallback(value: ast.expr, module: Module) -> bool:
    """Whether an expression is the value that counts where another is missing, or has failed.

    Args:
        value: the expression.
        module: its module.

    Returns:
        ``True`` for ``given or value``, the branch of a condition that something is not there, what a handler
        gives, and what a function returns where no branch above it has returned something else.
    """
    match module.parent(value):
        case ast.BoolOp(op=ast.Or(), values=[first, *_]):
            return first is not value
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return (value is body and _is_absence(test)) or (value is orelse and not _is_absence(test))
        case ast.Return() | ast.Assign() | ast.AnnAssign() as statement:
            return _is_last_resort(statement, module)
        case _:
            return False


def _is_last_resort(statement: ast.stmt, module: Module) -> bool:
    match module.parent(statement):
        case ast.ExceptHandler():
            return True
        case ast.If(test=test, body=body):
            return _is_absence(test) is (statement in body)
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
            return isinstance(statement, ast.Return) and _is_left_over(statement, body)
        case _:
            return False


def _is_left_over(statement: ast.stmt, body: Sequence[ast.stmt]) -> bool:
    """Whether a branch of the same body returns something else where a thing is there."""
    return any(
        isinstance(each, ast.If)
        and not each.orelse
        and isinstance(each.body[-1], ast.Return)
        and not _is_absence(each.test)
        for each in body[: body.index(statement)]
    )


def _is_absence(test: ast.expr) -> bool:
    """Whether a condition is that something is not there."""
    match test:
        case ast.UnaryOp(op=ast.Not()) | ast.Compare(ops=[ast.NotIn()]):
            return True
        case ast.Compare(ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(value=None | "")]):
            return True
        case _:
            return False
