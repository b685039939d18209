"""One walk over a tree: nodes by type, what holds each, and what nearly every rule asks for first."""

from __future__ import annotations

import ast
from typing import Any, NamedTuple


class Index(NamedTuple):
    """What one walk tells of a tree; operators and contexts, which the parser shares, are left out."""

    nodes: dict[type[ast.AST], list[ast.AST]]
    """By type, each type in source order."""
    parents: dict[ast.AST, ast.AST]
    words: list[str]
    """The name of each attribute, in the order of the attributes."""
    called: list[str]
    """The last word of what each call calls, empty if it has none, in the order of the calls."""
    targets: list[ast.Name]
    """The names that something is stored in, in source order."""


def read(tree: ast.AST) -> Index:
    """Walk over a tree, once.

    Args:
        tree: what the parser made; it is only read.

    Returns:
        The index.
    """
    # This loop runs for every node of every file: it calls nothing that it can spell out, and the few types
    # that most nodes have do not take the general way.
    attribute, call, constant, name, store = ast.Attribute, ast.Call, ast.Constant, ast.Name, ast.Store
    index = Index({kind: [] for kind in FIELDS}, {}, [], [], [])
    parents, fields = index.parents, FIELDS
    add = {kind: nodes.append for kind, nodes in index.nodes.items()}
    add_word, add_called, add_target = index.words.append, index.called.append, index.targets.append
    stack: list[Any] = [tree]
    pop, push = stack.pop, stack.append
    while stack:
        node = pop()
        while (kind := type(node)) is attribute or kind is call:
            add[kind](node)
            if kind is attribute:
                value = node.value
                add_word(node.attr)
            else:
                # The last child goes onto the stack first.
                for child in reversed(node.args + node.keywords):
                    parents[child] = node
                    push(child)
                value = node.func
                kind = type(value)
                add_called(value.attr if kind is attribute else value.id if kind is name else "")
            parents[value] = node
            node = value
        add[kind](node)
        if kind is name:
            if type(node.ctx) is store:
                add_target(node)
        elif kind is not constant:
            for field in fields[kind]:
                value = getattr(node, field, None)
                if type(value) is list:
                    for child in reversed(value):
                        if child is not None:
                            parents[child] = node
                            push(child)
                elif value is not None:
                    parents[value] = node
                    push(value)
    return index


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly below one, the last one first."""
    found: list[ast.AST] = []
    for name in FIELDS[type(node)]:
        value = getattr(node, name, None)
        if type(value) is list:
            found += [child for child in reversed(value) if child is not None]
        elif value is not None:
            found.append(value)
    return found


_PLAIN = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module", "op", "ops"}
    | {"kwd_attrs", "rest", "simple", "type_comment", "type_ignores"}
)
"""Fields that never hold nodes of a place of their own."""

_TEXTS = {"name": ("TypeAlias",), "names": ("Import", "ImportFrom")}
"""Fields that hold nodes in these types alone."""


def _may_hold_nodes(kind: type[ast.AST], name: str) -> bool:
    if kind in (ast.Constant, ast.MatchSingleton) or name in _PLAIN:
        return False
    return kind.__name__ in _TEXTS.get(name, (kind.__name__,))


FIELDS = {
    kind: tuple(name for name in reversed(kind._fields) if _may_hold_nodes(kind, name))
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""The fields of each node type that may hold nodes, the last one first."""
