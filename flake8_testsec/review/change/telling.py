"""What the review of a change tells, in order, for whoever puts it into a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flake8_testsec.review.change.entries import ASPECTS, Difference, Entry
from flake8_testsec.review.document import SEVERITIES, Lines, code, counted, listed
from flake8_testsec.review.markdown import numbers

_MANY = 3
"""Deleted tests of one file that are told one by one."""


def told(differences: Sequence[Difference]) -> list[Difference]:
    """The files of which there is something to say."""
    return [each for each in differences if each.unparsed or each.entries]


def weighed(differences: Iterable[Difference]) -> str:
    """What counts, by severity: ``1 high, 2 medium``; empty where nothing does."""
    severities = [each.severity for one in differences for each in one.losses]
    return ", ".join(f"{severities.count(word)} {word}" for word in SEVERITIES if word in severities)


def summary(differences: Sequence[Difference]) -> tuple[str, str]:
    """What there is to look at, and the rest of the sentence.

    Args:
        differences: what a change does, file by file.

    Returns:
        The part that stands out, which may be empty, and plain words.
    """
    if not differences:
        return "", "No file of tests has changed."
    files = counted(len(differences), "file") + " of tests"
    number = sum(len(each.losses) for each in differences)
    if not number:
        return "", f"Nothing that tests check was lost in {files}.{_unread(differences)}"
    where = sum(bool(each.losses) for each in differences)
    what = f"{counted(number, 'thing')} to look at"
    return what, f" ({weighed(differences)}) in {where} of {files}.{_unread(differences)}"


def _unread(differences: Sequence[Difference]) -> str:
    number = sum(bool(each.unparsed) for each in differences)
    return f" {counted(number, 'file')} could not be compared." if number else ""


def unparsed(difference: Difference) -> str:
    """Why a file was not compared."""
    when = "as it is now" if difference.unparsed == "now" else "as it was"
    return f"Not compared: the file, {when}, does not parse."


def kinds(entries: Iterable[Entry]) -> str:
    """What is folded up, in a few words.

    Args:
        entries: what does not count, as `ordered` has it.
    """
    every = [*entries]
    observed = sum(each.kind.startswith("observation") for each in every)
    others = len(every) - observed
    parts = [
        *([counted(others, "other change")] if others else []),
        *([counted(observed, "observation") + " of opt-in rules"] if observed else []),
    ]
    return " and ".join(parts)


def ordered(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Entries by aspects, those in the same words in one; tests that are deleted together, and are many, too.

    Args:
        entries: those of one file.

    Yields:
        Each with all its places.
    """
    deleted = [each for each in entries if each.kind == "test-deleted"]
    if len(deleted) > _MANY:
        first = deleted[0]
        names = listed([code(each.subject) for each in deleted[:_MANY]], ", ")
        parts = (f"{len(deleted)} tests are deleted: ", *names, f" and {len(deleted) - _MANY} more.")
        several = first._replace(parts=parts, before=tuple(one for each in deleted for one in each.before))
        entries = [several, *(each for each in entries if each.kind != "test-deleted")]
    for aspect in ASPECTS:
        yield from _merged(each for each in entries if each.aspect == aspect)


def _merged(entries: Iterable[Entry]) -> Iterable[Entry]:
    """Entries in the same words in one, with all places."""
    found: dict[object, Entry] = {}
    for each in entries:
        key = (each.kind, each.severity, each.parts)
        if key in found:
            each = each._replace(now=found[key].now + each.now, before=found[key].before + each.before)
        found[key] = each
    return found.values()


def see(entry: Entry) -> str:
    """The code of the rule that says more of an entry; empty if there is none, or the sentence names it."""
    if entry.defect is None or entry.kind.startswith(("finding", "observation")):
        return ""
    return entry.defect.finding.code


def where(entry: Entry) -> str:
    """The lines of an entry in the file as it is, and as it was; empty if it names none."""
    return "; ".join(filter(None, (_numbers(entry.now, ""), _numbers(entry.before, "before "))))


def _numbers(lines: Sequence[Lines], prefix: str) -> str:
    return f"{prefix}{numbers(lines)}" if lines else ""
