"""Which lines of a function run whenever it is called, and which but under a condition."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.review.document import Lines
from flake8_testsec.review.leaving import may_leave
from flake8_testsec.source.module import Module, once, statements, within
from flake8_testsec.source.syntax import Function

_PARTLY = (ast.IfExp, ast.BoolOp, ast.Lambda, ast.comprehension)


def always(function: Function, module: Module) -> Sequence[Lines]:
    """The lines of a function that run at each call, if nothing is raised before them.

    Args:
        function: the function.
        module: its module.

    Returns:
        Spans of lines: of statements in no branch, no loop and no inner function, up to the first that may
        end the function.
    """
    return tuple(each for each in _every(function, module) if isinstance(each, Lines))


def first_operands(function: Function, module: Module) -> Sequence[ast.expr]:
    """What is worked out at each call, though what stands beside it need not be: ``a`` in ``x = a or b``.

    Args:
        function: the function.
        module: its module.

    Returns:
        The first operands of values and conditions that `always` leaves out.
    """
    return tuple(each for each in _every(function, module) if isinstance(each, ast.expr))


@once
def at_top(module: Module) -> Sequence[Lines]:
    """The lines that run at each import of a file, if nothing is raised before them; of what stands in a
    ``try`` the first statement alone, as what is behind it hangs on that."""
    behind: set[int] = set()
    for each in module.nodes(ast.Try):
        if module.function(each) is None and each.handlers and each.body[1:]:
            behind.update(range(each.body[1].lineno, (each.body[-1].end_lineno or 0) + 1))
    every = (each for each in _always(module.tree.body, module) if isinstance(each, Lines))
    return tuple(each for each in every if each.first not in behind)


@once
def _every(function: Function, module: Module) -> Sequence[Lines | ast.expr]:
    return tuple(_always(function.body, module))


def _always(body: Sequence[ast.stmt], module: Module) -> Iterator[Lines | ast.expr]:
    waiting = [*reversed(body)]
    while waiting:
        statement = waiting.pop()
        match statement:
            case ast.With() | ast.AsyncWith() | ast.Try():
                inner = statement.body
                yield Lines(statement.lineno, max(statement.lineno, inner[0].lineno - 1))
                if isinstance(statement, ast.Try):
                    yield from _always(statement.finalbody, module)  # however the try ends
                    if _may_end_otherwise(statement, module) or _may_end_last(statement, module):
                        waiting.clear()
                waiting += reversed(inner)
            case ast.If(test=head) | ast.While(test=head) | ast.For(iter=head) | ast.AsyncFor(iter=head):
                yield from _whole(head)
                if _may_end(statement, module):
                    return
            case ast.ClassDef(body=inner):
                waiting += reversed(inner)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                continue
            case ast.Match():
                if _may_end(statement, module):
                    return
            case _:
                yield from _whole(statement)
                if may_leave(statement, module):
                    return


def _whole(node: ast.stmt | ast.expr) -> Iterator[Lines | ast.expr]:
    """The lines of what has no part that may be left out; else its first operand, if that has none."""
    if not _is_partly(node):
        yield Lines(node.lineno, node.end_lineno or node.lineno)
    elif (first := _first(node)) is not None and not _is_partly(first):
        yield first


def _first(node: ast.AST) -> ast.expr | None:
    """What is worked out first of the value or the condition of a statement."""
    match node:
        case ast.Assert(test=inner) | ast.BoolOp(values=[inner, *_]):
            return _first(inner)
        case ast.Compare(left=inner, ops=[_, _, *_]):
            return _first(inner)
        case ast.expr():
            return node
        case _:
            value = getattr(node, "value", None)
            return None if value is None else _first(value)


def _is_partly(node: ast.AST) -> bool:
    return any(isinstance(each, _PARTLY) or _may_stop(each) for each in (node, *within(node)))


def _may_stop(node: ast.AST) -> bool:
    """Whether what stands last need not be worked out: operands of chained comparisons, messages."""
    match node:
        case ast.Compare(ops=[_, _, *_]):
            return True
        case ast.Assert(msg=ast.expr() as message):
            return any(isinstance(each, _WORKED_OUT) for each in (message, *within(message)))
        case _:
            return False


_WORKED_OUT = (ast.Call, ast.Subscript)


def _may_end(statement: ast.stmt, module: Module) -> bool:
    """Whether a function may end within a statement, by a return, by what is raised, or by a skip."""
    return any(may_leave(each, module) for each in statements([statement]))


def _may_end_last(statement: ast.Try, module: Module) -> bool:
    """Whether a function may end in the ``finally`` of a ``try``."""
    return any(may_leave(each, module) for each in statements(statement.finalbody))


def _may_end_otherwise(statement: ast.Try, module: Module) -> bool:
    """Whether a function may end in the handlers of a ``try``, but by what they raise, or in its ``else``."""
    handled = statements([one for each in statement.handlers for one in each.body])
    quietly = any(may_leave(each, module) and not isinstance(each, ast.Raise) for each in handled)
    return quietly or any(may_leave(each, module) for each in statements(statement.orelse))
