"""One walk over a tree: nodes by type, what holds each, and what nearly every rule asks for first."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from flake8_testsec.patterns import lazy


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


def is_node(value: object) -> bool:
    """Whether a value is a node with a place of its own: the parser shares operators and contexts."""
    return isinstance(value, ast.AST) and not isinstance(value, SHARED)


def read(tree: ast.AST) -> Index:
    """Walk over a tree, once.

    What is a node is told by what it is, so a tree of a Python that is newer than this code is walked, too.

    Args:
        tree: what the parser made; it is only read.

    Returns:
        The index.
    """
    index = Index({kind: [] for kind in _KINDS}, {}, [], [], [])
    _walk(tree, index, _Adding(index.nodes))
    return index


class _Adding(dict[type[ast.AST], Callable[[ast.AST], None]]):
    """What puts a node among those of its type; a type that this code does not know is met like the others.

    Args:
        nodes: where to put them, by type.
    """

    def __init__(self, nodes: dict[type[ast.AST], list[ast.AST]]) -> None:
        super().__init__((kind, several.append) for kind, several in nodes.items())
        self._nodes = nodes

    def __missing__(self, kind: type[ast.AST]) -> Callable[[ast.AST], None]:
        return self.setdefault(kind, self._nodes.setdefault(kind, []).append)


def _walk(tree: ast.AST, index: Index, add: _Adding) -> None:
    # This loop runs for every node of every file: it calls nothing that it can spell out, and the few types
    # that most nodes have do not take the general way.
    attribute, call, constant, name, store = ast.Attribute, ast.Call, ast.Constant, ast.Name, ast.Store
    parents, fields = index.parents, FIELDS
    add_attribute, add_call, add_constant, add_name = add[attribute], add[call], add[constant], add[name]
    add_word, add_called, add_target = index.words.append, index.called.append, index.targets.append
    stack: list[Any] = [tree]
    pop, push = stack.pop, stack.append
    while stack:
        node = pop()
        while (kind := type(node)) is attribute or kind is call:
            if kind is attribute:
                add_attribute(node)
                add_word(node.attr)
                value: Any = node.value
            else:
                add_call(node)
                for child in reversed(node.args + node.keywords):
                    parents[child] = node
                    push(child)
                value = node.func
                kind = type(value)
                add_called(value.attr if kind is attribute else value.id if kind is name else "")
            parents[value] = node
            node = value
        if kind is name:
            add_name(node)
            if type(node.ctx) is store:
                add_target(node)
        elif kind is constant:
            add_constant(node)
        else:
            add[kind](node)
            for field in fields[kind]:
                if value := getattr(node, field, None):
                    for child in reversed(value) if type(value) is list else (value,):
                        if type(child) in add or is_node(child):
                            parents[child] = node
                            push(child)


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly below one, the last one first."""
    found: list[Any] = []
    for name in FIELDS[type(node)]:
        value = getattr(node, name, None)
        if type(value) is list:
            found += value[::-1]
        elif value is not None:
            found.append(value)
    return found and [child for child in found if type(child) in FIELDS or is_node(child)]


SHARED = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
"""What the parser makes once and puts in many places."""

_PLAIN = frozenset({"constant", "identifier", "int", "string", *(kind.__name__ for kind in SHARED)})
"""Types of the grammar whose values are no nodes of a place of their own."""

_TYPED = lazy(r"(?<![\w?*])([\w?*]+) (\w+)")


_SMALL = frozenset({"alias", "arguments", "expr", "keyword", "pattern", "type_param", "withitem"})
"""Types of the grammar of which no value holds a statement."""


class _Fields(dict[type[ast.AST], tuple[str, ...]]):
    """The fields of node types, without those of some types of the grammar, worked out for a node type when
    it is first met."""

    def __init__(self, without: frozenset[str]) -> None:
        super().__init__()
        self._without = without

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...]:
        # The text that describes a type gives its grammar, as ``Import(alias* names, int? is_lazy)``; a field
        # of which it says nothing may hold a node.
        grammar = (kind.__doc__ or "").partition("(")[2]
        types = {name: type_.rstrip("?*") for type_, name in _TYPED.findall(grammar)}
        found = tuple(name for name in reversed(kind._fields) if types.get(name) not in self._without)
        return self.setdefault(kind, found)


def _kinds() -> Iterator[type[ast.AST]]:
    for kind in vars(ast).values():
        if isinstance(kind, type) and issubclass(kind, ast.AST) and not issubclass(kind, SHARED):
            yield kind


FIELDS: Mapping[type[ast.AST], tuple[str, ...]] = _Fields(_PLAIN)
"""The fields of each node type that may hold nodes, the last one first."""

BODIES: Mapping[type[ast.AST], tuple[str, ...]] = _Fields(_PLAIN | _SMALL)
"""The fields of each node type that may hold statements, themselves or inside, the last one first."""

_KINDS = tuple(_kinds())
"""The node types of this Python."""
