"""How many steps the interpreter's regular expressions take: the same search, with each step counted.

``re`` tries one way after the other and goes back. What it costs shows in seconds only for long texts, and
never the same twice. This does what it does, instruction by instruction, so that texts of a hundred
characters tell how the work grows. It knows what the package's patterns are made of, and refuses the rest.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

_OLD = sys.version_info < (3, 11)
constants: Any = importlib.import_module("sre_constants" if _OLD else "re._constants")
"""The names that the interpreter's own parser has for the parts of a pattern."""
_parser: Any = importlib.import_module("sre_parse" if _OLD else "re._parser")

WIDEST = 4
"""A bound of repetitions beyond this is taken for it: what is bounded costs a factor, however large."""

_CHARACTERS = (constants.LITERAL, constants.NOT_LITERAL, constants.ANY, constants.IN)
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)
_CATEGORIES = {
    constants.CATEGORY_DIGIT: r"\d",
    constants.CATEGORY_NOT_DIGIT: r"\D",
    constants.CATEGORY_SPACE: r"\s",
    constants.CATEGORY_NOT_SPACE: r"\S",
    constants.CATEGORY_WORD: r"\w",
    constants.CATEGORY_NOT_WORD: r"\W",
}
_Fits = Callable[[str], bool]


class Unknown(Exception):
    """A pattern holds what is not known here."""


class Step(NamedTuple):
    """An instruction: what it does, and with what."""

    does: str
    one: Any = None
    two: Any = None


class Program(NamedTuple):
    """A pattern as instructions."""

    steps: Sequence[Step]
    flags: int


def parsed(pattern: str | bytes, flags: int = 0) -> Any:
    """What the interpreter's own parser makes of a pattern.

    Args:
        pattern: the regular expression.
        flags: as in ``re.compile``.
    """
    text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    return _parser.parse(text, flags & ~re.DEBUG)


def compiled(pattern: str | bytes, flags: int = 0) -> Program:
    """Translate a pattern.

    Args:
        pattern: the regular expression.
        flags: as in ``re.compile``.

    Raises:
        Unknown: it holds what is not known here.
    """
    tree = parsed(pattern, flags)
    steps: list[Step] = []
    _Writer(steps).sequence(tree, tree.state.flags)
    return Program([*steps, Step("done")], tree.state.flags)


class _Writer:
    """Appends the instructions of parts of a pattern."""

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps

    def sequence(self, tree: Any, flags: int) -> None:
        for kind, given in tree:
            self.part(kind, given, flags)

    def part(self, kind: Any, given: Any, flags: int) -> None:
        if kind in _CHARACTERS:
            self.steps.append(Step("character", fits(kind, given, flags)))
        elif kind in _REPEATS:
            self.repeated(given, flags, kind is constants.MAX_REPEAT)
        elif kind is constants.SUBPATTERN:
            self.group(given, flags)
        elif kind is constants.BRANCH:
            self.branches(given[1], flags)
        elif kind in (constants.ASSERT, constants.ASSERT_NOT):
            self.looked(given, flags, kind is constants.ASSERT)
        elif kind is constants.AT:
            self.steps.append(Step("at", given, bool(flags & re.MULTILINE)))
        elif kind is constants.GROUPREF:
            self.steps.append(Step("again", given))
        else:
            raise Unknown(str(kind))

    def group(self, given: Any, flags: int) -> None:
        number, added, removed, tree = given
        if number:
            self.steps.append(Step("begin", number))
        self.sequence(tree, (flags | added) & ~removed)
        if number:
            self.steps.append(Step("end", number))

    def branches(self, trees: Any, flags: int) -> None:
        ends = []
        for tree in trees[:-1]:
            fork = self.room()
            self.sequence(tree, flags)
            ends.append(self.room())
            self.steps[fork] = Step("fork", fork + 1, len(self.steps))
        self.sequence(trees[-1], flags)
        for end in ends:
            self.steps[end] = Step("jump", len(self.steps))

    def room(self) -> int:
        self.steps.append(Step("room"))
        return len(self.steps) - 1

    def repeated(self, given: Any, flags: int, greedy: bool) -> None:
        least, most, tree = given
        for _ in range(min(least, WIDEST)):
            self.sequence(tree, flags)
        if most is constants.MAXREPEAT:
            self.loop(tree, flags, greedy)
        else:
            forks = []
            for _ in range(min(most, WIDEST + 1) - min(least, WIDEST)):
                forks.append(self.room())
                self.sequence(tree, flags)
            for fork in forks:
                self.fork(fork, fork + 1, len(self.steps), greedy)

    def loop(self, tree: Any, flags: int, greedy: bool) -> None:
        fork = self.room()
        self.steps.append(Step("mark", fork))
        self.sequence(tree, flags)
        self.steps.append(Step("moved", fork))
        self.steps.append(Step("jump", fork))
        self.fork(fork, fork + 1, len(self.steps), greedy)

    def fork(self, place: int, more: int, after: int, greedy: bool) -> None:
        self.steps[place] = Step("fork", more, after) if greedy else Step("fork", after, more)

    def looked(self, given: Any, flags: int, wanted: bool) -> None:
        direction, tree = given
        steps: list[Step] = []
        _Writer(steps).sequence(tree, flags)
        width = tree.getwidth()[0] if direction < 0 else 0
        self.steps.append(Step("look", (Program([*steps, Step("done")], flags), width), wanted))


