"""Tests that a project has copied from Python, and follows in what they say."""

from __future__ import annotations

import sys

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
        and takes their tools from ``test.support``; ``False`` where the project has that itself, as Python
        does, and if nothing is known of others.
    """
    parts = (each.removesuffix(".py") for each in module.path.split("/"))
    subjects = {each.removeprefix("test_") for each in parts if each.startswith("test_")}
    view = view_of(module)
    if subjects.isdisjoint(sys.stdlib_module_names) or view is None or not is_of_python(module):
        return False
    return view.place("test.support") is None
