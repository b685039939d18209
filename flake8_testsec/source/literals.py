"""The texts that are written in a module, put together as the interpreter would, and where they stand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.rule import Place, Span
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.templates import TEMPLATES, is_template

GAP = "\0"
"""Stands for what is filled in at run time; no value can be matched across it."""


class Literal(NamedTuple):
    """A text that is written in the module: the whole expression, and its value."""

    node: ast.expr
    text: str


JOINED: tuple[type[ast.expr], ...] = (ast.BinOp, ast.JoinedStr, *TEMPLATES)
"""What holds texts as its parts."""

_KINDS: tuple[type[ast.expr], ...] = (*JOINED, ast.Constant)


def literals(module: Module, *kinds: type[ast.expr]) -> Iterator[Literal]:
    """The texts of a module: strings, bytes, f-strings, templates, and what is added up from them.

    Args:
        module: the module.
        kinds: which of `JOINED` and ``Constant`` to look at; all if none is given.

    Yields:
        Each text once, as a whole: a part of a sum, an f-string or a template is not yielded
        by itself.
    """
    yield from _whole(kinds or _KINDS, module)


@once
def _whole(kinds: Sequence[type[ast.expr]], module: Module) -> Sequence[Literal]:
    nodes = (each for each in module.nodes(*kinds) if _may_be_text(each) and not is_part(each, module))
    return [Literal(each, text) for each in nodes if (text := _written(each))]


def _may_be_text(node: ast.expr) -> bool:
    """Whether an expression is no number, no ``None`` and the like, as many are."""
    return not isinstance(node, ast.Constant) or isinstance(node.value, (str, bytes))


def is_part(node: ast.expr, module: Module) -> bool:
    """Whether an expression is a part of a sum, an f-string or a template; a template itself is none."""
    parent = module.parent(node)
    if is_template(node):
        return False
    return isinstance(parent, ast.JoinedStr) or is_template(parent) or _adds(parent)


def _written(node: ast.expr) -> str | None:
    """The text that stands in a literal: of a template, too, of which nothing but this is known."""
    if not is_template(node):
        return text_of(node)
    values: Sequence[ast.expr] = vars(node)["values"]
    return "".join(text_of(value) or GAP for value in values)


def text_of(node: ast.expr) -> str | None:
    """The text of an expression, with `GAP` for what is not known; ``None`` if it is no text at all.

    Args:
        node: any expression; for a sum, the parts are joined.

    Returns:
        The text, bytes read as Latin-1.
    """
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Constant(value=bytes(data)):
            return data.decode("latin-1")
        case ast.JoinedStr(values=values):
            return "".join(text_of(value) or GAP for value in values)
        case ast.BinOp() if _adds(node):
            texts = [text_of(part) for part in _parts(node)]
            return "".join(text or GAP for text in texts) if any(texts) else None
        case _:
            return None


def _adds(node: ast.AST | None) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)


def _parts(total: ast.BinOp) -> Iterator[ast.expr]:
    """The parts of a sum from left to right; sums can be very long, so this does not recurse to the left."""
    parts: list[ast.expr] = []
    left: ast.expr = total
    while isinstance(left, ast.BinOp) and _adds(left):
        parts.append(left.right)
        left = left.left
    yield left
    yield from reversed(parts)


class Written:
    """How a text is written in the lines of its module: in one, or over several.

    Args:
        literal: the text.
        module: the module.
    """

    def __init__(self, literal: Literal, module: Module) -> None:
        self._literal = literal
        self._module = module
        self._spans: dict[str, list[Span]] = {}

    def at(self, needle: str, number: int = 0) -> Place:
        """The place of something that the text holds.

        Args:
            needle: what to look for in the lines.
            number: which of several, from 0.

        Returns:
            Its span; the whole literal if the lines do not show it, for example because of an escape.
        """
        if needle not in self._spans:
            self._spans[needle] = list(self._search(re.compile(re.escape(needle))))
        spans = self._spans[needle]
        return spans[number] if number < len(spans) else self._literal.node

    def around(self, value: str) -> Place:
        """The place to report for a value: the literal, or the line that shows it if there are several."""
        node = self._literal.node
        return node if node.lineno == node.end_lineno else self.at(value)

    def _search(self, needle: re.Pattern[str]) -> Iterator[Span]:
        node = self._literal.node
        start = self._module.position(node)
        for line in range(start.line, (node.end_lineno or start.line) + 1):
            for found in needle.finditer(self._module.line(line)):
                if line > start.line or found.start() >= start.column:
                    yield Span(line, found.start(), line, found.end())
