"""Uses of a mock library that make no double: they recognise those of others, or lend the environment."""

from __future__ import annotations

import ast

from flake8_testsec.source.calls import string
from flake8_testsec.source.module import Module


def is_recognised(name: ast.Name, module: Module) -> bool:
    """Whether a name is only asked for, to recognise the doubles of others: ``isinstance(x, Mock)``, or as a
    key of a table of types, or as one of a list that is only asked for.

    Args:
        name: what was imported, where it is used.
        module: its module.
    """
    inner: ast.AST = name
    above = module.parent(name)
    while isinstance(above, (ast.Attribute, ast.Tuple, ast.BinOp)):
        inner, above = above, module.parent(above)
    match above:
        case ast.Dict(keys=keys):
            return inner in keys
        case ast.List():
            return _is_of_kinds(above, module)
        case _:
            return _is_asked_for(inner, module)


def _is_asked_for(kinds: ast.AST, module: Module) -> bool:
    """Whether something is asked whether it is of these classes."""
    match module.parent(kinds):
        case ast.Call(func=ast.Name(id="isinstance" | "issubclass"), args=[_, asked]):
            return asked is kinds
        case ast.Call(func=ast.Name(id="tuple"), args=[ast.Name()]) as made:
            return _is_asked_for(made, module)
        case _:
            return False


def _is_of_kinds(classes: ast.List, module: Module) -> bool:
    """Whether a list is added to one of the module of which nothing is done but to ask for its classes."""
    match module.parent(classes):
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Add()) as added if module.function(added) is None:
            uses = [each for each in module.named(name) if isinstance(each.ctx, ast.Load)]
            return bool(uses) and all(_is_asked_for(each, module) for each in uses)
        case _:
            return False


def _whole(name: ast.Name, module: Module) -> ast.expr:
    """The name with its attributes."""
    inner: ast.expr = name
    while isinstance(above := module.parent(inner), ast.Attribute):
        inner = above
    return inner


def is_lent(name: ast.Name, module: Module) -> bool:
    """Whether a name is that of ``patch.dict`` where ``with`` puts the environment back.

    Args:
        name: what was imported, where it is used.
        module: its module.
    """
    inner = _whole(name, module)
    if not (isinstance(inner, ast.Attribute) and module.names(inner) & {"unittest.mock.patch.dict"}):
        return False
    match module.parent(inner):
        case ast.Call(args=[changed, *_]) as call:
            is_environment = string(changed) == "os.environ" or bool(module.names(changed) & {"os.environ"})
            return is_environment and _is_entered(call, module)
        case _:
            return False


def _is_entered(call: ast.Call, module: Module) -> bool:
    """Whether a context is entered by ``with`` or by what an exit stack enters, or is what a function makes
    for its caller to enter."""
    match module.parent(call):
        case ast.Call(func=ast.Attribute(attr="enter_context"), args=[context]):
            return context is call
        case above:
            return isinstance(above, (ast.withitem, ast.Return))
