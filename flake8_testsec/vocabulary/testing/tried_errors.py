"""Tests that write by hand what ``raises`` does: a ``try`` that any error must leave."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice

from flake8_testsec.source.bindings import Binding, Bound
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import called, is_broad, is_failure

_NEAR = 5
"""Statements below a ``try`` among which its flag is asserted."""


def is_tried(statement: ast.Try, module: Module) -> bool:
    """Whether a ``try`` demands an error and takes any.

    Args:
        statement: the ``try``.
        module: its module.

    Returns:
        ``True`` if its only handler is broad and does not look at the error, and if there is a failure where
        none is raised: in ``else``, directly below a handler that leaves, or by a flag that only the handler
        sets and that is asserted below.
    """
    handler = statement.handlers[0]
    if len(statement.handlers) > 1 or statement.finalbody or handler.name is not None:
        return False
    if not is_broad(handler, module):
        return False
    match handler.body:
        case [ast.Pass() | ast.Return(value=None)] if statement.orelse:
            return is_failure(statement.orelse[-1], module)
        case [ast.Return(value=None)]:
            following = next(_below(statement, module), None)
            return following is not None and is_failure(following, module)
        case [ast.Assign(targets=[ast.Name() as flag], value=ast.Constant(value=True))]:
            below = islice(_below(statement, module), _NEAR)
            return _is_only_flag(flag, module) and any(_asserts(flag.id, each) for each in below)
        case _:
            return False


def _below(statement: ast.stmt, module: Module) -> Iterator[ast.stmt]:
    """The statements below another in its block."""
    outer = module.parent(statement)
    for body in (getattr(outer, name, []) for name in ("body", "orelse", "finalbody")):
        if statement in body:
            yield from body[body.index(statement) + 1 :]


def _is_only_flag(flag: ast.Name, module: Module) -> bool:
    """Whether nothing but the handler sets the flag: it is down elsewhere, and nothing else binds it."""
    values = [_value(each) for each in module.bindings(flag)]
    return values.count(True) == 1 and values.count(False) == len(values) - 1


def _value(binding: Binding) -> object:
    match binding:
        case Bound(value=ast.Constant(value=bool(value))):
            return value
        case _:
            return None


def _asserts(flag: str, statement: ast.stmt) -> bool:
    match statement:
        case ast.Assert(test=ast.Name(id=name)):
            return name == flag
    match called(statement):
        case ast.Call(func=ast.Attribute(attr="assertTrue"), args=[ast.Name(id=name), *_]):
            return name == flag
        case _:
            return False
