"""Edits of whole statements: put in, taken out, moved further in and out, put into ``with`` and ``try``."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, between, span, written
from flake8_testsec.fixing.strings import inside
from flake8_testsec.patterns import lazy
from flake8_testsec.source import index
from flake8_testsec.source.syntax import Syntax

_BLANK = lazy(r"\s*(#.*)?\n?\Z")
_USUAL = "    "


def first_line(statement: ast.stmt) -> int:
    """The number of a statement's first line, that of its first decorator if it has one."""
    decorators: Sequence[ast.expr] = getattr(statement, "decorator_list", ())
    return min(statement.lineno, *(each.lineno for each in decorators), statement.lineno)


def last_line(statement: ast.stmt) -> int:
    """The number of a statement's last line."""
    return statement.end_lineno or statement.lineno


def indentation(statement: ast.stmt, module: Syntax) -> str | None:
    """What stands before a statement on its line; ``None`` if that is more than space."""
    head = module.line(statement.lineno)[: span(statement, module).column]
    return None if head.strip() else head


def is_alone(statement: ast.stmt, module: Syntax) -> bool:
    """Whether nothing but a comment shares the lines of a statement."""
    tail = module.line(last_line(statement))[span(statement, module).end_column :]
    return indentation(statement, module) is not None and bool(_BLANK.match(tail))


def step(module: Syntax) -> str:
    """By how much the module indents: how much further in than its head the first block is."""
    if _STEP not in module.kept:
        module.kept[_STEP] = _step(module)
    return str(module.kept[_STEP])


_STEP = "fixing.step"


def _step(module: Syntax) -> str:
    heads = (node for node in ast.walk(module.tree) if isinstance(node, ast.stmt) and hasattr(node, "body"))
    for head in heads:
        inner, outer = indentation(head.body[0], module), indentation(head, module)
        if inner and outer is not None and inner.startswith(outer):
            added = inner[len(outer) :]
            return added if len(added) <= 8 else _USUAL
    return _USUAL


def put_before(statement: ast.stmt, texts: Sequence[str], module: Syntax) -> Edits:
    """Lines above a statement, indented like it.

    Args:
        statement: the statement, with its decorators.
        texts: the lines without indentation and ends.
        module: the statement's module.

    Returns:
        Nothing if the statement does not begin its line.
    """
    indent, line = indentation(statement, module), first_line(statement)
    return () if indent is None else (Edit(line, 0, line, 0, _lines(texts, indent)),)


def put_after(statement: ast.stmt, texts: Sequence[str], module: Syntax) -> Edits:
    """Lines below a statement, indented like it.

    Args:
        statement: the statement.
        texts: the lines without indentation and ends.
        module: the statement's module.

    Returns:
        Nothing if the statement does not have its lines for itself.
    """
    indent = indentation(statement, module)
    if indent is None or not is_alone(statement, module):
        return ()
    return (inserted_below(last_line(statement), _lines(texts, indent), module),)


def taken_out(statement: ast.stmt, module: Syntax) -> Edits:
    """No statement where one was; ``pass`` if its block had no other. Blank lines above the last one go, too.

    Args:
        statement: the statement.
        module: its module.

    Returns:
        Nothing if the statement does not have its lines for itself, or a comment above it would be left.
    """
    first = first_line(statement)
    if not is_alone(statement, module) or (first > 1 and module.line(first - 1).lstrip().startswith("#")):
        return ()
    block = siblings(statement, module)
    if len(block) == 1:
        return (Edit(*span(statement, module), "pass"),)
    begin = first_blank(statement, module) if block[-1] is statement else first
    return (Edit(begin, 0, last_line(statement) + 1, 0, ""),)


def first_blank(statement: ast.stmt, module: Syntax) -> int:
    """The number of the first of the blank lines directly above a statement; its own if there is none."""
    return _blank_above(first_line(statement), module)


def _blank_above(line: int, module: Syntax) -> int:
    while line > 1 and not module.line(line - 1).strip() and line - 1 not in module.string_lines:
        line -= 1
    return line


def first_comment(statement: ast.stmt, module: Syntax) -> int:
    """The number of the first of the lines of comments directly above a statement; its own if there is none.

    Args:
        statement: the statement.
        module: its module.
    """
    line = first_line(statement)
    own = span(statement, module).column
    while line > 1 and _is_comment(module.line(line - 1), own) and not inside(line - 1, module):
        line -= 1
    return line


def _is_comment(text: str, column: int) -> bool:
    return text[column : column + 1] == "#" and not text[:column].strip()


def closed_up(statement: ast.stmt, text: str, module: Syntax) -> Edits:
    """A line above a statement and the comments on it, in place of the blank lines there.

    Args:
        statement: the statement, which begins its line.
        text: the line with its indentation, without its end; nothing but the blank lines goes if it is empty.
        module: the statement's module.
    """
    line = first_comment(statement, module) if text else first_line(statement)
    first = _blank_above(line, module)
    text = f"{text}\n" if text else ""
    return (Edit(first, 0, line, 0, text),) if text or first < line else ()


def siblings(statement: ast.stmt, module: Syntax) -> Sequence[ast.stmt]:
    """The statements of the block that a statement is in."""
    return placed(statement, module)[0]


def following(statement: ast.stmt, module: Syntax, most: int = sys.maxsize) -> Sequence[ast.stmt]:
    """The statements of the same block below a statement, or the first ones of them."""
    block, place = placed(statement, module)
    return block[place + 1 : place + 1 + most]


