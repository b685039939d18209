"""Imports for less: what modules make as soon as they are imported, most runs hardly use.

Much of the start of a short run goes into classes of ``typing.NamedTuple``, of which the annotations are
checked one by one. For a process that is there for one command alone, they are made in another way, and are
the same to everybody who uses them.
"""

from __future__ import annotations

import typing
from collections import namedtuple
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import resolve_bases
from typing import Any

_CHECKED = typing.NamedTuple
(_BASE,) = resolve_bases((_CHECKED,))


@contextmanager
def light() -> Iterator[None]:
    """Let classes of named tuples be made without looking at what their fields are annotated with.

    Yields:
        Nothing.
    """
    vars(typing)["NamedTuple"] = _Light()
    try:
        yield
    finally:
        vars(typing)["NamedTuple"] = _CHECKED


@contextmanager
def usual() -> Iterator[None]:
    """Let classes of named tuples be made as always: for packages of others that are imported late.

    Yields:
        Nothing.
    """
    before = vars(typing)["NamedTuple"]
    vars(typing)["NamedTuple"] = _CHECKED
    try:
        yield
    finally:
        vars(typing)["NamedTuple"] = before


class _Light:
    """Stands in for ``typing.NamedTuple``."""

    def __call__(self, *given: Any, **named: Any) -> object:
        return _CHECKED(*given, **named)

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        return (_Light.Fields,)

    class Maker(type):
        """Makes the class: without a look at its annotations, unless it is a generic one, or none of ours."""

        def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> Any:
            if not bases:
                return type.__new__(cls, name, bases, space)
            # Where Python works annotations out late, there are none yet.
            if len(bases) > 1 or "__annotations__" not in space:
                return type(_BASE)(name, (_BASE, *bases[1:]), space)
            return _made(name, space["__annotations__"], space)

    class Fields(metaclass=Maker):
        """The base while the class statement is executed, and of no class afterwards."""


def _made(name: str, fields: Mapping[str, object], space: Mapping[str, Any]) -> type:
    """Do what ``typing`` does, but for the check."""
    given = [space[field] for field in fields if field in space]
    made = namedtuple(name, fields, defaults=given, module=space["__module__"])  # type: ignore[misc]
    made.__annotations__ = dict(fields)
    for key, value in space.items():
        if key not in _SPECIAL and key not in fields:
            setattr(made, key, value)
    return made


_SPECIAL = frozenset({"__module__", "__name__", "__annotations__"})
