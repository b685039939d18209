"""Blocks that an error leaves early: what may raise it, and what is then never set."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping

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
    return "side_effect" not in module.source and (makes_mock(call, module) or is_mock(call.func, module))


def never_set(dead: list[ast.stmt], before: list[ast.stmt]) -> frozenset[str]:
    """What assertions look at that the first call of a block would give, or that is made of this.

    Args:
        dead: the assertions that end a block, which an error leaves.
        before: the statements of the block above them.

    Returns:
        The names, which may have a value of before, see `is_set_elsewhere`.
    """
    made: set[str] = set()
    for statement in before:
        names = [each for each in walk(statement) if isinstance(each, ast.Name)]
        stored = {each.id for each in names if isinstance(each.ctx, ast.Store)} - _entered(statement)
        if not made.isdisjoint(each.id for each in names) or (not made and _calls(statement)):
            made |= stored
        if not made and _calls(statement):
            return frozenset()
    return frozenset(name for name in made if any(mentions(each, frozenset({name})) for each in dead))


def is_set_elsewhere(name: str, block: ast.With | ast.AsyncWith, module: Module) -> bool:
    """Whether a function sets a name in other places than a block, so that it may have a value below that."""
    inner = {*walk(block)}
    return any(each not in inner for each in _stored(module.function(block) or module.tree, module)[name])


def _entered(statement: ast.stmt) -> set[str]:
    """The names that a ``with`` binds, which are there once its body is run."""
    items = statement.items if isinstance(statement, (ast.With, ast.AsyncWith)) else ()
    targets = (each.optional_vars for each in items if each.optional_vars is not None)
    return {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}


@once
def _stored(scope: Function | ast.Module, module: Module) -> Mapping[str, list[ast.Name]]:
    """Where a function, or a module, binds each of its names."""
    found = defaultdict(list)
    for node in within(scope):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found[node.id].append(node)
    return found


def _calls(statement: ast.stmt) -> bool:
    return any(isinstance(node, ast.Call) for node in within(statement))


def mentions(statement: ast.stmt, names: frozenset[str]) -> bool:
    """Whether a statement uses one of some names, functions and classes inside left out."""
    return any(isinstance(node, ast.Name) and node.id in names for node in within(statement))
