"""Context managers that are entered and left by hand, so that nothing is raised at their ``yield``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.acquisition import Handle, spelt_handle
from flake8_testsec.cleanup.uses import mentioned
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.suites import is_test_file

_CALM = ["None"] * 3


@once
def is_left_calmly(manager: Function, module: Module) -> bool:
    """Whether all that a context manager makes is left with ``__exit__(None, None, None)``.

    Args:
        manager: a generator function that is decorated as a context manager.
        module: its module.

    Returns:
        ``False`` where it is not used, or may be used by another module.
    """
    calls = [
        each
        for each in module.scopes.calls(frozenset({manager.name}))
        if manager in callees(each.func, module)
    ]
    return bool(calls) and is_test_file(module) and all(_is_left(each, module) for each in calls)


def _is_left(call: ast.Call, module: Module) -> bool:
    function = module.function(call)
    match module.parent(call):
        case ast.Assign(targets=[target]) if function is not None:
            handle = spelt_handle(target)
            exits = list(_exits(handle, function, module)) if handle is not None else []
            return bool(exits) and all(_is_calm(each, module) for each in exits)
        case _:
            return False


def _exits(handle: Handle, function: Function, module: Module) -> Iterator[ast.expr]:
    """What is done with a manager, apart from entering it."""
    for each in mentioned(function, module).get(handle, ()):
        match outer := module.parent(each):
            case ast.Attribute(attr="__enter__"):
                continue
            case ast.Attribute(attr="__exit__"):
                yield outer
            case _:
                yield each


def _is_calm(leaving: ast.expr, module: Module) -> bool:
    """Whether ``__exit__`` is called, or registered, with three times ``None``."""
    match module.parent(leaving):
        case ast.Call(args=args):
            args = [each for each in args if each is not leaving]
            return isinstance(leaving, ast.Attribute) and list(map(ast.unparse, args)) == _CALM
        case _:
            return False
