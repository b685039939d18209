"""Expressions that are evaluated for what they do: raise, warn, be counted."""

from __future__ import annotations

import ast
import re

from flake8_testsec.fixing.statements import following
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, inherited, once, walk
from flake8_testsec.vocabulary.testing.assertions import is_assertion

_NEAR = 10
"""Statements below a block that are looked at."""
_EXPECTING = lazy(r"assert|rais|warn|suppress|expect|error|fail|catch|throw|deprecat|ignore", re.IGNORECASE)


def is_tried(statement: ast.Assign | ast.Expr, module: Module) -> bool:
    """Whether evaluating an expression is itself what is tried.

    Args:
        statement: the expression as a statement.
        module: its module.

    Returns:
        ``True`` in the body of a ``try`` with handlers, and under a ``with`` that expects something by its
        words, in the same function; also for a comparison of two objects made for it that is all that a
        ``with`` does, where an assertion below looks at something else, such as a log.
    """
    return inherited(statement, _decides, module) or _is_all_of_block(statement, module)


def _is_all_of_block(statement: ast.Assign | ast.Expr, module: Module) -> bool:
    match statement.value, module.parent(statement):
        case ast.Compare(left=left, comparators=[right]), (ast.With() | ast.AsyncWith()) as around:
            if len(around.body) > 1 or not (_is_made(left) and _is_made(right)):
                return False
            below = following(around, module, _NEAR)
            asked = _words(statement)
            return any(map(is_assertion, below)) and all(asked.isdisjoint(_words(each)) for each in below)
        case _:
            return False


def _is_made(side: ast.expr) -> bool:
    """Whether one side of a comparison is an object that is made for it, of nothing that others know."""
    match side:
        case ast.Call(func=func, args=args, keywords=[]) if last_word(func)[:1].isupper():
            return not any(isinstance(node, ast.Name) for each in args for node in walk(each))
        case _:
            return False


def _words(statement: ast.stmt) -> frozenset[str]:
    return frozenset(each.id for each in walk(statement) if isinstance(each, ast.Name))


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
