"""Decorators and marks whose names a file does not bind itself, so that a star import may bring them."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from flake8_testsec.source.bindings import Definition
from flake8_testsec.source.module import Module, walk


def has_unbound_marks(module: Module) -> bool:
    """Whether a decorator, or a mark of the whole module or of a class, begins with such a name.

    Args:
        module: the module.
    """
    names = (each for mark in _marks(module) for each in walk(mark) if isinstance(each, ast.Name))
    return any(not hasattr(builtins, each.id) and not module.bindings(each) for each in names)


def _marks(module: Module) -> Iterator[ast.expr]:
    definitions: Iterator[Definition] = module.nodes(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for definition in definitions:
        yield from definition.decorator_list
    for assignment in module.nodes(ast.Assign):
        if any(isinstance(each, ast.Name) and each.id == "pytestmark" for each in assignment.targets):
            yield assignment.value
