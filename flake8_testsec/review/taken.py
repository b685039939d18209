"""Exceptions that do not leave the place where they are raised, as a handler there takes them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, takewhile

from flake8_testsec.source.module import Module, statements

_ALL = "BaseException"


def is_taken(raised: ast.Raise, body: Sequence[ast.stmt], module: Module) -> bool:
    """Whether a handler within a body takes what a statement there raises, and raises nothing itself.

    Args:
        raised: the statement.
        body: the body of a handler in which it stands, at any depth.
        module: its module.

    Returns:
        ``True`` for a handler of everything, or of the very class that is raised.
    """
    around = takewhile(
        lambda each: not isinstance(each, ast.ExceptHandler) or each.body is not body, _up(raised, module)
    )
    return any(
        isinstance(above, ast.Try) and below in above.body and _takes(above, raised, module)
        for below, above in pairwise(around)
    )


def _up(node: ast.AST, module: Module) -> Iterator[ast.AST]:
    return chain((node,), module.ancestors(node))


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
