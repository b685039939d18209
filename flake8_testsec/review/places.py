"""Definitions and blocks of a module in source order, whether they are plain or async."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function

Block = ast.With | ast.AsyncWith


@once
def functions(module: Module) -> Sequence[Function]:
    """All functions and methods."""
    every: list[Function] = [*module.nodes(ast.FunctionDef), *module.nodes(ast.AsyncFunctionDef)]
    return sorted(every, key=lambda each: (each.lineno, each.col_offset))


@once
def blocks(module: Module) -> Sequence[Block]:
    """All ``with`` statements."""
    every: list[Block] = [*module.nodes(ast.With), *module.nodes(ast.AsyncWith)]
    return sorted(every, key=lambda each: (each.lineno, each.col_offset))


def word_for(longest: Function, functions: Sequence[Function]) -> str:
    """What to say of a function than which none is longer, though others may be as long."""
    sizes = [(each.end_lineno or 0) - each.lineno for each in functions]
    is_alone = sizes.count((longest.end_lineno or 0) - longest.lineno) == 1
    return "the longest is" if is_alone else "none is longer than"
