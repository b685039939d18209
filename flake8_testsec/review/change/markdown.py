"""The review of a change in Markdown, as short as a comment on a merge request should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flake8_testsec.review.change.entries import ASPECTS, Difference, Entry
from flake8_testsec.review.document import SEVERITIES, Lines, code, counted, listed
from flake8_testsec.review.markdown import code_span, numbers, sentence_of

_OPEN = 12
"""Lines of what counts in one file that stand open; more are folded up."""
_MANY = 3
"""Deleted tests of one file that are told one by one."""


def markdown(differences: Sequence[Difference], since: str) -> Iterator[str]:
    """The review of a change.

    Args:
        differences: what it does, file by file.
        since: the revision, as the user calls it.

    Yields:
        Lines without their ends.
    """
    yield f"## Tests: what has changed since {code_span(since)}"
    yield ""
    yield _summary(differences)
    for each in differences:
        if each.unparsed or each.entries:
            yield ""
            yield from _file(each)


def _summary(differences: Sequence[Difference]) -> str:
    if not differences:
        return "No file of tests has changed."
    entries = [each for one in differences for each in one.losses]
    files = counted(len(differences), "file") + " of tests"
    if not entries:
        return f"Nothing that tests check was lost in {files}.{_unread(differences)}"
    severities = [each.severity for each in entries]
    parts = [f"{severities.count(word)} {word}" for word in SEVERITIES if word in severities]
    where = sum(bool(each.losses) for each in differences)
    what = counted(len(entries), "thing")
    return f"**{what} to look at** ({', '.join(parts)}) in {where} of {files}.{_unread(differences)}"


def _unread(differences: Sequence[Difference]) -> str:
    number = sum(bool(each.unparsed) for each in differences)
    return f" {counted(number, 'file')} could not be compared." if number else ""


def _file(difference: Difference) -> Iterator[str]:
    yield f"### {code_span(difference.path)}{_state(difference)}"
    yield ""
    if difference.unparsed:
        when = "as it is now" if difference.unparsed == "now" else "as it was"
        yield f"Not compared: the file, {when}, does not parse."
        return
    losses, rest = difference.losses, [each for each in difference.entries if not each.counts]
    lines = [*_told(losses)]
    yield from lines[:_OPEN]
    if more := lines[_OPEN:]:
        yield ""
        yield from _folded(more, f"{len(more)} more to look at")
    if rest:
        yield from [""] if losses else ()
        yield from _folded([*_told(rest)], _kinds([*_merged(rest)]))


def _state(difference: Difference) -> str:
    match difference.state:
        case "renamed":
            return f" (was {code_span(difference.earlier)})"
        case "added" | "deleted":
            return f" ({difference.state})"
        case _:
            return ""


def _folded(lines: Sequence[str], title: str) -> Iterator[str]:
    yield f"<details><summary>{title}</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"


def _kinds(entries: Sequence[Entry]) -> str:
    """What is folded up, in a few words."""
    observed = sum(each.kind.startswith("observation") for each in entries)
    others = len(entries) - observed
    parts = [
        *([counted(others, "other change")] if others else []),
        *([counted(observed, "observation") + " of opt-in rules"] if observed else []),
    ]
    return " and ".join(parts)


def _told(entries: Sequence[Entry]) -> Iterator[str]:
    """A line for each entry, by aspects; tests that are deleted together, and are many, in one."""
    deleted = [each for each in entries if each.kind == "test-deleted"]
    if len(deleted) > _MANY:
        first = deleted[0]
        names = listed([code(each.subject) for each in deleted[:_MANY]], ", ")
        parts = (f"{len(deleted)} tests are deleted: ", *names, f" and {len(deleted) - _MANY} more.")
        several = first._replace(parts=parts, before=tuple(one for each in deleted for one in each.before))
        entries = [several, *(each for each in entries if each.kind != "test-deleted")]
    for aspect in ASPECTS:
        for each in _merged(each for each in entries if each.aspect == aspect):
            yield f"- **{aspect}{_severity(each)}:** {_sentence(each)}"


def _merged(entries: Iterable[Entry]) -> Iterable[Entry]:
    """Entries in the same words in one, with all places."""
    found: dict[object, Entry] = {}
    for each in entries:
        key = (each.kind, each.severity, each.parts)
        if key in found:
            each = each._replace(now=found[key].now + each.now, before=found[key].before + each.before)
        found[key] = each
    return found.values()


def _severity(entry: Entry) -> str:
    return f" ({entry.severity})" if entry.counts else ""


def _sentence(entry: Entry) -> str:
    told = sentence_of(entry.parts)
    if entry.defect is not None and not entry.kind.startswith(("finding", "observation")):
        told = f"{told} See {code_span(entry.defect.finding.code)}"
    places = "; ".join(filter(None, (_where(entry.now, ""), _where(entry.before, "before "))))
    return f"{told.removesuffix('.')} ({places})." if places else told


def _where(lines: Sequence[Lines], prefix: str) -> str:
    return f"{prefix}{numbers(lines)}" if lines else ""
