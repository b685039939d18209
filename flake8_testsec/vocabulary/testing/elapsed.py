"""Time that has passed between two readings of a clock, followed to where it is compared."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from flake8_testsec.patterns import short
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.module import Module, names_below, once
from flake8_testsec.vocabulary.testing.interceptors import Interceptor

CLOCKS = (
    *(f"time.{name}" for name in ("time", "monotonic", "perf_counter", "process_time")),
    *(f"time.{name}_ns" for name in ("time", "monotonic", "perf_counter")),
    "timeit.default_timer",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "asyncio.get_event_loop().time",
    "asyncio.get_running_loop().time",
)
"""What tells the time, by what is called."""
STOPPED = Interceptor(
    libraries=frozenset({"freezegun", "time_machine"}),
    words=frozenset({"freeze_time", "travel"}),
    names=short(
        r"(?i)(.*_)?(freez(e|er)(_time)?|time_machine|(mock|fake|stub|patch)(ed)?_(clock|time)|(clock|time)_mock)\Z"
    ),
    targets=frozenset({"time", "datetime", "clock", "now", "utcnow", *("monotonic", "perf_counter")}),
)
"""What stands in for a clock, so that as much time passes as the test says."""
_READINGS = frozenset(f"{name}()" for name in CLOCKS)
_NANOSECONDS = 10**9
_MOST = 40
_SAME = frozenset({"abs", "float", "int", "round"})


class Passed(NamedTuple):
    """An expression that tells how much time has passed, and how many of its units a second has."""

    node: ast.expr
    units: float


def passed(reading: ast.Call, module: Module) -> Iterator[Passed]:
    """What tells the time that has passed until a reading of a clock.

    Args:
        reading: a call of one of `CLOCKS`.
        module: its module.

    Yields:
        Differences to an earlier reading, what is made of them, and the uses of names that they get.
    """
    units = _NANOSECONDS if any(each.endswith("_ns()") for each in module.names(reading)) else 1
    ends = [reading, *_kept(reading, module)]
    above = ((each, module.parent(each)) for each in ends)
    found = [
        Passed(difference, units)
        for each, difference in above
        if isinstance(difference, ast.BinOp) and _is_difference(each, difference, module)
    ]
    for each in found:
        yield each
        if len(found) < _MOST:
            found += _made_of(each, module)


def _is_difference(end: ast.expr, difference: ast.BinOp, module: Module) -> bool:
    is_left = isinstance(difference.op, ast.Sub) and difference.left is end
    is_later = not isinstance(difference.right, ast.Call)
    return is_left and is_later and _is_reading(difference.right, module)


def _is_reading(node: ast.expr, module: Module) -> bool:
    """Whether an expression is a reading of a clock, also one that an attribute has."""
    names = module.names(node)
    if names or not isinstance(node, ast.Attribute):
        return bool(names) and names <= _READINGS
    return _is_stored_reading(node.attr, module)


@once
def _is_stored_reading(word: str, module: Module) -> bool:
    """Whether all that is stored in attributes of a name are readings."""
    stored = [each for each in module.attributes({word}) if isinstance(each.ctx, ast.Store)]
    return bool(stored) and all(_gets_reading(module.parent(each), module) for each in stored)


def _gets_reading(statement: ast.AST | None, module: Module) -> bool:
    match statement:
        case ast.Assign(value=value):
            names = module.names(value)
            return bool(names) and names <= _READINGS
        case _:
            return False


def _made_of(time: Passed, module: Module) -> Iterator[Passed]:
    match module.parent(time.node):
        case ast.Call(func=ast.Name(id=word), args=[first, *_]) as call if (
            word in _SAME and first is time.node
        ):
            yield Passed(call, time.units)
        case (
            ast.BinOp(left=left, op=ast.Mult(), right=ast.Constant(value=int() | float() as many)) as product
        ):
            if left is time.node and many > 0:
                yield Passed(product, time.units * many)
        case (
            ast.BinOp(left=left, op=ast.Div(), right=ast.Constant(value=int() | float() as many)) as quotient
        ):
            if left is time.node and many > 0:
                yield Passed(quotient, time.units / many)
        case ast.Attribute(attr="seconds") as seconds:
            yield Passed(seconds, 1)
        case ast.Attribute(attr="total_seconds") as method:
            above = module.parent(method)
            if isinstance(above, ast.Call) and above.func is method:
                yield Passed(above, 1)
        case _:
            yield from (Passed(each, time.units) for each in _kept(time.node, module))


def _kept(value: ast.expr, module: Module) -> Iterator[ast.Name]:
    """The uses of the name that a value gets, if nothing of another form is kept there."""
    match module.parent(value):
        case (
            ast.Assign(targets=[ast.Name(id=name) as target])
            | ast.AnnAssign(target=ast.Name(id=name) as target)
        ):
            bindings = module.bindings(target)
            if all(isinstance(each, Bound) and type(each.value) is type(value) for each in bindings):
                uses = names_below(module.function(target) or module.tree, module)[name]
                yield from (each for each in uses if _is_use(each, target, module))


def _is_use(name: ast.Name, target: ast.Name, module: Module) -> bool:
    return isinstance(name.ctx, ast.Load) and module.bindings(name) == module.bindings(target)
