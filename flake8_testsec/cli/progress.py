"""How far a long run is, for a person who waits at a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from tqdm import tqdm

AFTER = 1.0
"""How long a run lasts before it shows how far it is, in seconds."""

_T = TypeVar("_T")


class Progress(Generic[_T]):
    """A bar on standard error, if that is a terminal, nobody's log, and the run is long.

    Args:
        steps: what is done, one after the other.
        total: how many steps there are.
        after: how long the run lasts before the bar is shown, in seconds.
    """

    def __init__(self, steps: Iterable[_T], total: int, after: float = AFTER) -> None:
        self._each = steps
        self._total = total
        self._done = 0
        self._start = time.monotonic()
        self._after = after if watched() else float("inf")
        self._bar: tqdm[_T] | None = None

    def steps(self) -> Generator[_T, None, None]:
        """The steps, counted."""
        try:
            for step in self._each:
                self._count()
                yield step
        finally:
            if self._bar is not None:
                self._bar.close()

    def aside(self) -> AbstractContextManager[object]:
        """While something is printed, the bar is not in the way."""
        return nullcontext() if self._bar is None else self._bar.external_write_mode(file=sys.stderr)

    def _count(self) -> None:
        self._done += 1
        if self._bar is not None:
            self._bar.update()
        elif time.monotonic() - self._start > self._after:
            self._show()

    def _show(self) -> None:
        try:
            from tqdm import tqdm
        except ImportError:
            self._after = float("inf")
            return
        tqdm.monitor_interval = 0  # no thread: other processes may still have to be started
        self._bar = tqdm(total=self._total, initial=self._done, unit=" files", leave=False, file=sys.stderr)


def watched() -> bool:
    """Whether somebody waits at a terminal."""
    return sys.stderr.isatty() and not os.environ.get("CI")
