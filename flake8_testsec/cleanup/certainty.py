"""Assertions that cannot fail while a resource is held, such as those that a type checker asks for."""

from __future__ import annotations

import ast
from collections.abc import Collection

from flake8_testsec.cleanup.acquisition import Handle, spelt_handle
from flake8_testsec.source.calls import last_word

_PARTS = frozenset({"pid", "sockets", "stderr", "stdin", "stdout"})
"""Attributes that are there as long as the handle is, if they were asked for."""

_ENDED = frozenset({"exitcode", "poll", "returncode"})
"""Attributes and methods that are ``None`` as long as a process runs."""

_RUNNING = frozenset({"isAlive", "is_alive"})


def cannot_fail(node: ast.AST, handles: Collection[Handle]) -> bool:
    """Whether an assertion only says that there is a handle, or that what it stands for runs.

    Args:
        node: an ``assert`` statement, or the call of an assertion.
        handles: the names of the handle.

    Returns:
        ``True`` if the assertion holds wherever there is anything to be released.
    """
    match node:
        case ast.Assert(test=test):
            return _holds(test, handles)
        case ast.Call(func=func, args=[given, *_]):
            match last_word(func):
                case "assertTrue":
                    return _holds(given, handles)
                case "assertIsNotNone":
                    return _is_there(given, handles)
                case "assertIsNone":
                    return _is_of(given, _ENDED, handles)
    return False


def _holds(test: ast.expr, handles: Collection[Handle]) -> bool:
    match test:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_holds(each, handles) for each in values)
        case ast.Compare(left=left, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return _is_there(left, handles)
        case ast.Compare(left=left, ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
            return _is_of(left, _ENDED, handles)
        case _:
            return _is_there(test, handles) or _is_of(test, _RUNNING, handles)


def _is_there(node: ast.expr, handles: Collection[Handle]) -> bool:
    return spelt_handle(node) in handles or _is_of(node, _PARTS, handles)


def _is_of(node: ast.expr, words: Collection[str], handles: Collection[Handle]) -> bool:
    """Whether an expression is such an attribute of a handle, or a call of such a method."""
    match node:
        case ast.Attribute(value=owner, attr=word) | ast.Call(func=ast.Attribute(value=owner, attr=word)):
            return word in words and spelt_handle(owner) in handles
        case _:
            return False
