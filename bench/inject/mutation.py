"""A mistake: a few edits of a text, and the place at which a rule should speak."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bench.inject.text import Text


class Edit(NamedTuple):
    """Bytes that are replaced by a text; offsets are those of the original."""

    start: int
    end: int
    text: str


class Mutation(NamedTuple):
    """A mistake at one place."""

    edits: tuple[Edit, ...]
    at: tuple[int, int]
    """From where to where a finding is at the right line, in the original."""


class Mutant(NamedTuple):
    """A file with a mistake in it."""

    data: bytes
    first: int
    """The first line at which a finding is right, and the last."""
    last: int


def mutation(text: Text, at: ast.AST, *edits: Edit) -> Mutation:
    """A mistake that should be reported within a node.

    Args:
        text: the original.
        at: the node.
        edits: what is changed.

    Returns:
        The mistake.
    """
    return Mutation(edits, (text.start(at), text.end(at)))


def at_edit(edit: Edit, *more: Edit) -> Mutation:
    """A mistake that should be reported in what one of its edits puts in."""
    return Mutation((edit, *more), (edit.start, edit.end))


def apply(text: Text, change: Mutation) -> Mutant:
    """Make a mistake.

    Args:
        text: the original.
        change: the mistake.

    Returns:
        The file with it; whether it can be parsed is not looked at.
    """
    parts, done = [], 0
    for edit in sorted(change.edits, key=lambda each: each[:2]):
        parts += [text.data[done : edit.start], edit.text.encode()]
        done = edit.end
    data = b"".join([*parts, text.data[done:]])
    first, last = (_moved(offset, change.edits, bool(index)) for index, offset in enumerate(change.at))
    return Mutant(data, data.count(b"\n", 0, first) + 1, data.count(b"\n", 0, max(first, last)) + 1)


def _moved(offset: int, edits: Iterable[Edit], after: bool) -> int:
    """Where an offset is in the file with the mistake: before or after what is put in at it."""
    moved = offset
    for start, end, new in edits:
        if end < offset or (end == offset and (after or start < end)):
            moved += len(new.encode()) - (end - start)
        elif start < offset:  # within what is replaced
            moved += (len(new.encode()) if after else 0) - (offset - start)
    return moved


Places = Callable[[Text], Iterator[Mutation]]


@dataclass(frozen=True)
class Operator:
    """A kind of mistake that people make; ``examples.txt`` has what it makes of a text, and what it leaves.

    Args:
        name: what is done to the text.
        codes: the codes that are right, or how they begin.
        why: what is wrong with the text after it.
        places: finds where something is done right, and says how to do it wrong.
        certain: whether every mutant is a defect that a reviewer would want to be told by default.
        hints: words of which a file must have one to be looked at; any file if empty.
        production: whether the mistake is one of production code, not of tests.
    """

    name: str
    codes: tuple[str, ...]
    why: str
    places: Places
    certain: bool = True
    hints: tuple[str, ...] = ()
    production: bool = False

    def concerns(self, data: bytes) -> bool:
        """Whether a file may have a place for this mistake, by its words."""
        return not self.hints or any(each.encode() in data for each in self.hints)
