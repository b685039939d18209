"""Edits of blocks: statements moved out of one, or into an ``else``, and a block removed from around them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.statements import (
    first_comment,
    first_line,
    indentation,
    inserted_below,
    is_alone,
    last_line,
    siblings,
)
from flake8_testsec.fixing.strings import inside
from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import walk
from flake8_testsec.source.syntax import Syntax

Block = ast.Try | ast.With | ast.AsyncWith
_DIRECTIVE = lazy(r"#\s*(noqa|pragma|pylint|nosec|type:|ruff|fmt|mypy)")


def out_of(statements: Sequence[ast.stmt], block: ast.With | ast.AsyncWith, module: Syntax) -> Edits:
    """The last statements of a block put below it, with the comments above them.

    Args:
        statements: the end of the block's body, not all of it.
        block: a block that is left at one of the statements before them.
        module: their module.

    Returns:
        Nothing if a statement does not have its lines for itself, or reads a name that is not there when
        the block is left early.
    """
    kept = block.body[: -len(statements)]
    indent = indentation(block, module)
    if not kept or indent is None or not all(is_alone(each, module) for each in (*statements, kept[-1])):
        return ()
    if not {*_read(statements)}.isdisjoint(_bound_late(kept)):
        return ()
    return outdented(statements[0], indent, last_line(statements[-1]), last_line(kept[-1]) + 1, module)


def outdented(statement: ast.stmt, indent: str, last: int, first: int, module: Syntax) -> Edits:
    """Lines as far in as another place is, with the comments among them.

    Args:
        statement: the first statement of the lines.
        indent: what stands before the statements that they shall be like.
        last: the number of the last line.
        first: that of the first one, which may be a comment's.
        module: their module.

    Returns:
        Nothing if a line of the statements is less far in than the first of them.
    """
    own = indentation(statement, module)
    if own is None or own == indent or not own.startswith(indent):
        return ()
    lines = [each for each in range(first, last + 1) if _is_movable(each, module)]
    movable = [each for each in lines if module.line(each).startswith(own)]
    if any(not module.line(each).lstrip().startswith("#") for each in {*lines} - {*movable}):
        return ()
    return tuple(Edit(line, len(indent), line, len(own), "") for line in movable)


def into_else(statements: Sequence[ast.stmt], block: ast.Try, module: Syntax) -> Edits:
    """Statements of a ``try`` put into its ``else``, where its handlers do not see what they raise, with the
    comments directly above them.

    Args:
        statements: a run that ends the body of the ``try``, or of a block at the end of it.
        block: the ``try``, without ``else``.
        module: their module.

    Returns:
        Nothing if nothing would be left, or a statement does not have its lines for itself.
    """
    indent, inner = indentation(block, module), indentation(block.body[0], module)
    own, end = indentation(statements[0], module), block.handlers[-1].body[-1]
    alone = all(is_alone(each, module) for each in statements) and len(siblings(statements[0], module)) > 1
    if block.orelse or None in (indent, inner, own) or not alone or statements[0] is block.body[0]:
        return ()
    first, last = first_comment(statements[0], module), last_line(statements[-1])
    lines = [module.line(each) for each in range(first, last + 1)]
    in_string = any(inside(each, module) for each in range(first, last + 1))
    if in_string or not all(each.startswith(own or "") for each in lines if each.strip()):
        return ()
    moved = "".join(f"{inner}{each[len(own or '') :]}" if each.strip() else each for each in lines)
    text = f"{indent}else:\n{moved}"
    return (Edit(first, 0, last + 1, 0, ""), inserted_below(last_line(end), text, module))


def unwrapped(block: Block, module: Syntax) -> Edits:
    """The body of a block without the block, and without its handlers.

    Args:
        block: a ``try`` with nothing but handlers, or a ``with``.
        module: its module.

    Returns:
        Nothing if a comment would be lost, or the lines do not allow it.
    """
    indent, last = indentation(block, module), last_line(block.body[-1])
    if indent is None or (isinstance(block, ast.Try) and (block.orelse or block.finalbody)):
        return ()
    if not all(is_alone(each, module) for each in block.body) or not _heads(block, module):
        return ()
    end = last_line(block)
    moved = outdented(block.body[0], indent, last, block.lineno + 1, module)
    if not moved or not all(is_droppable(each, module) for each in (block.lineno, *range(last + 1, end + 1))):
        return ()
    tail = (Edit(last + 1, 0, end + 1, 0, ""),) if end > last else ()
    return (Edit(block.lineno, 0, block.lineno + 1, 0, ""), *moved, *tail)


def is_droppable(line: int, module: Syntax) -> bool:
    """Whether nothing that a person has written for others is on a line: no comment but a directive."""
    _, found, comment = module.line(line).partition("#")
    return not found or _DIRECTIVE.match("#" + comment) is not None


def _heads(block: Block, module: Syntax) -> bool:
    """Whether the first line is all there is before the body, but for lines of comments."""
    between = range(block.lineno + 1, first_line(block.body[0]))
    return indentation(block.body[0], module) is not None and all(
        not module.line(each).strip() or module.line(each).lstrip().startswith("#") for each in between
    )


def _is_movable(line: int, module: Syntax) -> bool:
    return bool(module.line(line).strip()) and not inside(line, module)


def _read(statements: Sequence[ast.stmt]) -> Iterator[str]:
    for each in statements:
        yield from (node.id for node in walk(each) if isinstance(node, ast.Name))


def _bound_late(statements: Sequence[ast.stmt]) -> Iterator[str]:
    """The names that statements bind to what a call gives, which is not there if it raises, or below."""
    is_late = False
    for each in statements:
        nodes = [*walk(each)]
        is_late = is_late or any(isinstance(node, (ast.Call, ast.Await)) for node in nodes)
        if is_late:
            yield from (
                node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
            )
