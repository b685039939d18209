"""Expressions that are evaluated for what they do: raise, warn, be counted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once

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
    around: Iterator[ast.AST] = module.around(statement, *_AROUND)
    for above in around:
        match above:
            case ast.With() | ast.AsyncWith():
                if _expects(above, module):
                    return True
            case ast.Try(body=[*_, last], handlers=[_, *_]) if statement.lineno <= (last.end_lineno or 0):
                return True
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return False
    return False


_AROUND = (ast.With, ast.AsyncWith, ast.Try, ast.FunctionDef, ast.AsyncFunctionDef)


@once
def _expects(block: ast.With | ast.AsyncWith, module: Module) -> bool:
    return any(_EXPECTING.search(spelt(item.context_expr)) for item in block.items)
