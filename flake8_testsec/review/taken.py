"""Exceptions that do not leave the place where they are raised, as a handler there takes them."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.source.module import Module, statements

_ALL = "BaseException"


def is_taken(raised: ast.Raise, body: Sequence[ast.stmt], module: Module) -> bool:
    """Whether a handler within a body takes what a statement there raises, and raises nothing itself.

    Args:
        raised: the statement.
        body: the statements among which it stands, at any depth.
        module: its module.

    Returns:
        ``True`` for a handler of everything, or of the very class that is raised.
    """
    child: ast.AST = raised
    for above in module.ancestors(raised):
        if isinstance(above, ast.Try) and child in above.body and _takes(above, raised, module):
            return True
        if above in body:
            return False
        child = above
    return False


def _takes(attempt: ast.Try, raised: ast.Raise, module: Module) -> bool:
    handler = next((each for each in attempt.handlers if _catches(each, raised, module)), None)
    return handler is not None and not any(isinstance(each, ast.Raise) for each in statements(handler.body))


def runs_always(handler: ast.ExceptHandler, module: Module) -> bool:
    """Whether a handler is the first of a ``try`` that begins by raising what it catches."""
    match module.parent(handler):
        case ast.Try(body=[ast.Raise() as raised, *_], handlers=[first, *_]):
            return first is handler and _catches(handler, raised, module)
        case _:
            return False


def _catches(handler: ast.ExceptHandler, raised: ast.Raise, module: Module) -> bool:
    """Whether a handler catches everything, or the very class that a statement raises."""
    kinds = {_ALL, *(_class(raised.exc, module) if raised.exc is not None else ())}
    return handler.type is None or bool(_class(handler.type, module) & kinds)


def _class(node: ast.expr, module: Module) -> frozenset[str]:
    """The classes that an expression names, as one object of them or in a tuple."""
    several = node.elts if isinstance(node, ast.Tuple) else [node]
    return frozenset(name.removesuffix("()") for each in several for name in module.names(each))
