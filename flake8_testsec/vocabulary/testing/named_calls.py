"""Functions that are only named, called; ``print`` with what Python 2 had on its line."""

from __future__ import annotations

import ast

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, after, span, written
from flake8_testsec.fixing.statements import following
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once

_IDLE = (ast.Constant, ast.JoinedStr, ast.BinOp, ast.Attribute, ast.Name, ast.Subscript, ast.Tuple)


def called_alone(named: ast.expr, statement: ast.stmt, module: Module) -> Edits:
    """The call of what a statement only names.

    Args:
        named: the name.
        statement: the statement.
        module: its module.

    Returns:
        Nothing for a ``print`` above a call, where the module has others that were torn from their values.
    """
    if not isinstance(named, ast.Name) or named.id != "print":
        return after(named, "()", module)
    below = _on_next_line(statement, module)
    if below is None or last_word(below) == "print":
        return after(named, "()", module)
    if isinstance(below, ast.Call):
        return () if _are_torn(module) else after(named, "()", module)
    return _joined(named, below, module)


def is_leftover(named: ast.expr, statement: ast.stmt, module: Module) -> bool:
    """Whether a statement is a ``print`` with nothing to print, left from Python 2 or from debugging.

    Args:
        named: the name.
        statement: the statement.
        module: its module.
    """
    if not isinstance(named, ast.Name) or named.id != "print":
        return False
    below = _on_next_line(statement, module)
    return below is None or (isinstance(below, ast.Call) and not _are_torn(module))


def _on_next_line(statement: ast.stmt, module: Module) -> ast.expr | None:
    """What a statement directly below another one consists of, if it is a call or does nothing."""
    match following(statement, module, 1):
        case [ast.Expr(value=value)] if value.lineno == (statement.end_lineno or 0) + 1:
            return value if isinstance(value, (*_IDLE, ast.Call)) else None
        case _:
            return None


@once
def _are_torn(module: Module) -> bool:
    """Whether a ``print`` of the module stands alone above a value that does."""
    return any(
        isinstance(_on_next_line(statement, module), _IDLE)
        and last_word(_on_next_line(statement, module) or each) != "print"
        for each in module.named("print")
        if isinstance(statement := module.parent(each), ast.Expr)
    )


def _joined(named: ast.Name, value: ast.expr, module: Module) -> Edits:
    """Both on one line; nothing for a tuple in parentheses, which may have been printed as one."""
    text = written(value, module)
    if "#" in module.line(named.lineno) or (isinstance(value, ast.Tuple) and text.startswith("(")):
        return ()
    return (Edit(*span(named, module)[:2], *span(value, module)[2:], f"print({text})"),)
