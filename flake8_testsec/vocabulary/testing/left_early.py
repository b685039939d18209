"""Blocks that an error leaves early: what may raise it, and what is then never set."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping
from typing import TypeGuard

from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.doubles import is_mock, makes_mock


def may_fail(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement calls anything that may raise; to make a double, or to call one, does not.

    Args:
        statement: any statement.
        module: its module; where it tells a double to raise, each of them may.
    """
    calls = (each for each in within(statement) if isinstance(each, ast.Call))
    return any(not _is_quiet(each, module) for each in calls)


def _is_quiet(call: ast.Call, module: Module) -> bool:
    return not module.mentions("side_effect") and (makes_mock(call, module) or is_mock(call.func, module))


def never_set(dead: list[ast.stmt], before: list[ast.stmt], module: Module) -> frozenset[str]:
    """What assertions look at that only the last call of a block would give, or that is made of this.

    Whichever call of the block raises, that one gives nothing; those above it may have.

    Args:
        dead: the assertions that end a block, which an error leaves.
        before: the statements of the block above them.
        module: their module.

    Returns:
        The names, which may have a value of before, see `is_set_elsewhere`.
    """
    failing = [n for n, each in enumerate(before) if may_fail(each, module)]
    last = failing[-1] if failing else len(before)
    if not all(_given(before[n]) for n in failing):
        return frozenset()  # what is called for nothing is what shall raise, and what is set is set above it
    made: set[str] = set()
    for statement in before[last:]:
        if statement is before[last] or mentions(statement, frozenset(made)):
            made |= _given(statement)
    made -= {each.id for one in before[:last] for each in walk(one) if _is_stored(each)}
    return frozenset(name for name in made if any(mentions(each, frozenset({name})) for each in dead))


def _given(statement: ast.stmt) -> set[str]:
    """The names that have no new value where an assignment is not reached to its end."""
    match statement:
        case ast.Assign(targets=targets):
            return {each.id for target in targets for each in walk(target) if _is_stored(each)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case _:
            return set()


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def is_set_elsewhere(name: str, block: ast.With | ast.AsyncWith, module: Module) -> bool:
    """Whether a function sets a name in other places than a block, so that it may have a value below that."""
    inner = {*walk(block)}
    return any(each not in inner for each in _stored(module.function(block) or module.tree, module)[name])


@once
def _stored(scope: Function | ast.Module, module: Module) -> Mapping[str, list[ast.Name]]:
    """Where a function, or a module, binds each of its names."""
    found = defaultdict(list)
    for node in within(scope):
        if _is_stored(node):
            found[node.id].append(node)
    return found


def mentions(statement: ast.stmt, names: frozenset[str]) -> bool:
    """Whether a statement uses one of some names, functions and classes inside left out."""
    return any(isinstance(node, ast.Name) and node.id in names for node in within(statement))
