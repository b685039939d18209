"""What a function tells of the calls of its doubles: those that it makes, and those that it asserts."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.source.calls import last_word, structure
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function

_NEVER = ("assert_not_called", "assert_not_awaited")
_CALLED = frozenset(
    {
        "assert_any_call",
        "assert_called",
        "assert_called_once",
        "assert_called_once_with",
        "assert_called_with",
    }
)
_COUNTS = frozenset({"await_count", "call_count", "called"})


def never_called(function: Function) -> frozenset[str]:
    """The doubles, as text, that a function asserts were never called.

    Args:
        function: the function.
    """
    return frozenset(double for double, number in _told(function) if number == 0)


def contradicts(double: ast.expr, assertion: str, module: Module) -> bool:
    """Whether an assertion of a double can never hold, by what its function does and asserts.

    Args:
        double: what is asserted of.
        assertion: the name of the assertion.
        module: their module.

    Returns:
        Whether it says that there were no calls, or just one, of what the function calls itself, or asserts
        to be called another number of times. Doubles that are reset may have forgotten.
    """
    function, text = module.function(double), structure(double)
    if function is None or _resets(function):
        return False
    made = sum(isinstance(each, ast.Call) and structure(each.func) == text for each in _run(function, double))
    told = {number for each, number in _told(function) if each == text}
    if assertion in _NEVER:
        return made > 0 or bool(told - {0})
    return 0 in told or ("_once" in assertion and (made > 1 or bool(told - {0, 1})))


def _resets(function: Function) -> bool:
    return any(isinstance(each, ast.Attribute) and each.attr == "reset_mock" for each in walk(function))


def _run(function: Function, double: ast.expr) -> Iterator[ast.AST]:
    """What certainly runs in a function above an expression: nothing in branches, loops and lambdas."""
    for statement in function.body:
        match statement:
            case ast.Expr() | ast.Assign() | ast.AnnAssign() if statement.lineno < double.lineno:
                lazy = any(isinstance(each, (ast.IfExp, ast.BoolOp, ast.Lambda)) for each in walk(statement))
                yield from () if lazy else walk(statement)


def _told(function: Function) -> Iterator[tuple[str, int]]:
    """Doubles, as text, with the number of calls that the function asserts; 1 for once or more often."""
    for each in walk(function):
        match each:
            case ast.Call(func=ast.Attribute(value=double, attr=word)) if word in _NEVER:
                yield structure(double), 0
            case ast.Call(func=ast.Attribute(value=double, attr=word)) if word in _CALLED:
                yield structure(double), 1
            case ast.Assert(test=condition):
                yield from _asserted(condition)
            case ast.Call(func=func, args=[left, right, *_]) if last_word(func) == "assertEqual":
                yield from (*_counted(left, right), *_counted(right, left))
            case ast.Call(func=func, args=[asked, *_]) if last_word(func) == "assertFalse":
                yield from _counted(asked, ast.Constant(0))


def _asserted(condition: ast.expr) -> Iterator[tuple[str, int]]:
    match condition:
        case ast.UnaryOp(op=ast.Not(), operand=asked):
            yield from _counted(asked, ast.Constant(0))
        case ast.Compare(left=left, ops=[ast.Eq() | ast.Is()], comparators=[right]):
            yield from _counted(left, right)


def _counted(asked: ast.expr, number: ast.expr) -> Iterator[tuple[str, int]]:
    match asked, number:
        case ast.Attribute(value=double, attr=word), ast.Constant(value=int() as calls) if word in _COUNTS:
            yield structure(double), int(calls)
