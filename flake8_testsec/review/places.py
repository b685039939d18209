"""Definitions and blocks of a module in source order, whether they are plain or async."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping, Sequence

from flake8_testsec.source.bindings import Bound, Defined, Unknown
from flake8_testsec.source.calls import string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import Expectation, expectation, is_assertion

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


@once
def assertions(module: Module) -> Sequence[ast.Assert | ast.Expr]:
    """All statements that check something, by their first lines."""
    every: list[ast.Assert | ast.Expr] = [*module.nodes(ast.Assert), *module.nodes(ast.Expr)]
    return sorted((each for each in every if is_assertion(each)), key=lambda each: each.lineno)


@once
def expectations(module: Module) -> Mapping[ast.Call, Expectation]:
    """All calls that expect an exception or a warning, in source order."""
    found = ((each, expectation(each, module)) for each in module.nodes(ast.Call))
    return {call: known for call, known in found if known is not None}


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
    read = (each for name in defined for each in module.named(name) if isinstance(each.ctx, ast.Load))
    named = [(each.id, each) for each in read if _may_be_defined(each, module)]
    owned = [(each.attr, each) for each in module.attributes(defined) if isinstance(each.ctx, ast.Load)]
    for name, node in (*named, *owned):
        above = module.parent(node)
        is_called = isinstance(above, ast.Call) and above.func is node
        if not is_called and not isinstance(above, ast.Attribute):
            found[name].append(node)
    return {name: sorted(several, key=lambda each: each.lineno) for name, several in found.items()}


def _may_be_defined(name: ast.Name, module: Module) -> bool:
    """Whether a name may stand for a definition, and is no parameter or variable of its function alone."""
    meant = module.bindings(name)
    return not meant or any(isinstance(each, Defined) for each in meant)


def names_in_loop(given: ast.expr, module: Module) -> Sequence[str]:
    """The texts that a loop around a name gives it, where the loop goes through a display of them.

    Args:
        given: what may be such a name.
        module: its module.

    Returns:
        None of them where anything else binds the name.
    """
    match module.bindings(given) if isinstance(given, ast.Name) else ():
        case [Bound(node=node) | Unknown(node=node)]:
            loop = module.parent(node)
            match loop:
                case ast.For(iter=ast.Tuple(elts=values) | ast.List(elts=values)) if loop.target is node:
                    texts = [*filter(None, map(string, values))]
                    return texts if len(texts) == len(values) else ()
    return ()


def word_for(longest: Function, functions: Sequence[Function]) -> str:
    """What to say of a function than which none is longer, though others may be as long."""
    sizes = [(each.end_lineno or 0) - each.lineno for each in functions]
    is_alone = sizes.count((longest.end_lineno or 0) - longest.lineno) == 1
    return "the longest is" if is_alone else "none is longer than"
