"""Tests that a project has copied from Python, and follows in what they say."""

from __future__ import annotations

import ast
import sys

from flake8_testsec.project import locations
from flake8_testsec.project.views import view_of
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.interpreters import is_of_python


@once
def is_copied(module: Module) -> bool:
    """Whether a module is a test of Python's own library in another project, which changes nothing of it.

    Args:
        module: a module.

    Returns:
        ``True`` for what is called after a module of the library as Python's tests are, ``test_signal.py``,
        imports that module, takes its tools from ``test.support`` and nothing of the project; ``False`` where
        the project has one of these itself, as Python does, and if nothing is known of others.
    """
    view = view_of(module)
    if view is None or not is_of_python(module):
        return False
    parts = (each.removesuffix(".py") for each in module.path.split("/"))
    subjects = {each.removeprefix("test_") for each in parts if each.startswith("test_")}
    taken_from = map(module.scopes.origin, module.nodes(ast.ImportFrom))
    meant = {*taken_from, *(each for _, each in module.scopes.imported())}
    if not subjects & sys.stdlib_module_names & {each.partition(".")[0] for each in meant}:
        return False
    others = (each for each in meant if not each.startswith("test.support"))
    inner = {dotted for each in others for dotted, _ in locations.splits(f"{each}.")}
    return all(view.place(each) is None for each in ("test.support", *inner))
