"""Conditions on the version of Python that are settled, whichever of the maintained ones is used."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from flake8_testsec.source.module import Module, once

_VERSIONS = tuple((3, minor) for minor in range(9, 40))
"""From the oldest for which whoever tests may still have an interpreter: 3.8 ended in October 2024
(https://devguide.python.org/versions/)."""

_COMPARING: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_SIX = {"six.PY2": False, "six.PY3": True}


@once
def is_of_python(module: Module) -> bool:
    """Whether the tests are those of Python itself, or a copy, which its own runner calls.

    Args:
        module: a module; what ``test.support`` offers is for these tests alone
            (https://docs.python.org/3/library/test.html).
    """
    return any(meant.startswith("test.support") for _, meant in module.scopes.imported())


def on_every_python(test: ast.expr, module: Module) -> bool | None:
    """What a condition on the version of Python is, whichever runs the tests.

    Args:
        test: any condition.
        module: its module.

    Returns:
        ``None`` where versions differ, and for any other condition.
    """
    match test:
        case ast.Compare(left=left, ops=[op], comparators=[bound]) if type(op) in _COMPARING:
            read, limit = _reading(left, module), _numbers(bound)
            if (
                read is None
                or limit is None
                or isinstance(limit, int) is not isinstance(read(_VERSIONS[0]), int)
            ):
                return None
            found = {_COMPARING[type(op)](read(each), limit) for each in _VERSIONS}
            return found.pop() if len(found) == 1 else None
        case ast.Attribute() | ast.Name():
            return next((_SIX[each] for each in module.names(test) if each in _SIX), None)
        case _:
            return None


_Reading = Callable[[tuple[int, int]], object]


def _reading(node: ast.expr, module: Module) -> _Reading | None:
    """What an expression takes of a version: all of it, its first numbers, or one of them."""
    match node:
        case ast.Attribute(value=owner, attr="major") if _is_version(owner, module):
            return operator.itemgetter(0)
        case ast.Subscript(value=owner, slice=ast.Constant(value=0)) if _is_version(owner, module):
            return operator.itemgetter(0)
        case ast.Subscript(value=owner, slice=ast.Slice(lower=None, upper=ast.Constant(value=2), step=None)):
            return (lambda version: version) if _is_version(owner, module) else None
        case _ if _is_version(node, module):
            return lambda version: (
                *version,
                99,
            )  # the patch and what follows are above any that is asked for
        case _:
            return None


def _is_version(node: ast.expr, module: Module) -> bool:
    return "sys.version_info" in module.names(node)


def _numbers(node: ast.expr) -> int | tuple[int, ...] | None:
    match node:
        case ast.Constant(value=int() as number):
            return number
        case ast.Tuple(elts=elements):
            numbers = tuple(each.value for each in elements if isinstance(each, ast.Constant))
            whole = tuple(each for each in numbers if isinstance(each, int))
            return whole if whole and len(whole) == len(elements) else None
        case _:
            return None
