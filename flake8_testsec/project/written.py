"""Whether a value is written in the source, in this module or in another one of the project."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_testsec.project.views import view_of
from flake8_testsec.source.bindings import Imported
from flake8_testsec.source.module import Module
from flake8_testsec.source.origins import Leaf, leaves


def is_written(node: ast.expr, module: Module, also: Callable[[Leaf], bool] = lambda leaf: False) -> bool:
    """Whether all that may be in a value stands in the source, and something does.

    Args:
        node: the expression.
        module: its module.
        also: what else may be in it.

    Returns:
        ``False`` if anything else may be in it, or nothing is known.
    """
    found = [*leaves(node, module)]
    written = [each for each in found if _stands_there(each, module)]
    return bool(written) and all(each in written or also(each) for each in found)


def _stands_there(leaf: Leaf, module: Module) -> bool:
    match leaf:
        case ast.Constant(value=value):
            return value not in (None, "", b"")
        case ast.Name() as name:
            view = view_of(module)
            imported = [each.name for each in module.bindings(name) if isinstance(each, Imported)]
            return view is not None and len(imported) == 1 and view.is_constant(imported[0])
        case _:
            return False
