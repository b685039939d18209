"""Paths that functions put together from their own file on: ``join(dirname(__file__), "a", name)``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.source.module import Module, statements, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant

GIVEN = "\0"
"""Stands in a path for what a call gives."""
_SAME = frozenset(
    {
        *("str", "os.fspath", "pathlib.Path", "pathlib.PurePath"),
        *(f"os.path.{each}" for each in ("abspath", "realpath", "normpath")),
    }
)
_DEEPEST = 20

Parts = tuple[str, ...]


def path_of(function: Function, module: Module) -> Parts:
    """The path that a function returns.

    Args:
        function: a function of one parameter, or of any number of them.
        module: its module.

    Returns:
        Its parts from the project's top folder on, with `GIVEN` in one place; empty where it is not known.
    """
    given = function.args
    plain = [*given.posonlyargs, *given.args]
    names = [each.arg for each in (*plain, *((given.vararg,) if given.vararg else ()))]
    returns = [each.value for each in statements(function.body) if isinstance(each, ast.Return)]
    if len(names) != 1 or given.kwonlyargs or given.kwarg or function.decorator_list or len(returns) != 1:
        return ()
    if any(each.id == names[0] and not isinstance(each.ctx, ast.Load) for each in _names(function)):
        return ()
    parts = _parts(returns[0], names[0], module, _DEEPEST)
    return parts if parts.count(GIVEN) == 1 else ()


def _names(function: Function) -> Iterator[ast.Name]:
    return (each for each in walk(function) if isinstance(each, ast.Name))


def _above(parts: Parts) -> Parts:
    """The path without its last part; empty where that may not be the folder: behind ``..``, or a slash."""
    return () if {".", ".."} & {*parts[1:]} else parts[:-1]


def _parts(node: ast.expr | None, name: str, module: Module, deepest: int) -> Parts:
    """The parts of a path; empty if one of them is not known."""
    match node:
        case _ if not deepest:
            return ()
        case ast.Name(id="__file__"):
            return (".", *module.path.split("/"))
        case ast.Name():
            value = meant(node, module)
            return () if value is node else _parts(value, name, module, deepest - 1)
        case ast.Attribute(value=inner, attr="parent"):
            return _above(_parts(inner, name, module, deepest - 1))
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _below(left, [right], name, module, deepest)
        case ast.Call(func=func, args=[first, *rest], keywords=[]):
            match [*module.names(func)]:
                case ["os.path.join"]:
                    return _below(first, rest, name, module, deepest)
                case ["os.path.dirname"] if not rest:
                    return _above(_parts(first, name, module, deepest - 1))
                case [same] if same in _SAME and not rest:
                    return _parts(first, name, module, deepest - 1)
            return ()
        case _:
            return ()


def _below(first: ast.expr, rest: Sequence[ast.expr], name: str, module: Module, deepest: int) -> Parts:
    above = _parts(first, name, module, deepest - 1)
    below = [*_pieces(rest, name)]
    return (*above, *below) if above and "" not in below else ()


def _pieces(rest: Sequence[ast.expr], name: str) -> Iterator[str]:
    """What is put behind a path: parts of literals, and what is given; an empty text for anything else."""
    for each in rest:
        match each:
            case ast.Constant(value=str(text)):
                yield from ("",) if text.startswith("/") else (part or "." for part in text.split("/"))
            case ast.Name(id=word) | ast.Starred(value=ast.Name(id=word)) if word == name:
                yield GIVEN
            case _:
                yield ""
