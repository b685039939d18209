"""What is known of all obligations at one place of a function."""

from __future__ import annotations

from typing import NamedTuple


class State(NamedTuple):
    """Bits of obligations where control may stand, as against where the walk began.

    ``live``: control gets here; ``fresh``: it may be held here, acquired since then; ``kept``: it is held
    here if it was held there.
    """

    live: int
    fresh: int
    kept: int

    def of(self, whose: int) -> State:
        """The state of some obligations alone."""
        return State(self.live & whose, self.fresh & whose, self.kept & whose)

    def without(self, whose: int) -> State:
        """The state in which some are certainly not held."""
        return State(self.live, self.fresh & ~whose, self.kept & ~whose) if whose else self

    def joined(self, other: State) -> State:
        """What may be in the one or in the other."""
        if not self.live:
            return other
        if not other.live or self == other:
            return self
        return State(self.live | other.live, self.fresh | other.fresh, self.kept | other.kept)

    def then(self, later: State) -> State:
        """The state at a place that a walk from this state on reached in another one."""
        fresh = (self.live & later.fresh) | (self.fresh & later.kept)
        return State(self.live & later.live, fresh, self.kept & later.kept)


NOWHERE = State(0, 0, 0)
"""Where control does not get."""
