"""Functions that are called like tests and make them, and parameters that the file itself fills."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import argument, unpacks
from flake8_testsec.source.module import Module, once, statements
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_test

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def runs_as_test(function: ast.AST | None, module: Module) -> bool:
    """Whether a function is a test and no factory; for both see `is_test` and `is_factory`."""
    if not (isinstance(function, _FUNCTIONS) and is_test(function, module)):
        return False
    return not is_factory(function, module)


@once
def is_factory(function: Function, module: Module) -> bool:
    """Whether a function is called like a test, gives back a function that it defines, and is called here.

    Args:
        function: a function.
        module: its module.

    Returns:
        ``False`` for what a decorator stands on, and for methods.
    """
    if function.decorator_list or module.class_of(function) is not None or not is_test(function, module):
        return False
    own = {each.name for each in function.body if isinstance(each, _FUNCTIONS)}
    given = [each.value for each in statements(function.body) if isinstance(each, ast.Return)] if own else []
    makes = bool(given) and all(isinstance(each, ast.Name) and each.id in own for each in given)
    return makes and bool(calls_of(function, module))


@once
def calls_of(function: Function, module: Module) -> Sequence[ast.Call]:
    """The calls of a function by its name that certainly mean it and stand outside of it."""
    every = (each for each in module.calls({function.name}) if isinstance(each.func, ast.Name))
    return [
        each
        for each in every
        if module.function(each) is not function
        and any(isinstance(one, Defined) and one.node is function for one in _bindings(each, module))
    ]


def _bindings(call: ast.Call, module: Module) -> Sequence[object]:
    return module.bindings(call.func) if isinstance(call.func, ast.Name) else ()


def is_filled(function: Function, parameter: ast.arg, module: Module) -> bool:
    """Whether a call of the file gives a function a value for a parameter."""
    every = (*function.args.posonlyargs, *function.args.args)
    place = every.index(parameter) if parameter in every else len(every)
    calls = calls_of(function, module)
    return any(unpacks(each) or argument(each, place, parameter.arg) is not None for each in calls)
