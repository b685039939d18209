"""Ids that are written out where something is compared with them, and UIDs in texts such as calendars."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.review.given_names import is_id
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module

UID = lazy(r"(?m)^UID:(?=[^\s]{6})[^\s]{1,80}")
"""A line of a calendar or of an address book that says which one it is."""


def compared(module: Module) -> Iterator[tuple[str, ast.Constant]]:
    """Texts with which something is compared that has the name of an id.

    Args:
        module: the module.

    Yields:
        The names with the texts.
    """
    for each in module.nodes(ast.Compare):
        match each:
            case ast.Compare(ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
                yield from _of_two(each.left, right)
    for call in module.calls({"assertEqual", "assertEquals", "assertNotEqual"}):
        match call.args:
            case [left, right, *_]:
                yield from _of_two(left, right)


def _of_two(left: ast.expr, right: ast.expr) -> Iterator[tuple[str, ast.Constant]]:
    for one, other in ((left, right), (right, left)):
        match other:
            case ast.Constant(value=str(text)) if text and is_id(_name(one)):
                yield _name(one), other


def _name(node: ast.expr) -> str:
    """What is read, by its last name or its key."""
    match node:
        case ast.Subscript(slice=key):
            return string(key) or ""
        case ast.Name() | ast.Attribute():
            return last_word(node)
        case _:
            return ""


def in_text(text: str) -> Sequence[str]:
    """The lines of a text that say a UID."""
    return [each.group() for each in UID.finditer(text)] if "UID:" in text else []
