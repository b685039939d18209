"""Tests that take the time of what they do."""

from __future__ import annotations

import ast

from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.switched_off import marks


@once
def is_timed(function: Function, module: Module) -> bool:
    """Whether a test is a benchmark: what it does is the work of which it takes the time.

    Args:
        function: the test.
        module: its module.
    """
    if "benchmark" in (each.arg for each in function.args.args):
        return True
    around = (each for each in module.ancestors(function) if isinstance(each, (ast.ClassDef, ast.Module)))
    every = (mark for each in (function, *around) for mark in marks(each, module))
    called = (each.func if isinstance(each, ast.Call) else each for each in every)
    return any("pytest.mark.benchmark" in module.names(each) for each in called)
