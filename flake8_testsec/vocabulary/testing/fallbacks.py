"""What is taken where something is missing: a value, a setting, a library, a service."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.fixing.statements import following
from flake8_testsec.source.calls import last_word, spelt, string
from flake8_testsec.source.module import Module, walk


def is_fallback(value: ast.expr, module: Module) -> bool:
    """Whether an expression is the value that counts where another is missing, or has failed.

    Args:
        value: the expression.
        module: its module.

    Returns:
        ``True`` for ``given or value``, the branch of a condition that something is not there, what a handler
        gives, and what a function returns where no branch above it has returned something else. A thing is
        not there if it is compared with nothing, or if it is what the other branch would use: any other
        condition may be a setting by which the value is asked for.
    """
    match module.parent(value):
        case ast.BoolOp(op=ast.Or(), values=[first, *_]):
            return first is not value
        case ast.IfExp(test=test, body=body, orelse=orelse):
            if value is body:
                return _is_missing(test, True, [orelse], module)
            return value is orelse and _is_missing(test, False, [body], module)
        case ast.Return() | ast.Assign() | ast.AnnAssign() as statement:
            return _is_last_resort(statement, module)
        case _:
            return False


def _is_last_resort(statement: ast.stmt, module: Module) -> bool:
    match module.parent(statement):
        case ast.ExceptHandler():
            return True
        case ast.If(test=test, body=body, orelse=orelse) as branch:
            if statement not in body:
                return _is_missing(test, False, body, module)
            return _is_missing(test, True, orelse or following(branch, module), module)
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
            return isinstance(statement, ast.Return) and _is_left_over(statement, body, module)
        case _:
            return False


def _is_left_over(statement: ast.stmt, body: Sequence[ast.stmt], module: Module) -> bool:
    """Whether the branches above that end otherwise do so where a thing is there."""
    above = (each for each in body[: body.index(statement)] if isinstance(each, ast.If) and not each.orelse)
    ends = [each for each in above if isinstance(each.body[-1], (ast.Return, ast.Raise))]
    return bool(ends) and all(_is_missing(each.test, False, each.body, module) for each in ends)


def _is_missing(test: ast.expr, holds: bool, other: Sequence[ast.AST], module: Module) -> bool:
    """Whether something is not there if a condition holds, or if it does not.

    Args:
        test: the condition.
        holds: whether it holds.
        other: what is done otherwise.
        module: their module.
    """
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _is_missing(operand, not holds, other, module)
        case ast.Compare(ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(value=None | "")]):
            return holds
        case ast.Compare(ops=[ast.IsNot() | ast.NotEq()], comparators=[ast.Constant(value=None | "")]):
            return not holds
        case ast.Compare(ops=[ast.In() | ast.NotIn() as how], comparators=[container]):
            is_known = "os.environ" in module.names(container) or _is_used(container, other)
            return is_known and holds is isinstance(how, ast.NotIn)
        case ast.NamedExpr(target=asked):
            return not holds and _is_used(asked, other)
        case _:
            return not holds and _is_used(test, other)


def _is_used(asked: ast.expr, other: Sequence[ast.AST]) -> bool:
    """Whether a thing, or the entry that is looked up by a key, is used in the other branch."""
    nodes = (node for each in other for node in walk(each))
    match asked:
        case ast.Name() | ast.Attribute():
            text = spelt(asked)
            return any(isinstance(node, type(asked)) and spelt(node) == text for node in nodes)
        case ast.Call(func=func, args=[key, *_]) if last_word(func) in ("get", "getenv"):
            return string(key) is not None and any(string(node) == string(key) for node in nodes)
        case _:
            return False
