"""To whom a function hands something, if whoever gets it may keep it."""

from __future__ import annotations

import ast
import builtins
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flake8_testsec.cleanup.borrowers import BORROWERS
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion

_LOOKING = frozenset({"bool", "bytes", "float", "int", "str", "type"})
_TAKING = frozenset({"open", "setattr", "os.fdopen", "ssl.wrap_socket"})
_USING = _LOOKING | {name for name, value in vars(builtins).items() if not isinstance(value, type)} - _TAKING
"""The builtins that have forgotten their arguments when they return."""
_KEEPERS = frozenset(
    {"asyncio", "atexit", "bisect", "collections", "contextlib", "functools", "heapq"}
    | {"itertools", "operator", "queue", "threading", "unittest", "weakref"}
)
"""Modules of the standard library whose functions hold on to what they are given, or put it into others."""


@once
def handed(function: Function, module: Module) -> Mapping[str, Sequence[ast.AST]]:
    """What a function returns, gives another name or hands to calls that may keep it, as it is spelt.

    Args:
        function: any function.
        module: its module.

    Returns:
        The places of each, in source order; not those in functions inside it.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for node in within(function):
        for each in _parts(_left(node, module)):
            found[spelt(each)].append(node)
    return found


def taken(nodes: Iterable[ast.AST], module: Module) -> frozenset[str]:
    """What calls are given that may keep it, as it is spelt.

    Args:
        nodes: the calls, among others.
        module: their module.
    """
    calls = (each for each in nodes if isinstance(each, ast.Call))
    return frozenset(spelt(each) for call in calls for each in _parts(_given(call, module)))


def _left(node: ast.AST, module: Module) -> Sequence[ast.expr]:
    match node:
        case ast.Call():
            return _given(node, module)
        case (
            ast.Return(value=ast.expr() as value)
            | ast.Yield(value=ast.expr() as value)
            | ast.Assign(value=value)
            | ast.AnnAssign(value=ast.expr() as value)
            | ast.NamedExpr(value=value)
        ):
            return (value,)
        case _:
            return ()


def _given(call: ast.Call, module: Module) -> Sequence[ast.expr]:
    if is_assertion(call) or _only_uses(call.func, module):
        return ()
    return (*call.args, *(each.value for each in call.keywords))


def _only_uses(func: ast.expr, module: Module) -> bool:
    """Whether a builtin is called, or a function of the standard library: no class, and no method."""
    if isinstance(func, ast.Name) and not module.bindings(func):
        return func.id in _USING
    names = module.names(func)
    return bool(names) and all(_is_plain_function(each) for each in names)


def _is_plain_function(name: str) -> bool:
    if "." in name and name in BORROWERS:
        return True
    top, dot, _ = name.partition(".")
    is_known = bool(dot) and top in sys.stdlib_module_names - _KEEPERS and name not in _TAKING
    return is_known and "(" not in name and name.rpartition(".")[2][:1].islower()


def _parts(values: Iterable[ast.expr]) -> Iterator[ast.expr]:
    """The names and attributes among values; what stands in a display has moved there for good."""
    return (each for each in values if isinstance(each, (ast.Name, ast.Attribute)))
