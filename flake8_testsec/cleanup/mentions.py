"""What the mentions of a handle mean, and what becomes of it by all of them."""

from __future__ import annotations

import ast
import enum
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup.flow import place
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import expecting_around


class Use(enum.Enum):
    """What a mention of a handle means."""

    BORROW = enum.auto()
    BEGIN = enum.auto()
    WATCH = enum.auto()
    """Its end may be waited for here, which is no release."""
    END = enum.auto()
    """It has come to its end by itself when this is over, if nothing goes wrong."""
    RELEASE = enum.auto()
    RETURN = enum.auto()
    MOVE = enum.auto()


class Mention(NamedTuple):
    """One place that names a handle; ``node`` is the call that begins or releases, else the mention."""

    use: Use
    node: ast.AST


class Fate(NamedTuple):
    """What becomes of one name of a handle in a function, whoever it is the handle of.

    ``begins``, ``releases`` and ``ends`` are in source order, without those that are expected to raise;
    ``ends`` are calls that come back when it has ended by itself; ``last`` is where the last mention stands
    that is no release.
    """

    mentions: tuple[Mention, ...]
    uses: frozenset[Use]
    begins: Sequence[ast.AST]
    releases: Sequence[ast.AST]
    last: tuple[int, int]
    ends: Sequence[ast.AST]


def fate(mentions: Iterable[Mention], module: Module) -> Fate:
    """Mentions in a form that is quick to ask."""
    every = tuple(mentions)
    others = (place(each.node) for each in every if each.use is not Use.RELEASE)
    return Fate(
        every,
        frozenset(each.use for each in every),
        _certain(Use.BEGIN, every, module),
        _certain(Use.RELEASE, every, module),
        max(others, default=(0, 0)),
        [each for each in _certain(Use.END, every, module) if isinstance(each, ast.Call)],
    )


def begins_released(mentions: Iterable[Mention]) -> bool:
    """Whether what begins or releases first, of mentions in any order, releases: what was left before."""
    told = (each for each in mentions if each.use in (Use.BEGIN, Use.RELEASE))
    first = min(told, key=lambda each: place(each.node), default=None)
    return first is not None and first.use is Use.RELEASE


def _certain(use: Use, mentions: Iterable[Mention], module: Module) -> Sequence[ast.AST]:
    nodes = (each.node for each in mentions if each.use is use)
    return sorted((each for each in nodes if expecting_around(each, module) is None), key=place)
