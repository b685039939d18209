"""What holds that which an acquiring call returns."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator
from typing import NamedTuple

from flake8_testsec.cleanup.borrowers import STREAMS, borrows, replaces_stream, takes_path
from flake8_testsec.cleanup.resources import PATH_MAKERS, Place, Resource
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion

_REQUESTS = frozenset({"patch", "post", "put", "request"})
"""How methods and functions that send a file are called."""


class Handle(NamedTuple):
    """What holds a resource: a local name, or an attribute of the first parameter."""

    name: str
    owner: str = ""

    def __str__(self) -> str:
        return f"{self.owner}.{self.name}" if self.owner else self.name


class Obligation(NamedTuple):
    """Something to be given back.

    ``begin`` is where it is held from, which for threads and patchers is not the call that makes them;
    ``handle`` is ``None`` where nobody keeps what would release it.
    """

    resource: Resource
    call: ast.Call
    begin: ast.AST
    function: Function
    handle: Handle | None


def held(
    node: ast.expr, row: Resource, module: Module, place: Place | None = None
) -> Iterator[tuple[ast.AST, Handle | None]]:
    """Where the obligation begins and what holds the handle; nothing if somebody else has it."""
    parent, place = module.parent(node), place or row.place
    match parent:
        case ast.Await():
            yield from held(parent, row, module, place)
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            yield from ((node, handle) for handle in _targets(target, place, module))
        case ast.Tuple() if (target := _counterpart(node, parent, module)) is not None:
            yield from ((node, handle) for handle in _targets(target, place, module))
        case ast.Dict() | ast.Tuple() | ast.List() | ast.keyword() if _is_sent(node, module):
            if not (row.begun_by or row.path):
                yield node, None
        case ast.NamedExpr(target=target) if _is_only_named(parent, module):
            yield from ((node, handle) for handle in _targets(target, place, module))
        case ast.IfExp(test=test) if node is not test and _is_nothing_else(parent, node):
            yield from held(parent, row, module, place)
        case ast.Expr() if not row.begun_by and place is not Place.EACH:
            yield node, None
        case ast.Attribute(attr=word) if is_called(parent, module):
            yield from _chained(word, parent, row, module)
        case ast.Attribute() if row.path:
            yield from held(parent, row, module)
        case ast.Subscript(slice=ast.Constant(value=int(index)), value=value) if value is node:
            yield from _element(parent, index, row, module)
        case ast.withitem(optional_vars=target) if row.path:
            yield node, _handle(target, module) if target is not None else None
        case ast.For(iter=each) | ast.AsyncFor(iter=each) | ast.comprehension(iter=each) if each is node:
            yield node, None
        case ast.Call(args=args) if row.path and node in args:
            yield from _told(parent, row, module)
        case ast.Call() if node is not parent.func and _is_lent(parent, row, module):
            yield node, None
        case ast.keyword() if (outer := module.parent(parent)) and isinstance(outer, ast.Call):
            if not row.path and (_is_lent(outer, row, module) or is_stream(parent, outer)):
                yield node, None
        case ast.Return() | ast.Yield():
            yield node, Handle("")


def _is_sent(node: ast.AST, module: Module) -> bool:
    """Whether something is among the ``files`` that a request sends: the clients with this keyword, as of
    ``requests`` and ``httpx``, close nothing of it."""
    while isinstance(parent := module.parent(node), (ast.Dict, ast.Tuple, ast.List)):
        node = parent
    if not (isinstance(parent, ast.keyword) and parent.arg == "files"):
        return False
    call = module.parent(parent)
    return isinstance(call, ast.Call) and last_word(call.func) in _REQUESTS


def _is_only_named(named: ast.NamedExpr, module: Module) -> bool:
    """Whether nobody but the name has what ``:=`` binds: it is a statement, or what a condition asks for."""
    parent = module.parent(named)
    while isinstance(parent, (ast.BoolOp, ast.UnaryOp, ast.Compare)):
        parent = module.parent(parent)
    return isinstance(parent, (ast.Expr, ast.If, ast.While, ast.Assert))


def _is_nothing_else(chosen: ast.IfExp, node: ast.expr) -> bool:
    """Whether a conditional expression is either what is acquired, or nothing at all."""
    other = chosen.orelse if node is chosen.body else chosen.body
    return isinstance(other, ast.Constant) and other.value is None


def _told(call: ast.Call, row: Resource, module: Module) -> Iterator[tuple[ast.AST, Handle | None]]:
    """A call that is told a path right where it is made: what it makes of it may be a path, too."""
    if module.names(call.func) & PATH_MAKERS:
        yield from held(call, row, module)
    elif not takes_path(call):
        kept = isinstance(module.parent(call), (ast.Assign, ast.AnnAssign, ast.Expr))
        yield from held(call, row, module) if kept else ()


def _is_lent(call: ast.Call, row: Resource, module: Module) -> bool:
    """Whether a call that is given what was just acquired only uses it."""
    return not row.begun_by and (borrows(call, module) or is_assertion(call) or replaces_stream(call))


def is_stream(given: ast.keyword, call: ast.Call) -> bool:
    """Whether a function is given something as the input or output of what it runs, and closes none of it.

    Args:
        given: the argument.
        call: a call of the function.

    Returns:
        ``False`` for classes, whose objects may close what they are made with.
    """
    return given.arg in STREAMS and last_word(call.func)[:1].islower()


def is_called(node: ast.Attribute, module: Module) -> bool:
    outer = module.parent(node)
    return isinstance(outer, ast.Call) and outer.func is node


def _chained(
    word: str, attribute: ast.Attribute, row: Resource, module: Module
) -> Iterator[tuple[ast.AST, Handle | None]]:
    """A method called on the result itself: nobody keeps the handle."""
    if word in row.begun_by:
        yield module.parents[attribute], None
    elif word not in (*row.release, "__enter__") and not row.begun_by and not row.path:
        yield attribute.value, None


def _element(
    subscript: ast.Subscript, index: int, row: Resource, module: Module
) -> Iterator[tuple[ast.AST, Handle | None]]:
    if row.place is (Place.FIRST, Place.SECOND)[bool(index)]:
        yield from held(subscript, row, module, Place.RESULT)
    elif row.place in (Place.FIRST, Place.SECOND):
        yield subscript.value, None


def _counterpart(node: ast.expr, values: ast.Tuple, module: Module) -> ast.expr | None:
    """What is assigned an element of ``a, b = open(first), open(second)``."""
    match module.parent(values):
        case ast.Assign(targets=[ast.Tuple(elts=targets)]) if len(targets) == len(values.elts):
            if not any(isinstance(each, ast.Starred) for each in (*targets, *values.elts)):
                return targets[values.elts.index(node)]
    return None


def _targets(target: ast.expr, place: Place, module: Module) -> Iterator[Handle | None]:
    match target, place:
        case ast.Tuple(elts=[first, _]), Place.FIRST:
            yield _handle(first, module)
        case ast.Tuple(elts=[_, second]), Place.SECOND:
            yield _handle(second, module)
        case ast.Tuple(elts=[first, second]), Place.EACH:
            yield from (_handle(first, module), _handle(second, module))
        case _, Place.RESULT:
            yield _handle(target, module)


def _handle(target: ast.expr, module: Module) -> Handle | None:
    match target:
        case ast.Name(id=name) if not _is_of_module(target, module):
            return Handle(name)
        case ast.Attribute(value=ast.Name(id="self" | "cls" as owner), attr=name):
            return Handle(name, owner)
        case _:
            return Handle("")  # a container or another object has it


def _is_of_module(name: ast.Name, module: Module) -> bool:
    """Whether a name is declared to be that of an outer scope, where others find the handle, too."""
    return (module.function(name), name.id) in _declared(module)


@once
def _declared(module: Module) -> Container[tuple[Function | None, str]]:
    """The functions that declare a name to be that of an outer scope, each with the name."""
    declarations = module.nodes(ast.Global, ast.Nonlocal)
    return frozenset((module.function(each), name) for each in declarations for name in vars(each)["names"])


def names_handle(node: ast.expr, handle: Handle) -> bool:
    """Whether an expression is the handle."""
    return spelt_handle(node) == handle


def spelt_handle(node: ast.expr) -> Handle | None:
    """What an expression names if it is a handle at all: a name, or an attribute of one."""
    match node:
        case ast.Name(id=name):
            return Handle(name)
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return Handle(name, owner)
        case _:
            return None
