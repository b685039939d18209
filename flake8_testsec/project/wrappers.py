"""Decorators of a project: what their wrappers do when the function that was given has come back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.source.bindings import Unknown
from flake8_testsec.source.module import Module, walk, within
from flake8_testsec.source.syntax import Function


def after_call(function: Function, module: Module) -> Iterator[ast.stmt]:
    """The statements that follow where a wrapper calls what a function around it was given.

    Args:
        function: a decorator, or a function that makes one.
        module: its module.

    Yields:
        Statements of the inner functions, those of a ``finally`` too; none for a function that is neither.
    """
    for statement in function.body:
        for call in walk(statement):
            wrapper = module.function(call) if isinstance(call, ast.Call) else None
            if wrapper is not None and wrapper is not function and _calls_given(call, wrapper, module):
                yield from _below(call, wrapper)


def _below(call: ast.AST, wrapper: Function) -> Iterator[ast.stmt]:
    line = getattr(call, "lineno", 0)
    return (node for node in within(wrapper) if isinstance(node, ast.stmt) and node.lineno > line)


def _calls_given(call: ast.AST, wrapper: Function, module: Module) -> bool:
    """Whether what is called is a parameter of a function around the wrapper."""
    match call:
        case ast.Call(func=ast.Name() as name):
            found = [each.node for each in module.bindings(name) if isinstance(each, Unknown)]
            given = [each for each in found if isinstance(each, ast.arg)]
            return bool(given) and all(module.function(each) is not wrapper for each in given)
        case _:
            return False
