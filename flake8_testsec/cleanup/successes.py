"""What stands below the ``yield`` of a context manager and is meant for a body that has not raised."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Role
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, walk, within
from flake8_testsec.source.syntax import Function

_REMOVES = lazy(r"_*(ack(nowledge)?|clean_?up|delete|drop|purge|remove|unlink)(_|\Z)")
_FINDS = lazy(
    r"_*(find|fetch|i?glob|i?list(dir)?|iter(dir)?|peek|poll|query|read|receive|scan(dir)?|select)(_|\Z)"
)
_GATHERS = frozenset({"add", "append", "appendleft", "extend", "insert", "update"})
_HOPS = 3
"""Names that are followed one after another: the loop, what it goes through, what that was filled with."""


def is_for_success(statement: ast.stmt, manager: Function, module: Module) -> bool:
    """Whether a statement below a ``yield`` is no matter of a body that has raised.

    Args:
        statement: a statement of the manager, below its ``yield``.
        manager: a generator function that is decorated as a context manager.
        module: its module.

    Returns:
        ``True`` for a condition under which an error is raised: it checks what the body has done; and, in
        production code, where what the manager has found is removed once the body has dealt with it. In a
        ``finally`` that would be lost, though nobody has dealt with it.
    """
    if isinstance(statement, ast.If):
        return any(block and isinstance(block[-1], ast.Raise) for block in (statement.body, statement.orelse))
    return module.role is Role.PRODUCTION and _is_removal(statement) and _is_found(statement, manager)


def _is_removal(statement: ast.stmt) -> bool:
    """Whether a statement, or the body of a loop, is nothing but calls that remove what they are given."""
    body = statement.body if isinstance(statement, (ast.For, ast.AsyncFor)) else [statement]
    calls = [each.value for each in body if isinstance(each, ast.Expr)]
    calls = [each.value if isinstance(each, ast.Await) else each for each in calls]
    return len(calls) == len(body) and all(
        isinstance(each, ast.Call) and bool(each.args) and _REMOVES.match(_snake(each)) for each in calls
    )


def _is_found(statement: ast.stmt, manager: Function) -> bool:
    """Whether what a statement names is the result of looking for what is there."""
    wanted = _given(statement) - {""}
    sources = [(names, value) for names, value in _filled(manager) if value.lineno < statement.lineno]
    for _ in range(_HOPS):
        values = [value for names, value in sources if not wanted.isdisjoint(names)]
        if any(_finds(value) for value in values):
            return True
        wanted = wanted.union(*({_named(value)} for value in values)) - {""}
    return False


def _given(statement: ast.stmt) -> frozenset[str]:
    """The names that a removal is given, or that its loop goes through."""
    if isinstance(statement, (ast.For, ast.AsyncFor)):
        return frozenset({_named(statement.iter)})
    calls = (each for each in walk(statement) if isinstance(each, ast.Call))
    return frozenset(_named(arg) for call in calls for arg in call.args)


def _filled(manager: Function) -> Iterator[tuple[Collection[str], ast.expr]]:
    """The names that something is assigned to or put into, each with what that is."""
    for node in within(manager):
        match node:
            case ast.Assign(targets=targets, value=value):
                yield [_named(each) for target in targets for each in _elements(target)], value
            case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
                yield [_named(each) for each in _elements(target)], value
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=word), args=[*_, value]):
                yield [name] if word in _GATHERS else [], value


def _elements(target: ast.expr) -> Iterable[ast.expr]:
    return target.elts if isinstance(target, (ast.List, ast.Tuple)) else (target,)


def _finds(value: ast.expr) -> bool:
    match value:
        case ast.Await(value=inner):
            return _finds(inner)
        case ast.Call(func=ast.Name(id="list" | "iter")):
            return False  # a copy
        case ast.Call():
            return _FINDS.match(_snake(value)) is not None
        case _:
            return False


def _named(node: ast.expr) -> str:
    """The name at the root of an expression: ``files`` of ``files.items()`` and of ``files[0]``."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _snake(call: ast.Call) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", last_word(call.func)).lower()
