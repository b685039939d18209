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
