"""Expressions that are evaluated for what they do: raise, warn, be counted."""

from __future__ import annotations

import ast
import re

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module

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
    inner: ast.AST = statement
    for above in module.ancestors(statement):
        match above:
            case ast.With(items=items) | ast.AsyncWith(items=items):
                if any(_EXPECTING.search(spelt(item.context_expr)) for item in items):
                    return True
            case ast.Try(body=body, handlers=[_, *_]) if inner in body:
                return True
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return False
        inner = above
    return False
