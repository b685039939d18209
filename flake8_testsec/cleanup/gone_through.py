"""What a loop goes through: whether that is several things, and who may end each of them."""

from __future__ import annotations

import ast

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.module import Module

_PASSING_ON = frozenset({"enumerate", "iter", "list", "reversed", "set", "sorted", "tuple", "zip"})
_VIEWS = frozenset({"copy", "items", "keys", "values"})
_DEEPEST = 4


def is_over_one(loop: ast.For | ast.AsyncFor, module: Module) -> bool:
    """Whether a loop certainly goes round at most once.

    Args:
        loop: the loop.
        module: its module.

    Returns:
        ``True`` for ``range(1)``, ``["wal"]``, a name for such a list, and ``enumerate`` of it.
    """
    match _source(loop.iter, module):
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return len(elements) <= 1
        case ast.Call(func=ast.Name(id="range"), args=given):
            return _is_short(given)
        case _:
            return False


def may_end_each(loop: ast.For | ast.AsyncFor, module: Module) -> bool:
    """Whether what a loop goes through may end the last thing before it gives the next, or give one only.

    Args:
        loop: the loop.
        module: its module.

    Returns:
        ``True`` for what a call gives, which may be a generator, and for all that is awaited.
    """
    if isinstance(loop, ast.AsyncFor):
        return True
    match _source(loop.iter, module):
        case ast.Call(func=ast.Attribute(attr=word), args=[]):
            return word not in _VIEWS
        case source:
            return isinstance(source, (ast.Call, ast.Await))


def _source(iterated: ast.expr, module: Module, depth: int = 0) -> ast.expr:
    """What names and builtins that pass things on stand for."""
    found: ast.expr | None = None
    match iterated:
        case ast.Call(func=ast.Name(id=word), args=[first, *_]) if word in _PASSING_ON:
            found = first
        case ast.Name():
            bindings = module.bindings(iterated)
            found = bindings[0].value if len(bindings) == 1 and isinstance(bindings[0], Bound) else None
    return iterated if found is None or depth == _DEEPEST else _source(found, module, depth + 1)


def _is_short(given: list[ast.expr]) -> bool:
    """Whether ``range`` gives one number at most."""
    numbers = [each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, int)]
    return len(numbers) == len(given) and 0 < len(numbers) <= 2 and numbers[-1] - sum(numbers[:-1]) <= 1
