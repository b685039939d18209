"""Edits that keep what they do not mean: comments, style and ends of lines."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence

from bench.inject.mutation import Edit
from bench.inject.text import Function, Text

STEP = "    "


def replaced(text: Text, node: ast.AST, new: str) -> Edit:
    """Another text for a node."""
    return Edit(text.start(node), text.end(node), new)


def dropped(text: Text, statement: ast.stmt) -> Edit:
    """A statement gone with its lines; ``pass`` where nothing else is in its block."""
    if len(text.block(statement)) == 1:
        return Edit(text.start(statement), text.end(statement), "pass")
    start = text.line(text.line_of(text.start(statement)))
    return Edit(start, text.line((statement.end_lineno or 0) + 1), "")


def before(text: Text, statement: ast.stmt, *lines: str) -> Edit:
    """Lines in front of a statement, indented like it."""
    start = text.line(text.line_of(text.start(statement)))
    return Edit(start, start, _joined(text, text.indent(statement), lines))


def behind(text: Text, statement: ast.stmt, *lines: str) -> Edit:
    """Lines behind a statement, indented like it."""
    end = text.line((statement.end_lineno or 0) + 1)
    missing = text.newline if end and not text.data[:end].endswith(b"\n") else ""
    return Edit(end, end, missing + _joined(text, text.indent(statement), lines))


def within(text: Text, function: Function, *lines: str) -> Edit:
    """Lines at the beginning of a function, behind its docstring."""
    return before(text, first_of(function), *lines)


def first_of(function: Function) -> ast.stmt:
    """The first statement of a function, behind its docstring if there is anything."""
    body = function.body
    return body[1] if ast.get_docstring(function, clean=False) is not None and len(body) > 1 else body[0]


def is_open(text: Text, statements: Sequence[ast.stmt]) -> bool:
    """Whether statements are lines of their own below the head of their block."""
    return text.stands_alone(*statements)


def moved(text: Text, statements: Sequence[ast.stmt], change: Callable[[str], str]) -> str:
    """The lines of neighbouring statements, each line changed that does not begin within a literal.

    Args:
        text: the original.
        statements: the statements, in their order.
        change: what is done to a line without its end.

    Returns:
        The lines with their ends.
    """
    first, last = text.line_of(text.start(statements[0])), statements[-1].end_lineno or 0
    return "".join(_changed(text, number, change) for number in range(first, last + 1))


def _changed(text: Text, number: int, change: Callable[[str], str]) -> str:
    line = text.between(text.line(number), text.line(number + 1))
    body = line.rstrip("\r\n")
    end = line[len(body) :] or text.newline
    return (body if number in text.frozen or not body.strip() else change(body)) + end


def deeper(line: str) -> str:
    """A line one step further in."""
    return STEP + line


def span(text: Text, statements: Sequence[ast.stmt]) -> tuple[int, int]:
    """The offsets of the whole lines of neighbouring statements."""
    start = text.line(text.line_of(text.start(statements[0])))
    return start, text.line((statements[-1].end_lineno or 0) + 1)


def rewritten(text: Text, statements: Sequence[ast.stmt], *lines: str) -> Edit:
    """Other lines in the place of neighbouring statements, indented like the first of them.

    Args:
        text: the original.
        statements: the statements.
        lines: texts; one that ends a line is put in as it is.
    """
    return Edit(*span(text, statements), _joined(text, text.indent(statements[0]), lines))


def unwrapped(text: Text, block: ast.With | ast.AsyncWith | ast.Try, *head: str, tail: str = "") -> Edit:
    """A block's body without its head, lines in the place of the head, and a line behind it."""
    indent, inner = text.indent(block), text.indent(block.body[0])
    last = _end_of_head(text, block)
    lead = text.between(text.line(last + 1), text.line(text.line_of(text.start(block.body[0]))))
    body = moved(text, block.body, lambda line: indent + line.removeprefix(inner))
    comments = "".join(f"{indent}{line.strip()}{text.newline}" for line in lead.splitlines() if line.strip())
    parts = [
        _joined(text, indent, _told(text, last, head)),
        comments,
        body,
        _joined(text, indent, [tail] if tail else []),
    ]
    return Edit(*span(text, [block]), "".join(parts))


def _told(text: Text, number: int, head: Sequence[str]) -> Sequence[str]:
    """The lines in the place of a head, with the comment that stood behind its colon."""
    line = text.between(text.line(number), text.line(number + 1)).rstrip()
    comment = re.search(r":(\s*#[^:]*)$", line)
    return [*head[:-1], head[-1] + comment[1]] if head and comment else head


def _end_of_head(text: Text, block: ast.With | ast.AsyncWith | ast.Try) -> int:
    """The line in which the head of a block ends; comments may follow it."""
    if isinstance(block, ast.Try):
        return block.lineno
    last = block.items[-1].optional_vars or block.items[-1].context_expr
    return text.line_of(text.data.index(b":", text.end(last)))


def commented(text: Text, statements: Sequence[ast.stmt], margin: bool = False, tag: str = "") -> Edit:
    """Statements turned into comments, at their column or at the margin."""
    indent = "" if margin else text.indent(statements[0])

    def comment(line: str) -> str:
        return f"{indent}# {line.removeprefix(indent)}"

    lines = moved(text, statements, comment)
    return Edit(*span(text, statements), (f"{indent}# {tag}{text.newline}" if tag else "") + lines)


def can_be_commented(text: Text, statements: Sequence[ast.stmt]) -> bool:
    """Whether statements have lines of their own, and no literal goes on over lines."""
    first, last = statements[0].lineno, statements[-1].end_lineno or 0
    return text.stands_alone(*statements) and text.frozen.isdisjoint(range(first, last + 1))


def _joined(text: Text, indent: str, lines: Sequence[str]) -> str:
    return "".join(each if each.endswith("\n") else f"{indent}{each}{text.newline}" for each in lines)
