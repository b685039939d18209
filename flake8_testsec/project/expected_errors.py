"""The error that what stands under an expectation certainly raises, and how a module names it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence

from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.imports import imported, known
from flake8_testsec.project.certain_errors import Called, error_of, error_of_change, raised_error
from flake8_testsec.project.straight_ways import is_plain
from flake8_testsec.source.calls import argument
from flake8_testsec.source.module import Module


def error_expected(expectation: ast.Call, module: Module) -> str:
    """The error that is certain to be raised under an expectation.

    Args:
        expectation: a call that expects an error, as a context or of what it is to call.
        module: its module.

    Returns:
        The qualified name of its class; empty if it is not certain that it is raised, and no other.
    """
    item = module.parent(expectation)
    block = module.parent(item) if isinstance(item, ast.withitem) else None
    if isinstance(block, (ast.With, ast.AsyncWith)):
        return _of_block(block.body, module) if len(block.items) == 1 else ""
    func = argument(expectation, 1, "callable")
    if isinstance(func, ast.Lambda) and not func.args.args:
        return _of_value(func.body, module)
    return error_of(Called(func, expectation.args[2:], expectation.keywords), module) if func else ""


def _of_block(body: Sequence[ast.stmt], module: Module) -> str:
    match body:
        case [ast.Raise(exc=ast.expr() as error)]:
            return raised_error(error, module)
        case [ast.Expr(value=made)] | [ast.Assign(targets=[ast.Name()], value=made)]:
            return _of_value(made, module)
        case [ast.Assign(targets=[target], value=value)]:
            return error_of_change(target, module) if is_plain(value) else ""
        case [ast.Delete(targets=[target])]:
            return error_of_change(target, module)
        case _:
            return ""


def _of_value(made: ast.expr, module: Module) -> str:
    match made:
        case ast.Call(func=func, args=args, keywords=keywords):
            return error_of(Called(func, args, keywords), module)
        case ast.Await(value=ast.Call(func=func, args=args, keywords=keywords)):
            return error_of(Called(func, args, keywords, is_awaited=True), module)
        case _:
            return ""


def spelt_error(name: str, module: Module) -> tuple[str, Edits]:
    """How a class of errors is written in a module, and the import that it needs.

    Args:
        name: its qualified name.
        module: the module under review.

    Returns:
        An empty name where the module uses the word for something else, or imports in another manner.
    """
    owner, _, word = name.rpartition(".")
    if any(module.names(each) == {name} for each in module.named(word)):
        return word, ()
    if not owner:
        return (name, ()) if hasattr(builtins, name) and not module.named(name) else ("", ())
    if whole := known(name, module):
        return whole, ()
    if prefix := known(owner, module):
        return f"{prefix}.{word}", ()
    if any(each.level for each in module.nodes(ast.ImportFrom)):
        return "", ()
    return imported(name, module)
