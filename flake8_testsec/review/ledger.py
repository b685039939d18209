"""The ledger of known bugs: what waits for each ticket, the oldest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy, short
from flake8_testsec.review.document import masked, masked_prose
from flake8_testsec.review.known_bugs import Waits

_KEY = lazy(r"(?!GH-|BPO-|LP-)[A-Z][A-Z0-9]+-\d+\Z")
_URL = short(r"https?://([^/\s]+)/(.*?)(\d+)(?:[/?=&#].*)?\Z")
_BUG = lazy(r"(?i)(?:bugs?(?:\s+(?:id|number|no\.|report))?|lp)\W*(\d+)\Z")
_WORD = short(r"(?i)([a-z][a-z ]*?)s?\W*(\d+)\Z")
_PROJECT = short(r"[A-Z][A-Z0-9]+-\Z")
_NUMBER = lazy(r"(?<!\d)(\d+)\Z")


class Item(NamedTuple):
    """One place that waits for a ticket."""

    ticket: str
    """As it is written there."""
    kind: str
    """``assertion``, ``test``, ``skip``, ``expected failure`` or ``comment``."""
    path: str
    line: int
    end_line: int
    tag: str
    named: str
    """Who is named in the comment."""
    author: str
    """Who wrote the line, by git's word; empty where that is not known."""
    date: str
    """When, in the same way: a day (ISO 8601)."""
    disabled: str
    """The code that is disabled, or what a skip is on."""
    words: str
    """The prose beside it, or the reason."""


class Bug(NamedTuple):
    """A ticket and all that waits for it."""

    key: str
    """What different spellings of the same ticket have in common."""
    items: tuple[Item, ...]

    @property
    def name(self) -> str:
        """The ticket as its first place writes it."""
        return self.items[0].ticket

    @property
    def since(self) -> str:
        """The day of the oldest place; empty where that is not known."""
        return min((each.date for each in self.items if each.date), default="")


def item(waits: Waits, path: str, author: str = "", date: str = "") -> Item | None:
    """What waits for a ticket as an entry of the ledger.

    Args:
        waits: what waits.
        path: its file.
        author: see `Item`.
        date: see `Item`.

    Returns:
        The entry; ``None`` if no ticket is named.
    """
    if waits.ticket is None:
        return None
    name, tag, named = waits.ticket
    words, what = masked_prose(" ".join(waits.words.split())), masked(waits.what)
    return Item(
        name, waits.kind, path, waits.lines.first, waits.lines.last, tag, named, author, date, what, words
    )


def bugs(items: Iterable[Item]) -> tuple[Bug, ...]:
    """The entries by ticket: those of known age first, the oldest at the top; the others by their names."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for each in items:
        groups[key_of(each.ticket)].append(each)
    found = (Bug(key, tuple(sorted(each, key=_place))) for key, each in groups.items())
    return tuple(sorted(found, key=lambda bug: (bug.since or "~", _natural(bug.key))))


def _place(each: Item) -> tuple[str, str, int]:
    return each.date or "~", each.path, each.line


def _natural(key: str) -> tuple[str, int, str]:
    number = _NUMBER.search(key)
    return key[: number.start()] if number else key, int(number[1]) if number else 0, key


def key_of(name: str) -> str:
    """What different spellings of one ticket have in common.

    Args:
        name: a ticket as it is written: ``bug 4711``, ``LP: #4711``, ``PAY-12``, an address.

    Returns:
        The key; bugs of Launchpad are ``bug`` and the number, as most who write ``bug 4711`` mean them.
    """
    if address := _URL.match(name):
        return _of_address(*address.groups())
    if _KEY.match(name):
        return name
    if bug := _BUG.match(name):
        return f"bug {int(bug[1])}"
    if word := _WORD.match(name):
        return f"{word[1].strip().lower()} {int(word[2])}"
    return name


def _of_address(host: str, path: str, number: str) -> str:
    if host.lower() in ("bugs.launchpad.net", "launchpad.net", "pad.lv"):
        return f"bug {int(number)}"
    if _PROJECT.search(path):
        return path.rpartition("/")[2] + number
    return f"{host.lower()}/{path}{number}"


class Closed(NamedTuple):
    """Tickets that are closed: their keys, and numbers, which stand for a ticket of any tracker that has no
    keys such as ``PAY-12``."""

    keys: frozenset[str]
    numbers: frozenset[str]

    def has(self, bug: Bug) -> bool:
        """Whether a ticket is among them."""
        number = None if _KEY.match(bug.key) else _NUMBER.search(bug.key)
        return bug.key in self.keys or (number is not None and number[1].lstrip("0") in self.numbers)


def closed(names: Collection[str]) -> Closed:
    """The tickets of a list, each spelt in any way, or as a number alone."""
    plain = {each.lstrip("#").lstrip("0") for each in names if each.lstrip("#").isdecimal()}
    others = {key_of(each) for each in names if not each.lstrip("#").isdecimal()}
    return Closed(frozenset(others), frozenset(plain))


def flat(found: Sequence[Bug]) -> Iterator[tuple[Bug, Item]]:
    """All entries, each with its ticket."""
    return ((bug, each) for bug in found for each in bug.items)
