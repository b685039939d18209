"""What a handler catches of that which is raised in the same function."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import caught, classes


def catches(handler: ast.ExceptHandler, raising: ast.Raise, module: Module) -> bool:
    """Whether a handler catches what a statement raises by its name.

    Args:
        handler: a handler of a ``try``.
        raising: a ``raise`` in its body.
        module: their module.

    Returns:
        ``True`` for the same class, and for a base of it where both are builtins.
    """
    match raising.exc:
        case ast.Call(func=raised) | (ast.Name() | ast.Attribute() as raised):
            return not caught(handler, module).isdisjoint(_with_bases(classes(raised, module)))
        case _:
            return False


def _with_bases(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield name
        kind = getattr(builtins, name, None)
        yield from (each.__name__ for each in kind.__mro__) if isinstance(kind, type) else ()
