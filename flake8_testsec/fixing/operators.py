"""Edits of what stands between two expressions: a comma that shall be an operator, parentheses, ``await``."""

from __future__ import annotations

import ast
import re

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, before, between, span, written
from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module

_COMMA = lazy(r"\s*,(?:\s|\\\n)*\Z")
_OPERANDS: tuple[type[ast.expr], ...] = (
    *(ast.Attribute, ast.BinOp, ast.Call, ast.Constant, ast.Dict, ast.List, ast.ListComp, ast.Name),
    *(ast.Set, ast.Subscript, ast.UnaryOp),
)
_LONGEST = 99
"""Characters of a line that is put together from several."""


def is_operand(node: ast.expr) -> bool:
    """Whether an expression can be compared without parentheses around it, and is no truth value itself."""
    if isinstance(node, ast.UnaryOp):
        return not isinstance(node.op, ast.Not)
    return isinstance(node, (*_OPERANDS, ast.Await))


def compared(left: ast.expr, operator: str, right: ast.expr, module: Module) -> Edits:
    """An operator in the place of the comma between two expressions.

    Args:
        left: the first one.
        operator: such as ``==``.
        right: the second one.
        module: their module.

    Returns:
        Nothing if parentheses or comments are between them, or one of them would need parentheses.
    """
    start, end = span(left, module)[2:], span(right, module)[:2]
    text = between(start, end, module)
    if not (_COMMA.match(text) and is_operand(left) and is_operand(right)):
        return ()
    kept = text.partition(",")[2]
    if "\n" in kept:
        comma = (start[0], start[1] + text.index(","))
        return (Edit(*start, comma[0], comma[1] + 1, f" {operator}"),) if comma[0] == start[0] else ()
    return (Edit(*start, *end, f" {operator} "),)


def without_parentheses(display: ast.Tuple, module: Module) -> Edits:
    """A tuple of two without the parentheses around it, on one line.

    Args:
        display: the tuple.
        module: its module.

    Returns:
        Nothing if an element takes several lines, a comment is among them, or the line would grow too long.
    """
    at, texts = span(display, module), [written(each, module) for each in display.elts]
    joined = ", ".join(texts)
    bare = re.sub(r"[\s,]", "", written(display, module))
    plain = bare == "(" + "".join(re.sub(r"[\s,]", "", each) for each in texts) + ")"
    if not plain or "\n" in joined or at.column + len(joined) > _LONGEST:
        return ()
    return (Edit(*at, joined),)


def consumed(name: str, node: ast.GeneratorExp, module: Module) -> Edits:
    """A call of a function that is given a generator, with the parentheses that the generator has.

    Args:
        name: the function, such as ``all``.
        node: the generator.
        module: its module.
    """
    at = span(node, module)
    parent = module.parent(node)
    if isinstance(parent, ast.Call) and at[:2] == span(parent.func, module)[2:]:
        # The parentheses of the only argument are those of the call.
        return (Edit(*at[:2], *at[:2], f"({name}"), Edit(*at[2:], *at[2:], ")"))
    return (Edit(*at[:2], *at[:2], name),)


def without_call(call: ast.Call, function: ast.expr, module: Module) -> Edits:
    """What a call is given in the place of the call.

    Args:
        call: a call with one argument.
        function: the argument.
        module: its module.

    Returns:
        Nothing if anything but the call's own parentheses is around the argument.
    """
    at, inner = span(call, module), span(function, module)
    head, tail = between(span(call.func, module)[2:], inner[:2], module), between(inner[2:], at[2:], module)
    if head != "(" or tail != ")":
        return ()
    return (Edit(*at[:2], *inner[:2], ""), Edit(*inner[2:], *at[2:], ""))


def awaited(call: ast.Call, module: Module) -> Edits:
    """``await`` before a call.

    Args:
        call: a call that is a statement, an argument, or a condition as a whole.
        module: its module.

    Returns:
        Nothing outside of an ``async`` function.
    """
    above = module.above(call, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
    return before(call, "await ", module) if isinstance(above, ast.AsyncFunctionDef) else ()
