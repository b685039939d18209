"""Names of the project's own modules that are not there any more."""

from __future__ import annotations

import ast

from flake8_testsec.project.views import View, view_of
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function


def uses_gone(function: Function, module: Module) -> bool:
    """Whether a function asks a module of this project for a name that it does not have.

    Args:
        function: any function.
        module: its module.

    Returns:
        ``False`` also where not all names of the asked module are known.
    """
    view = view_of(module)
    return view is not None and any(
        _is_gone(name, view)
        for node in walk(function)
        if isinstance(node, ast.Attribute)
        for name in module.names(node)
    )


def _is_gone(name: str, view: View) -> bool:
    owner, _, word = name.rpartition(".")
    found = view.facts(owner) if owner else None
    if found is None or found.stars or view.facts(name) is not None:
        return False
    return word.isidentifier() and not {word, "*"} & set(found.bound)
