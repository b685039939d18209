"""What a context manager does before its ``yield``, and what that is made of."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.rule import Role
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import receiver

_MADE = (ast.Call, ast.Dict, ast.List)


class Before(NamedTuple):
    """What a context manager does before its ``yield``.

    ``changed`` are the attributes and items that it sets, as text; ``saved`` what its names are bound to;
    ``calls`` its calls by what is called; ``entered`` the names of managers around the ``yield``, which see
    an exception themselves; ``own`` the roots of objects that do not outlive a test, ``discarded`` of those
    that production code need not mend after an error; ``below`` the paths below a folder of the caller's;
    ``of_test`` the object itself of a test or a double, whose parts die with it.
    """

    changed: frozenset[str]
    saved: dict[str, str]
    calls: dict[str, str]
    entered: frozenset[str]
    own: frozenset[str]
    discarded: frozenset[str]
    below: frozenset[str]
    of_test: frozenset[str]


def before_yield(function: Function, statement: ast.stmt, module: Module) -> Before:
    line = statement.lineno
    nodes = [node for node in within(function) if getattr(node, "lineno", line) < line]
    changed = (
        spelt(node)
        for node in nodes
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load)
    )
    calls = ((spelt(node.func), spelt(node)) for node in nodes if isinstance(node, ast.Call))
    own = {name for name, value in _bound(nodes) if isinstance(value, _MADE)}
    if module.role is Role.TEST:
        own.add(receiver(function, module))
    return Before(
        frozenset(changed),
        {name: spelt(value) for name, value in _bound(nodes)},
        dict(calls),
        frozenset(_entered(statement, module)),
        frozenset(own),
        frozenset(_thrown_away(function, module) if module.role is Role.PRODUCTION else ()),
        frozenset(_below(function, nodes, module)),
        frozenset({"self"} if module.role is Role.TEST else ()),
    )


def _thrown_away(function: Function, module: Module) -> Iterator[str]:
    """The object itself, and what the functions around have bound."""
    yield receiver(function, module)
    for outer in module.ancestors(function):
        if isinstance(outer, Function):
            yield from (name for name, _ in _bound(within(outer)))


def _below(function: Function, nodes: Sequence[ast.AST], module: Module) -> Iterator[str]:
    """The names of paths in a folder that a test helper is given, and that who gives it looks after; in
    production, the names of all that is given."""
    arguments = function.args
    given = {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    if module.role is Role.PRODUCTION:
        yield from given - {receiver(function, module)}
        return
    for name, value in _bound(nodes):
        match value:
            case ast.BinOp(left=ast.Name(id=folder), op=ast.Div()) if folder in given:
                yield name
            case ast.Call(func=ast.Attribute(value=ast.Name(id=folder), attr="joinpath")) if folder in given:
                yield name
            case ast.Call(func=func, args=[ast.Name(id=folder), _, *_]) if folder in given:
                if "os.path.join" in module.names(func):
                    yield name


def _entered(statement: ast.stmt, module: Module) -> Iterator[str]:
    for outer in module.ancestors(statement):
        if isinstance(outer, (ast.With, ast.AsyncWith)):
            names = (item.optional_vars for item in outer.items)
            yield from (name.id for name in names if isinstance(name, ast.Name))


def _bound(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """The names that assignments bind, each with its value."""
    for node in nodes:
        match node:
            case ast.Assign():
                each = ((target, value) for target, value in pairs(node))
                yield from ((target.id, value) for target, value in each if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value


def pairs(assign: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each target of an assignment with its value; one that is unpacked with the whole."""
    for target in assign.targets:
        match target, assign.value:
            case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
                yield from zip(targets, values, strict=True)
            case ast.Tuple(elts=targets), value:
                yield from ((each, value) for each in targets)
            case _:
                yield target, assign.value


def root(node: ast.expr) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return last_word(node)
