"""What a loop goes through: whether that is several things, and who may end each of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.module import Module, once, walk

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


def is_put_where_a_loop_goes(target: ast.expr, module: Module) -> bool:
    """Whether something becomes an element of what a loop of the same function goes through, and may end.

    Args:
        target: what is assigned to.
        module: its module.

    Returns:
        ``True`` for ``paths[n]`` where there is ``for path in paths``, or ``in paths.values()``.
    """
    match target:
        case ast.Subscript(value=ast.Name(id=name)):
            return name in _gone_through(module.function(target) or module.tree, module)
        case _:
            return False


@once
def _gone_through(scope: ast.AST, module: Module) -> frozenset[str]:
    """The names of what loops below a node go through."""
    loops = (each for each in walk(scope) if isinstance(each, (ast.For, ast.AsyncFor, ast.comprehension)))
    return frozenset(each.id for loop in loops for each in _owners(loop.iter))


def _owners(iterated: ast.expr) -> Iterator[ast.Name]:
    match iterated:
        case ast.Name():
            yield iterated
        case ast.Call(func=ast.Attribute(value=inner, attr=word), args=[]) if word in _VIEWS:
            yield from _owners(inner)
        case ast.Call(func=ast.Name(id=word), args=args) if word in _PASSING_ON:
            yield from (each for arg in args for each in _owners(arg))


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
