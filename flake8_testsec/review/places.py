"""Definitions and blocks of a module in source order, whether they are plain or async."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping, Sequence

from flake8_testsec.source.bindings import Defined
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


def handed_on(name: str, module: Module) -> Sequence[ast.expr]:
    """The places where a function's name is read and not called: somebody else may call it.

    Args:
        name: what the function is called.
        module: its module.

    Returns:
        Names, and attributes of objects, in source order.
    """
    return _read_names(module).get(name, ())


@once
def _read_names(module: Module) -> Mapping[str, Sequence[ast.expr]]:
    defined = {each.name for each in functions(module)}
    found: dict[str, list[ast.expr]] = defaultdict(list)
    read = (each for each in module.nodes(ast.Name) if each.id in defined and isinstance(each.ctx, ast.Load))
    named = [(each.id, each) for each in read if _may_be_defined(each, module)]
    owned = [(each.attr, each) for each in module.nodes(ast.Attribute) if isinstance(each.ctx, ast.Load)]
    for name, node in (*named, *owned):
        if name in defined:
            above = module.parent(node)
            is_called = isinstance(above, ast.Call) and above.func is node
            if not is_called and not isinstance(above, ast.Attribute):
                found[name].append(node)
    return {name: sorted(several, key=lambda each: each.lineno) for name, several in found.items()}


def _may_be_defined(name: ast.Name, module: Module) -> bool:
    """Whether a name may stand for a definition, and is no parameter or variable of its function alone."""
    meant = module.bindings(name)
    return not meant or any(isinstance(each, Defined) for each in meant)


def word_for(longest: Function, functions: Sequence[Function]) -> str:
    """What to say of a function than which none is longer, though others may be as long."""
    sizes = [(each.end_lineno or 0) - each.lineno for each in functions]
    is_alone = sizes.count((longest.end_lineno or 0) - longest.lineno) == 1
    return "the longest is" if is_alone else "none is longer than"
