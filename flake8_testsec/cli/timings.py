"""``testsec check --timings``: where the time went."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from flake8_testsec.catalogue import RULES
from flake8_testsec.timing import Clock


def show(clock: Clock) -> None:
    """Print the seconds spent in each room and by each rule on standard error.

    Args:
        clock: what measured them.
    """
    for line in _lines(clock):
        print(line, file=sys.stderr)


def _lines(clock: Clock) -> Iterator[str]:
    total = sum(clock.rooms.values())
    yield f"{'room':<8} {'seconds':>9} {'share':>6}"
    for room, seconds in clock.rooms.items():
        yield f"{room:<8} {seconds:>9.3f} {_share(seconds, total)}"
    yield f"{'total':<8} {total:>9.3f} {_share(total, total)}"
    yield ""
    yield f"{'rule':<8} {'seconds':>9} {'share':>6}"
    for code, seconds in sorted(clock.rules.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{code:<8} {seconds:>9.3f} {_share(seconds, total)}  {RULES[code].name}"


def _share(seconds: float, total: float) -> str:
    return f"{seconds / total if total else 0:>6.1%}"
