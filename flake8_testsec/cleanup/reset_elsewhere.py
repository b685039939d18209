"""What keeps the last step of a test from being missed: others set the same back, or nothing was changed."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from itertools import chain
from math import inf

from flake8_testsec.cleanup.custody import custody
from flake8_testsec.cleanup.last_steps import around_tests
from flake8_testsec.cleanup.states import covers
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expectation, is_assertion


def is_reset_elsewhere(func: ast.expr, function: Function, module: Module) -> bool:
    """Whether others see to what a call resets at the end of a test.

    Args:
        func: what is called.
        function: the test.
        module: its module.

    Returns:
        ``True`` where a set-up, tear-down, fixture or helper assigns an attribute of the same object, where
        the test hands the same function on, as to ``addCleanup``, and where a patch replaces the object.
    """
    names = module.names(func)
    owners = {name.rpartition(".")[0] for name in names}
    if owners & _assigned_around(module) or names & _handed_on(function, module):
        return True
    undone = custody(function, module).undoes
    return any(covers(undone, f"set:{name}") for name in names)


@once
def _assigned_around(module: Module) -> frozenset[str]:
    """The qualified names of what set-ups, tear-downs, fixtures and helpers give attributes to."""
    nodes = chain.from_iterable(walk(each) for each in around_tests(module))
    owners = (
        each.value for each in nodes if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)
    )
    return frozenset(name for owner in owners for name in module.names(owner))


@once
def _handed_on(function: Function, module: Module) -> frozenset[str]:
    """The qualified names of the functions that a test gives to calls, plainly or called by a lambda."""
    calls = (each for each in within(function) if isinstance(each, ast.Call))
    return frozenset(name for call in calls for each in call.args for name in _names(each, module))


def _names(given: ast.expr, module: Module) -> frozenset[str]:
    match given:
        case ast.Lambda(body=ast.Call(func=func)):
            return module.names(func)
        case _:
            return module.names(given)


def sets_nothing_back(
    step: ast.Assign, steps: Iterable[ast.stmt], function: Function, module: Module
) -> bool:
    """Whether an assignment at the end of a test cannot put back what was there before.

    Args:
        step: the assignment.
        steps: the last steps of the test, with it.
        function: the test.
        module: its module.

    Returns:
        ``True`` where the value is made of what the last steps assign, so of what is there at that time
        (``Shop.names = set(Shop.names)``), and where the test has done nothing before but look.
    """
    targets = (target for each in steps if isinstance(each, ast.Assign) for target in each.targets)
    assigned = {name for each in targets for name in module.names(each)}
    # A name holds what was there when it was bound, so that it is a value from before.
    read = (each for each in walk(step.value) if isinstance(each, ast.Attribute))
    is_derived = any(module.names(each) & assigned for each in read)
    return is_derived or _first_act(function, module) >= step.lineno


@once
def _first_act(function: Function, module: Module) -> float:
    """The first line of a function that may change anything: it calls, assigns an attribute, or the like."""
    acts = (each for each in within(function) if _acts(each, module))
    return min((getattr(each, "lineno", inf) for each in acts), default=inf)


def _acts(node: ast.AST, module: Module) -> bool:
    match node:
        case ast.Call():
            return not is_assertion(node) or expectation(node, module) is not None
        case ast.Attribute(ctx=ctx) | ast.Subscript(ctx=ctx):
            return not isinstance(ctx, ast.Load)
        case _:
            return isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom))
