"""Connectors of HTTP clients, which hold nothing before they have connected."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from flake8_testsec.cleanup.acquisition import Handle, Obligation, spelt_handle
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around


def has_connected(obligation: Obligation, module: Module) -> bool:
    """Whether a connector is told to connect, so that there is something to close.

    Args:
        obligation: a connector. One that a session is given is the session's to close.
        module: its module.

    Returns:
        ``False`` if all that is done with it looks at it, or is expected to raise.
    """
    return obligation.handle is not None and obligation.handle in _connected(obligation.function, module)


@once
def _connected(function: Function, module: Module) -> Collection[Handle | None]:
    """What a function has connect, and does not expect to fail."""
    calls = (each for each in walk(function) if isinstance(each, ast.Call))
    return frozenset(handle for call in calls for handle in _connects(call, module))


def _connects(call: ast.Call, module: Module) -> Iterator[Handle | None]:
    match call:
        case ast.Call(func=ast.Attribute(value=owner, attr="connect")):
            if expecting_around(call, module) is None:
                yield spelt_handle(owner)
