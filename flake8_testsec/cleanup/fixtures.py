"""Fixtures as owners: whether what they leave behind is meant for more than one test."""

from __future__ import annotations

import ast

from flake8_testsec.project.regions import is_autouse
from flake8_testsec.source.calls import keyword, string
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function


def is_for_one_test(fixture: Function, module: Module) -> bool:
    """Whether a fixture runs anew for each test that asks for it, and for no other.

    Args:
        fixture: a fixture of pytest.
        module: its module.

    Returns:
        ``False`` for a scope that is not known, and for what is in force without being asked for.
    """
    return not is_autouse(fixture) and all(map(_is_of_function, fixture.decorator_list))


def _is_of_function(decorator: ast.expr) -> bool:
    if not isinstance(decorator, ast.Call):
        return True
    scope = keyword(decorator, "scope")
    return not decorator.args and (scope is None or string(scope.value) == "function")
