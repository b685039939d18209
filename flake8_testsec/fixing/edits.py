"""Edits of expressions: what they are replaced by, what stands before and after them, and their arguments."""

from __future__ import annotations

import ast

from flake8_testsec.finding import Edit
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Span
from flake8_testsec.source.syntax import Syntax

Edits = tuple[Edit, ...]
"""What one change takes; nothing if it cannot be made."""

_BETWEEN_ARGUMENTS = lazy(r"\s*(?:,\s*)?\Z")
_BETWEEN_ELEMENTS = lazy(r"\s*(?:[\])]|,[^#]*\Z)")


def span(node: ast.AST, module: Syntax) -> Span:
    """Where a node is, in characters, over all its lines, without parentheses around it.

    Args:
        node: an expression or a statement, which begins below its decorators.
        module: its module.
    """
    line, end_line = _number(node, "lineno"), _number(node, "end_lineno")
    start = module.characters(line, _number(node, "col_offset"))
    return Span(line, start, end_line, module.characters(end_line, _number(node, "end_col_offset")))


def _number(node: ast.AST, name: str) -> int:
    found = getattr(node, name, None)
    return found if isinstance(found, int) else 1


def between(start: tuple[int, int], end: tuple[int, int], module: Syntax) -> str:
    """The text from one place to another: each a line from 1 and a column from 0 in characters."""
    (first, left), (last, right) = start, end
    if first == last:
        return module.line(first)[left:right]
    inner = "".join(module.lines[first : last - 1])
    return module.line(first)[left:] + inner + module.line(last)[:right]


def written(node: ast.AST, module: Syntax) -> str:
    """A node's text as it is written, without parentheses around it."""
    at = span(node, module)
    return between(at[:2], at[2:], module)


def replaced(node: ast.AST, text: str, module: Syntax) -> Edits:
    """Another text in the place of a node."""
    return (Edit(*span(node, module), text),)


def before(node: ast.AST, text: str, module: Syntax) -> Edits:
    """A text directly before a node."""
    at = span(node, module)
    return (Edit(at.line, at.column, at.line, at.column, text),)


def after(node: ast.AST, text: str, module: Syntax) -> Edits:
    """A text directly after a node."""
    at = span(node, module)
    return (Edit(at.end_line, at.end_column, at.end_line, at.end_column, text),)


def renamed(attribute: ast.Attribute, word: str, module: Syntax) -> Edits:
    """Another name for an attribute of the same thing."""
    at = span(attribute, module)
    return (Edit(at.end_line, at.end_column - len(attribute.attr), at.end_line, at.end_column, word),)


def with_argument(call: ast.Call, text: str, module: Syntax) -> Edits:
    """A further argument as the last one of a call.

    Args:
        call: the call.
        text: the argument as it shall be written, such as ``timeout=5``.
        module: the call's module.

    Returns:
        Nothing if the last argument stands in parentheses of its own or has a comment behind it.
    """
    given = [*call.args, *(each.value for each in call.keywords)]
    close = span(call, module)[2:]
    inside = (close[0], close[1] - 1)
    if not given:
        opened = span(call.func, module)[2:]
        return () if between(opened, close, module) != "()" else (Edit(*inside, *inside, text),)
    last = max(span(each, module)[2:] for each in given)
    rest = between(last, inside, module)
    if last > inside or not _BETWEEN_ARGUMENTS.match(rest):
        return ()
    return (Edit(*last, *last, f", {text}"),)


def without_argument(call: ast.Call, value: ast.expr, module: Syntax) -> Edits:
    """A call without one of its arguments.

    Args:
        call: the call.
        value: the argument's value.
        module: the call's module.

    Returns:
        Nothing if parentheses or comments are in the way.
    """
    nodes: list[ast.AST] = [*call.args, *call.keywords]
    every = sorted(nodes, key=lambda each: span(each, module))
    place = next(i for i, each in enumerate(every) if value in (each, getattr(each, "value", None)))
    at, last = span(every[place], module), span(call, module)[2:]
    if place:
        start = span(every[place - 1], module)[2:]
        is_plain = between(start, at[:2], module).strip() == ","
        return (Edit(*start, *at[2:], ""),) if is_plain else ()
    end = span(every[1], module)[:2] if every[1:] else (last[0], last[1] - 1)
    is_plain = bool(_BETWEEN_ARGUMENTS.match(between(at[2:], end, module)))
    return (Edit(*at[:2], *end, ""),) if is_plain else ()


def without_element(element: ast.expr, above: ast.expr, module: Syntax) -> Edits:
    """A display without one of its elements, and without the lines that only this one has.

    Args:
        element: an element of a list or a tuple, and not the first one.
        above: the one before it.
        module: their module.

    Returns:
        Nothing if parentheses or comments are in the way.
    """
    at, last = span(element, module), span(above, module)[2:]
    head, tail = module.line(at.line)[: at.column], module.line(at.end_line)[at.end_column :]
    if not head.strip() and tail.strip() == ",":
        is_plain = between(last, at[:2], module).strip() == ","
        return (Edit(at.line, 0, at.end_line + 1, 0, ""),) if is_plain else ()
    is_followed = bool(_BETWEEN_ELEMENTS.match(tail))
    is_plain = is_followed and between(last, at[:2], module).strip(" ") == ","
    return (Edit(*last, *at[2:], ""),) if is_plain else ()
