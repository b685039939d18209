"""How long a time is that is written down: a number, a sum of numbers, a ``timedelta``."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, keyword, string
from flake8_testsec.source.module import Module

_DEEPEST = 10
_UNITS = {
    "days": 86400,
    "seconds": 1,
    "microseconds": 1e-6,
    "milliseconds": 0.001,
    "minutes": 60,
    "hours": 3600,
    "weeks": 604800,
}
"""What ``timedelta`` is given, in the order of its parameters, in seconds."""
_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
}


def number(node: ast.expr | None, module: Module, depth: int = 0) -> float | None:
    """The number that an expression certainly stands for.

    Args:
        node: any expression; one of ``timedelta`` stands for its seconds, one of ``pytest.approx`` for the
            largest number that is near enough.
        module: its module.
        depth: how many steps have been made already.

    Returns:
        ``None`` where it is not known.
    """
    deeper = depth + 1
    match node:
        case _ if depth > _DEEPEST:
            return None
        case ast.Constant(value=int() | float() as value):
            return float(value) if abs(value) < _LARGEST else _LARGEST
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            positive = number(operand, module, deeper)
            return None if positive is None else -positive
        case ast.BinOp(left=left, op=operation, right=right) if type(operation) in _OPERATORS:
            both = number(left, module, deeper), number(right, module, deeper)
            return _joined(*both, _OPERATORS[type(operation)])
        case ast.Name():
            match module.bindings(node):
                case [Bound(value=kept, node=ast.Name())]:
                    return number(kept, module, deeper)
            return None
        case ast.Call():
            return _called(node, module, deeper)
        case ast.Attribute() if module.names(node) == {"math.inf"}:
            return _LARGEST
        case _:
            return None


_LARGEST = 1e100
"""What is taken for endless."""


def _joined(
    left: float | None, right: float | None, operation: Callable[[float, float], float]
) -> float | None:
    try:
        return None if left is None or right is None else operation(left, right)
    except ArithmeticError:
        return None


def _called(call: ast.Call, module: Module, depth: int) -> float | None:
    names = module.names(call)
    if names == {"datetime.timedelta()"}:
        given = dict(zip(_UNITS, call.args, strict=False)) | {
            each.arg or "": each.value for each in call.keywords
        }
        return _sum(
            [
                _joined(number(value, module, depth), _UNITS.get(unit), operator.mul)
                for unit, value in given.items()
            ]
        )
    if names == {"pytest.approx()"}:
        return _largest_near(call, module, depth)
    if names == {"float()"} and (string(argument(call, 0)) or "").strip().lower() in ("inf", "infinity"):
        return _LARGEST
    return None


def _sum(numbers: Sequence[float | None]) -> float | None:
    known = [each for each in numbers if each is not None]
    return sum(known) if len(known) == len(numbers) else None


def _largest_near(call: ast.Call, module: Module, depth: int) -> float | None:
    value = number(argument(call, 0), module, depth)
    spare, share = (keyword(call, word) for word in ("abs", "rel"))
    added = number(spare.value, module, depth) if spare is not None else 0
    times = number(share.value, module, depth) if share is not None else 0
    return _sum([value, added, _joined(value, times, operator.mul)])
