"""Expressions that are evaluated for what they do: raise, warn, be counted."""

from __future__ import annotations

import ast
import re

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, inherited, once

_EXPECTING = lazy(r"assert|rais|warn|suppress|expect|error|fail|catch|throw|deprecat|ignore", re.IGNORECASE)


def is_tried(statement: ast.Expr, module: Module) -> bool:
    """Whether evaluating an expression is itself what is tried.

    Args:
        statement: the expression as a statement.
        module: its module.

    Returns:
        ``True`` in the body of a ``try`` with handlers, and under a ``with`` that expects something by its
        words, in the same function.
    """
    return inherited(statement, _decides, module)


def _decides(inner: ast.AST, module: Module) -> bool | None:
    """What the node around one says of it."""
    match module.parent(inner):
        case ast.With() | ast.AsyncWith() as above if _expects(above, module):
            return True
        case ast.Try(handlers=[_, *_]) as above if inner in _body(above, module):
            return True
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return False
        case _:
            return None


@once
def _expects(statement: ast.With | ast.AsyncWith, module: Module) -> bool:
    return any(_EXPECTING.search(spelt(item.context_expr)) for item in statement.items)


@once
def _body(statement: ast.Try, module: Module) -> frozenset[ast.AST]:
    return frozenset(statement.body)
