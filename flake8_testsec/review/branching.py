"""Which parts of a node run whenever it does, and which in a branch, in a loop or later."""

from __future__ import annotations

import ast
from collections.abc import Sequence

ALL = None
"""Said of a node whose parts run whenever it does."""
_PARTED = frozenset(
    {
        *(ast.If, ast.IfExp, ast.While, ast.Match, ast.For, ast.AsyncFor, ast.BoolOp, ast.Try, ast.Lambda),
        *(ast.FunctionDef, ast.AsyncFunctionDef, ast.comprehension),
        *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    }
)


def sure_parts(node: ast.AST) -> Sequence[ast.AST] | None:
    """The parts of a node that run whenever it does, if nothing is raised before them.

    Args:
        node: a statement, an expression or a definition.

    Returns:
        The heads of branches and loops, bodies of ``try``, and what stands around the body of a definition;
        `ALL` for any other node.
    """
    if type(node) not in _PARTED:
        return ALL
    match node:
        case ast.If(test=head) | ast.IfExp(test=head) | ast.While(test=head) | ast.Match(subject=head):
            return (head,)
        case ast.For(iter=head) | ast.AsyncFor(iter=head) | ast.BoolOp(values=[head, *_]):
            return (head,)
        case ast.Try(body=body, finalbody=last):
            return (*body, *last)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return (*node.decorator_list, node.args)
        case ast.Lambda(args=given):
            return (given,)
        case ast.comprehension(iter=head):
            return (head,)
        case _:
            generators: Sequence[ast.AST] = getattr(node, "generators", ())
            return generators[:1]


def is_sure(below: ast.AST, above: ast.AST) -> bool:
    """Whether a part of a node runs whenever that does; for the parts see `sure_parts`."""
    parts = sure_parts(above)
    return parts is ALL or below in parts
