"""What a function tells of the calls of its doubles: those that it makes, and those that it asserts."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.source.calls import has_few_links, last_word, structure
from flake8_testsec.source.module import Module, once, walk
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
_EXACT = frozenset({"assert_called_once", "assert_called_once_with", "await_count", "call_count"})
"""What tells of no call more than it says."""


class _Calls(NamedTuple):
    """What a function tells of the calls of each double, as text."""

    made: Mapping[str, Sequence[int]]
    """The lines of those that it certainly makes itself."""
    told: Mapping[str, frozenset[tuple[int, int]]]
    """The lines on which it asserts how many there were, and how many."""
    is_reset: bool
    """Whether a double of it may have forgotten."""

    def numbers(self, double: str) -> frozenset[int]:
        """How many calls of a double are asserted, each time that it is done."""
        return frozenset(number for _, number in self.told.get(double, ()))

    def above(self, double: str, line: int) -> int:
        """How many calls of a double there were for certain above a line."""
        told = (number for at, number in self.told.get(double, ()) if at < line)
        return max(bisect_left(self.made.get(double, ()), line), *told, 0)


def never_called(function: Function, module: Module) -> frozenset[str]:
    """The doubles, as text, that a function asserts were never called.

    Args:
        function: the function.
        module: its module.
    """
    calls = _calls(function, module)
    return frozenset(double for double in calls.told if 0 in calls.numbers(double))


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
    if function is None or _calls(function, module).is_reset:
        return False
    calls = _calls(function, module)
    made = bisect_left(calls.made.get(text, ()), double.lineno)
    told = calls.numbers(text)
    if assertion in _NEVER:
        return made > 0 or bool(told - {0})
    return 0 in told or ("_once" in assertion and (made > 1 or bool(told - {0, 1})))


def is_outnumbered(assertion: ast.stmt, module: Module) -> bool:
    """Whether an assertion says that a double had fewer calls than it had further up.

    Args:
        assertion: the assertion.
        module: its module.

    Returns:
        Whether the function makes more calls itself above it, or asserts more there. Doubles that are reset
        may have forgotten.
    """
    function = module.function(assertion)
    if function is None or _calls(function, module).is_reset:
        return False
    above = _calls(function, module).above
    exact = ((told.value, number) for told, number in _told(assertion) if not number or told.attr in _EXACT)
    return any(number < above(structure(double), assertion.lineno) for double, number in exact)


@once
def _calls(function: Function, module: Module) -> _Calls:
    made: dict[str, list[int]] = {}
    for line, called in _run(function):
        made.setdefault(structure(called), []).append(line)
    told: dict[str, set[tuple[int, int]]] = {}
    for asked, number in _told(function):
        told.setdefault(structure(asked.value), set()).add((asked.lineno, number))
    resets = (isinstance(each, ast.Attribute) and each.attr == "reset_mock" for each in walk(function))
    return _Calls(made, {double: frozenset(each) for double, each in told.items()}, any(resets))


def _run(function: Function) -> Iterator[tuple[int, ast.expr]]:
    """Lines of statements, and what they certainly call: nothing in branches, loops and lambdas."""
    for statement in function.body:
        match statement:
            case ast.Expr() | ast.Assign() | ast.AnnAssign():
                inner = [*walk(statement)]
                if not any(isinstance(each, (ast.IfExp, ast.BoolOp, ast.Lambda)) for each in inner):
                    calls = (each.func for each in inner if isinstance(each, ast.Call))
                    yield from ((statement.lineno, each) for each in calls if has_few_links(each))


def _told(node: ast.AST) -> Iterator[tuple[ast.Attribute, int]]:
    """What asserts calls of a double, and how many; 1 for once or more often."""
    for each in filter(has_few_links, walk(node)):
        match each:
            case ast.Call(func=ast.Attribute(attr=word) as asked) if word in _NEVER:
                yield asked, 0
            case ast.Call(func=ast.Attribute(attr=word) as asked) if word in _CALLED:
                yield asked, 1
            case ast.Assert(test=condition):
                yield from _asserted(condition)
            case ast.Call(func=func, args=[left, right, *_]) if last_word(func) == "assertEqual":
                yield from (*_counted(left, right), *_counted(right, left))
            case ast.Call(func=func, args=[asked, *_]) if last_word(func) == "assertFalse":
                yield from _counted(asked, ast.Constant(0))


def _asserted(condition: ast.expr) -> Iterator[tuple[ast.Attribute, int]]:
    match condition:
        case ast.UnaryOp(op=ast.Not(), operand=asked):
            yield from _counted(asked, ast.Constant(0))
        case ast.Compare(left=left, ops=[ast.Eq() | ast.Is()], comparators=[right]):
            yield from _counted(left, right)


def _counted(asked: ast.expr, number: ast.expr) -> Iterator[tuple[ast.Attribute, int]]:
    match asked, number:
        case ast.Attribute(attr=word), ast.Constant(value=int() as calls) if word in _COUNTS:
            yield asked, int(calls)
