"""Time that has passed between two readings of a clock, followed to where it is compared."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy, short
from flake8_testsec.source.bindings import Binding, Bound
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, names_below, once
from flake8_testsec.vocabulary.testing.interceptors import Interceptor

CLOCKS = (
    *(f"time.{name}" for name in ("time", "monotonic", "perf_counter")),
    *(f"time.{name}_ns" for name in ("time", "monotonic", "perf_counter")),
    "timeit.default_timer",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "django.utils.timezone.now",
    "asyncio.get_event_loop().time",
    "asyncio.get_running_loop().time",
)
"""What tells the time, by what is called."""
STOPPED = Interceptor(
    name="clock",
    libraries=frozenset({"freezegun", "time_machine"}),
    words=frozenset({"freeze_time", "travel"}),
    names=short(
        r"(?i)(.*_)?(freez(e|er)(_time)?|time_machine|(mock|fake|stub|patch)(ed)?_(clock|time)|(clock|time)_mock)\Z"
    ),
    targets=frozenset({"time", "datetime", "clock", "now", "utcnow", *("monotonic", "perf_counter")}),
)
"""What stands in for a clock, so that as much time passes as the test says."""
_READINGS = frozenset(f"{name}()" for name in CLOCKS)
_STAMP = lazy(r"(?i)(\A|_)(date|time|timestamp|created|updated|modified|issued|started|at|on)\Z")
"""How the time is called at which something was done."""
_NANOSECONDS = 10**9
_MOST = 40
_SAME = frozenset({"abs", "float", "int", "round"})


class Passed(NamedTuple):
    """An expression that tells how much time has passed, and how many of its units a second has."""

    node: ast.expr
    units: float


@once
def passed(reading: ast.Call, module: Module) -> tuple[Passed, ...]:
    """What tells the time that has passed until a reading of a clock.

    Args:
        reading: a call of one of `CLOCKS`.
        module: its module.

    Returns:
        Differences to an earlier reading, what is made of them, and the uses of names that they get, unless
        another reading has told of these.
    """
    units = _NANOSECONDS if any(each.endswith("_ns()") for each in module.names(reading)) else 1
    ends = [reading, *_kept(reading, units, module)]
    above = ((each, module.parent(each)) for each in ends)
    found = [
        Passed(difference, units)
        for each, difference in above
        if isinstance(difference, ast.BinOp) and _is_difference(each, difference, module)
    ]
    for each in found:
        if len(found) < _MOST:
            found += _made_of(each, module)
    return tuple(found)


def _is_difference(end: ast.expr, difference: ast.BinOp, module: Module) -> bool:
    if not isinstance(difference.op, ast.Sub):
        return False
    if difference.left is not end:
        return _is_stamp(difference.left, module) and _is_taken_absolutely(difference, module)
    start = difference.right
    return not isinstance(start, ast.Call) and (_is_reading(start, module) or _is_stamp(start, module))


def _is_stamp(node: ast.expr, module: Module) -> bool:
    """Whether an expression is the time that an object of the code under test has kept."""
    match node:
        case ast.Attribute(value=ast.Name() | ast.Attribute() | ast.Subscript(), attr=word):
            return not module.names(node) and _STAMP.search(word) is not None
        case _:
            return False


def _is_taken_absolutely(difference: ast.BinOp, module: Module) -> bool:
    match module.parent(difference):
        case ast.Call(func=ast.Name(id="abs")):
            return True
        case ast.Attribute(attr="total_seconds" | "seconds") as seconds:
            above = module.parent(seconds)
            around = module.parent(above) if isinstance(above, ast.Call) and above.func is seconds else above
            return any(
                isinstance(each, ast.Call) and last_word(each.func) == "abs" for each in (above, around)
            )
        case _:
            return False


def _is_reading(node: ast.expr, module: Module) -> bool:
    """Whether an expression is a reading of a clock, also one that a name or an attribute has."""
    match node:
        case ast.Name():
            known = _known(module)
            key = module.function(node) or module.tree, node.id
            if key not in known:
                known[key] = _are_readings(module.scopes.all_bindings(node), module)
            return known[key]
        case ast.Attribute(attr=word) if not module.names(node):
            return _is_stored_reading(word, module)
        case _:
            return _is_call_of_clock(node, module)


@once
def _known(module: Module) -> dict[tuple[ast.AST, str], bool]:
    """The names of each function of which it is known whether they are readings; there may be hundreds of
    values of one, each of which would be asked again."""
    return {}


def _are_readings(bindings: Sequence[Binding], module: Module) -> bool:
    return bool(bindings) and all(
        isinstance(each, Bound) and _is_call_of_clock(each.value, module) for each in bindings
    )


def _is_call_of_clock(node: ast.expr, module: Module) -> bool:
    names = module.names(node)
    return bool(names) and names <= _READINGS


@once
def _is_stored_reading(word: str, module: Module) -> bool:
    """Whether all that is stored in attributes of a name are readings."""
    stored = [each for each in module.attributes({word}) if isinstance(each.ctx, ast.Store)]
    return bool(stored) and all(_gets_reading(module.parent(each), module) for each in stored)


def _gets_reading(statement: ast.AST | None, module: Module) -> bool:
    match statement:
        case ast.Assign(value=value):
            return _is_call_of_clock(value, module)
        case _:
            return False


def _made_of(time: Passed, module: Module) -> Iterator[Passed]:
    match module.parent(time.node):
        case ast.Call(func=ast.Name(id=word), args=[first, *_]) as call if (
            word in _SAME and first is time.node
        ):
            yield Passed(call, time.units)
        case ast.BinOp(op=ast.Mult(), right=ast.Constant(value=int() | float() as many)) as product:
            if many > 0:
                yield Passed(product, time.units * many)
        case ast.BinOp(op=ast.Div(), right=ast.Constant(value=int() | float() as many)) as quotient:
            if many > 0:
                yield Passed(quotient, time.units / many)
        case ast.Attribute(attr="seconds") as seconds:
            yield Passed(seconds, 1)
        case ast.Attribute(attr="total_seconds") as method:
            above = module.parent(method)
            if isinstance(above, ast.Call) and above.func is method:
                yield Passed(above, 1)
        case _:
            yield from (Passed(each, time.units) for each in _kept(time.node, time.units, module))


def _kept(value: ast.expr, units: float, module: Module) -> Iterator[ast.Name]:
    """The uses of the name that a value gets, if nothing of another form is kept there; once for each name,
    because all of its values lead to the same uses."""
    match module.parent(value):
        case ast.Assign(targets=[ast.Name() as target]) | ast.AnnAssign(target=ast.Name() as target):
            scope = module.function(target) or module.tree
            key = scope, target.id, type(value), units
            if key in _followed(module):
                return
            _followed(module).add(key)
            bindings = module.bindings(target)
            every = module.scopes.all_bindings(target)
            if all(isinstance(each, Bound) and type(each.value) is type(value) for each in every):
                uses = names_below(scope, module)[target.id]
                yield from (each for each in uses if _is_use(each, bindings, module))


@once
def _followed(module: Module) -> set[Hashable]:
    return set()


def _is_use(name: ast.Name, bindings: Sequence[Binding], module: Module) -> bool:
    own = module.bindings(name) if isinstance(name.ctx, ast.Load) else ()
    return own is bindings or (bool(own) and own == bindings)
