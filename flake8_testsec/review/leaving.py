"""Statements behind which a function does not go on: it returns, raises, fails, or its test is skipped."""

from __future__ import annotations

import ast

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module

_KNOWN = frozenset(
    {
        *("pytest.skip", "pytest.xfail", "pytest.fail", "pytest.exit", "pytest.importorskip"),
        *("sys.exit", "os._exit", "os.abort", "exit", "quit"),
    }
)
_OF_CASE = frozenset({"skipTest", "fail"})
_BY_NAME = lazy(r"(?i)skip|xfail|fail|exit|quit|abort")


def may_leave(statement: ast.stmt, module: Module) -> bool:
    """Whether a function may end, or its test be skipped, with a statement itself.

    Args:
        statement: the statement; what stands within it is not looked at.
        module: its module.

    Returns:
        ``True`` for what is known to do so.
    """
    if isinstance(statement, ast.Raise | ast.Return):
        return True
    call = _called(statement)
    if call is None:
        return False
    match call.func:
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=word) if word in _OF_CASE:
            return True
        case func:
            return bool(module.names(func) & _KNOWN)


def leaves_by_name(statement: ast.stmt) -> bool:
    """Whether a statement calls something that may skip, fail or end a test, by its name."""
    call = _called(statement)
    return call is not None and _BY_NAME.search(last_word(call.func)) is not None


def _called(statement: ast.stmt) -> ast.Call | None:
    match statement:
        case ast.Expr(value=ast.Call() as call) | ast.Assign(value=ast.Call() as call):
            return call
        case _:
            return None
