"""What a test does inside a block that lets errors pass."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from itertools import islice

from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
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
    if any(module.named(test.name)):
        return False  # another test works with this one: it is a sample
    if not all(each is statement for each in _acting(test, module)) or not acts(statement.body):
        return False
    return not any(_checks(node, module) for each in statement.body for node in (each, *within(each)))


@once
def _acting(test: Function, module: Module) -> Sequence[ast.stmt]:
    """The first two statements of a test that do anything."""
    return [*islice((each for each in test.body if acts([each])), 2)]


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
