"""What an expression is by values that are known: no more than literals, comparisons and types tell."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

Known = Mapping[str, object]
"""Values by the names that have them."""

_TYPES: Mapping[str, type] = {
    each.__name__: each for each in (bool, bytes, complex, dict, float, int, list, set, str, tuple)
}
_COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, other: one in other,
    ast.NotIn: lambda one, other: one not in other,
}


class Undecided(Exception):
    """A value is not known, or would raise an error itself."""


def value(node: ast.expr, known: Known) -> Any:
    """The value of an expression.

    Args:
        node: the expression.
        known: the values of names; a name of the builtins that is not among them is not known either, but
            for types that are asked for.

    Returns:
        The value, which nothing has been called for.

    Raises:
        Undecided: it is not known.
    """
    try:
        return _value(node, known)
    except (ArithmeticError, TypeError, ValueError, RecursionError, MemoryError) as error:
        raise Undecided from error


def _value(node: ast.expr, known: Known) -> Any:
    match node:
        case ast.Name(id=name) if name in known:
            return known[name]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, known)
        case ast.BoolOp(op=op, values=values):
            return _joined(isinstance(op, ast.And), values, known)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(op, _value(left, known), _value(right, known))
        case ast.Call(func=ast.Name(id="isinstance"), args=[one, types], keywords=[]):
            return isinstance(_value(one, known), _types(types, known))
        case ast.Call(func=ast.Name(id="len"), args=[one], keywords=[]):
            return len(_value(one, known))
        case _:
            return ast.literal_eval(node)


def _joined(needs_all: bool, values: list[ast.expr], known: Known) -> object:
    """What ``and`` or ``or`` gives, which one value may decide alone."""
    result: object = needs_all
    for each in values:
        result = _value(each, known)
        if bool(result) is not needs_all:
            break
    return result


def _compared(op: ast.cmpop, left: object, right: object) -> bool:
    if isinstance(op, (ast.Is, ast.IsNot)):
        if not any(each is None or isinstance(each, bool) for each in (left, right)):
            raise Undecided
        return (left is right) is isinstance(op, ast.Is)
    return bool(_COMPARED[type(op)](left, right))


def _types(node: ast.expr, known: Known) -> tuple[type, ...]:
    names = node.elts if isinstance(node, ast.Tuple) else [node]
    found = [each.id for each in names if isinstance(each, ast.Name) and each.id not in known]
    if len(found) < len(names) or not {*found} <= {*_TYPES}:
        raise Undecided
    return tuple(_TYPES[each] for each in found)
