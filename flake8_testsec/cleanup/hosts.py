"""The classes of tests that alone use a plain class or a function of their module."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_at_top, is_collected, is_fixture, is_hook, is_test


@once
def hosts(definition: ast.ClassDef | Function, module: Module) -> Sequence[ast.ClassDef]:
    """The classes in whose methods alone a definition of the module's top is named.

    Args:
        definition: a class, or a function.
        module: its module.

    Returns:
        The classes; none if a runner itself calls the definition, if anything else of the module names it,
        or if nothing does.
    """
    if not is_at_top(definition, module) or _is_run_itself(definition, module):
        return ()
    mentions = (each for each in module.named(definition.name) if isinstance(each.ctx, ast.Load))
    found = dict.fromkeys(_around(each, module) for each in mentions if _is_of(each, definition, module))
    return tuple(each for each in found if each is not None) if None not in found else ()


def _is_run_itself(definition: ast.ClassDef | Function, module: Module) -> bool:
    if isinstance(definition, ast.ClassDef):
        return is_collected(definition, module)
    return is_test(definition, module) or is_hook(definition) or is_fixture(definition, module)


def _is_of(mention: ast.Name, definition: ast.ClassDef | Function, module: Module) -> bool:
    return Defined(definition) in module.bindings(mention) and definition not in module.ancestors(mention)


def _around(mention: ast.Name, module: Module) -> ast.ClassDef | None:
    """The class at the module's top in one of whose methods something is named."""
    inner: ast.AST = mention
    for above in module.ancestors(mention):
        if isinstance(above, ast.ClassDef) and is_at_top(above, module):
            return above if isinstance(inner, Function) and inner in above.body else None
        inner = above
    return None
