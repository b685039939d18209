"""The steps at the end of a test that tidy up, and the check above that keeps a failing test from them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from flake8_testsec.cleanup.restoring_words import RESTORING
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, inside, names_below, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expectation, is_assertion, is_failure
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test

_TIDYING = ("clear", "deactivate", "discard", "flush", "pop", "un", "reset")


class LastSteps(NamedTuple):
    """The statements that tidy up, in source order, and the checks made before them, the last first."""

    steps: Sequence[ast.stmt]
    checks: Sequence[ast.stmt | ast.expr]

    @property
    def check(self) -> ast.stmt | ast.expr:
        """The last check."""
        return self.checks[0]

    @property
    def calls(self) -> frozenset[ast.expr]:
        """What steps consist of, if they are no assignments."""
        return frozenset(each.value for each in self.steps if isinstance(each, ast.Expr))


@once
def last_steps(function: Function, module: Module) -> LastSteps | None:
    """What a test does in the end for others, if a check can keep it from there.

    Args:
        function: any function.
        module: its module.

    Returns:
        ``None`` for what is no test, and for a test that does not end so, or checks nothing before.
    """
    if not is_test(function, module) or function in module.generators:
        return None
    steps = [*_steps(function, module)]
    above = _checks(function, steps[-1].lineno, module) if steps else ()
    return LastSteps(steps[::-1], above) if above else None


def _steps(function: Function, module: Module) -> Iterator[ast.stmt]:
    """The last statements of a function's body, from the end, as far as they tidy up."""
    for each in reversed(function.body):
        if _is_check(each, module) or not _tidies_up(each):
            return
        yield each


def _tidies_up(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            return all(isinstance(each, (ast.Attribute, ast.Subscript)) for each in targets)
        case ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(value=ast.Call() as call)):
            word = last_word(call.func).lstrip("_").lower()
            return RESTORING.match(word) is not None or word.startswith(_TIDYING)
        case _:
            return False


def _checks(function: Function, line: int, module: Module) -> Sequence[ast.stmt | ast.expr]:
    """The checks of a function above a line, the last of them first."""
    above = (each for each in checks(function, module) if each.lineno < line)
    return sorted(above, key=_line, reverse=True)


@once
def checks(function: Function, module: Module) -> Sequence[ast.stmt | ast.expr]:
    """What a function itself asserts or fails with, and the errors that it expects, in source order."""
    nodes: list[Any] = [each for each in inside(function, module) if type(each) in _CHECKING]
    return [each for each in nodes if _is_check(each, module)]


_CHECKING = frozenset({ast.Assert, ast.Await, ast.Call, ast.Expr, ast.Raise, ast.Yield})
"""The types of nodes that may be a check."""


def _line(node: ast.stmt | ast.expr) -> int:
    return node.lineno


def _is_check(node: ast.AST, module: Module) -> bool:
    return is_assertion(node) or is_failure(node, module) or expectation(node, module) is not None


@once
def named_around(module: Module) -> Collection[str]:
    """The names and attributes that set-ups, tear-downs, fixtures and other helpers of a module mention.

    Args:
        module: any module.

    Returns:
        What of it is there before or after a test as well is tidied up by more than the test alone.
    """
    return frozenset(_mentioned(around_tests(module), module))


def around_tests(module: Module) -> Iterator[Function]:
    """The set-ups, tear-downs, fixtures and helpers that tidy up of a module.

    Args:
        module: any module.

    Yields:
        The functions, of which none is a test.
    """
    every: Iterator[Function] = chain(module.nodes(ast.FunctionDef), module.nodes(ast.AsyncFunctionDef))
    around = (each for each in every if is_hook(each) or is_fixture(each, module) or _ends(each))
    return (each for each in around if not is_test(each, module))


def _ends(function: Function) -> bool:
    return RESTORING.match(function.name.lstrip("_").lower()) is not None


def _mentioned(functions: Iterator[Function], module: Module) -> Iterator[str]:
    for each in functions:
        yield from names_below(each, module)
        yield from (node.attr for node in within(each) if isinstance(node, ast.Attribute))
        yield from (
            node.value
            for node in within(each)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
