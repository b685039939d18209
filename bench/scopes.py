"""Which function of a file a line belongs to."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Scope(NamedTuple):
    """A function or class by its qualified name, with its first and last line."""

    name: str
    first: int
    last: int


def scopes(source: bytes) -> list[Scope]:
    """List the classes, their methods and the functions of a file; not what is inside of functions.

    Args:
        source: the file.

    Returns:
        The scopes, a class before its methods.

    Raises:
        SyntaxError: the file cannot be parsed.
        ValueError: the same, on some versions of Python.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # foreign code's odd escapes are not our subject
        tree = ast.parse(source)
    lines = re.split(r"\r\n|\r|\n", source.decode("utf-8", "replace"))
    return list(_scopes(tree, "", lines))


def scope_of(line: int, known: list[Scope]) -> str:
    """Name the function, else the class, that a line belongs to.

    Args:
        line: the line, from 1.
        known: the file's scopes.

    Returns:
        The qualified name; empty on module level.
    """
    return next((scope.name for scope in reversed(known) if scope.first <= line <= scope.last), "")


def _scopes(parent: ast.AST, prefix: str, lines: list[str]) -> Iterator[Scope]:
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            yield Scope(prefix + node.name, first, _last(node, lines))
            if isinstance(node, ast.ClassDef):
                yield from _scopes(node, f"{prefix}{node.name}.", lines)
        elif not isinstance(node, ast.expr):
            yield from _scopes(node, prefix, lines)


def _last(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, lines: list[str]) -> int:
    """The last line, with the comments that end the body: the parser does not see them."""
    last = node.end_lineno or node.lineno
    for number, line in enumerate(lines[last:], last + 1):
        text = line.lstrip()
        if text.startswith("#") and len(line) - len(text) > node.col_offset:
            last = number
        elif text:
            break
    return last
