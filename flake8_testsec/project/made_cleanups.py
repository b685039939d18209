"""Cleanups that a call makes: what is registered is what a function returns."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, within
from flake8_testsec.source.syntax import Function

MADE = "made"
RESULT = "result"
_REGISTRARS = frozenset(
    {"addCleanup", "addClassCleanup", "addModuleCleanup", "addAsyncCleanup", "addfinalizer"}
)


def maker(call: ast.Call) -> ast.expr | None:
    """What makes the cleanup that a call registers: ``make`` in ``self.addCleanup(make())``.

    Args:
        call: any call.

    Returns:
        What is called; ``None`` if the call registers none, or one that is named.
    """
    match call:
        case ast.Call(func=func, args=[ast.Call(func=made)]) if last_word(func) in _REGISTRARS:
            return made if last_word(made) != "partial" else None
        case _:
            return None


def returned(function: Function, module: Module) -> Iterator[ast.AST]:
    """The functions inside of one that it returns.

    Args:
        function: any function, such as one that makes cleanups.
        module: its module.

    Yields:
        Functions, also those that are written as ``lambda``.
    """
    for statement in within(function):
        match statement:
            case ast.Return(value=ast.Name() as name):
                inner = (each.node for each in module.bindings(name) if isinstance(each, Defined))
                yield from (each for each in inner if module.function(each) is function)
            case ast.Return(value=ast.Lambda() as written):
                yield written.body
