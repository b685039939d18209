"""Functions that may run beside a test, as threads and tasks do, which others may end."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.source.module import Module, names_below, once
from flake8_testsec.source.syntax import Function

_DEEPEST = 3
"""How many functions are followed that return what another one returned."""


def is_run_beside(function: Function, module: Module) -> bool:
    """Whether a function may run beside the test.

    Args:
        function: any function.
        module: its module.

    Returns:
        ``True`` for one that is handed on by its name, a thread's own, and that of a double; for a coroutine
        that others are given, who may end it as ``asyncio.wait_for(coroutine, 1)`` does, unless another
        caller waits for it by a plain ``await``, be it of a name or of what a function returns.
    """
    if function.name == "run" or (module.function(function) and module.class_of(function)):
        return True
    uses = _uses((function.name, module.function(function)), module)
    if not isinstance(function, ast.AsyncFunctionDef):
        return not uses.are_calls
    return not uses.are_calls or (bool(uses.calls) and not _is_awaited((function, _DEEPEST), module))


class _Uses:
    """The calls of a function, and whether nothing else is done with its name."""

    def __init__(self, uses: Sequence[ast.AST], module: Module) -> None:
        above = [(each, module.parent(each)) for each in uses]
        self.calls = [call for use, call in above if isinstance(call, ast.Call) and call.func is use]
        self.are_calls = len(self.calls) == len(above)


@once
def _uses(asked: tuple[str, Function | None], module: Module) -> _Uses:
    """The uses of a name, in the function around if it is defined there."""
    name, outer = asked
    if outer is not None:
        return _Uses([each for each in names_below(outer, module).get(name, ()) if _is_read(each)], module)
    return _Uses([*module.named(name), *module.attributes({name})], module)


def _is_read(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Load)


@once
def _is_awaited(asked: tuple[Function, int], module: Module) -> bool:
    """Whether one of the callers of a function waits for what it returns, and does nothing else with it."""
    function, depth = asked
    uses = _uses((function.name, module.function(function)), module)
    return any(_is_waited_for(each, depth, module) for each in uses.calls)


def _is_waited_for(call: ast.Call, depth: int, module: Module) -> bool:
    match module.parent(call), module.function(call):
        case ast.Await(), _:
            return True
        case ast.Assign(targets=[ast.Name(id=name)]), function:
            return _is_name_awaited((name, function), module)
        case ast.Return(), ast.FunctionDef() as function:
            return depth > 0 and _is_awaited((function, depth - 1), module)
        case _:
            return False


@once
def _is_name_awaited(asked: tuple[str, Function | None], module: Module) -> bool:
    """Whether nothing is done with a name but to wait for it."""
    name, function = asked
    reads = [each for each in names_below(function or module.tree, module)[name] if _is_read(each)]
    return bool(reads) and all(isinstance(module.parent(each), ast.Await) for each in reads)
