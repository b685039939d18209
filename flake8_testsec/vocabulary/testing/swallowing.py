"""What a test does inside a block that lets errors pass."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_testsec.source.module import Module, within
from flake8_testsec.vocabulary.testing.assertions import (
    is_assertion,
    is_expecting,
    is_failure,
)
from flake8_testsec.vocabulary.testing.suites import is_test


def does_all(statement: ast.Try | ast.With | ast.AsyncWith, module: Module) -> bool:
    """Whether a statement's body does all that its test does, and checks nothing."""
    test = module.parent(statement)
    if not isinstance(test, (ast.FunctionDef, ast.AsyncFunctionDef)) or not is_test(test, module):
        return False
    others = [each for each in test.body if each is not statement]
    checks = any(_checks(node, module) for each in statement.body for node in (each, *within(each)))
    return acts(statement.body) and not acts(others) and not checks


def acts(body: Iterable[ast.stmt]) -> bool:
    """Whether statements do anything that may fail the test."""
    return any(
        isinstance(node, (ast.Call, ast.Await, ast.Assert, ast.Raise, ast.Yield))
        for each in body
        for node in (each, *within(each))
    )


def _checks(node: ast.AST, module: Module) -> bool:
    if not isinstance(node, ast.stmt):
        return False
    return is_expecting(node, module) or is_assertion(node) or is_failure(node, module)
