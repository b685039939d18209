"""Tests that a project has copied from Python, and follows in what they say."""

from __future__ import annotations

from flake8_testsec.project.views import view_of
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.interpreters import is_of_python


@once
def is_copied(module: Module) -> bool:
    """Whether a module is a test of Python itself in another project, which changes nothing of it.

    Args:
        module: a module.

    Returns:
        ``False`` where the project has ``test.support``, as Python has, and if nothing is known of others.
    """
    view = view_of(module)
    return is_of_python(module) and view is not None and view.place("test.support") is None
