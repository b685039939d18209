"""Fixes that have nothing to do with one another, found in one sweep through a file."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from flake8_testsec.finding import Edit, Finding
from flake8_testsec.fixing.application import overlap
from flake8_testsec.patterns import lazy

_IMPORT = lazy(r"(from \S+ )?import \S")
_PARAMETER = lazy(r"(?:, )?[A-Za-z_]\w*(?:: [\w.]+)?(?:, )?\Z")
"""What a function asks for, besides what it does, or as the first thing."""


class Pair(NamedTuple):
    """A finding that is to be fixed."""

    first: Finding
    """Where it was in the beginning."""
    now: Finding


class _Reach(NamedTuple):
    """What a fix changes: the lines from the first edit to the last one, and the imports and parameters that
    it may share with others."""

    start: int
    stop: int
    imports: tuple[Edit, ...]


def apart(waiting: Iterable[Pair]) -> Sequence[Pair]:
    """The fixes, from the top of the file, none of which changes a line that another one of them changes.

    Args:
        waiting: all that are to be made; every one has edits.

    Returns:
        The findings. What two of them import alike, or have the same function ask for, is put in once.
    """
    taken, pairs = _Taken(), [*waiting]
    times = Counter(edit for pair in pairs for edit in {*pair.now.fix.edits} if _is_parameter(edit))
    shared = {edit for edit, number in times.items() if number > 1}
    reaches = [(_reach(pair.now.fix.edits, shared), pair) for pair in pairs]
    reaches.sort(key=lambda each: each[0][:2])
    return [pair for reach, pair in reaches if taken.takes(reach)]


class _Taken:
    """The fixes that were taken so far, in the order of their first lines."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._stops: list[int] = []
        self._imports: set[Edit] = set()
        self._sorted: list[Edit] = []
        """The same in the order of the text: as they are apart, another one meets its neighbours or none."""

    def takes(self, reach: _Reach) -> bool:
        """Take a fix unless it meets another one."""
        fresh = [each for each in reach.imports if each not in self._imports]
        if self._stops and reach.start < self._stops[-1]:
            return False
        if self._holds_import(reach) or any(self._meets(each) for each in fresh):
            return False
        self._starts.append(reach.start)
        self._stops.append(reach.stop)
        for each in fresh:
            self._imports.add(each)
            insort(self._sorted, each)
        return True

    def _holds_import(self, reach: _Reach) -> bool:
        """Whether another one imports something where a fix changes lines."""
        place = bisect_left(self._sorted, (reach.start,))
        return place < len(self._sorted) and self._sorted[place].line < reach.stop

    def _meets(self, edit: Edit) -> bool:
        """Whether an import is put where another fix changes lines, or imports something else."""
        place = bisect_left(self._starts, edit.end_line + 1) - 1
        after = bisect_left(self._sorted, edit)
        near = self._sorted[max(0, after - 1) : after + 1]
        return (place >= 0 and self._stops[place] > edit.line) or overlap([edit], near)


def _is_parameter(edit: Edit) -> bool:
    return edit[:2] == edit[2:4] and bool(_PARAMETER.match(edit.text))


def _reach(edits: Sequence[Edit], shared: Collection[Edit]) -> _Reach:
    imports = tuple(each for each in edits if each in shared or _IMPORT.match(each.text))
    own = [each for each in edits if each not in imports]
    if not own:
        own, imports = [*edits], ()
    return _Reach(min(each.line for each in own), max(each.end_line for each in own) + 1, imports)
