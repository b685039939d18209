"""What a test does inside a block that lets errors pass."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeGuard

from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing import tickets
from flake8_testsec.vocabulary.testing.assertions import (
    BROAD,
    caught,
    expectations,
    is_assertion,
    is_expecting,
    is_failure,
)
from flake8_testsec.vocabulary.testing.reasons import gives_reason
from flake8_testsec.vocabulary.testing.skips import remark
from flake8_testsec.vocabulary.testing.suites import is_test, only_decorated_by

_NEAR = 30
"""Lines above a ``try`` that are read for comments."""


def expects_in_vain(node: ast.AST, errors: frozenset[str], module: Module) -> TypeGuard[ast.stmt]:
    """Whether a node is a ``with`` that expects an error, and that it stays away is caught around it.

    Args:
        node: any node of what is caught.
        errors: what is caught, by name.
        module: the module.

    Returns:
        ``False`` for ``pytest.raises`` under ``except Exception``: what pytest fails a test with is none.
    """
    if not isinstance(node, (ast.With, ast.AsyncWith)) or not errors & BROAD:
        return False
    raising = [each for each in expectations(node, module) if each.kind == "raises"]
    return any(
        "BaseException" in errors or last_word(each.call.func).startswith(("assert", "failUnless"))
        for each in raising
    )


def does_all(statement: ast.Try | ast.With | ast.AsyncWith, module: Module) -> bool:
    """Whether a statement's body does all that its test does, and checks nothing."""
    test = module.parent(statement)
    if not isinstance(test, (ast.FunctionDef, ast.AsyncFunctionDef)) or not is_test(test, module):
        return False
    if any(module.named(test.name)):
        return False  # another test works with this one: it is a sample
    if not all(each is statement for each in _acting(test, module)) or not acts(statement.body):
        return False
    if may_check(test, module):
        return False
    return not any(_checks(node, module) for each in statement.body for node in (each, *within(each)))


def may_check(test: Function, module: Module) -> bool:
    """Whether a decorator may check what a test does: one that is not of a library which is known.

    Args:
        test: the test.
        module: its module.
    """
    return not only_decorated_by(test, module, _CHECKING_NOTHING)


_CHECKING_NOTHING = (
    *(
        "anyio",
        "asynctest",
        "contextlib",
        "ddt",
        "django",
        "freezegun",
        "functools",
        "httpretty",
        "hypothesis",
    ),
    *("mock", "moto", "nose", "parameterized", "pytest", "requests_mock", "responses", "six", "testtools"),
    *("time_machine", "tornado", "trio", "twisted", "unittest", "vcr"),
)
"""Libraries whose decorators mark, repeat, skip, run or prepare a test, by their documentation."""


def is_on_purpose(statement: ast.Try, handler: ast.ExceptHandler, module: Module) -> bool:
    """Whether prose says that a failure shall pass: it names a ticket, or gives a reason why an assertion
    may fail, where nothing else is caught.

    Args:
        statement: the ``try``.
        handler: its handler that swallows the failure.
        module: its module.

    Returns:
        ``True`` for comments and texts in the handler, and for comments above the ``try`` in the same block
        without a blank line between.
    """
    prose = "\n".join(_prose(statement, handler, module))
    if tickets.find(prose) is not None:
        return True
    return caught(handler, module) == {"AssertionError"} and gives_reason(prose)


def _prose(statement: ast.Try, handler: ast.ExceptHandler, module: Module) -> Iterator[str]:
    yield prose_above(statement, module)
    last = handler.end_lineno or handler.lineno
    yield from (each.content for each in module.comments_in(handler.lineno - 1, last))
    for each in handler.body:
        yield remark(each, module)
        yield string(each.value) or "" if isinstance(each, ast.Expr) else ""


def prose_above(statement: ast.stmt, module: Module) -> str:
    """The comments above a statement in the same block, without a blank line between, a line each."""
    above = module.comments_in(_block(statement, module), statement.lineno)
    return "\n".join(each.content for each in above)


def _block(statement: ast.stmt, module: Module) -> int:
    """The first line above a statement that is indented like it, without a blank one between."""
    column = statement.col_offset
    number = statement.lineno
    line = module.line(number - 1)
    while (
        not line[:column].strip() and line[column : column + 1].strip() and statement.lineno - number < _NEAR
    ):
        number -= 1
        line = module.line(number - 1)
    return number


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
