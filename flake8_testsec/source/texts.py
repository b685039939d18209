"""What a text says and where it begins: followed through names, sums, f-strings and formatting."""

from __future__ import annotations

import ast
from typing import NamedTuple

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.literals import GAP, text_of
from flake8_testsec.source.module import Module

_DEEPEST = 12


class Text(NamedTuple):
    """A text as far as it is known.

    ``node`` is the literal with which it begins; ``text`` has a ``GAP`` for each part that is not known.
    """

    node: ast.expr
    text: str


def meant(node: ast.expr, module: Module) -> ast.expr:
    """What a name is certainly bound to, followed through names; else the expression itself."""
    for _ in range(_DEEPEST):
        match module.bindings(node) if isinstance(node, ast.Name) else ():
            case [Bound(value=value)]:
                node = value
            case _:
                break
    return node


def begin(node: ast.expr, module: Module) -> Text | None:
    """The text of an expression and the literal with which it begins.

    Args:
        node: any expression.
        module: its module.

    Returns:
        ``None`` if it does not begin with a string literal that the module shows.
    """
    first = _first(node, module, 0)
    return None if first is None else Text(first, _text(node, module, 0))


def _first(node: ast.expr, module: Module, depth: int) -> ast.expr | None:
    match node:
        case _ if depth > _DEEPEST:
            return None
        case ast.Constant(value=str()):
            return node
        case ast.JoinedStr(values=[ast.FormattedValue(value=ast.Name() as name), *_]):
            return _first(name, module, depth + 1)
        case ast.JoinedStr(values=[ast.Constant(), *_]):
            return node
        case ast.BinOp(op=ast.Add() | ast.Mod(), left=inner):
            return _first(inner, module, depth + 1)
        case ast.Call(func=ast.Attribute(value=inner, attr="format")):
            return _first(inner, module, depth + 1)
        case ast.Name():
            value = meant(node, module)
            return None if value is node else _first(value, module, depth + 1)
        case _:
            return None


def _text(node: ast.expr, module: Module, depth: int) -> str:
    match node:
        case _ if depth > _DEEPEST:
            return GAP
        case ast.JoinedStr(values=values):
            return "".join(_text(value, module, depth + 1) for value in values)
        case ast.FormattedValue(value=ast.Name() as name, conversion=-1, format_spec=None):
            return _text(name, module, depth + 1)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _text(left, module, depth + 1) + _text(right, module, depth + 1)
        case ast.BinOp(op=ast.Mod(), left=inner) | ast.Call(func=ast.Attribute(value=inner, attr="format")):
            return _text(inner, module, depth + 1)
        case ast.Name():
            value = meant(node, module)
            return GAP if value is node else _text(value, module, depth + 1)
        case _:
            text = text_of(node)
            return GAP if text is None else text
