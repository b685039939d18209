"""Connectors of HTTP clients, which hold nothing before they have connected."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.acquisition import Obligation, names_handle
from flake8_testsec.source.module import Module, walk
from flake8_testsec.vocabulary.testing.assertions import expecting_around


def has_connected(obligation: Obligation, module: Module) -> bool:
    """Whether a connector is told to connect, so that there is something to close.

    Args:
        obligation: a connector. One that a session is given is the session's to close.
        module: its module.

    Returns:
        ``False`` if all that is done with it looks at it, or is expected to raise.
    """
    return any(_connects(node, obligation, module) for node in walk(obligation.function))


def _connects(node: ast.AST, obligation: Obligation, module: Module) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr="connect")) if obligation.handle is not None:
            return names_handle(owner, obligation.handle) and expecting_around(node, module) is None
        case _:
            return False
