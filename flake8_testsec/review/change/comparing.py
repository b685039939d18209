"""Both sides of files compared, aspect by aspect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from flake8_testsec.review.change import assertions, findings, other, tests
from flake8_testsec.review.change.entries import ASPECTS, TESTS, Difference, Entry, Sides
from flake8_testsec.review.change.inventory import Inventory, Unit
from flake8_testsec.review.change.pairs import Pair, Paired, paired
from flake8_testsec.review.change.tests import Moved
from flake8_testsec.review.document import SEVERITIES

_EMPTY = Inventory((), (), (), (), (), (), frozenset(), (), ())


def differences(files: Sequence[Sides]) -> tuple[Difference, ...]:
    """Compare the sides of all files of a change.

    Args:
        files: the files; a test that one has no more may be in another.

    Returns:
        One for each, in the same order, also for those of which there is nothing to say.
    """
    whole = {each.path: paired(*_units(each)) for each in files}
    elsewhere = _moved(files, whole)
    return tuple(_difference(each, whole[each.path], elsewhere, files) for each in files)


def _units(sides: Sides) -> tuple[Sequence[Unit], Sequence[Unit]]:
    return (sides.old or _EMPTY).units, (sides.new or _EMPTY).units


def _moved(files: Sequence[Sides], whole: Mapping[str, Paired]) -> Moved:
    """The tests that are in another file now: of the same name and body, or of the same class and name."""
    read = [each.path for each in files if not each.unparsed]
    gone = [(path, unit) for path in read for unit in whole[path].gone if unit.is_test]
    come = [(path, unit) for path in read for unit in whole[path].come if unit.is_test]
    found: dict[tuple[str, str], tuple[str, Unit]] = {}
    taken: set[tuple[str, str]] = set()
    for key in (lambda unit: (unit.name, unit.body), lambda unit: unit.name, lambda unit: unit.body):
        known = {key(unit): (path, unit) for path, unit in come if (path, unit.name) not in taken}
        for path, unit in gone:
            place = known.get(key(unit))
            if place is None or (path, unit.name) in found or place[0] == path:
                continue
            if (place[0], place[1].name) not in taken:
                found[path, unit.name] = place
                taken.add((place[0], place[1].name))
    return Moved(found, frozenset(taken))


def _difference(sides: Sides, known: Paired, moved: Moved, files: Sequence[Sides]) -> Difference:
    state = "changed"
    if sides.old is None and not sides.earlier:
        state = "added"
    elif sides.new is None and not sides.unparsed:
        state = "deleted"
    elif sides.earlier != sides.path:
        state = "renamed"
    entries = () if sides.unparsed else _entries(sides, known, moved, files)
    return Difference(sides.path, sides.earlier, tuple(entries), state, sides.unparsed)


def _entries(sides: Sides, known: Paired, moved: Moved, files: Sequence[Sides]) -> Sequence[Entry]:
    old, new = sides.old or _EMPTY, sides.new or _EMPTY
    here = [*known.pairs, *_arrived(sides, known, moved, files)]
    if sides.new is None:  # of a file that is no more only its tests are told: the rest served them
        return [*tests.of(old, new, known, moved, sides.path)]
    found = chain(
        tests.of(old, new, known, moved, sides.path),
        assertions.of(_with_arrived(old, sides, moved, files), new, here, _settled(known, sides, moved)),
        other.of(old, new, known),
        findings.of(old, new, known),
    )
    joined = _joined([*_without_twice(found)])
    return sorted(joined, key=lambda each: (ASPECTS.index(each.aspect), not each.counts))


def _settled(known: Paired, sides: Sides, moved: Moved) -> Paired:
    """Without the tests that came from other files: they are in pairs, too."""
    come = tuple(each for each in known.come if (sides.path, each.name) not in moved.arrived)
    return known._replace(come=come)


def _arrived(sides: Sides, known: Paired, moved: Moved, files: Sequence[Sides]) -> Iterator[Pair]:
    """The tests that came from other files."""
    for (path, name), (place, unit) in moved.places.items():
        if place == sides.path:
            origin = next(each for each in files if each.path == path)
            yield Pair(next(each for each in _units(origin)[0] if each.name == name), unit)


def _with_arrived(old: Inventory, sides: Sides, moved: Moved, files: Sequence[Sides]) -> Inventory:
    """With what the tests checked that came from other files."""
    checks = [*old.checks]
    for (path, name), (place, _) in moved.places.items():
        if place == sides.path:
            origin = next(each for each in files if each.path == path)
            checks += [each for each in (origin.old or _EMPTY).checks if each.function == name]
    return old._replace(checks=tuple(checks))


def _joined(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Findings that say what another entry says are joined to it: they stand on its line."""
    others = [each for each in entries if each.kind != "finding-new"]
    found = [each for each in entries if each.kind == "finding-new"]
    for entry in others:
        mine = next((each for each in found if _is_of(each, entry)), None)
        if mine is None:
            yield entry
        else:
            found.remove(mine)
            worst = min(entry.severity, mine.severity, key=SEVERITIES.index)
            yield entry._replace(defect=mine.defect, severity=worst)
    yield from found


def _is_of(found: Entry, entry: Entry) -> bool:
    if not entry.counts or (entry.aspect != found.aspect and entry.aspect != TESTS):
        return False
    line = found.now[0].first
    is_test = entry.aspect == TESTS
    return any(each.first <= line <= (each.first if is_test else each.last) for each in entry.now)


def _without_twice(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Without a second entry of the same kind in the same words about the same lines."""
    seen: Counter[object] = Counter()
    for each in entries:
        key = (each.kind, each.parts, each.now, each.before)
        seen[key] += 1
        if seen[key] == 1:
            yield each
