"""Handlers that catch more, controls that are replaced, new secrets, and clean-ups that are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from flake8_testsec.review.change.claims import is_wider
from flake8_testsec.review.change.entries import CLEANUP, CREDENTIALS, DOUBLES, EXCEPTIONS, Entry
from flake8_testsec.review.change.givings import Giving
from flake8_testsec.review.change.inventory import Caught, Inventory, Spot
from flake8_testsec.review.change.pairs import Paired
from flake8_testsec.review.document import Code, code, listed


def of(old: Inventory, new: Inventory, known: Paired) -> Iterator[Entry]:
    """What happens to all but tests and checks.

    Args:
        old: the file as it was.
        new: the file as it is.
        known: which of its functions are which.

    Yields:
        The entries.
    """
    names = {pair.old.name: pair.new.name for pair in known.pairs}
    yield from _caught(old, new, names)
    yield from _controls(old.controls, new.controls)
    yield from _credentials(old.credentials, new.credentials)
    yield from _givings(old, new, names)


def _caught(old: Inventory, new: Inventory, names: dict[str, str]) -> Iterator[Entry]:
    for was, name in names.items():
        before = [each for each in old.caught if each.function == was]
        now = [each for each in new.caught if each.function == name]
        for each in _less(now, before):
            yield from _handler(each, _less(before, now), name)


def _less(some: Sequence[Caught], others: Iterable[Caught]) -> list[Caught]:
    """Those that the others have not, in the same words."""
    left = Counter((each.names, each.is_quiet) for each in others)
    found = []
    for each in some:
        left[each.names, each.is_quiet] -= 1
        if left[each.names, each.is_quiet] < 0:
            found.append(each)
    return found


def _handler(now: Caught, gone: Sequence[Caught], name: str) -> Iterator[Entry]:
    for each in gone:
        if is_wider(each.names, now.names):
            parts = ("In ", code(name), ", ", *_names(now), " is caught where ", *_names(each), " was.")
            yield Entry(EXCEPTIONS, "exception-widened", "medium", parts, (now.lines,), (each.lines,), name)
            return
    if now.is_quiet and not any(each.names == now.names or _is_narrower(now, each) for each in gone):
        parts = ("In ", code(name), ", ", *_names(now), " is swallowed now.")
        yield Entry(EXCEPTIONS, "exception-swallowed", "low", parts, (now.lines,), (), name)


def _is_narrower(now: Caught, before: Caught) -> bool:
    """Whether a handler swallowed more before."""
    return before.is_quiet and is_wider(now.names, before.names)


def _names(caught: Caught) -> tuple[str, ...]:
    return listed([code(each) for each in caught.names], " or ")


def _controls(old: Sequence[Spot], new: Sequence[Spot]) -> Iterator[Entry]:
    was, now = Counter(each.name for each in old), Counter(each.name for each in new)
    for name in now - was:
        spots = [each for each in new if each.name == name]
        by = (" by ", Code(spots[0].by)) if spots[0].by else ()
        parts = ("By its name a security control, ", Code(name), " is replaced", *by, _times(was, now, name))
        places = tuple(each.lines for each in spots)
        yield Entry(DOUBLES, "control-replaced", "medium", parts, places, (), name)
    for name in was - now:
        if not now[name]:
            parts = ("By its name a security control, ", Code(name), " is no longer replaced.")
            places = tuple(each.lines for each in old if each.name == name)
            yield Entry(DOUBLES, "control-restored", "none", parts, (), places, name)


def _times(was: Counter[str], now: Counter[str], name: str) -> str:
    if was[name]:
        return f" in {now[name]} places instead of {was[name]}."
    return f" now, in {now[name]} places." if now[name] > 1 else " now."


def _credentials(old: Sequence[Spot], new: Sequence[Spot]) -> Iterator[Entry]:
    known = {(each.name, each.by) for each in old}
    found: dict[str, list[Spot]] = {}
    for each in new:
        if (each.name, each.by) not in known:
            found.setdefault(each.name, []).append(each)
    for name, spots in found.items():
        parts = ("A literal, not shown here, is given under the name ", code(name), ", and was not before.")
        places = tuple(dict.fromkeys(each.lines for each in spots))
        yield Entry(CREDENTIALS, "credential-added", "low", parts, places, (), name)


def _givings(old: Inventory, new: Inventory, names: dict[str, str]) -> Iterator[Entry]:
    """Clean-ups that are gone, with nothing new in their place, while what they are about is assigned."""
    now = Counter((each.owner, each.how, each.text) for each in new.givings)
    then = Counter((each.owner, each.how, each.text) for each in old.givings)
    come = {owner for owner, _, _ in now - then}
    moved = Counter((each.how, each.text) for each in new.givings)
    for each in old.givings:
        key = (each.owner, each.how, each.text)
        if now[key]:
            now[key] -= 1
        elif each.owner not in come and not moved[each.how, each.text]:
            held = sorted(
                name for name in each.about if (names.get(each.owner, each.owner), name) in new.stored
            )
            if held:
                yield _lost(each, held)


_HOW = {
    "registered": "is no longer registered",
    "hook": "is gone",
    "finally": "is no longer done in a finally",
    "yield": "is no longer done when the fixture ends",
}


def _lost(giving: Giving, held: Sequence[str]) -> Entry:
    still = listed([code(each) for each in held[:3]])
    where = "" if giving.how == "hook" and giving.owner == giving.function else giving.owner
    parts = (
        *(("In ", code(where), ", ") if where else ()),
        code(giving.text),
        f" {_HOW[giving.how]}, and ",
        *still,
        f" {'is' if len(held) == 1 else 'are'} still assigned there.",
    )
    return Entry(CLEANUP, "cleanup-removed", "medium", parts, (), (giving.lines,), giving.owner)
