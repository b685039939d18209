"""Of which builtin types a value certainly is: by how it is written, or by the values that marks give."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.project.fixtures import parameter_names
from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.calls import argument, unpacks
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant

_DEEPEST = 8
_NOT_KNOWN: frozenset[str] = frozenset()


def kinds(node: ast.expr, module: Module, depth: int = 0) -> frozenset[str]:
    """The types that a value may be of.

    Args:
        node: the expression.
        module: its module.
        depth: how far names and sums were followed already.

    Returns:
        The names of builtin types; empty if it may be of another type.
    """
    if depth > _DEEPEST:
        return _NOT_KNOWN
    match node:
        case ast.Constant(value=value):
            return frozenset({type(value).__name__})
        case ast.JoinedStr():
            return frozenset({"str"})
        case ast.Dict() | ast.DictComp():
            return frozenset({"dict"})
        case ast.List() | ast.ListComp():
            return frozenset({"list"})
        case ast.Tuple():
            return frozenset({"tuple"})
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            both = kinds(left, module, depth + 1) | kinds(right, module, depth + 1)
            return both if both == {"str"} else _NOT_KNOWN
        case ast.Name():
            return _of_name(node, module, depth + 1)
        case _:
            return _NOT_KNOWN


def _of_name(name: ast.Name, module: Module, depth: int) -> frozenset[str]:
    match [*module.bindings(name)]:
        case [Bound(node=node) | Unknown(node=node)] if rows := _gone_through(node, module):
            return _all_kinds(rows, module, depth)
        case [Bound(value=value)]:
            return kinds(value, module, depth)
        case [Unknown()]:
            return _all_kinds(_column(name, module), module, depth)
        case _:
            return _NOT_KNOWN


def _all_kinds(values: Sequence[ast.expr], module: Module, depth: int) -> frozenset[str]:
    found = [kinds(each, module, depth) for each in values]
    return frozenset().union(*found) if all(found) else _NOT_KNOWN


def _gone_through(node: ast.AST, module: Module) -> Sequence[ast.expr]:
    """The values that a loop through a display gives the name that it binds."""
    match module.parent(node):
        case ast.For(iter=ast.List(elts=values) | ast.Tuple(elts=values), target=target) if target is node:
            return values
        case _:
            return ()


def _column(name: ast.Name, module: Module) -> Sequence[ast.expr]:
    """The values that the one mark of a test which names a parameter gives it; none if not all are seen."""
    function = module.function(name)
    marks = function.decorator_list if isinstance(function, Function) else ()
    calls = (each for each in marks if isinstance(each, ast.Call))
    given = [each for each in calls if "pytest.mark.parametrize" in module.names(each.func)]
    found = [[*_values(each, name.id, module)] for each in given if name.id in _names(each, module)]
    return [each for each in found[0] if each is not None] if len(found) == 1 and None not in found[0] else ()


def _names(mark: ast.Call, module: Module) -> Sequence[str]:
    names = argument(mark, 0, "argnames")
    return [] if names is None else [*(parameter_names(meant(names, module)) or ())]


def _values(mark: ast.Call, name: str, module: Module) -> Iterator[ast.expr | None]:
    """The values for one parameter, with ``None`` for each row that is not written out."""
    rows = argument(mark, 1, "argvalues")
    if not isinstance(rows, ast.List | ast.Tuple) or argument(mark, 2, "indirect") is not None:
        yield None
        return
    names = _names(mark, module)
    for row in rows.elts:
        yield _cell(row, names.index(name), len(names), module)


def _cell(row: ast.expr, place: int, width: int, module: Module) -> ast.expr | None:
    match row:
        case ast.Call(func=func) if "pytest.param" in module.names(func):
            return None if unpacks(row) or len(row.args) != width else row.args[place]
        case ast.Starred():
            return None
        case _ if width == 1:
            return row
        case ast.Tuple(elts=cells) | ast.List(elts=cells) if len(cells) == width:
            return None if any(isinstance(each, ast.Starred) for each in cells) else cells[place]
        case _:
            return None
