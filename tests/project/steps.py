"""How much work something is."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable


def steps(work: Callable[[], object]) -> int:
    """How many functions are called, those of the interpreter apart."""
    number = itertools.count()
    before = sys.getprofile()
    sys.setprofile(lambda frame, event, argument: event == "call" and next(number))
    try:
        work()
    finally:
        sys.setprofile(before)
    return next(number)
