"""Marks of pytest that ask for fixtures."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.texts import meant


def marked(body: Iterable[ast.stmt], module: Module) -> Iterator[str]:
    """The fixtures that ``pytestmark`` names in the body of a class or a module, as tags."""
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
                for node in walk(meant(value, module)):
                    yield from of_mark(node, module)


def of_mark(node: ast.AST, module: Module) -> Iterator[str]:
    """The fixtures that a mark names, or a name that is bound once and to a mark, as tags; else none."""
    match meant(node, module) if isinstance(node, ast.Name) else node:
        case ast.Call(func=func, args=args) if last_word(func) == "usefixtures":
            yield from (f"asked:{name}" for name in map(string, args) if name)


def aliases(module: Module) -> Iterator[ast.Name]:
    """The names at the top of a module that are bound once, and to a mark that asks for fixtures.

    Args:
        module: the module, which may be one that only brings marks for others.
    """
    for statement in module.tree.body if module.mentions("usefixtures") else ():
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]) if name != "pytestmark":
                alias = ast.Name(name, ast.Load())
                if any(of_mark(alias, module)):
                    yield alias
