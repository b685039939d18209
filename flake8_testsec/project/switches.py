"""Tests that are written for several libraries of which any may do the work, and ask which one it is."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.project.views import view_of
from flake8_testsec.source.calls import string
from flake8_testsec.source.module import Module, once


@once
def serves_several_libraries(module: Module) -> bool:
    """Whether a module compares what one function answers with the names of several libraries.

    Args:
        module: a test module.

    Returns:
        ``True`` for ``backend() == "torch"`` here and ``backend() in ("jax", "numpy")`` there, if files of
        the project import what is named: each of these has errors of its own.
    """
    view = view_of(module)
    asked: dict[frozenset[str], set[str]] = defaultdict(set)
    for each in module.nodes(ast.Compare) if view is not None else ():
        for names, text in _asked(each, module):
            asked[names].add(text)
    several = (texts for texts in asked.values() if len(texts) > 1)
    return view is not None and any(
        sum(bool(view.speaking_of(text)) for text in texts) > 1 for texts in several
    )


def _asked(compared: ast.Compare, module: Module) -> Iterator[tuple[frozenset[str], str]]:
    match compared:
        case ast.Compare(left=ast.Call(func=func, args=[], keywords=[]), comparators=[other]):
            names = module.names(func)
            for each in other.elts if isinstance(other, (ast.List, ast.Set, ast.Tuple)) else [other]:
                text = string(each)
                if names and text is not None and text.isidentifier():
                    yield names, text
