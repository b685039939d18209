"""Texts that make a regular expression go back as often as it can, derived from its own parts."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from bench import backtracking
from bench.backtracking import Counter, Program, TooMany, characters, constants, fits

SHORT = 24
"""Characters of the shorter text."""
GROWTH = 3.0
"""How many times more steps twice the length may take: 2 is what grows with the length, 4 with its square."""
ENDS = ("\x00", "\n!", "a")
"""What a text ends with, so that the whole does not fit."""
_ALPHABET = "aZz09_ .-/\\'\"\n\t#=(A:@%{[<>)]},!~\x00é"
_MOST = 30_000
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)
_ENDLESS = 20
"""So often repeated is as good as without end for the texts that are tried."""


class Attack(NamedTuple):
    """A text that can be as long as wanted."""

    before: str
    again: str
    after: str

    def text(self, length: int) -> str:
        """The text.

        Args:
            length: about how many characters its repeated part makes up.
        """
        return self.before + self.again * (length // len(self.again) + 1) + self.after


class Growth(NamedTuple):
    """The text that a pattern takes worst, and how many times more steps twice its length takes."""

    attack: Attack
    ratio: float


def worst(pattern: str | bytes, flags: int, anywhere: bool) -> Growth:
    """Try a pattern on all texts that are derived from it.

    Args:
        pattern: the regular expression.
        flags: as in ``re.compile``.
        anywhere: whether it is searched for, not only matched at the beginning.

    Returns:
        The worst text, or the first that is bad enough.
    """
    program = backtracking.compiled(pattern, flags)
    found = Growth(Attack("", "a", ""), 1.0)
    for each in attacks(pattern, flags):
        found = max(found, Growth(each, _ratio(program, each, anywhere)), key=lambda growth: growth.ratio)
        if found.ratio > GROWTH:
            break
    return found


def _ratio(program: Program, attack: Attack, anywhere: bool) -> float:
    first, second = (_steps(program, attack.text(SHORT * many), anywhere) for many in (1, 2))
    if second <= GROWTH * first:
        return second / first
    # What is bounded, by another part of the pattern or by a count, stops to grow.
    return min(second / first, _steps(program, attack.text(SHORT * 4), anywhere) / second)


def _steps(program: Program, text: str, anywhere: bool) -> float:
    counter = Counter(_MOST)
    try:
        (counter.find_all if anywhere else counter.match_once)(program, text)
    except TooMany:
        return math.exp(len(text))
    return float(counter.steps)


def attacks(pattern: str | bytes, flags: int) -> list[Attack]:
    """The texts that a pattern may take long for.

    Args:
        pattern: the regular expression.
        flags: as in ``re.compile``.
    """
    tree = backtracking.parsed(pattern, flags)
    flags = tree.state.flags
    kinds = _kinds(tree, flags)
    pumps = dict.fromkeys(_pumps(tree, "", flags, kinds))
    alone = dict.fromkeys((again, "") for _, again in pumps)
    whole = dict.fromkeys(("", before + again) for before, again in pumps if before)
    both = [*pumps, *(("", again) for again, _ in alone), *whole]
    return [
        Attack(before, again, end) for (before, again), end in itertools.product(dict.fromkeys(both), ENDS)
    ]


def _kinds(tree: Any, flags: int) -> Sequence[str]:
    """A character of each kind that the pattern tells apart, and those between which it does not."""
    parts = [*characters(tree, flags)]
    literals = (chr(given) for given in _literals(tree))
    found: dict[tuple[bool, ...], str] = {}
    for each in dict.fromkeys((*_ALPHABET, *literals)):
        # Anchors tell line ends, and parts of words, from others.
        kind = (each == "\n", each.isalnum() or each == "_", *(part(each) for part in parts))
        found.setdefault(kind, each)
    return list(found.values())


def _literals(tree: Any) -> Iterator[int]:
    for kind, given in tree:
        if kind in (constants.LITERAL, constants.NOT_LITERAL):
            yield given
        elif kind is constants.IN:
            yield from _literals(each for each in given if each[0] is not constants.NEGATE)
        elif kind is constants.RANGE:
            yield from given
        else:
            for part in _parts(kind, given):
                yield from _literals(part)


def _parts(kind: Any, given: Any) -> Iterable[Any]:
    """The patterns within a part of a pattern."""
    if kind in _REPEATS:
        return (given[2],)
    if kind is constants.SUBPATTERN:
        return (given[3],)
    if kind is constants.BRANCH:
        branches: Iterable[Any] = given[1]
        return branches
    return (given[1],) if kind in (constants.ASSERT, constants.ASSERT_NOT) else ()


def _pumps(tree: Any, before: str, flags: int, kinds: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What leads to each repeated part, and what it takes again and again."""
    for kind, given in tree:
        if kind in _REPEATS and (given[1] is constants.MAXREPEAT or given[1] > _ENDLESS):
            yield from ((before, each) for each in _taken(given[2], flags, kinds) if each)
        for part in _parts(kind, given):
            yield from _pumps(part, before, flags, kinds)
        before += sample([(kind, given)], flags, kinds)


def _taken(tree: Any, flags: int, kinds: Sequence[str]) -> Iterable[str]:
    """Texts that a repeated part takes: each kind of character, if it takes one; else one for each branch."""
    parts = [*tree]
    if len(parts) > 1:
        longer = [sample(parts, flags, kinds)]
        optional = "".join(sample([each], flags, kinds) or _first(each, flags, kinds) for each in parts)
        return dict.fromkeys((*longer, optional))
    ((kind, given),) = parts
    inner = [*_parts(kind, given)]
    if inner:
        return dict.fromkeys(each for part in inner for each in _taken(part, flags, kinds) if len(part))
    if kind is constants.AT or kind is constants.GROUPREF:
        return ()
    fit = fits(kind, given, flags)
    return [each for each in kinds if fit(each)]


def _first(part: Any, flags: int, kinds: Sequence[str]) -> str:
    """What an optional part takes when it takes something."""
    return next(iter([*(each for inner in _parts(*part) for each in _taken(inner, flags, kinds))]), "")


def sample(tree: Any, flags: int, kinds: Sequence[str]) -> str:
    """A short text that fits a pattern, as far as that can be told.

    Args:
        tree: what the parser made.
        flags: those that hold.
        kinds: the characters to choose from.
    """
    text = ""
    for kind, given in tree:
        if kind in _REPEATS:
            text += sample(given[2], flags, kinds) * min(given[0], 60)
        elif kind is constants.SUBPATTERN:
            text += sample(given[3], flags, kinds)
        elif kind is constants.BRANCH:
            text += sample(given[1][0], flags, kinds)
        elif kind is constants.LITERAL:
            text += chr(given)
        elif kind in (constants.IN, constants.NOT_LITERAL, constants.ANY):
            fit = fits(kind, given, flags)
            text += next((each for each in kinds if fit(each)), "")
    return text
