"""Reasons of skips that stand elsewhere than at the skip: above a group, or in what the test does."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from flake8_testsec.fixing.statements import first_line, siblings
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_failure
from flake8_testsec.vocabulary.testing.reasons import gives_reason
from flake8_testsec.vocabulary.testing.skips import Skip, above
from flake8_testsec.vocabulary.testing.suites import is_test, methods, without_docstring

_DENIES = lazy(
    r"\bnot\b|n't\b|\bcannot\b|\bno\b|unsupported|wrong|missing|fail|broken|\bbugs?\b", re.IGNORECASE
)
_SEVERAL = 3
_MOST = 20
"""Tests above one that are looked at."""


def is_of_group(skip: Skip, module: Module) -> bool:
    """Whether a comment above the first of some tests marked alike, one below another, says why.

    Args:
        skip: the mark.
        module: its module.

    Returns:
        ``False`` for the first of them, whose comment is its own.
    """
    marked = module.parent(skip.node)
    if not isinstance(marked, Function):
        return False
    mark = structure(skip.node)
    first = marked
    for each in _before(marked, module):
        if mark not in map(structure, each.decorator_list):
            break
        first = each
    return first is not marked and denies_above(first_line(first), module)


def is_stub_told_above(skip: Skip, module: Module) -> bool:
    """Whether a skip is all that a test does, and a comment above it, or above the first of several such
    tests one below another, says why.

    Args:
        skip: the call.
        module: its module.

    Returns:
        ``False`` also for comments that give no reason.
    """
    stub = module.function(skip.node)
    if stub is None or not _is_body(skip.node, stub):
        return False
    body = [structure(each) for each in stub.body]
    first = stub
    for each in _before(stub, module):
        if gives_reason(_told(first, module)) or [structure(line) for line in each.body] != body:
            break
        first = each
    return gives_reason(_told(first, module))


def is_one_of_all(skip: Skip, module: Module) -> bool:
    """Whether all tests of a class, several of them, are marked alike: what they share is the reason.

    Args:
        skip: the mark of a test.
        module: its module.
    """
    marked = module.parent(skip.node)
    class_ = module.class_of(marked) if isinstance(marked, Function) else None
    return class_ is not None and structure(skip.node) in _marks_of_all(class_, module)


@once
def _marks_of_all(class_: ast.ClassDef, module: Module) -> frozenset[str]:
    several = [each for each in methods(class_) if is_test(each, module)]
    marks = (frozenset(map(structure, each.decorator_list)) for each in several)
    return frozenset.intersection(*marks) if len(several) >= _SEVERAL else frozenset()


def _told(function: Function, module: Module) -> str:
    return "\n".join(above(first_line(function), module))


def _is_body(node: ast.AST, function: Function) -> bool:
    match without_docstring(function):
        case [ast.Expr(value=value)]:
            return value is node
        case _:
            return False


def _before(function: Function, module: Module) -> list[Function]:
    """The functions that stand right above one in the same block, the nearest first."""
    block = siblings(function, module)
    place = block.index(function)
    found: list[Function] = []
    for each in reversed(block[max(0, place - _MOST) : place]):
        if not isinstance(each, Function):
            break
        found.append(each)
    return found


@once
def denies_above(line: int, module: Module) -> bool:
    """Whether a comment directly above a line denies something, or speaks of a fault."""
    return bool(_DENIES.search("\n".join(above(line, module))))


def must_fail(skip: Skip, module: Module) -> bool:
    """Whether a test that is expected to fail asserts that one constant is another, as an example does that
    shows how a failure looks, or says in all that it does that nobody has written it.

    Args:
        skip: the mark.
        module: its module.

    Returns:
        ``True`` also for ``assert False`` as all that there is.
    """
    marked = module.parent(skip.node)
    marked = module.parent(marked) if isinstance(marked, ast.Call) else marked
    if not isinstance(marked, Function) or not skip.name.endswith(("xfail", "expectedFailure")):
        return False
    if any(_is_false(each.test) for each in walk(marked) if isinstance(each, ast.Assert)):
        return True
    return _is_unwritten(without_docstring(marked), module)


def _is_unwritten(body: Sequence[ast.stmt], module: Module) -> bool:
    match body:
        case [ast.Raise(exc=ast.Call(func=error))] | [ast.Raise(exc=ast.Name() as error)]:
            return "NotImplementedError" in module.names(error)
        case [only]:
            return is_failure(only, module)
        case _:
            return False


def _is_false(test: ast.expr) -> bool:
    match test:
        case ast.Compare(
            left=ast.Constant(value=left), ops=[ast.Eq()], comparators=[ast.Constant(value=right)]
        ):
            return bool(left != right)
        case _:
            return False
