"""What becomes of the number of an open file or socket: who closes that closes the object."""

from __future__ import annotations

import ast
from collections.abc import Collection

from flake8_testsec.cleanup.mentions import Mention, Use
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once

CLOSING = "os.close"


def use_of_number(fileno: ast.Attribute, module: Module) -> Mention | None:
    """What it means that a handle is asked for its number.

    Args:
        fileno: the attribute ``fileno`` of the handle.
        module: its module.

    Returns:
        A release where ``os.close`` is given the number at once, a hand-over where it is kept under a name
        that is closed somewhere; ``None`` for all other questions, which take nothing away.
    """
    asked = module.parent(fileno)
    above = module.parent(asked) if isinstance(asked, ast.Call) and asked.func is fileno else None
    match above:
        case ast.Call(func=func) if CLOSING in module.names(func):
            return Mention(Use.RELEASE, above)
        case ast.Assign(targets=[ast.Name() | ast.Attribute() as target]) if spelt(target) in _closed(module):
            return Mention(Use.MOVE, fileno)
        case _:
            return None


@once
def _closed(module: Module) -> Collection[str]:
    """What functions that may close it are given, if a module closes any number."""
    calls = [*module.nodes(ast.Call)]
    closers = map(module.function, _closings(calls, module))
    functions = {each.name for each in closers if each is not None}
    given = (each for call in calls if _may_close(call, functions, module) for each in call.args)
    return frozenset(map(spelt, given))


def _closings(calls: Collection[ast.Call], module: Module) -> Collection[ast.Call]:
    return [each for each in calls if CLOSING in module.names(each.func)]


def _may_close(call: ast.Call, functions: Collection[str], module: Module) -> bool:
    """Whether a call is of ``os.close``, or of a function of this module that calls it."""
    return CLOSING in module.names(call.func) or spelt(call.func) in functions
