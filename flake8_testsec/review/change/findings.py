"""Findings that a change brings, and those that it takes away, by what they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from flake8_testsec.review.change.entries import OF_FAMILIES, Entry
from flake8_testsec.review.change.inventory import Found, Inventory
from flake8_testsec.review.change.pairs import Paired
from flake8_testsec.review.document import Lines, code


def of(old: Inventory, new: Inventory, known: Paired) -> Iterator[Entry]:
    """What rules say of one side alone.

    Args:
        old: the file as it was.
        new: the file as it is.
        known: which of its functions are which.

    Yields:
        The entries: first what has come.
    """
    names = {pair.old.name: pair.new.name for pair in known.pairs}
    gone = [each._replace(scope=names.get(each.scope, each.scope)) for each in old.found if not each.silenced]
    come = [each for each in new.found if not each.silenced]
    for key in (_digest, _place, _scope):
        gone, come = _without(gone, come, key), _without(come, gone, key)
    for each in come:
        parts = (*_mark(each), each.defect.finding.message.rstrip("."), ".")
        severity = "none" if each.defect.optional else each.defect.rule.severity
        kind = "observation-new" if each.defect.optional else "finding-new"
        yield _entry(each, kind, severity, parts)._replace(now=(_lines(each),))
    hidden = [each for each in new.found if each.silenced]
    silenced = _without(gone, _without(gone, hidden, _digest), _id)
    for each in silenced:
        parts = (*_mark(each), "silenced by a comment now: ", each.defect.finding.message.rstrip("."), ".")
        severity = "none" if each.defect.optional else "low"
        yield _entry(each, "finding-silenced", severity, parts)._replace(before=(_lines(each),))
    for each in _without(gone, silenced, _id):
        parts = (*_mark(each), "gone: ", each.defect.finding.message.rstrip("."), ".")
        kind = "observation-gone" if each.defect.optional else "finding-gone"
        yield _entry(each, kind, "none", parts)._replace(before=(_lines(each),))


def _without(some: Sequence[Found], others: Iterable[Found], key: Callable[[Found], object]) -> list[Found]:
    left = Counter(map(key, others))
    found = []
    for each in some:
        left[key(each)] -= 1
        if left[key(each)] < 0:
            found.append(each)
    return found


def _id(found: Found) -> object:
    return id(found)


def _digest(found: Found) -> object:
    return found.digest


def _place(found: Found) -> object:
    """The same words in the same function."""
    return found.defect.finding.code, found.scope, found.defect.finding.message


def _scope(found: Found) -> object:
    """The same rule in the same function: a line of it was edited."""
    return (found.defect.finding.code, found.scope) if found.scope else found


def _mark(found: Found) -> tuple[str, ...]:
    return (code(found.defect.finding.code), " ")


def _entry(found: Found, kind: str, severity: str, parts: tuple[str, ...]) -> Entry:
    aspect = OF_FAMILIES[found.defect.rule.family]
    return Entry(aspect, kind, severity, parts, subject=found.scope, defect=found.defect)


def _lines(found: Found) -> Lines:
    return Lines(found.defect.finding.line, found.defect.finding.line)
