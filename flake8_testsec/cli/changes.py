"""``testsec check --since`` and ``--staged``: which files have changed, and which of their findings are told.

Told is what stands on a changed line, and what was not there before: who deletes a ``close`` gets the finding
at the ``open`` that nobody touched. For the latter the earlier content is reviewed, too, with the options and
the other files of today; a finding was there if the same rule found something on the same line, or, from what
is then left, something with the same fingerprint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from flake8.violation import Violation

from flake8_testsec.cli.hunks import Hunk
from flake8_testsec.cli.reviews import BROKEN, Review, Told, place_of


class Change(NamedTuple):
    """How a file differs from what it was."""

    hunks: tuple[Hunk, ...] = ()
    before: bytes | None = None
    """What it was; ``None`` for a file that is new."""
    name: str = ""
    """What it was called, as somebody in the working directory would call it."""
    content: bytes | None = None
    """What is reviewed, if that is not what the work tree has."""
    is_gone: bool = False
    """Whether the file is no more."""

    def touches(self, told: Told) -> bool:
        """Whether one of a finding's own lines has changed."""
        first, last = told.finding.line, max(told.finding.line, told.finding.end_line)
        return any(hunk.touches(first, last) for hunk in self.hunks)

    def earlier(self, line: int) -> int:
        """The number that a line had which has not changed."""
        return line - sum(hunk.come - hunk.gone for hunk in self.hunks if hunk.is_above(line))


class Side(NamedTuple):
    """A review and the lines that it is of."""

    review: Review
    lines: list[str]


def told(now: Side, change: Change, before: Callable[[bytes, str], Side], silent: bool) -> Review:
    """Mark in a review what is not to be told of a change: a baseline has to count it all the same.

    Args:
        now: the review of the file as it is.
        change: how it has changed.
        before: reviews a content under a name.
        silent: whether comments count that silence findings.

    Returns:
        The review; what stands on no changed line, and was there before, is known.
    """
    review = now.review if change.content is None else _with_lines(now)
    rest = [each for each in review.told if not _is_told_anyway(each, change)]
    if change.before is None or not rest:
        return review
    known = {id(each) for each in _known(rest, now, change, before(change.before, change.name), silent)}
    marked = (each._replace(known=True) if id(each) in known else each for each in review.told)
    return review._replace(told=tuple(marked))


def _with_lines(now: Side) -> Review:
    """A review for which flake8 need not look into the work tree, which may have another file."""
    lines = dict(enumerate(now.lines, 1))
    filled = (
        each if each.line is not None else each._replace(line=lines.get(each.finding.line, ""))
        for each in now.review.told
    )
    return now.review._replace(told=tuple(filled))


def _is_told_anyway(each: Told, change: Change) -> bool:
    return each.finding.code.startswith(BROKEN) or change.touches(each)


def _known(rest: list[Told], now: Side, change: Change, old: Side, silent: bool) -> Iterator[Told]:
    """Of some findings those that were there before."""
    left = [each for each in old.review.told if not (silent and is_silenced(each))]
    places = Counter(each.finding[:3] for each in left)
    further = []
    for each in rest:
        line, column, code = each.finding[:3]
        place = (change.earlier(line), column, code)
        if places[place]:
            places[place] -= 1
            left.remove(next(one for one in left if one.finding[:3] == place))
            yield each
        else:
            further.append(each)
    if further and left:
        yield from _alike(further, now, left, old)


def _alike(rest: list[Told], now: Side, left: list[Told], old: Side) -> Iterator[Told]:
    """Of some findings those whose fingerprints are among earlier ones."""
    place = place_of(now.review.name)
    budget = Counter(_digests(left, place, old.lines))
    for each, digest in zip(rest, _digests(rest, place, now.lines), strict=True):
        if budget[digest]:
            budget[digest] -= 1
            yield each


def _digests(found: list[Told], place: str, lines: list[str]) -> list[str]:
    from flake8_testsec.cli.details import parsed
    from flake8_testsec.fingerprints import fingerprints

    prints = fingerprints([each.finding for each in found], place, lines, parsed(lines))
    return [each.digest for each in prints]


def is_silenced(each: Told) -> bool:
    """Whether a comment silences a finding, by flake8's own judgement."""
    line, column, code, message = each.finding[:4]
    return bool(Violation(code, "", line, column, message, each.line or "").is_inline_ignored(False))
