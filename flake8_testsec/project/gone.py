"""Names and packages of the project that are not there any more."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.project.views import View, view_of
from flake8_testsec.source.module import Module, once, walk
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


@once
def cannot_be_imported(module: Module) -> bool:
    """Whether a module's own body imports, under no condition, from a package of the project that is gone, or
    a module beside it that does: whoever imports it gets an error, so that nothing in it runs.

    Args:
        module: the module.

    Returns:
        ``False`` also where a package may have further folders, and where nothing is known of others.
    """
    view = view_of(module)
    if view is None:
        return False
    folder = posixpath.dirname(module.path)
    beside = (posixpath.join(folder, f"{name}.py") for name in _asked(module, 1))
    further = (name for path in beside for name in _TOLD.findall(view.text(path)))
    return any(_is_lost(name, view) for names in (_asked(module, 0), further) for name in names)


_TOLD = lazy(r"(?m)^(?:from|import)[ \t]+(\w+(?:\.\w+)+)")
"""The imports of a module's own body, as they begin in its text."""


def _asked(module: Module, level: int) -> Iterator[str]:
    """The modules that the body imports, from the top or from its own package."""
    for statement in module.tree.body:
        match statement:
            case ast.ImportFrom(module=str(name), level=given) if given == level:
                yield name
            case ast.Import(names=names) if level == 0:
                yield from (each.name for each in names)


def _is_lost(name: str, view: View) -> bool:
    """Whether a module would be in a folder of a package of the project, and there is no such folder.

    A module right in the package may be compiled, or made when it is built.
    """
    top, *inner = name.split(".")
    place = view.place(top) if len(inner) > 1 else None
    if place is None or not place.endswith("__init__.py") or "__path__" in view.text(place):
        return False
    stem = posixpath.dirname(place)
    for each in inner:
        stem = posixpath.join(stem, each)
        if view.exists(f"{stem}.py") or view.exists(f"{stem}/__init__.py"):
            return False
    return True
