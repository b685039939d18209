"""Tests that may return before assertions that stand below."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.suites import is_test

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def facts(module: Module) -> Iterator[Fact]:
    """One fact for each test that returns early.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[Function, list[ast.AST]] = {}
    for statement in module.nodes(ast.Return):
        test = module.above(statement, *_FUNCTIONS)
        if isinstance(test, ast.FunctionDef | ast.AsyncFunctionDef) and _skips(statement, test, module):
            found.setdefault(test, []).append(statement)
    told = (_told(test, statements) for test, statements in found.items())
    yield from capped(told, "tests that return early")


def _told(test: Function, statements: list[ast.AST]) -> Fact:
    words = ("Test ", code(test.name), " may return here, before assertions that stand below it.")
    return fact("early-return", statements, *words, subject=test.name)


def _skips(statement: ast.Return, test: Function, module: Module) -> bool:
    """Whether assertions of a test stand behind the branch in which it returns."""
    branch = module.above(statement, ast.If, ast.Try, ast.ExceptHandler, *_FUNCTIONS)
    if branch is None or branch is test or not is_test(test, module):
        return False
    return _last_assertion(test, module) > (getattr(branch, "end_lineno", None) or 0)


@once
def _last_assertion(test: Function, module: Module) -> int:
    """The line of the last assertion of a test; 0 if there is none."""
    return max((each.lineno for each in _statements(test) if is_assertion(each)), default=0)


def _statements(test: Function) -> Iterator[ast.stmt]:
    return (each for each in walk(test) if isinstance(each, ast.stmt))
