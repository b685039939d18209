"""Helpers of a file of tests that only tests call in which something stands in for the network, say."""

from __future__ import annotations

import ast

from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.interceptors import Interceptor, is_intercepted
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test, is_test_file

_DEEPEST = 3
"""How many callers above each other are looked at."""


def is_intercepted_for_callers(node: ast.AST, module: Module, by: Interceptor) -> bool:
    """Whether an interceptor is in force where a node stands, or wherever its function is called.

    Args:
        node: any node.
        module: its module.
        by: what to look for.

    Returns:
        ``False`` for the function of a file without tests, which others may call, and for one that is named
        and not called.
    """
    if is_intercepted(node, module, by):
        return True
    function = module.function(node)
    return function is not None and _is_called_within((function, by, _DEEPEST), module)


@once
def _is_called_within(asked: tuple[Function, Interceptor, int], module: Module) -> bool:
    function, by, depth = asked
    if depth == 0 or not is_test_file(module) or not isinstance(module.parent(function), ast.Module):
        return False
    if is_test(function, module) or is_fixture(function, module) or is_hook(function):
        return False
    uses = module.named(function.name)
    return bool(uses) and all(_is_within(each, by, depth, module) for each in uses)


def _is_within(use: ast.Name, by: Interceptor, depth: int, module: Module) -> bool:
    """Whether a function is called by a name where an interceptor is in force."""
    call = module.parent(use)
    if not isinstance(call, ast.Call) or call.func is not use:
        return False
    if is_intercepted(use, module, by):
        return True
    caller = module.function(use)
    return caller is not None and _is_called_within((caller, by, depth - 1), module)
