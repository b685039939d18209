"""Calls whose error is expected further below, where what they return is handed to an assertion."""

from __future__ import annotations

import ast

from flake8_testsec.source.module import Module, walk
from flake8_testsec.vocabulary.testing.assertions import expectation, expecting_around


def is_to_fail(call: ast.Call, module: Module) -> bool:
    """Whether a test expects an exception, or a warning, of a call, or of what it returns.

    Args:
        call: any call.
        module: its module.

    Returns:
        ``True`` inside a ``with`` that expects one, and where an expecting call is given the result of the
        call, directly or by the name that the statement gives to it.
    """
    if expecting_around(call, module) is not None:
        return True
    parent, function = module.parent(call), module.function(call)
    match parent:
        case ast.Assign(targets=[ast.Name(id=name)]) if function is not None:
            named = (each for each in walk(function) if isinstance(each, ast.Name) and each.id == name)
            return any(_is_given(each, module) for each in named)
        case _:
            return _is_given(call, module)


def _is_given(node: ast.expr, module: Module) -> bool:
    parent = module.parent(node)
    return isinstance(parent, ast.Call) and node in parent.args and expectation(parent, module) is not None
