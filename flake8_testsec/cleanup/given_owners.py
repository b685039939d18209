"""What a context manager undoes for its caller or its object, so that it may be meant as it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.before_yield import Before, root
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import called

_AROUND = (ast.If, ast.For, ast.AsyncFor, ast.With, ast.AsyncWith, ast.Try)


def calls_in(statement: ast.stmt) -> Iterator[ast.Call]:
    """The call that a statement consists of, or those that stand one level below it."""
    inner = ast.iter_child_nodes(statement) if isinstance(statement, _AROUND) else ()
    for each in (statement, *inner):
        if isinstance(each, ast.Expr) and (call := called(each)) is not None:
            yield call


def is_chosen(restoring: ast.stmt, function: Function) -> bool:
    """Whether the caller says by a parameter if anything is taken back, which is a step of the test then.

    Args:
        restoring: the statement that takes something back.
        function: the manager.
    """
    match restoring:
        case ast.If(test=ast.Name(id=asked)):
            return asked in _given(function)
        case _:
            return False


def is_of_given(restoring: ast.stmt, function: Function, before: Before, module: Module) -> bool:
    """Whether all that is done in the end is the object's own affair, or counted back in what a caller gave.

    Args:
        restoring: the statement that takes something back.
        function: the manager.
        before: what is done above the ``yield``.
        module: its module.

    Returns:
        ``True`` for a method of ``self`` where none was called above: it may as well use what the body has
        made, which an error must not bring about.
    """
    if isinstance(restoring, ast.AugAssign):
        return root(restoring.target) in _given(function) - {"self", "cls"}
    if module.class_of(function) is None or any(each.startswith("self.") for each in before.calls):
        return False
    calls = [*calls_in(restoring)]
    return bool(calls) and all(_is_own(each) for each in calls)


def _given(function: Function) -> frozenset[str]:
    given = function.args
    return frozenset(each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs))


def _is_own(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id="self")):
            return True
        case _:
            return False
