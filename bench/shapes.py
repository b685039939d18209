"""Files that grow: shapes of code, each of which can be made as long as one likes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

SHAPES = Path(__file__).with_name("shapes.txt")
_PATH = "tests/test_grown.py"


class Part(NamedTuple):
    """Some lines of a shape, and whether they are repeated."""

    each: bool
    text: str


class Shape(NamedTuple):
    """A kind of file.

    ``path`` decides what it is for; the parser takes so many repetitions at ``most``; with ``few`` or less of
    them something is looked at that is given up for more; ``against`` says what its cost is measured by.
    """

    name: str
    path: str
    most: int
    few: int
    parts: Sequence[Part]
    against: str = "parse"

    def source(self, count: int) -> str:
        """The file's text with so many repetitions of each part that is repeated."""
        return "".join(_repeated(part.text, count) if part.each else part.text for part in self.parts)

    def fill(self, size: int) -> int:
        """How many repetitions make a file of about so many bytes."""
        few, more = len(self.source(1000)), len(self.source(2000))
        return min(self.most, max(1, size * 1000 // (more - few)))


def _repeated(text: str, count: int) -> str:
    return "".join(text.replace("$$", str(each + 1)).replace("$", str(each)) for each in range(count))


def read(text: str | None = None) -> list[Shape]:
    """The shapes of the file beside this one, or of a text that is written like it.

    Args:
        text: what to read; the file if not given.

    Returns:
        The shapes, in their order.
    """
    whole = SHAPES.read_text(encoding="utf-8") if text is None else text
    return [_shape(each) for each in f"\n{whole}".split("\n=== ")[1:]]


def _shape(text: str) -> Shape:
    title, _, code = text.partition("\n")
    name, *details = title.split(" :: ")
    kept = dict(each.split(": ") for each in details)
    limits = int(kept.get("at most", sys.maxsize)), int(kept.get("bounded above", 0))
    against = kept.get("against", "parse")
    return Shape(name, kept.get("path", _PATH), *limits, tuple(_parts(code)), against)


def _parts(code: str) -> Iterator[Part]:
    first, *rest = f"\n{code}".split("\n--- ")
    if first:
        yield Part(False, first.removeprefix("\n") + "\n")
    for each in rest:
        kind, _, text = each.partition("\n")
        yield Part(kind == "each", text.rstrip("\n") + "\n")
