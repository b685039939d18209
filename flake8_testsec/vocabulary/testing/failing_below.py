"""What fails a test where nothing was raised: a failure below a ``try``, which only handlers lead past."""

from __future__ import annotations

import ast

from flake8_testsec.fixing.statements import following
from flake8_testsec.source.chains import along
from flake8_testsec.source.module import Module, walk
from flake8_testsec.vocabulary.testing.assertions import is_failure

_NEAR = 5
"""Statements that are looked at; who fails further below has other things in mind."""
_LEAVING = (ast.Return, ast.Break, ast.Continue, ast.Yield, ast.YieldFrom)


def fails_below(statement: ast.stmt, module: Module) -> bool:
    """Whether who goes on below a statement always comes to a failure of the test.

    Args:
        statement: a ``try``, or any other statement.
        module: its module.

    Returns:
        ``True`` for ``raise``, ``self.fail()`` and their like in the same block, or below a ``with`` or an
        ``if`` that the statement ends; ``False`` if what stands between may leave.
    """
    return along(statement, _fails_next, _around, module)


def _fails_next(statement: ast.AST, module: Module) -> bool | None:
    assert isinstance(statement, ast.stmt)
    for below in following(statement, module, _NEAR):
        if isinstance(below, ast.Raise) or is_failure(below, module):
            return True
        if any(isinstance(each, _LEAVING) for each in walk(below)):
            return False
    return None


def _around(statement: ast.AST, module: Module) -> ast.AST | None:
    around = module.parent(statement)
    return around if isinstance(around, (ast.With, ast.AsyncWith, ast.If)) else None
