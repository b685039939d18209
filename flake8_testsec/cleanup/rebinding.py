"""Where a local name that is bound several times in a function stands for what one of them bound."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from flake8_testsec.cleanup.acquisition import Handle, Obligation, spelt_handle
from flake8_testsec.source.module import Module, walked
from flake8_testsec.source.syntax import Function

_Place = tuple[int, int]
_MOST = 50
"""Bindings behind one, and statements around it, that are looked at: the next one mostly takes its place."""
_MANY = 20
"""Bindings of a name, of which none surely takes the place of another, that are told apart: each of them has
all the text behind it, which would be read as often."""
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


class Span(NamedTuple):
    """The text in which a name may stand for what was bound in one place: from ``begin`` to ``end``, and from
    ``later`` on."""

    begin: _Place
    end: _Place
    later: _Place


WHOLE = Span((0, 0), (1 << 60, 0), (1 << 60, 0))
"""The text of the whole function."""


def span(name: str, at: ast.AST, function: Function, module: Module) -> Span:
    """Where a name may stand for what it is bound to at one place.

    A binding takes the place of another that stands above it in the same block, or around that block.

    Args:
        name: a local name.
        at: a node of the statement that binds it.
        function: the function around.
        module: its module.

    Returns:
        The whole function for a name that is bound once, or in so many branches that it is not told.
    """
    bindings = _bindings(function, module).get(name, ())
    if len(bindings) < 2 or name in _declared(function, module):
        return WHOLE
    way = [*islice(_way(at, function, module), _MOST)]
    begin = _place(next((each for each in reversed(way) if isinstance(each, _LOOPS)), way[0]))
    end, later = _taken(bindings, way, module)
    if end == WHOLE.end and len(bindings) > _MANY:
        return WHOLE
    return Span(begin, end, later)


def _taken(bindings: Sequence[ast.AST], way: Sequence[ast.AST], module: Module) -> tuple[_Place, _Place]:
    """Where the next binding of a name begins that is always met, and where its block ends."""
    parents = {module.parent(each): each for each in way}
    first = bisect_right(bindings, _place(way[0]), key=_place)
    for binding in islice(bindings, first, first + _MOST):
        statement = module.above(binding, ast.stmt)
        around = module.parent(statement) if statement is not None else None
        if statement in (None, way[0]) or around not in parents or not _is_plain(binding, statement):
            continue
        block = _block(around, statement)
        if _holds(block, parents[around]):
            return _after(statement), _end(block[-1])
    return WHOLE.end, WHOLE.later


def _is_plain(binding: ast.AST, statement: ast.stmt) -> bool:
    """Whether a statement binds a name whenever it is met: by ``=`` or ``with``."""
    match statement:
        case ast.Assign(targets=targets):
            return binding in targets
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return any(binding is item.optional_vars for item in items)
        case _:
            return False


def _after(statement: ast.stmt) -> _Place:
    """Where a statement has bound its names: what it is made of is looked at before."""
    match statement:
        case ast.With(body=body) | ast.AsyncWith(body=body):
            return _place(body[0])
        case _:
            return _end(statement)


def _way(at: ast.AST, function: Function, module: Module) -> Iterator[ast.stmt]:
    """The statement of a node and those around it, from the inside out."""
    above: ast.AST | None = at
    while above is not None and above is not function:
        if isinstance(above, ast.stmt):
            yield above
        above = module.parent(above)


def _block(around: ast.AST | None, statement: ast.stmt) -> Sequence[ast.stmt]:
    """The list of statements that a statement is in."""
    blocks: Iterator[Sequence[ast.stmt]] = (
        getattr(around, field, ()) for field in ("body", "orelse", "finalbody")
    )
    return next((each for each in blocks if _holds(each, statement)), ())


def _holds(block: Sequence[ast.stmt], statement: ast.AST) -> bool:
    """Whether a child of what a block belongs to is in that block, by its place: a block may be long."""
    return bool(block) and _place(block[0]) <= _place(statement) <= _place(block[-1])


def _bindings(function: Function, module: Module) -> Mapping[str, Sequence[ast.AST]]:
    """Where a function binds its names, in the order of the text; parameters are bound first."""
    key = ("cleanup.rebinding", function)
    if key not in module.kept:
        found: dict[str, list[ast.AST]] = defaultdict(list)
        for node in walked(function, module):
            match node:
                case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                    found[name].append(node)
        module.kept[key] = {name: sorted(several, key=_place) for name, several in found.items()}
    known: Mapping[str, Sequence[ast.AST]] = module.kept[key]
    return known


def _declared(function: Function, module: Module) -> frozenset[str]:
    """The names that a function, or one inside it, shares with others."""
    key = ("cleanup.rebinding.declared", function)
    if key not in module.kept:
        several = (each for each in walked(function, module) if isinstance(each, (ast.Global, ast.Nonlocal)))
        module.kept[key] = frozenset(name for each in several for name in each.names)
    known: frozenset[str] = module.kept[key]
    return known


def _place(node: ast.AST) -> _Place:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _end(node: ast.AST) -> _Place:
    return getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0)


def drops(handle: Handle, obligation: Obligation, module: Module) -> Iterator[ast.AST]:
    """Where the handle is let go of deliberately, the last time, so that the garbage collector takes it."""
    key = ("cleanup.drops", obligation.function)
    if key not in module.kept:
        module.kept[key] = dict(_dropped(obligation.function, module))
    last: ast.Assign | None = module.kept[key].get(handle)
    if last is not None and last.lineno > obligation.call.lineno:
        yield last


def _dropped(function: Function, module: Module) -> Iterator[tuple[Handle, ast.Assign]]:
    for node in walked(function, module):
        match node:
            case ast.Assign(targets=[target], value=ast.Constant(value=None)):
                if (handle := spelt_handle(target)) is not None:
                    yield handle, node
