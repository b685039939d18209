"""Restores of a variable that are left out where it was not set before, so that the change stays there."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import pairwise

from flake8_testsec.source.calls import spelt, string
from flake8_testsec.source.module import Module

PRESENT = "present:"
"""Begins the tags of what is put back only if it was there: enough for what was taken away."""
_ALWAYS = frozenset({"HOME", "LOGNAME", "PATH", "PWD", "SHELL", "USER", "USERPROFILE"})
"""Variables that every process has."""


def told(tags: Iterable[str], node: ast.AST, module: Module) -> Iterator[str]:
    """Tags of what a node puts back, marked where it does so only for a variable that was set before.

    Args:
        tags: those of `project.undoing`.
        node: the node.
        module: its module.

    Yields:
        The tags, those of single variables beginning with ``present:`` where there is a condition.
    """
    for tag in tags:
        is_single = tag.startswith("environ:")
        yield PRESENT + tag if is_single and is_only_if_set(node, module) else tag


def is_only_if_set(node: ast.AST, module: Module) -> bool:
    """Whether an entry gets its value back only where there was one, as in ``if old is not None``.

    Args:
        node: a target of an assignment, as ``os.environ["MODE"]``.
        module: its module.

    Returns:
        ``True`` where the ``if`` around asks for what is assigned, in the branch in which it is there. A
        removal in the other branch, or before, is a node of its own.
    """
    match node:
        case ast.Subscript(slice=key, ctx=ast.Store()) if string(key) not in _ALWAYS:
            statement = module.parent(node)
        case _:
            return False
    if not isinstance(statement, ast.Assign):
        return False
    way = pairwise((statement, *module.ancestors(statement)))
    inner, around = next(each for each in way if not isinstance(each[1], (ast.Try, ast.With)))
    if not isinstance(around, ast.If):
        return False
    asked = _asked(around.test, there=inner in around.body)
    return asked is not None and spelt(asked) == spelt(statement.value)


def _asked(test: ast.expr, *, there: bool) -> ast.expr | None:
    """What a condition asks to be there, for a branch; ``None`` if it asks for something else."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _asked(inner, there=not there)
        case ast.Compare(left=left, ops=[ast.IsNot() | ast.NotEq()], comparators=[ast.Constant(value=None)]):
            return left if there else None
        case ast.Compare(left=left, ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(value=None)]):
            return None if there else left
        case ast.Name() | ast.Attribute():
            return test if there else None
        case ast.NamedExpr(target=name):
            return name if there else None
        case _:
            return None
