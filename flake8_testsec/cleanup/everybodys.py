"""Objects that a function of the library hands to everybody who asks, as loggers."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.module import Module


def is_everybodys(name: str, owner: ast.expr, module: Module) -> bool:
    """Whether an attribute is of what a function of the library hands to everybody: of a logger with a name,
    where that is asked for, unless the name is the module's own, or made up.

    Args:
        name: the qualified name of an attribute or a method.
        owner: what it is of.
        module: its module.
    """
    if not name.startswith("logging.getLogger()"):
        return True
    calls = [*_made_by(owner, module)]
    if calls and all(each is not None and not each.args for each in calls):
        return True  # the root logger, which nobody has for themselves
    return module.settings.enables("TSE314") and all(map(_has_known_name, calls))


def _made_by(owner: ast.expr, module: Module) -> Iterator[ast.Call | None]:
    """The calls that give a logger; ``None`` for one that cannot be told."""
    if isinstance(owner, ast.Call):
        yield owner
    else:
        bindings = module.bindings(owner) if isinstance(owner, ast.Name) else ()
        values = [each.value for each in bindings if isinstance(each, Bound)]
        yield from (each if isinstance(each, ast.Call) else None for each in values)


def _has_known_name(call: ast.Call | None) -> bool:
    """Whether a logger has a name that is written out, or that of something else than the module itself: who
    makes a name up for a test has the logger alone."""
    match call:
        case ast.Call(args=[ast.Constant() | ast.Attribute(attr="__name__"), *_]):
            return True
        case _:
            return False
