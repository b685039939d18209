"""How ``mock.patch`` is written in a file."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.endings import spelt_name
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.imports import imported, known
from flake8_testsec.source.module import Module


def patch_written(module: Module) -> tuple[str, Edits]:
    """How ``mock.patch`` is written here, and the import that it needs.

    Args:
        module: the module under review.

    Returns:
        An empty name if the module uses the words for something else.
    """
    if whole := known("unittest.mock.patch", module) or known("mock.patch", module):
        return whole, ()
    if whole := next(_handed_on(module), ""):
        return whole, ()
    if mock := known("mock", module):
        return f"{mock}.patch", ()
    if any(isinstance(each, ast.ImportFrom) and each.module == "unittest.mock" for each in module.tree.body):
        name, more = imported("unittest.mock.patch", module)
        if name:
            return name, more
    return spelt_name("unittest.mock.patch", module)


def _handed_on(module: Module) -> Iterator[str]:
    """``patch`` from a module ``mock`` of the project, which is there for a Python without one, mostly."""
    for each in module.tree.body:
        match each:
            case ast.ImportFrom(module=str(owner), names=names) if owner.endswith(".mock"):
                if any(alias.name == "patch" for alias in names):
                    yield known(f"{owner}.patch", module)
