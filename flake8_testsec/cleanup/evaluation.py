"""The nodes of an expression as they are evaluated, and marks at nodes, block by block."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flake8_testsec.source.index import children
from flake8_testsec.source.module import Module, once, walk


def in_order(root: ast.AST) -> Iterator[ast.AST]:
    """The nodes of an expression or simple statement as they are evaluated: arguments before their call.

    Args:
        root: an expression, or a statement without a body.

    Yields:
        The nodes, without operators and contexts; lambdas are not entered, what they hold runs elsewhere.
    """
    waiting: list[tuple[ast.AST, bool]] = [(root, False)]
    while waiting:
        node, is_done = waiting.pop()
        if is_done or type(node) in _WHOLE:
            yield node
        else:
            waiting.append((node, True))
            waiting += [(child, False) for child in _evaluated_last_first(node)]


_WHOLE = frozenset({ast.Name, ast.Constant, ast.Lambda})
"""What holds nothing that is evaluated before it, or none at all there."""


def _evaluated_last_first(node: ast.AST) -> Iterable[ast.AST]:
    match node:
        case ast.Assign(targets=targets, value=value):
            return (*reversed(targets), value)
        case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            return (target, value)
        case ast.AnnAssign(target=target, value=value):
            return (target, value) if value is not None else (target,)
        case _:
            return children(node)


@once
def ordered(root: ast.AST, module: Module) -> Sequence[ast.AST]:
    """What `in_order` finds, for who follows a function for one kind of handle after another."""
    return tuple(in_order(root))


class Marked:
    """Bits of obligations at nodes, and which of them stand anywhere in a block.

    Args:
        marks: the bits of each node that has some.
    """

    def __init__(self, marks: Mapping[ast.AST, int]) -> None:
        self._marks = marks
        self._known: dict[ast.stmt, int] = {}

    def block(self, body: Sequence[ast.stmt]) -> int:
        """The bits of all nodes of some statements, which are all of a block."""
        blocks: list[Sequence[ast.stmt]] = []
        while body and body[0] not in self._known:
            blocks.append(body)
            body = _otherwise(body)
        bits = self._known[body[0]] if body else 0
        for block in reversed(blocks):
            bits |= self._all(block)
            self._known[block[0]] = bits
        return bits

    def _all(self, block: Sequence[ast.stmt]) -> int:
        """The bits of a block, without those of what is below an ``elif``."""
        match block:
            case [ast.If(test=test, body=body)] if _otherwise(block):
                roots: Sequence[ast.AST] = (test, *body)
            case _:
                roots = block
        bits = 0
        for root in roots:
            for node in walk(root):
                bits |= self._marks.get(node, 0)
        return bits


def _otherwise(block: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    match block:
        case [ast.If(orelse=orelse)]:
            return orelse
        case _:
            return ()
