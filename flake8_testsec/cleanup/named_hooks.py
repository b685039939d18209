"""Set-ups and tear-downs that name the inherited one, or only ``super()``, and call nothing of it."""

from __future__ import annotations

import ast
from typing import NamedTuple

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.fixing.edits import Edits, after, before
from flake8_testsec.project.hooks import NAMES
from flake8_testsec.project.library import class_names
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function

_CASE = "unittest.case.TestCase"
"""Where the class is defined."""


class Named(NamedTuple):
    """An expression that calls nothing, what is wrong with it, and what makes a call of it."""

    node: ast.expr
    problem: str
    edits: Edits


def named_hook(call: ast.Call, module: Module) -> Named | None:
    """What a call of ``super`` alone is meant to call.

    Args:
        call: a call of ``super``.
        module: its module.

    Returns:
        ``None`` outside of set-ups and tear-downs, where it is used, and if no class above has such a method.
    """
    function = module.function(call)
    if function is None or function.name not in NAMES or module.names(call.func) - {"super"}:
        return None
    match module.parent(call):
        case ast.Expr() if _is_inherited(function.name, function, module):
            hook = function.name
            says = f"super() alone calls nothing; call super().{hook}()"
            return Named(call, says, _called(call, f".{hook}", hook, function, module))
        case ast.Attribute(attr=hook) as named if isinstance(module.parent(named), ast.Expr):
            if hook in NAMES and _is_inherited(hook, function, module):
                says = f"{hook} is not called; add {'await and ' * _is_async(hook)}the parentheses"
                return Named(named, says, _called(named, "", hook, function, module))
    return None


def _is_async(hook: str) -> bool:
    return hook.startswith("async")


def _is_inherited(hook: str, function: Function, module: Module) -> bool:
    """Whether a class above has a method: a base that cannot be read has those of unittest."""
    class_ = module.class_of(function)
    if class_ is None:
        return False
    line = lineage(class_, module)
    if any(each.class_.hook(hook) is not None for each in line.classes[1:]):
        return True
    members = [class_names(_CASE if each == "unittest.TestCase" else each) for each in line.outside]
    return any("_" not in hook if each is None else hook in each for each in members)


def _called(node: ast.expr, attribute: str, hook: str, function: Function, module: Module) -> Edits:
    """The inherited method called with what the function itself is given; nothing where that is not plain."""
    given = function.args
    names = [each.arg for each in (*given.posonlyargs, *given.args)][1:]
    is_plain = not (given.vararg or given.kwarg or given.kwonlyargs)
    is_async = isinstance(function, ast.AsyncFunctionDef)
    if not is_plain or is_async != _is_async(hook) or (names and hook != function.name):
        return ()
    call = after(node, f"{attribute}({', '.join(names)})", module)
    return (*before(node, "await ", module), *call) if is_async else tuple(call)
