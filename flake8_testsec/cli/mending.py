"""Fixes applied to a file, many at a time, and reviewed again: what makes it no better is left out.

All fixes that are apart are tried together, so that a file with many takes no more reviews than one with few.
If the result does not parse, if a finding stays, or another one comes, half of them are tried, down to a
single one, which is then left out. It is tried again when others were made, which may have been in its way.
In the end the imports go that are needed by nothing then.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.cli.apart import Pair, apart
from flake8_testsec.cli.rewriting import NoPlace, Text
from flake8_testsec.finding import NO_FIX, Edit, Finding, Fix
from flake8_testsec.fixing.application import Shift
from flake8_testsec.fixing.edits import Edits

Reviewed = Callable[[bytes], Sequence[Finding] | None]
"""Gives all findings of a content with their fixes, silenced or not; nothing if it does not parse."""

Unneeded = Callable[[bytes, bytes], Edits]
"""Gives what takes out of a content the imports that were needed in the one before, and are no more."""


class Mended(NamedTuple):
    """What became of a file."""

    content: bytes
    fixed: tuple[Finding, ...]
    """What is there no more, at its first place."""
    left: tuple[Finding, ...]
    """What has a fix that would not have made the file better, at its first place."""
    gone: tuple[Finding, ...] = ()
    """What was there no more when the file's turn came."""


class _State(NamedTuple):
    """A content, and all that a review says of it."""

    content: bytes
    found: Sequence[Finding]


def mended(
    content: bytes,
    found: Sequence[Finding],
    wanted: Iterable[Finding],
    reviewed: Reviewed,
    allows: Callable[[Fix], bool],
    unneeded: Unneeded | None = None,
) -> Mended:
    """Fix a file as far as it gets better by that.

    Args:
        content: the file.
        found: all its findings, with their fixes.
        wanted: those of them that are to be fixed, and no others ever are.
        reviewed: reviews a content as if the file had it.
        allows: whether a fix may be applied.
        unneeded: says which imports go afterwards; without it none do.

    Returns:
        What became of it.

    Raises:
        NoPlace: it cannot be written back as it is.
    """
    done = _Mending(_State(content, found), reviewed, allows).done(wanted)
    if unneeded is None or not done.fixed:
        return done
    return done._replace(content=_cleared(content, done.content, reviewed, unneeded))


def _cleared(before: bytes, content: bytes, reviewed: Reviewed, unneeded: Unneeded) -> bytes:
    """A content without the imports that fixes left unneeded, unless something else would be found then."""
    now = content
    while edits := unneeded(before, now):
        now = Text(now).edited(edits)
    if now == content:
        return content
    found, old = reviewed(now), reviewed(content) or ()
    return content if found is None or _codes(found) - _codes(old) else now


class _Mending:
    """One file on its way from its first state to its last one."""

    def __init__(self, state: _State, reviewed: Reviewed, allows: Callable[[Fix], bool]) -> None:
        self._state = state
        self._reviewed = reviewed
        self._allows = allows
        self._waiting: list[Pair] = []
        self._fixed: list[Finding] = []
        self._left: list[Pair] = []
        self._before: list[Pair] = []
        """What was left when the file was not yet what it is now."""

    def done(self, wanted: Iterable[Finding]) -> Mended:
        """Fix what is wanted; every step takes one of what waits, or tries less at once."""
        self._waiting = [Pair(each, each) for each in wanted]
        while self._waiting:
            self._go_through()
            self._waiting, self._before = self._before, []
        left = sorted(each.first for each in self._left)
        return Mended(self._state.content, tuple(sorted(self._fixed)), tuple(left))

    def _go_through(self) -> None:
        """Take or leave each of what waits."""
        suspects = 0
        while batch := self._batch(max(1, suspects // 2) if suspects else sys.maxsize):
            after = _tried(self._state, batch, self._reviewed)
            if after is not None:
                self._take(batch, after)
                suspects = max(0, suspects - len(batch))
            elif len(batch) == 1:
                self._leave(batch)
                suspects = 0
            else:
                suspects = len(batch)  # the next as many, of which one at least cannot be made

    def _batch(self, size: int) -> Sequence[Pair]:
        self._leave([each for each in self._waiting if not self._may(each.now.fix)])
        return apart(self._waiting)[:size]

    def _may(self, fix: Fix) -> bool:
        return bool(fix.edits) and self._allows(fix)

    def _leave(self, pairs: Sequence[Pair]) -> None:
        left = {*pairs}
        self._left += pairs
        self._waiting = [each for each in self._waiting if each not in left]

    def _take(self, batch: Sequence[Pair], after: _State) -> None:
        taken, known = {*batch}, {*self._state.found}
        waiting = [each for each in self._waiting if each not in taken]
        tried = [*self._before, *(each for each in self._left if each.now in known)]
        rest = _followed([*waiting, *tried], self._state, after, batch)
        there, again = {each.first for each in rest}, {each.first for each in tried}
        self._fixed += (each.first for each in (*batch, *waiting, *tried) if each.first not in there)
        self._waiting = [each for each in rest if each.first not in again]
        self._before = [each for each in rest if each.first in again]
        self._left = [each for each in self._left if each.now not in known]  # nobody knows which it is now
        self._state = after


def _tried(state: _State, batch: Sequence[Pair], reviewed: Reviewed) -> _State | None:
    """What fixes make of a content, if it is better: their findings are gone, and there is no other."""
    try:
        content = Text(state.content).edited(edit for each in batch for edit in each.now.fix.edits)
    except NoPlace:
        return None
    found = reviewed(content)
    if found is None:
        return None
    allowed = _codes(state.found) - _codes(each.now for each in batch)
    return None if _codes(found) - allowed else _State(content, found)


def _codes(found: Iterable[Finding]) -> Counter[str]:
    return Counter(each.code for each in found)


def _followed(rest: Sequence[Pair], state: _State, after: _State, batch: Sequence[Pair]) -> list[Pair]:
    """Findings that were not fixed themselves, as they are now, but for those that are gone, too."""
    fixed = {each.now for each in batch}
    others = [each for each in state.found if each not in fixed]
    known = _matched(others, state, after, [edit for each in batch for edit in each.now.fix.edits])
    return [Pair(each.first, known[each.now]) for each in rest if each.now in known]


def _matched(
    others: Sequence[Finding], state: _State, after: _State, edits: Sequence[Edit]
) -> Mapping[Finding, Finding]:
    """Findings of a content, and what they are in the changed one; those that are gone are not there.

    One is found again at its place, or, if it was moved, as the next one of its code. If it cannot be told
    which one it is, it has no fix.
    """
    free: dict[tuple[int, int, str], list[Finding]] = defaultdict(list)
    for each in reversed(after.found):
        free[each[:3]].append(each)
    shift = Shift(Text(state.content).lines, Text(after.content).lines, edits)
    places = {each: (*shift.moved(each.line, each.column), each.code) for each in others}
    known = {each: free[place].pop() for each, place in places.items() if free.get(place)}
    missing = [each for each in others if each not in known]
    for code in {each.code for each in missing}:
        old = [each for each in missing if each.code == code]
        new = sorted(each for found in free.values() for each in found if each.code == code)
        if new:  # without any, they are gone
            alike = new if len(old) == len(new) else [each._replace(fix=NO_FIX) for each in old]
            known.update(zip(old, alike, strict=True))
    return known
