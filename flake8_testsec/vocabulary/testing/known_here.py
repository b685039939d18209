"""Whether code that is brought back finds what it names, and is not denied by what runs around it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.source.bindings import silent, telling
from flake8_testsec.source.calls import last_word, string, structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.calls_told import never_called

_SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
_CALLS = frozenset({"await_args", "await_args_list", "call_args", "call_args_list", "mock_calls"})
_BUILTINS = frozenset(dir(builtins))


def is_visible(name: str, function: Function, line: int, module: Module) -> bool:
    """Whether code on a line of a function can read a name.

    Args:
        name: the name.
        function: the function around.
        line: the line; what the function binds only below is not there yet.
        module: their module.

    Returns:
        ``True`` also where a star import may bring it.
    """
    if name in _BUILTINS or "*" in _sites(module)[0]:
        return True
    outer = {None, *(each for each in module.ancestors(function) if isinstance(each, Function))}
    for site in (each for sites in _sites(module) for each in sites.get(name, ())):
        scope = module.above(site, *_SCOPES)
        if scope in outer or (scope is function and getattr(site, "lineno", 0) < line):
            return True
    return False


@once
def _sites(module: Module) -> tuple[Mapping[str, Sequence[ast.AST]], ...]:
    """Where each name is bound."""
    return telling(module), silent(module)


def is_denied(statement: ast.stmt, function: Function, module: Module) -> bool:
    """Whether a statement reads what other statements of its function say is not there.

    Args:
        statement: code that is brought back.
        function: where it would stand.
        module: their module.

    Returns:
        Whether that is the calls of what was never called, or an attribute that something has not.
    """
    read = [each for each in walk(statement) if isinstance(each, ast.Attribute)]
    uncalled, absent = never_called(function, module), _absent(function, module)
    return any(
        (each.attr in _CALLS and structure(each.value) in uncalled)
        or (structure(each.value), each.attr) in absent
        for each in read
    )


@once
def _absent(function: Function, module: Module) -> frozenset[tuple[str, str]]:
    return frozenset(_lacking(function))


def _lacking(function: Function) -> Iterator[tuple[str, str]]:
    """What has which attribute not, by assertions of a function."""
    for each in walk(function):
        match each:
            case ast.Call(func=func, args=[word, owner, *_]) if last_word(func) == "assertNotIn":
                yield structure(owner), string(word) or ""
            case ast.Call(func=func, args=[asked, *_]) if last_word(func) == "assertFalse":
                yield from _asked(asked)
            case ast.Assert(test=ast.UnaryOp(op=ast.Not(), operand=asked)):
                yield from _asked(asked)


def _asked(call: ast.expr) -> Iterator[tuple[str, str]]:
    match call:
        case ast.Call(func=ast.Name(id="hasattr"), args=[owner, word]):
            yield structure(owner), string(word) or ""