def fits(kind: Any, given: Any, flags: int) -> _Fits:
    """What tells whether a part of a pattern that takes one character takes a given one.

    Args:
        kind: what the part is, in the parser's terms.
        given: what belongs to it.
        flags: those that hold there.
    """
    if kind is constants.ANY:
        return lambda character: character != "\n" or bool(flags & re.DOTALL)
    members = given if kind is constants.IN else [(constants.LITERAL, given)]
    negated = kind is constants.NOT_LITERAL or members[0][0] is constants.NEGATE
    folded = bool(flags & re.IGNORECASE)
    known: dict[str, bool] = {}

    def fit(character: str) -> bool:
        if character not in known:
            forms = {character, character.lower(), character.upper()} if folded else {character}
            known[character] = any(_is_member(form, members, flags) for form in forms) != negated
        return known[character]

    return fit


def _is_member(character: str, members: Any, flags: int) -> bool:
    code = ord(character[0])
    for kind, given in members:
        if kind is constants.LITERAL and given == code:
            return True
        if kind is constants.RANGE and given[0] <= code <= given[1]:
            return True
        if kind is constants.CATEGORY and re.match(_CATEGORIES[given], character, flags & re.ASCII):
            return True
    return False


class TooMany(Exception):
    """More steps than were allowed."""


class Counter:
    """Tries a program on texts, and counts.

    Args:
        most: more steps than these are not gone.
    """

    def __init__(self, most: int) -> None:
        self.steps = 0
        self._most = most

    def match(
        self, program: Program, text: str, start: int, groups: dict[Any, int] | None = None
    ) -> int | None:
        """The end of the first match at a place; ``None`` if there is none.

        Raises:
            TooMany: it takes more steps than are allowed.
        """
        waiting: list[tuple[int, int, dict[Any, int]]] = [(0, start, groups or {})]
        while waiting:
            place, at, known = waiting.pop()
            while True:
                self.steps += 1
                if self.steps > self._most:
                    raise TooMany
                does, one, two = program.steps[place]
                place += 1
                if does == "character":
                    if at >= len(text) or not one(text[at]):
                        break
                    at += 1
                elif does == "fork":
                    waiting.append((two, at, known))
                    place = one
                elif does == "jump":
                    place = one
                elif does in ("begin", "end", "mark"):
                    known = {**known, (does, one): at}
                elif does == "done":
                    return at
                else:
                    moved = self._other(program.steps[place - 1], text, at, known)
                    if moved is None:
                        break
                    at = moved
        return None

    def _other(self, step: Step, text: str, at: int, known: dict[Any, int]) -> int | None:
        """Where what is done less often gets to."""
        does, one, two = step
        if does == "look":
            program, width = one
            found = at >= width and self.match(program, text, at - width, known) is not None
            return at if found == two else None
        if does == "moved":
            return at if known["mark", one] != at else None
        if does == "again":
            return self._again(one, text, at, known)
        return at if _is_at(one, text, at, two) else None

    def _again(self, group: int, text: str, at: int, known: dict[Any, int]) -> int | None:
        if ("end", group) not in known:
            return None
        before = text[known["begin", group] : known["end", group]]
        self.steps += len(before)
        return at + len(before) if text.startswith(before, at) else None

    def match_once(self, program: Program, text: str) -> None:
        """Ask as ``match`` does."""
        self.match(program, text, 0)

    def find_all(self, program: Program, text: str) -> None:
        """Ask as ``finditer`` does, and ``search``, if there is nothing to find."""
        at = 0
        while at <= len(text):
            end = self.match(program, text, at)
            at = at + 1 if end is None or end == at else end


def _is_at(kind: Any, text: str, at: int, multiline: bool) -> bool:
    def is_word(place: int) -> bool:
        return 0 <= place < len(text) and (text[place].isalnum() or text[place] == "_")

    last = at == len(text)
    match str(kind):
        case "AT_BEGINNING":
            return at == 0 or (multiline and text[at - 1] == "\n")
        case "AT_BEGINNING_STRING":
            return at == 0
        case "AT_END":
            return last or (at == len(text) - 1 and text[at] == "\n") or (multiline and text[at] == "\n")
        case "AT_END_STRING":
            return last
        case "AT_BOUNDARY":
            return is_word(at - 1) != is_word(at)
        case "AT_NON_BOUNDARY":
            return is_word(at - 1) == is_word(at)
    raise Unknown(str(kind))


def characters(tree: Any, flags: int) -> Iterator[_Fits]:
    """What each part of a pattern that takes one character takes.

    Args:
        tree: what the parser made.
        flags: those that hold there.
    """
    for kind, given in tree:
        if kind in _CHARACTERS:
            yield fits(kind, given, flags)
        elif kind in _REPEATS:
            yield from characters(given[2], flags)
        elif kind is constants.SUBPATTERN:
            yield from characters(given[3], (flags | given[1]) & ~given[2])
        elif kind is constants.BRANCH:
            for each in given[1]:
                yield from characters(each, flags)
        elif kind in (constants.ASSERT, constants.ASSERT_NOT):
            yield from characters(given[1], flags)
