"""A call's arguments by name or position, and the values that expressions certainly have."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from flake8_testsec.source.templates import is_template


def argument(call: ast.Call, position: int | None, name: str | None = None) -> ast.expr | None:
    """An argument, however it is given.

    Args:
        call: the call.
        position: its place among the positional arguments, from 0; ``None`` if it has none.
        name: its keyword; ``None`` if it has none.

    Returns:
        The argument's expression; ``None`` if it is not given, or may hide behind ``*args``.
    """
    for keyword in call.keywords:
        if name is not None and keyword.arg == name:
            return keyword.value
    if position is None or position >= len(call.args):
        return None
    if any(isinstance(before, ast.Starred) for before in call.args[: position + 1]):
        return None
    return call.args[position]


def defaults(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr]]:
    """The parameters of a function that have a default, each with its value."""
    positional = [*arguments.posonlyargs, *arguments.args]
    first = len(positional) - len(arguments.defaults)
    yield from zip(positional[first:], arguments.defaults, strict=True)
    for parameter, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if value is not None:
            yield parameter, value


def keyword(call: ast.Call, name: str) -> ast.keyword | None:
    """The keyword argument of a name, as the node that holds name and value."""
    return next((keyword for keyword in call.keywords if keyword.arg == name), None)


def unpacks(call: ast.Call) -> bool:
    """Whether ``*args`` or ``**kwargs`` may give arguments that the text does not show."""
    return any(isinstance(arg, ast.Starred) for arg in call.args) or any(
        keyword.arg is None for keyword in call.keywords
    )


def last_word(node: ast.expr) -> str:
    """The last word of a dotted expression: ``c`` of ``a.b.c`` and of ``c``; else empty."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def spelt(node: ast.AST) -> str:
    """An expression's text.

    Args:
        node: any expression.

    Returns:
        What ``ast.unparse`` writes; where that gives up, a text that no other expression of the file has.
    """
    words: list[str] = []
    inner = node
    while isinstance(inner, ast.Attribute):
        words.append(inner.attr)
        inner = inner.value
    if isinstance(inner, ast.Name):  # nearly always, and much quicker
        return ".".join((inner.id, *reversed(words)))
    return _told(ast.unparse, node)


def structure(node: ast.AST) -> str:
    """What nodes of the same form have in common, wherever they stand.

    Args:
        node: any node.

    Returns:
        What ``ast.dump`` writes; where that gives up, a text that no other node of the file has.
    """
    return _told(ast.dump, node)


def has_few_links(node: ast.AST) -> bool:
    """Whether a chain of attributes, calls and items is short; of a long one the parts cost the square.

    Args:
        node: the whole of it.
    """
    for _ in range(_MOST_LINKS):
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=inner):
                node = inner
            case _:
                return True
    return False


_MOST_LINKS = 40


def _told(write: Callable[[ast.AST], str], node: ast.AST) -> str:
    try:
        return write(node)
    except RecursionError:  # parts are nested too deeply
        return f"<{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}>"


def string(node: ast.AST | None) -> str | None:
    """The text of a string literal; ``None`` for anything else."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case _:
            return None


def is_empty(node: ast.AST | None) -> bool:
    """Whether an expression is an empty display or an empty string literal."""
    match node:
        case ast.List(elts=[]) | ast.Tuple(elts=[]) | ast.Set(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Constant(value="" | b""):
            return True
        case _:
            return False


def truth(node: ast.AST) -> bool | None:
    """What an expression is as a condition, where its text alone decides it.

    Args:
        node: any expression.

    Returns:
        ``True`` or ``False`` for literals, displays, lambdas, templates and generator expressions; else
        ``None``.
    """
    match node:
        case ast.Constant(value=value):
            return bool(value)
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return _certain(any(not isinstance(each, ast.Starred) for each in elements), bool(elements))
        case ast.Dict(keys=keys):
            return _certain(any(key is not None for key in keys), bool(keys))
        case ast.JoinedStr(values=values):
            return True if any(isinstance(each, ast.Constant) for each in values) else None
        case ast.Lambda() | ast.GeneratorExp():
            return True
        case _:
            return True if is_template(node) else None


def _certain(filled: bool, written: bool) -> bool | None:
    return True if filled else (None if written else False)


def is_class_of(node: ast.expr) -> bool:
    """Whether an expression asks a value for its class, by ``type(x)`` or ``x.__class__``."""
    match node:
        case ast.Attribute(attr="__class__") | ast.Call(func=ast.Name(id="type"), args=[_]):
            return True
        case _:
            return False
