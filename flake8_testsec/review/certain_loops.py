"""Loops that certainly run at least once, by what they go through."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import truth
from flake8_testsec.source.module import Module

_KEEPING = frozenset({"enumerate", "sorted", "reversed", "list", "tuple", "set", "iter", "dict", "frozenset"})
"""Builtins that go through all that they are given first."""
_ALL = frozenset({"zip", "itertools.product"})
"""What goes through something if all that it is given holds something."""


_RANGE = frozenset({"range"})


def runs(loop: ast.For | ast.AsyncFor | ast.While, module: Module) -> bool:
    """Whether a loop runs at least once: forever, some times, or over a display that holds something.

    Args:
        loop: the loop.
        module: its module.
    """
    return truth(loop.test) is True if isinstance(loop, ast.While) else _holds(loop.iter, module, 4)


def _holds(over: ast.expr, module: Module, deep: int) -> bool:
    match over:
        case _ if not deep:
            return False
        case ast.Name():
            bindings = module.bindings(over)
            values = [each.value for each in bindings if isinstance(each, Bound)]
            is_known = bool(values) and len(values) == len(bindings)
            return is_known and all(_is_filled(each) for each in values)
        case ast.Call(func=ast.Name(id="range") as func, args=args, keywords=[]) if _is(func, _RANGE, module):
            return _counts(args)
        case ast.Call(func=func, args=[first, *_]) if _is(func, _KEEPING, module):
            return _holds(first, module, deep - 1)
        case ast.Call(func=func, args=[_, *_] as args, keywords=[]) if _is(func, _ALL, module):
            return all(_holds(each, module, deep - 1) for each in args)
        case ast.Call(func=ast.Attribute(value=owner, attr="items" | "values" | "keys"), args=[]):
            return _holds(owner, module, deep - 1)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _holds(left, module, deep - 1) or _holds(right, module, deep - 1)
        case _:
            return _is_filled(over)


def _is(func: ast.expr, known: frozenset[str], module: Module) -> bool:
    """Whether a function is certainly one of those that are known."""
    names = module.names(func)
    return bool(names) and names <= known


def _counts(given: Sequence[ast.expr]) -> bool:
    """Whether a range of literal numbers goes through at least one."""
    numbers = [number for each in given if (number := _number(each)) is not None]
    if not 0 < len(given) == len(numbers) < 4 or (len(numbers) == 3 and numbers[2] == 0):
        return False
    return len(range(*numbers)) > 0


def _number(given: ast.expr) -> int | None:
    match given:
        case ast.Constant(value=int(number)):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))):
            return -number
        case _:
            return None


def _is_filled(display: ast.expr) -> bool:
    match display:
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return any(not isinstance(each, ast.Starred) for each in elements)
        case ast.Dict(keys=keys):
            return any(each is not None for each in keys)
        case ast.Constant(value=str() | bytes() as text):
            return bool(text)
        case _:
            return False
