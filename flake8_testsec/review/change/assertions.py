"""Checks that a change removes, comments out, weakens, turns round or puts under a condition."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import NamedTuple

from flake8_testsec.review.change.claims import is_same, reverses, why_weaker
from flake8_testsec.review.change.entries import ASSERTIONS, Entry
from flake8_testsec.review.change.inventory import Check, Inventory
from flake8_testsec.review.change.pairs import Pair, Paired
from flake8_testsec.review.document import LONGEST, Code, Lines, code, counted

_SHOWN = 3
"""Checks of one function that are shown."""
_ALIKE = 0.6
"""How much of the text two checks of one kind have in common that are taken for one that was rewritten."""


class _Step(NamedTuple):
    """Two checks that are taken for the same one."""

    old: Check
    new: Check


class _Rest(NamedTuple):
    """The checks of a function that are not on the other side as they are."""

    name: str
    """The function as it is called now; as it was called if it is no more."""
    old: list[Check]
    new: list[Check]


def of(old: Inventory, new: Inventory, pairs: Sequence[Pair], known: Paired) -> Iterator[Entry]:
    """What happens to the checks of a file.

    Args:
        old: the file as it was.
        new: the file as it is.
        pairs: its functions that are on both sides.
        known: all of its functions.

    Yields:
        The entries.
    """
    rests: list[_Rest] = []
    for pair in pairs:
        steps, rest = _alike(pair.new.name, _of(old, pair.old.name), _of(new, pair.new.name))
        yield from _conditions(steps)
        rests.append(rest)
    for gone in known.gone:
        if not gone.is_test:
            rests.append(_Rest(gone.name, _of(old, gone.name), []))
    for come in known.come:
        rests.append(_Rest(come.name, [], _of(new, come.name)))
    _drop_moved(rests)
    comments = _Comments(old, new)
    for rest in rests:
        yield from comments.taken(rest)
        yield from _rewritten(rest)
    yield from _removed(rests, {each.name for each in known.come})


def _of(side: Inventory, name: str) -> list[Check]:
    return [each for each in side.checks if each.function == name]


def _alike(name: str, old: Sequence[Check], new: Sequence[Check]) -> tuple[list[_Step], _Rest]:
    """Checks that are written alike, first under the same conditions, then under any."""
    steps: list[_Step] = []
    rest = _Rest(name, [*old], [*new])
    for strict in (True, False):
        for each in [*rest.old]:
            other = next((one for one in rest.new if _is_alike(each, one, strict)), None)
            if other is not None:
                rest.old.remove(each)
                rest.new.remove(other)
                steps.append(_Step(each, other))
    return steps, rest


def _is_alike(old: Check, new: Check, strict: bool) -> bool:
    return old.form == new.form and (not strict or old.under == new.under)


def _conditions(steps: Iterable[_Step]) -> Iterator[Entry]:
    for old, new in steps:
        # One condition in the place of another is no loss for certain, nor is one more case before a failure.
        if old.under < new.under and not (new.fails and _is_one_more_case(old, new)):
            yield from (_conditional(old, new, each) for each in sorted(new.under - old.under))


def _is_one_more_case(old: Check, new: Check) -> bool:
    """Whether a check stands at the end of a chain of cases, and some have been added to it."""
    is_last = any(each.startswith("if not (") for each in old.under)
    return is_last and all(each.startswith("if not (") for each in new.under - old.under)


def _conditional(old: Check, new: Check, condition: str) -> Entry:
    if condition.startswith("if "):
        hangs: tuple[str, ...] = (" is made only if ", code(condition.removeprefix("if ")), " now.")
    else:
        hangs = (f" stands {condition} now.",)
    parts = ("In ", code(new.function), ", ", code(new.text), *hangs)
    return Entry(
        ASSERTIONS, "assertion-conditional", "medium", parts, (new.lines,), (old.lines,), new.function
    )


def _drop_moved(rests: Sequence[_Rest]) -> None:
    """Take out what one function no longer checks and another does, in the same words."""
    for rest in rests:
        for each in [*rest.old]:
            for other in rests:
                found = next((one for one in other.new if one.form == each.form), None)
                if other is not rest and found is not None:
                    rest.old.remove(each)
                    other.new.remove(found)
                    break


class _Comments:
    """What stands in comments now, and did not.

    Args:
        old: the file as it was.
        new: the file as it is.
    """

    def __init__(self, old: Inventory, new: Inventory) -> None:
        self._then = "".join(text for _, text in old.comments)
        self._lines: list[tuple[int, int]] = []
        text = ""
        for line, words in new.comments:
            self._lines.append((len(text), line))
            text += words
        self._now = text

    def taken(self, rest: _Rest) -> Iterator[Entry]:
        """The checks of a function that are commented out; they are taken out."""
        for each in [*rest.old]:
            place = self._now.find(each.source)
            if place >= 0 and each.source not in self._then:
                rest.old.remove(each)
                last = place + len(each.source) - 1
                lines = Lines(self._line(place), self._line(last))
                parts = ("In ", code(rest.name), ", the check ", code(each.text), " is commented out.")
                yield Entry(
                    ASSERTIONS, "assertion-commented-out", "medium", parts, (lines,), (each.lines,), rest.name
                )

    def _line(self, place: int) -> int:
        return max(line for start, line in self._lines if start <= place)


def _rewritten(rest: _Rest) -> Iterator[Entry]:
    for old, new in _steps(rest):
        if is_same(old.claim, new.claim):
            yield from _conditions([_Step(old, new)])
        else:
            yield _rewording(old, new)


def _steps(rest: _Rest) -> Iterator[_Step]:
    """Checks that are about the same, taken out of the rest: the likest first."""
    ranked = sorted(
        ((_likeness(old, new), -number, old, new) for number, old in enumerate(rest.old) for new in rest.new),
        key=lambda each: each[:2],
        reverse=True,
    )
    taken: Counter[int] = Counter()
    for likeness, _, old, new in ranked:
        if likeness and not taken[id(old)] and not taken[id(new)]:
            taken[id(old)] += 1
            taken[id(new)] += 1
            yield _Step(old, new)
    rest.old[:] = [each for each in rest.old if not taken[id(each)]]
    rest.new[:] = [each for each in rest.new if not taken[id(each)]]


def _likeness(old: Check, new: Check) -> tuple[float, ...]:
    """How sure it is that two checks are about the same; nothing for those that are not."""
    one, other = old.claim, new.claim
    ratio = SequenceMatcher(None, old.text, new.text, False).ratio()
    if is_same(one, other):
        return 4, ratio
    if one.about & other.about:
        return (3 if one.relation == other.relation else 2), ratio
    return (1, ratio) if one.relation == other.relation and ratio >= _ALIKE else ()


def _rewording(old: Check, new: Check) -> Entry:
    why = why_weaker(old.claim, new.claim)
    start = _begin(old.text, new.text)
    became = ("In ", code(new.function), ", ", _from(old.text, start), " became ", _from(new.text, start))
    if reverses(old.claim, new.claim):
        kind, severity, told = "assertion-reversed", "medium", ": it demands the opposite."
    elif why:
        kind, severity, told = "assertion-weakened", "medium", f": {why}."
    elif why_weaker(new.claim, old.claim):
        kind, severity, told = "assertion-strengthened", "none", ": it demands more."
    else:
        kind, severity, told = "assertion-changed", "none", "."
    return Entry(ASSERTIONS, kind, severity, (*became, told), (new.lines,), (old.lines,), new.function)


def _begin(old: str, new: str) -> int:
    """Where to begin to show two texts, so that their difference is in sight where they are cut."""
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    return alike - _BEFORE if max(len(old), len(new)) > LONGEST and alike > LONGEST // 2 else 0


_BEFORE = 30
"""Characters before the difference of two texts that are shown."""


def _from(text: str, start: int) -> Code:
    return code(f"…{text[start:]}" if start else text)


def _removed(rests: Iterable[_Rest], come: set[str]) -> Iterator[Entry]:
    added: dict[str, list[Check]] = defaultdict(list)
    for rest in rests:
        if rest.old:
            yield _lost(rest)
        if rest.new and rest.name not in come:
            added[rest.name] += rest.new
    for name, checks in added.items():
        parts = (code(name), f" makes {counted(len(checks), 'more check')}: ", *_shown(checks), ".")
        yield Entry(
            ASSERTIONS,
            "assertions-added",
            "none",
            parts,
            tuple(each.lines for each in checks[:_SHOWN]),
            (),
            name,
        )


def _lost(rest: _Rest) -> Entry:
    others = f" It makes {counted(len(rest.new), 'other check')} now." if rest.new else ""
    parts = (code(rest.name), " no longer checks ", *_shown(rest.old), f".{others}")
    places = tuple(each.lines for each in rest.old)
    return Entry(
        ASSERTIONS, "assertion-removed", "low" if rest.new else "medium", parts, (), places, rest.name
    )


def _shown(checks: Sequence[Check]) -> Iterator[str]:
    for number, each in enumerate(checks[:_SHOWN]):
        yield ", " if number else ""
        yield code(each.text)
    if len(checks) > _SHOWN:
        yield f" and {len(checks) - _SHOWN} more"
