"""Sockets that hold nothing: no address, no connection, and nobody who could give them any."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.uses import mentioned
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import is_assertion

_IDLE = frozenset(
    {"close", "family", "fileno", "getblocking", "getsockopt", "gettimeout", "proto", "setblocking"}
    | {"setsockopt", "settimeout", "shutdown", "timeout", "type"}
)
"""What can be asked of a socket, or be set, that neither binds nor connects it."""


def holds_nothing(obligation: Obligation, module: Module) -> bool:
    """Whether a socket is neither bound nor connected nor handed on in its function.

    Args:
        obligation: what is held.
        module: its module.

    Returns:
        ``True`` only for what ``socket.socket`` makes and a local name keeps.
    """
    handle = obligation.handle
    if handle is None or handle.owner or "socket.socket" not in module.names(obligation.call.func):
        return False
    if any(keyword.arg in ("fileno", None) for keyword in obligation.call.keywords):
        return False
    mentions = mentioned(obligation.function, module).get(handle, ())
    return all(_leaves_idle(each, module) for each in mentions)


def _leaves_idle(mention: ast.expr, module: Module) -> bool:
    match module.parent(mention):
        case ast.Attribute(attr=word):
            return word in _IDLE
        case ast.Call(args=args) as call:
            return is_assertion(call) and mention in args[:2]  # what follows goes to a function
        case _:
            return isinstance(module.above(mention, ast.stmt), ast.Assert)
