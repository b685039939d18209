"""Names of what is given back, in sets that many functions share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache


class Tags(Collection[str]):
    """Tags of several sets, of which the large ones are shared by many."""

    def __init__(self, parts: Sequence[frozenset[str]] = ()) -> None:
        self.parts = parts

    def __contains__(self, tag: object) -> bool:
        return any(tag in part for part in self.parts)

    def __iter__(self) -> Iterator[str]:
        return iter(frozenset().union(*self.parts))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Collection) and frozenset(self) == frozenset(other)

    def __hash__(self) -> int:
        return hash(frozenset(self))

    def __and__(self, other: Iterable[str]) -> frozenset[str]:
        return frozenset(each for each in other if each in self)

    __rand__ = __and__


def attributes(tags: Collection[str]) -> frozenset[str]:
    """The attributes that tags are about, each with the last name of what it belongs to.

    Args:
        tags: any tags.

    Returns:
        For ``set:shop.stock.count``: ``stock.count``.
    """
    parts = tags.parts if isinstance(tags, Tags) else (frozenset(tags),)
    return frozenset[str]().union(*map(_attributes, parts))


@lru_cache(maxsize=64)
def _attributes(part: frozenset[str]) -> frozenset[str]:
    names = (tag.removeprefix("set:") for tag in part if tag.startswith("set:"))
    return frozenset(".".join(name.split(".")[-2:]) for name in names)
