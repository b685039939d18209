"""What nobody else could want, or is gone with the object that holds it: idle sockets, files, archives."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.cleanup import openers
from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.judgement import Judgement
from flake8_testsec.cleanup.uses import mentioned
from flake8_testsec.source.calls import argument
from flake8_testsec.source.module import Module
from flake8_testsec.source.origins import leaves
from flake8_testsec.vocabulary.testing.assertions import is_assertion

_IDLE = frozenset(
    {"close", "family", "fileno", "getblocking", "getsockopt", "gettimeout", "proto", "setblocking"}
    | {"setsockopt", "settimeout", "shutdown", "timeout", "type"}
)
"""What can be asked of a socket, or be set, that neither binds nor connects it."""


def ends_with_its_object(obligation: Obligation, module: Module) -> bool:
    """Whether all that is held is gone as soon as nobody has the object any more, and no other test meets it.

    Args:
        obligation: what is held.
        module: its module.

    Returns:
        ``True`` for files, connections to SQLite and executors, and for archives that are read, or made in
        memory that an object keeps.
    """
    what, names = obligation.resource.what, module.names(obligation.call.func)
    if what == "archive":
        return openers.only_reads(obligation) or _is_in_memory(argument(obligation.call, 0), module)
    return what in _COLLECTED or "sqlite3.connect" in names


def _is_in_memory(place: ast.expr | None, module: Module) -> bool:
    """Whether an attribute is given nothing but files in memory, as far as the module shows."""
    if not isinstance(place, ast.Attribute):
        return False
    return all(
        isinstance(each, ast.Call) and bool(module.names(each.func) & _MEMORY)
        for each in leaves(place, module)
    )


_MEMORY = frozenset({"io.BytesIO", "io.StringIO", "tempfile.SpooledTemporaryFile"})
_COLLECTED = frozenset({"executor", openers.OPENED[0].what})


def holds_nothing(judgement: Judgement, module: Module) -> bool:
    """Whether a socket is neither bound nor connected where its function is left, nor handed on before.

    Args:
        judgement: what is held, and where it is left.
        module: its module.

    Returns:
        ``True`` for what ``socket.socket`` makes and a local name keeps, and for a pair of sockets that know
        each other alone.
    """
    obligation, names = judgement.obligation, module.names(judgement.obligation.call.func)
    handle = obligation.handle
    if handle is None or handle.owner or "socket.socket" not in names:
        return "socket.socketpair" in names and handle is not None
    if any(keyword.arg in ("fileno", None) for keyword in obligation.call.keywords):
        return False
    mentions = mentioned(obligation.function, module).get(handle, ())
    failed = _failed(judgement.exit, module)
    return all(_leaves_idle(each, module) or module.above(each, ast.Expr) in failed for each in mentions)


def _failed(exit: ast.AST | None, module: Module) -> Sequence[ast.stmt]:
    """The attempt to connect that has raised where an exit stands in the handler for that."""
    handler = module.above(exit, ast.ExceptHandler) if exit is not None else None
    match module.parent(handler) if handler is not None else None:
        case ast.Try(body=[ast.Expr(value=ast.Call(func=ast.Attribute(attr="connect")))] as attempt):
            return attempt
        case _:
            return ()


def _leaves_idle(mention: ast.expr, module: Module) -> bool:
    match module.parent(mention):
        case ast.Attribute(attr=word, ctx=ctx):
            return word in _IDLE or not isinstance(ctx, ast.Load)
        case ast.Call(args=args) as call:
            return is_assertion(call) and mention in args[:2]  # what follows goes to a function
        case _:
            return isinstance(module.above(mention, ast.stmt), ast.Assert)
