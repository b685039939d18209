"""Methods and functions of the project that are named where they should be called."""

from __future__ import annotations

import ast

from flake8_testsec.patterns import lazy
from flake8_testsec.project.behaviours import COROUTINE, FUNCTION
from flake8_testsec.project.inferred import things
from flake8_testsec.project.own_results import function_of
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.said_names import said_names

_ASKS = lazy(r"_*(are|can|contains|does|equals|has|is|matches|should|was)(_|\Z)|\w+_(exists|matches)\Z")
"""How functions are called that are asked for a yes or no."""


def is_uncalled_of_project(node: ast.expr, module: Module) -> str:
    """What kind of function of the project an expression names without calling it.

    Args:
        node: the condition of an assertion.
        module: its module.

    Returns:
        ``a function`` or ``a method``; empty if it is not certain, if somebody may put something else in its
        place, or if only its being there may be what is asserted.
    """
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return ""
    asks = _ASKS.match(last_word(node)) is not None
    if not (asks or isinstance(node, ast.Attribute)) or _may_be_replaced(last_word(node), module):
        return ""
    found = things(node, module)
    function = function_of(node, module) if found else None
    if function is None or any(each.kind not in (FUNCTION, COROUTINE) for each in found):
        return ""
    is_method = found[0].owner is not None
    return ("a method" if is_method else "a function") if asks or (is_method and _answers(function)) else ""


@once
def _may_be_replaced(word: str, module: Module) -> bool:
    """Whether a module sets an attribute of a name, or says the name in a text, as to patch it."""
    return word in said_names(module) or any(module.stored(word, module.tree))


def _answers(function: Function) -> bool:
    """Whether a method can be called with nothing, and gives something."""
    arguments = function.args
    needed = len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults)
    if needed > 1 or None in arguments.kw_defaults:
        return False
    return any(isinstance(each, ast.Return) and each.value is not None for each in within(function))
