"""Marks of pytest that ask for fixtures."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import walk


def marked(body: Iterable[ast.stmt]) -> Iterator[str]:
    """The fixtures that ``pytestmark`` names in the body of a class or a module, as tags."""
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
                for node in walk(value):
                    yield from of_mark(node)


def of_mark(node: ast.AST) -> Iterator[str]:
    """The fixtures that a mark names, as tags; none of any other node."""
    match node:
        case ast.Call(func=func, args=args) if last_word(func) == "usefixtures":
            yield from (f"asked:{name}" for name in map(string, args) if name)
