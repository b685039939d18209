"""Which variables of the environment are given a value, for a while or for good."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, once, walked
from flake8_testsec.source.syntax import Function

_ENVIRON = "os.environ"
_SETTERS = frozenset({"EnvironmentVariable", "setenv", "useEnvironmentVariable"})
"""The last words of calls that are given a variable's name and its value. What is a default changes nothing
where the variable is set, and ``os.putenv`` nothing that ``os.environ`` tells."""
_OF_MAPPINGS = frozenset({"dict", "setitem", "update"})
"""The last words of calls that may change a mapping."""


@once
def variables_of(function: Function, module: Module) -> frozenset[str]:
    """The variables that a function, its decorators included, gives a value.

    Args:
        function: the function.
        module: its module.
    """
    return frozenset(name for each in walked(function, module) for name in variables_in(each, module))


def variables_in(node: ast.AST, module: Module) -> Iterator[str]:
    """The variables that one node gives a value: an assignment to an item, or a call.

    Args:
        node: any node.
        module: its module.

    Yields:
        Their names, as far as they are written there.
    """
    match node:
        case ast.Subscript(value=owner, slice=ast.Constant(value=str(name)), ctx=ast.Store()):
            if _ENVIRON in module.names(owner):
                yield name
        case ast.Call(args=[ast.Constant(value=str(name)), *_]) if last_word(node.func) in _SETTERS:
            yield name
        case ast.Call(func=ast.Attribute(value=owner)) if last_word(node.func) in _OF_MAPPINGS:
            told = [owner, *node.args[:1]]
            if any(string(each) == _ENVIRON or _ENVIRON in module.names(each) for each in told):
                yield from _given(node)


def _given(call: ast.Call) -> Iterator[str]:
    """The keys that a call gives a mapping: in a display, by keyword, or alone."""
    yield from (each.arg for each in call.keywords if each.arg is not None)
    for argument in call.args:
        keys = argument.keys if isinstance(argument, ast.Dict) else [argument]
        yield from (text for key in keys if (text := string(key)) is not None)
