"""Of which builtin types a value certainly is: by how it is written, or by the values that marks give."""

from __future__ import annotations

import ast
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.project.fixtures import parameter_names
from flake8_testsec.source.bindings import Binding, Bound, Unknown
from flake8_testsec.source.calls import argument, unpacks
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant

_DEEPEST = 8
"""How far names and sums are followed."""
_MOST = 1000
"""Values that are looked at for one."""
_NOT_KNOWN: frozenset[str] = frozenset()


def kinds(node: ast.expr, module: Module) -> frozenset[str]:
    """The types that a value may be of.

    Args:
        node: the expression.
        module: its module.

    Returns:
        The names of builtin types; empty if it may be of another type.
    """
    if isinstance(node, ast.Name):
        return _of_name(module.bindings(node), module)
    return _united(_followed([node], 0, module))


@once
def _of_name(bound: tuple[Binding, ...], module: Module) -> frozenset[str]:
    return _united(_followed(_bound_to(bound, module), 1, module))


def _united(several: Iterator[str]) -> frozenset[str]:
    found = frozenset(several)
    return found if "" not in found else _NOT_KNOWN


def _followed(values: Sequence[ast.expr], depth: int, module: Module) -> Iterator[str]:
    """The types of values, each name looked up once; the empty text and no more where one is not known."""
    waiting, seen = deque((each, depth, False) for each in values), set[tuple[object, bool]]()
    left = _MOST
    while waiting:
        node, depth, is_summand = waiting.popleft()
        if kind := _written(node):
            yield kind if kind == "str" or not is_summand else ""
            continue
        key = (module.bindings(node) if isinstance(node, ast.Name) else node, is_summand)
        if key not in seen:
            seen.add(key)
            behind = _behind(node, module)
            left -= len(behind)
            if not behind or depth >= _DEEPEST or left < 0:
                yield ""
                return
            is_summand = is_summand or isinstance(node, ast.BinOp)
            waiting.extend((each, depth + 1, is_summand) for each in behind)


def _written(node: ast.expr) -> str:
    """The type of a value by how it is written; empty if that does not tell it."""
    match node:
        case ast.Constant(value=value):
            return type(value).__name__
        case ast.JoinedStr():
            return "str"
        case ast.Dict() | ast.DictComp():
            return "dict"
        case ast.List() | ast.ListComp():
            return "list"
        case ast.Tuple():
            return "tuple"
        case _:
            return ""


def _behind(node: ast.expr, module: Module) -> Sequence[ast.expr]:
    """The values on which the type of one hangs: those of a name, and the summands of a text."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return (left, right)
        case ast.Name():
            return _bound_to(module.bindings(node), module)
        case _:
            return ()


def _bound_to(bound: Sequence[Binding], module: Module) -> Sequence[ast.expr]:
    """All the values that a name may have; none if they are not seen."""
    match [*bound]:
        case [Bound(node=node) | Unknown(node=node)] if rows := _gone_through(node, module):
            return rows
        case [Bound(value=value)]:
            return (value,)
        case [Unknown(node=ast.arg() as given)]:
            return _column(given, module)
        case _:
            return ()


def _gone_through(node: ast.AST, module: Module) -> Sequence[ast.expr]:
    """The values that a loop through a display gives the name that it binds."""
    match module.parent(node):
        case ast.For(iter=ast.List(elts=values) | ast.Tuple(elts=values), target=target) if target is node:
            return values
        case _:
            return ()


def _column(given: ast.arg, module: Module) -> Sequence[ast.expr]:
    """The values that the one mark of a test which names a parameter gives it; none if not all are seen."""
    arguments = module.parent(given)
    function = module.parent(arguments) if arguments is not None else None
    match _marks(function, module).get(given.arg, ()) if isinstance(function, Function) else ():
        case [_Mark() as mark]:
            found = [*_values(mark, module)]
            return [each for each in found if each is not None] if None not in found else ()
        case _:
            return ()


class _Mark(NamedTuple):
    """A mark that gives a parameter values: where among how many names it has the parameter's."""

    call: ast.Call
    place: int
    width: int


@once
def _marks(function: Function, module: Module) -> Mapping[str, Sequence[_Mark]]:
    """The marks of a test that give values, by the names of the parameters."""
    found: dict[str, list[_Mark]] = defaultdict(list)
    calls = (each for each in function.decorator_list if isinstance(each, ast.Call))
    for call in (each for each in calls if "pytest.mark.parametrize" in module.names(each.func)):
        names = _names(call, module)
        for place, name in enumerate(names):
            found[name].append(_Mark(call, place, len(names)))
    return found


def _names(mark: ast.Call, module: Module) -> Sequence[str]:
    names = argument(mark, 0, "argnames")
    return [] if names is None else [*(parameter_names(meant(names, module)) or ())]


def _values(mark: _Mark, module: Module) -> Iterator[ast.expr | None]:
    """The values for one parameter, with ``None`` for each row that is not written out."""
    rows = argument(mark.call, 1, "argvalues")
    if not isinstance(rows, ast.List | ast.Tuple) or argument(mark.call, 2, "indirect") is not None:
        yield None
        return
    for row in rows.elts:
        yield _cell(row, mark.place, mark.width, module)


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
