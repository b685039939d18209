"""Words of which it is asked again and again whether one is among them."""

from __future__ import annotations

from functools import cached_property


class Words(tuple[str, ...]):
    """A tuple that looks words up, and does not go through them each time."""

    def __contains__(self, word: object) -> bool:
        return word in self._among

    @cached_property
    def _among(self) -> frozenset[str]:
        return frozenset(self)
