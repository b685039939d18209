"""What is given a handle, and is thrown away before the function ends that gave it and releases it itself."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.borrowers import collects, registers
from flake8_testsec.cleanup.lending import may_keep, named
from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion

_ENDING = lazy(
    r"(?i)_*(a?close|cancel|clean|dispose|detach|end|exit|finali|finish|kill|join|quit|release|reset|"
    r"shut_?down|stop|tear_?down|terminate|unwrap)|__a?(enter|exit)__"
)
_DOUBLED = ("return_value", "side_effect")


def ends_here(node: ast.AST, function: Function, module: Module) -> bool:
    """Whether what is given a handle is gone with the function, and nothing ends it.

    Args:
        node: where the handle is handed over, in a function that also releases it.
        function: the function that acquired it.
        module: its module.

    Returns:
        ``True`` for the return value of a double, and for an object or a result that nobody else gets to see
        and that is neither entered nor closed.
    """
    if module.function(node) is not function:
        return False
    match parent := module.parent(node):
        case ast.Assign(targets=[ast.Attribute(attr=word)]) | ast.keyword(arg=word) if word in _DOUBLED:
            return True
        case ast.keyword():
            call = module.parent(parent)
        case _:
            call = parent
    if not isinstance(call, ast.Call) or registers(call) or collects(call) or node is call.func:
        return False
    return not may_keep(call) and _is_thrown_away(call, function, module)


def _is_thrown_away(call: ast.Call, function: Function, module: Module) -> bool:
    """Whether nothing but a local name has the result of a call, and it is not ended either."""
    result = module.parent(call)
    if isinstance(result, ast.Await):
        result = module.parent(result)
    match result:
        case ast.Assign(targets=[ast.Name(id=name)]):
            mentions = named(function, module).get(name, ())
            return all(_is_used(each, module) for each in mentions if isinstance(each.ctx, ast.Load))
        case ast.Expr() | ast.Assert() | ast.Compare():
            return True
        case ast.Call():
            return is_assertion(result)
        case _:
            return False


def _is_used(name: ast.Name, module: Module) -> bool:
    """Whether a mention asks something of an object, and does not hand it on or end it."""
    match module.parent(name):
        case ast.Attribute(attr=word):
            return not _ENDING.match(word)
        case ast.Assert() | ast.Compare():
            return True
        case ast.Call() as call:
            return is_assertion(call)
        case _:
            return False
