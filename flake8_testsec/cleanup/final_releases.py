"""Releases in ``finally`` that hang on a condition: what the function has done says whether they are due."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise, takewhile

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.exits import Held
from flake8_testsec.cleanup.takers import taken
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function


def is_released_on_error(held: Held, module: Module) -> bool:
    """Whether all that gives something back stands in handlers of errors of what it has been handed to.

    Args:
        held: what is held, and what becomes of it.
        module: its module.

    Returns:
        ``True`` for ``try: load(fd)`` with ``except OSError: os.close(fd)``: where nothing is raised, it has
        gone to somebody who gives it back. Nobody takes a path over by being told it.
    """
    if held.obligation.resource.path:
        return False
    name = str(held.obligation.handle)
    handed = (name in _handed_on(each, module) for fate in held.fates for each in fate.releases)
    return any(fate.releases for fate in held.fates) and all(handed)


@once
def _handed_on(release: ast.AST, module: Module) -> frozenset[str]:
    """What the ``try`` whose handler has a release gives to calls that may keep it."""
    handler = module.above(release, ast.ExceptHandler)
    block = module.parent(handler) if handler is not None else None
    return _given(block, module) if isinstance(block, ast.Try) else frozenset()


@once
def _given(block: ast.Try, module: Module) -> frozenset[str]:
    """What the calls in the body of a ``try`` are given and may keep, as it is spelt."""
    return taken((node for each in block.body for node in walk(each)), module)


def is_on_the_way(release: ast.AST, left: ast.AST, obligation: Obligation, module: Module) -> bool:
    """Whether a release stands in the ``finally`` of a ``try`` that is left: a flag says if it is due.

    Args:
        release: what gives back.
        left: the way out of the function, before the release.
        obligation: what is to be given back.
        module: its module.

    Returns:
        ``False`` also where the release hangs on something else than what the function has assigned.
    """
    around = {each for each in module.ancestors(release) if isinstance(each, ast.Try)}
    return any(
        above in around and inner not in above.finalbody and _ends_with(above, release, obligation, module)
        for inner, above in pairwise((left, *module.ancestors(left)))
        if isinstance(above, ast.Try)
    )


def _ends_with(around: ast.Try, release: ast.AST, obligation: Obligation, module: Module) -> bool:
    """Whether a release stands in the ``finally`` of a ``try`` around it, be it on such a condition."""
    known = _set_in(obligation.function, module) | {str(obligation.handle)}
    chain = (release, *takewhile(lambda each: each is not around, module.ancestors(release)))
    conditions = (each.test for each in chain if isinstance(each, (ast.If, ast.IfExp, ast.While)))
    return chain[-1] in around.finalbody and not any(known.isdisjoint(_read_by(each)) for each in conditions)


@once
def _set_in(function: Function, module: Module) -> frozenset[str]:
    """The names that a function gives a value."""
    names = (each for each in within(function) if isinstance(each, ast.Name))
    return frozenset(each.id for each in names if isinstance(each.ctx, ast.Store))


def _read_by(condition: ast.expr) -> Iterator[str]:
    return (spelt(each) for each in walk(condition) if isinstance(each, (ast.Attribute, ast.Name)))
