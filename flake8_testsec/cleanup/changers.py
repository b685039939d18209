"""Which functions of a module change a state of the whole process."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.touches import FUNCTIONS, WORDS, touched
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once


@once
def changers(module: Module) -> frozenset[ast.AST]:
    """The functions that have touches, in their own bodies or in those of functions in them.

    Args:
        module: the module.

    Returns:
        The functions, for who would ask for the touches of each.
    """
    touching = (each for each in _likely(module) if next(touched(each, module), None) is not None)
    above = (each for node in touching for each in module.ancestors(node))
    return frozenset(each for each in above if isinstance(each, FUNCTIONS))


def _likely(module: Module) -> Iterator[ast.AST]:
    """What assigns or deletes, and the calls that may change something by their last words."""
    for node in module.nodes(ast.Subscript, ast.Attribute):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
            yield node
    renamed = {
        target.id
        for each in module.nodes(ast.Assign)
        if isinstance(each.value, (ast.Name, ast.Attribute)) and last_word(each.value) in WORDS
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    yield from module.scopes.calls(WORDS | renamed)
