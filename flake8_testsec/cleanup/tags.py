"""Names of what is given back, in sets that many functions share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from flake8_testsec.project.undoing import ANEW


class Undone(Protocol):
    """What is given back, to be asked of."""

    def __contains__(self, tag: object) -> bool:
        """Whether this tag is there."""

    def has_any(self, kind: str) -> bool:
        """Whether a tag of a kind is there, which is what stands before its colon."""

    def has_attribute(self, name: str) -> bool:
        """Whether a tag is about an attribute, named with the last name of what it belongs to."""


class Part(frozenset[str]):
    """One set of tags, which many functions may share."""

    @cached_property
    def by_kind(self) -> Mapping[str, Sequence[str]]:
        """The tags by what stands before the colon."""
        found: dict[str, list[str]] = defaultdict(list)
        for tag in self:
            found[_kind(tag)].append(tag)
        return dict(found)

    @cached_property
    def attributes(self) -> frozenset[str]:
        """What is set, each with the last name of what it belongs to: ``stock.count`` of
        ``set:shop.stock.count``."""
        return frozenset(map(_attribute, self.by_kind.get("set", ())))


def _attribute(tag: str) -> str:
    return ".".join(tag.partition(":")[2].split(".")[-2:])


def _kind(tag: str) -> str:
    kind = tag.removeprefix(ANEW).partition(":")[0]
    return ANEW + kind if tag.startswith(ANEW) else kind


class Tags(Collection[str]):
    """Tags of several sets, of which the large ones are shared by many."""

    def __init__(self, parts: Sequence[Part] = ()) -> None:
        self.parts = parts

    def has_any(self, kind: str) -> bool:
        """Whether a tag of a kind is there, which is what stands before its colon."""
        return any(kind in part.by_kind for part in self.parts)

    def has_attribute(self, name: str) -> bool:
        """Whether a tag is about an attribute, named with the last name of what it belongs to."""
        return any(name in part.attributes for part in self.parts)

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


class Anew:
    """What is set anew before each test, others' part in it left out.

    Args:
        undone: what is given back.
        others: tags that do not count.
    """

    def __init__(self, undone: Tags, others: frozenset[str]) -> None:
        self._undone = undone
        self._others = others

    def __contains__(self, tag: object) -> bool:
        name = f"{ANEW}{tag}"
        return name in self._undone and name not in self._others

    def has_any(self, kind: str) -> bool:
        """Whether anything of a kind is set anew."""
        return any(self._all(kind))

    def has_attribute(self, name: str) -> bool:
        """Whether an attribute is set anew, named with the last name of what it belongs to."""
        return any(_attribute(tag) == name for tag in self._all("set"))

    def _all(self, kind: str) -> Iterator[str]:
        several = (part.by_kind.get(f"{ANEW}{kind}", ()) for part in self._undone.parts)
        return (each for tags in several for each in tags if each not in self._others)
