"""Variables that a test takes away before it begins to check, for good."""

from __future__ import annotations

import ast
from math import inf

from flake8_testsec.cleanup.flow import place
from flake8_testsec.cleanup.touches import Kind, Touch, keyed
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion, is_expecting
from flake8_testsec.vocabulary.testing.suites import is_test


def is_cleared(touch: Touch, function: Function, module: Module) -> bool:
    """Whether ``os.environ.pop("MODE", None)`` prepares a test, and does not tidy up behind it.

    Args:
        touch: the first touch of a variable in a function.
        function: the function.
        module: its module.

    Returns:
        ``True`` where it stands in a test above all checks and something is checked below, and the test
        neither removes the variable again, nor puts it back, nor asks for it: another may have set it then.
    """
    match touch.node:
        case ast.Call(func=ast.Attribute(attr="pop"), args=[ast.Constant(value=str(name)), _]) as call:
            statement = module.parent(call)
        case _:
            return False
    is_plain = isinstance(statement, ast.Expr) and module.parent(statement) is function
    if not is_plain or not is_test(function, module) or _mentions(name, function, module) > 1:
        return False
    others = (each for each in keyed(function, module).concerning(touch) if each is not touch)
    first, last = _checks(function, module)
    return place(call) < min(first, last) and all(each.kind is Kind.FRESH for each in others)


def _mentions(name: str, function: Function, module: Module) -> int:
    """How often a function names a variable, where it sets it left out."""
    texts = (each for each in walk(function) if isinstance(each, ast.Constant))
    held = (each for each in texts if each.value == name)
    return sum(1 for each in held if not _is_set(module.parent(each)))


def _is_set(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)


@once
def _checks(function: Function, module: Module) -> tuple[tuple[float, int], tuple[float, int]]:
    """Where a function checks something first and last."""
    found = [place(each) for each in walk(function) if is_assertion(each) or is_expecting(each, module)]
    return min(found, default=(inf, 0)), max(found, default=(0, 0))
