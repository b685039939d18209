"""Tests that a change deletes, comments out, hides from runners, skips, or runs with fewer cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flake8_testsec.review.change.entries import TESTS, Entry
from flake8_testsec.review.change.inventory import Inventory, Unit
from flake8_testsec.review.change.marks import Mark
from flake8_testsec.review.change.pairs import Pair, Paired, last
from flake8_testsec.review.document import code, counted, quote


class Moved(NamedTuple):
    """Tests that one file has no more, and another has."""

    places: Mapping[tuple[str, str], tuple[str, Unit]]
    """By path and name: the path and the test."""
    arrived: frozenset[tuple[str, str]]
    """Paths and names of those that came."""


def of(old: Inventory, new: Inventory, known: Paired, moved: Moved, path: str) -> Iterator[Entry]:
    """What happens to the tests of a file.

    Args:
        old: the file as it was.
        new: the file as it is.
        known: which of its functions are which.
        moved: the tests that came from other files, or went there.
        path: the file.

    Yields:
        The entries.
    """
    yield from _hidden(old, new, known, path)
    gone = [each for each in known.gone if each.is_test and (path, each.name) not in moved.places]
    yield from (_gone(each, old, new) for each in gone)
    for pair in known.pairs:
        if pair.old.is_test:
            yield from _changed(pair)
    yield from _switched(known, before=False)
    yield from _switched(known, before=True)
    come = [each for each in known.come if each.is_test and (path, each.name) not in moved.arrived]
    if come:
        places = tuple(each.lines for each in come)
        names = [code(each.name) for each in come[:3]]
        more = f" and {len(come) - 3} more" if len(come) > 3 else ""
        shown = [piece for number, each in enumerate(names) for piece in (", " if number else "", each)]
        parts = (f"{counted(len(come), 'test')} added: ", *shown, f"{more}.")
        yield Entry(TESTS, "tests-added", "none", parts, places[:3])


def _hidden(old: Inventory, new: Inventory, known: Paired, path: str) -> Iterator[Entry]:
    """A file that was renamed so that no runner looks into it."""
    hidden = [pair for pair in known.pairs if pair.old.is_test and pair.new.is_test]
    if old.is_collected and not new.is_collected and hidden:
        parts = (f"Runners look for {counted(len(hidden), 'test')} in files called ", code("test_*.py"))
        told = (*parts, ", and this one is called ", code(path.rpartition("/")[2]), " now.")
        yield Entry(TESTS, "test-not-collected", "medium", told, (), (), path)


def _gone(unit: Unit, old: Inventory, new: Inventory) -> Entry:
    for spot in new.tests_in_comments:
        if spot.name == last(unit) and spot.name not in {each.name for each in old.tests_in_comments}:
            parts = ("The test ", code(unit.name), " is commented out.")
            return Entry(
                TESTS, "test-commented-out", "medium", parts, (spot.lines,), (unit.lines,), unit.name
            )
    number = sum(each.function == unit.name for each in old.checks)
    held = f" It made {counted(number, 'check')}." if number else ""
    parts = ("The test ", code(unit.name), f" is deleted.{held}")
    return Entry(TESTS, "test-deleted", "medium", parts, (), (unit.lines,), unit.name)


def _changed(pair: Pair) -> Iterator[Entry]:
    old, new = pair
    if not new.is_test and not new.is_named:
        parts = ("The test ", code(old.name), " is called ", code(new.name), " now: no runner collects it.")
        yield Entry(TESTS, "test-not-collected", "medium", parts, (new.lines,), (old.lines,), old.name)
    lost = Counter(old.rows) - Counter(new.rows)
    if lost and 0 < len(new.rows) < len(old.rows):
        fewer = f" is run with fewer cases: {len(new.rows)} instead of {len(old.rows)}."
        told = ("The test ", code(new.name), fewer)
        yield Entry(TESTS, "cases-removed", "medium", told, (new.lines,), (old.lines,), new.name)


def _switched(known: Paired, before: bool) -> Iterator[Entry]:
    """Marks that tests have now and had not, or the other way round; those of a class or a file once."""
    found: dict[tuple[Mark, str], list[Pair]] = defaultdict(list)
    for pair in known.pairs:
        if pair.old.is_test and pair.new.is_test:
            there, then = (pair.old, pair.new) if before else (pair.new, pair.old)
            said = {(each.how, each.condition) for each in then.marks}
            always = {each.how for each in then.marks if not each.condition}
            for mark in there.marks:
                if (mark.how, mark.condition) not in said and mark.how not in always:
                    found[mark, "" if mark.holder else there.name].append(pair)
    for (mark, name), pairs in found.items():
        yield _runs_again(mark, name, pairs) if before else _off(mark, name, pairs)


def _off(mark: Mark, name: str, pairs: list[Pair]) -> Entry:
    if mark.condition == _FOUND_OUT or not mark.condition:
        hangs: tuple[str, ...] = (", by what its body finds out",) if mark.condition else ()
    else:
        hangs = (" if ", code(mark.condition))
    said = (": ", quote(mark.reason, 160)) if mark.reason.strip() else ()
    parts = (*_who(mark, name, pairs), f" now {mark.how}", *hangs, *said, ".")
    kind = "test-expected-to-fail" if mark.how.startswith("expected") else "test-skipped"
    return Entry(TESTS, kind, "low" if mark.condition else "medium", parts, (mark.lines,), (), name)


_FOUND_OUT = "something that its body finds out"


def _who(mark: Mark, name: str, pairs: list[Pair]) -> tuple[str, ...]:
    if not mark.holder:
        return ("The test ", code(name), " is")
    are = "is" if len(pairs) == 1 else "are"
    tests = counted(len(pairs), "test")
    where = ("the file",) if mark.holder == "module" else (code(mark.holder),)
    return (f"{tests} of ", *where, f" {are}")


def _runs_again(mark: Mark, name: str, pairs: list[Pair]) -> Entry:
    hangs = (" if ", code(mark.condition)) if mark.condition else ()
    parts = (*_who(mark, name, pairs), f" no longer {mark.how}", *hangs, ".")
    return Entry(TESTS, "test-restored", "none", parts, (), (mark.lines,), name)
