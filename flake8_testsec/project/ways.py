"""What the top of a module binds on every way through it, and what on some ways alone."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

Bound = Callable[[ast.stmt], Iterable[str]]
"""The names that a plain statement binds."""
_Names = frozenset[str]
_Blocks = Mapping[ast.stmt, "_Names | None"]


class Ways(NamedTuple):
    """``always`` are the names that are bound however the module is read, ``sometimes`` those that a branch
    binds and another one, which goes on as well, does not."""

    always: frozenset[str]
    sometimes: frozenset[str]


def ways(body: Sequence[ast.stmt], bound: Bound) -> Ways:
    """What the statements of a module bind.

    Args:
        body: the statements at its top.
        bound: tells the names that a plain statement binds.

    Returns:
        The names; what a loop or a ``with`` binds is neither, since nobody knows how far they come.
    """
    known: dict[ast.stmt, _Names | None] = {}
    sometimes: set[str] = set()
    for statement in reversed([*_branching(body)]):
        ends = [_block(each, known, bound) for each in _branches(statement)]
        going_on = [each for each in ends if each is not None]
        common = frozenset.intersection(*going_on) if going_on else frozenset[str]()
        sometimes |= frozenset[str]().union(*going_on) - common
        known[statement] = _with_last(statement, common if going_on else None, known, bound)
    always = _block(body, known, bound) or frozenset()
    return Ways(always, frozenset(sometimes) - always)


def _branching(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """All statements with branches in a block and in such statements, each before those inside it."""
    waiting = [*body]
    for statement in waiting:
        if blocks := _branches(statement):
            yield statement
            waiting += [each for block in (*blocks, _last(statement)) for each in block]


def _branches(statement: ast.stmt) -> Sequence[Sequence[ast.stmt]]:
    """The blocks of which one is gone through, as far as nothing is raised out of the statement."""
    match statement:
        case ast.If(body=body, orelse=orelse):
            return body, orelse
        case ast.Try(body=body, handlers=handlers, orelse=orelse):
            return [*body, *orelse], *(each.body for each in handlers)
        case _ if type(statement).__name__ == "TryStar":  # which Python 3.10 does not have
            return _branches(ast.Try(**dict(ast.iter_fields(statement))))
        case _:
            return ()


def _last(statement: ast.stmt) -> Sequence[ast.stmt]:
    finally_: Sequence[ast.stmt] = getattr(statement, "finalbody", ())
    return finally_


def _with_last(statement: ast.stmt, names: _Names | None, known: _Blocks, bound: Bound) -> _Names | None:
    """What a statement binds, with its ``finally``."""
    last = _block(_last(statement), known, bound)
    return None if names is None or last is None else names | last


def _block(body: Sequence[ast.stmt], known: _Blocks, bound: Bound) -> _Names | None:
    """The names that a block binds; ``None`` if it does not come to its end."""
    names: set[str] = set()
    for statement in body:
        more = known[statement] if statement in known else bound(statement)
        if more is None or isinstance(statement, ast.Raise):
            return None
        names.update(more)
    return frozenset(names)
