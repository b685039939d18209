"""Disabled assertions that the live code right beside them has overtaken: it expects what they rule out."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from flake8_testsec.source.calls import structure
from flake8_testsec.source.module import Module, names_below, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import (
    expecting_around,
    holds_assertion,
    is_assertion,
)
from flake8_testsec.vocabulary.testing.commented_code import Disabled


def is_overtaken(disabled: Disabled, function: Function, above: Sequence[ast.stmt], module: Module) -> bool:
    """Whether the code beside a disabled assertion has another expectation of the same.

    Args:
        disabled: the assertion in the comment.
        function: the function that the comment stands in.
        above: the live statements right above it.
        module: their module.

    Returns:
        ``True`` for the head of a ``with`` that expects an error, if what was its body checks something by
        itself now; and for what is said of a result where an error is expected of what shall give it.
    """
    if isinstance(disabled.statement, (ast.With, ast.AsyncWith)):
        last = disabled.comments[-1]
        below = _starting(function, module).get(last.line + 1)
        return below is not None and below.col_offset == last.column and _checks_itself(below)
    return any(_has_no_result(each, disabled.statement, function, module) for each in above)


@once
def _starting(function: Function, module: Module) -> Mapping[int, ast.stmt]:
    """The statements of a function by the lines that they begin on."""
    return {each.lineno: each for each in within(function) if isinstance(each, ast.stmt)}


def _checks_itself(statement: ast.stmt) -> bool:
    match statement:
        case ast.If(orelse=[_, *_]):
            return holds_assertion(statement)
        case _:
            return is_assertion(statement)


def _has_no_result(above: ast.stmt, disabled: ast.stmt, function: Function, module: Module) -> bool:
    """Whether an error is expected of a statement that would give what the disabled assertion is about."""
    if expecting_around(above, module) is None:
        return False
    nodes = [*walk(disabled)]
    match above:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as value):
            named = names_below(function, module).get(name, ())
            alone = sum(isinstance(each.ctx, ast.Store) for each in named) == 1
            if alone and any(isinstance(each, ast.Name) and each.id == name for each in nodes):
                return True
        case ast.Expr(value=ast.Call() as value):
            pass
        case _:
            return False
    return structure(value) in (structure(each) for each in nodes if isinstance(each, ast.Call))
