"""Patches as ``git apply`` takes them, of bytes, so that ends of lines and encodings stay as they are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, takewhile
from typing import NamedTuple

from flake8_testsec.cli.reviews import place_of
from flake8_testsec.patterns import lazy

_LINE = lazy(rb"[^\n]*\n|[^\n]+")
_PLAIN = lazy(rb"[ !#-\[\]-~]+\Z")
_AROUND = 3
_SHORT = 250_000
"""Pairs of lines that are compared at once, at most."""
_NO_END = b"\n\\ No newline at end of file\n"


def patch(name: str, before: bytes, after: bytes) -> bytes:
    """What changes a content into another one.

    Args:
        name: the file. In the patch it is called as it is below the working directory, or, if it lies
            elsewhere, below the top folder of its project.
        before: its content.
        after: what it shall be.

    Returns:
        The patch; nothing if both are the same.
    """
    path = os.fsencode(_path(name))
    old, new = _quoted(b"a/" + path), _quoted(b"b/" + path)
    body = b"".join(_hunks(_LINE.findall(before), _LINE.findall(after)))
    head = b"diff --git %s %s\n--- %s\n+++ %s\n" % (old, new, _ended(old), _ended(new))
    return head + body if body else b""


class _Change(NamedTuple):
    """Lines of the one content, and what stands for them in the other; numbers from 0, ends exclusive."""

    start: int
    end: int
    begin: int
    stop: int


def _hunks(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[bytes]:
    """What has changed, with three lines around each change."""
    for group in _groups(_changes(before, after)):
        above, below = min(_AROUND, group[0].start), min(_AROUND, len(before) - group[-1].end)
        old = _range(group[0].start - above, group[-1].end + below)
        yield b"@@ -%s +%s @@\n" % (old, _range(group[0].begin - above, group[-1].stop + below))
        kept = group[0].start - above
        for start, end, begin, stop in group:
            yield from (_line(b" ", each) for each in before[kept:start])
            yield from (_line(b"-", each) for each in before[start:end])
            yield from (_line(b"+", each) for each in after[begin:stop])
            kept = end
        yield from (_line(b" ", each) for each in before[kept : kept + below])


def _changes(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[_Change]:
    """Where two contents differ: between the lines that both begin with, and those that both end with."""
    first = _alike(before, after)
    last = _alike(before[first:][::-1], after[first:][::-1])
    old, new = before[first : len(before) - last], after[first : len(after) - last]
    is_short = len(old) * len(new) < _SHORT
    for start, end, begin, stop in _compared(old, new) if is_short else _followed(old, new):
        yield _Change(start + first, end + first, begin + first, stop + first)


def _alike(before: Iterable[bytes], after: Iterable[bytes]) -> int:
    """How many lines at the top are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))


def _compared(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[_Change]:
    from difflib import SequenceMatcher  # for which most runs have no use

    for what, *change in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            yield _Change(*change)


def _followed(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[_Change]:
    """The same from the top to the end; to compare would take minutes where many lines are equal."""
    i = j = 0
    while i < len(before) or j < len(after):
        if before[i : i + 1] == after[j : j + 1]:
            i, j = i + 1, j + 1
            continue
        gone, come = _end(before[i:], after[j:])
        yield _Change(i, i + gone, j, j + come)
        i, j = i + gone, j + come


def _end(before: Sequence[bytes], after: Sequence[bytes]) -> tuple[int, int]:
    """After how many lines of each of them both go on alike, for the length of what is shown around."""
    pairs = ((gone, both - gone) for both in count(1) for gone in range(both + 1))
    return next(
        (gone, come)
        for gone, come in pairs
        if gone <= len(before) and come <= len(after)
        if before[gone : gone + _AROUND] == after[come : come + _AROUND]
    )


def _groups(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """Changes that share lines around them."""
    group: list[_Change] = []
    for each in changes:
        if group and each.start - group[-1].end > 2 * _AROUND:
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _range(start: int, stop: int) -> bytes:
    """The first line, from 1, and the number of lines; an empty range begins at the line above."""
    return b"%d,%d" % (start + (stop > start), stop - start)


def _line(mark: bytes, line: bytes) -> bytes:
    return mark + line if line.endswith(b"\n") else mark + line + _NO_END


def _path(name: str) -> str:
    below = os.path.relpath(os.path.realpath(name), os.path.realpath(os.curdir))
    path = place_of(name) if below.startswith(os.pardir) else below
    return path.replace(os.sep, "/")


def _ended(name: bytes) -> bytes:
    """A name as it stands before an end of line: one with spaces has a tab behind it, see git-diff(1)."""
    return name + b"\t" if b" " in name else name


def _quoted(name: bytes) -> bytes:
    """A name as git writes it, by its ``core.quotePath``."""
    return name if _PLAIN.match(name) else b'"%s"' % b"".join(_escaped(name))


def _escaped(name: bytes) -> Iterator[bytes]:
    for number in name:
        one = bytes([number])
        if one in b'"\\':
            yield b"\\" + one
        else:
            yield one if _PLAIN.match(one) else b"\\%03o" % number