def placed(statement: ast.stmt, module: Syntax) -> tuple[Sequence[ast.stmt], int]:
    """The block that a statement is in, and its place there from 0."""
    # Looked up for all of a block at once: the bodies of generated tests are long.
    known: dict[ast.stmt, tuple[Sequence[ast.stmt], int]] = module.kept.setdefault("fixing.placed", {})
    if statement not in known:
        above = module.parents[statement]
        parts = (getattr(above, name, None) for name in index.BODIES[type(above)])
        blocks = (each for each in parts if isinstance(each, list))
        known.update((each, (block, place)) for block in blocks for place, each in enumerate(block))
    return known[statement]


def deeper(statements: Sequence[ast.stmt], module: Syntax) -> Edits:
    """Statements of one block one step further in, with the comments between them.

    Args:
        statements: a run of statements, not empty.
        module: their module.

    Returns:
        Nothing if one of them does not have its lines for itself, and where so many are a person's work.
    """
    if len(statements) > _MANY or not all(is_alone(each, module) for each in statements):
        return ()
    added = step(module)
    return tuple(Edit(line, 0, line, 0, added) for line in _movable(statements, module))


_MANY = 200
"""Statements that are moved at most."""


def shallower(statements: Sequence[ast.stmt], indent: str, module: Syntax) -> Edits:
    """Statements of one block as far in as another place is, with the comments between them.

    Args:
        statements: a run of statements, not empty.
        indent: what stands before the statements that they shall be like.
        module: their module.

    Returns:
        Nothing if one of them does not have its lines for itself, or a line of them is not further in.
    """
    own = indentation(statements[0], module)
    lines = [*_movable(statements, module)]
    if own is None or not own.startswith(indent) or not all(is_alone(each, module) for each in statements):
        return ()
    if not all(module.line(line).startswith(own) for line in lines):
        return ()
    return tuple(Edit(line, len(indent), line, len(own), "") for line in lines)


def wrapped(
    header: str, statements: Sequence[ast.stmt], module: Syntax, closing: Sequence[str] = ()
) -> Edits:
    """A run of statements as the body of a compound statement.

    Args:
        header: its first line, such as ``try:``.
        statements: the run, not empty, all of one block.
        module: their module.
        closing: the lines below the body, without ends, indented against the header.

    Returns:
        Nothing if one of them does not have its lines for itself.
    """
    moved, indent = deeper(statements, module), indentation(statements[0], module)
    if not moved or indent is None:
        return ()
    line = first_line(statements[0])
    head = Edit(line, 0, line, 0, f"{indent}{header}\n")
    if not closing:
        return (head, *moved)
    return (head, *moved, inserted_below(last_line(statements[-1]), _lines(closing, indent), module))


def with_finally(statements: Sequence[ast.stmt], texts: Sequence[str], module: Syntax) -> Edits:
    """A run of statements in ``try``, and lines that run after them whatever happens.

    Args:
        statements: the run, not empty, all of one block.
        texts: the lines without indentation and ends.
        module: their module.

    Returns:
        Nothing if one of them does not have its lines for itself.
    """
    inner = step(module)
    closing = ("finally:", *(f"{inner}{text}" for text in texts))
    indent = indentation(statements[0], module)
    if tries(statements) and indent is not None and is_alone(statements[0], module):
        return (inserted_below(last_line(statements[0]), _lines(closing, indent), module),)
    return wrapped("try:", statements, module, closing)


def tries(statements: Sequence[ast.stmt]) -> bool:
    """Whether statements are nothing but one ``try`` that has no ``finally`` yet."""
    match statements:
        case [ast.Try(finalbody=[])]:
            return True
        case _:
            return False


def as_call(statement: ast.stmt, before: str, after: str, module: Syntax) -> Edits:
    """An assignment as a call that is given the value last.

    Args:
        statement: the assignment, to one target.
        before: what stands in front of the value, such as ``setattr(time, "sleep", ``.
        after: what stands behind it.
        module: the module.

    Returns:
        Nothing if the value has parentheses of its own around it, or needs some.
    """
    if not isinstance(statement, ast.Assign) or len(statement.targets) > 1 or "\n" in before:
        return ()
    whole, at = span(statement, module), span(statement.value, module)
    target = span(statement.targets[0], module)
    if between(target[2:], at[:2], module).strip() != "=" or at[2:] != whole[2:]:
        return ()
    match statement.value:
        case ast.Yield() | ast.YieldFrom():
            return ()
        case ast.Tuple() if not written(statement.value, module).startswith("("):
            return ()
    return (Edit(*whole[:2], *at[:2], before), Edit(*at[2:], *at[2:], after))


def _movable(statements: Sequence[ast.stmt], module: Syntax) -> Iterator[int]:
    """The lines that may be moved sideways: not those inside of strings, nor blank ones."""
    for line in range(first_line(statements[0]), last_line(statements[-1]) + 1):
        if module.line(line).strip() and not inside(line, module):
            yield line


def _lines(texts: Sequence[str], indent: str) -> str:
    return "".join(f"{indent}{text}\n" if text else "\n" for text in texts)


def inserted_below(line: int, text: str, module: Syntax) -> Edit:
    """An insertion below a line, which may be the last one and have no end.

    Args:
        line: its number.
        text: whole lines.
        module: the module.
    """
    whole = module.line(line)
    if whole.endswith("\n"):
        return Edit(line + 1, 0, line + 1, 0, text)
    return Edit(line, len(whole), line, len(whole), "\n" + text)
