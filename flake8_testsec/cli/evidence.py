"""``--evidence``: what runs of the tests say of findings, and what they alone have seen."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from flake8_testsec.cli.details import detailed, parsed
from flake8_testsec.cli.reviews import Review, Told
from flake8_testsec.digests import digest
from flake8_testsec.evidence.reading import Evidence
from flake8_testsec.evidence.saying import RUN_TIME
from flake8_testsec.formats.entries import Detail
from flake8_testsec.plugin import Plugin, case_of, module_of
from flake8_testsec.source.syntax import read_lines
from flake8_testsec.witnessed import Reviewed, Said, Witnessed, changed_since


class Witness:
    """Knows what runs of the tests have seen.

    Args:
        options: the parsed options.

    Raises:
        OSError: the evidence cannot be read.
        ValueError: it is not understood.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._witnessed = Witnessed(options.evidence, Plugin.settings, Plugin.filter)
        self._needs = options.needs
        self._notes = [_Note(each) for each in self._witnessed.every]

    def marked(self, review: Review) -> Review:
        """What was said of a file, with what the runs say of it, and what they alone have seen.

        Args:
            review: of one file.
        """
        known = [each.knows(review.name) for each in self._notes]
        if not any(known) or not (review.told or review.role):
            return review
        content = _content(review.name)
        same = [each.is_same(review.name, content) for each in self._notes]
        lines = read_lines(content)
        tree = parsed(lines) if any(same) else None
        if tree is None:
            return review
        findings = [each.finding for each in review.told]
        case = case_of(review.name, lines, Plugin.settings)
        module = partial(module_of, tree, lines, case)
        reviewed = Reviewed(review.name, content, lines, tree, review.role, findings, module)
        return self._seen(review, reviewed, self._witnessed.said(reviewed))

    def _seen(self, review: Review, reviewed: Reviewed, said: Said) -> Review:
        lines = reviewed.lines
        told = [each._replace(seen=seen) for each, seen in zip(review.told, said.seen, strict=True)]
        added = [Told(each, lines[each.line - 1], seen=RUN_TIME) for each in said.added]
        if self._needs.details:
            new = Review(review.name, tuple(added))
            shown = lines if self._needs.lines else None
            added = [*_numbered(detailed(new, reviewed.content, shown, self._needs.around), told)]
        return review._replace(told=(*sorted((*told, *added), key=_order),))

    def remarks(self) -> Iterator[str]:
        """What is to be said in the end, in lines."""
        for each in self._notes:
            yield from each.remarks()


class _Note:
    """Takes notice of which files one file of evidence speaks of."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._stale: list[str] = []
        self._is_strange: bool | None = None
        """Whether it is of no file that was reviewed; ``None`` if there was none."""

    def knows(self, name: str) -> bool:
        is_known = self._evidence.place(name) in self._evidence.digests
        self._is_strange = not is_known and self._is_strange is not False
        return is_known

    def is_same(self, name: str, content: bytes) -> bool:
        """Whether it speaks of a file as it is now."""
        known = self._evidence.digests.get(self._evidence.place(name))
        if known not in (None, {digest(content)}):
            self._stale.append(name)
        return known == {digest(content)}

    def remarks(self) -> Iterator[str]:
        name = self._evidence.name
        if self._stale:
            yield changed_since(self._evidence, self._stale)
        if self._is_strange and self._evidence.digests:
            root = self._evidence.root
            yield f"evidence {name!r}: it is of no file that was reviewed; its paths begin at {root!r}"
        if not self._evidence.is_whole:
            yield f"evidence {name!r}: the run did not come to its end; what it did not see is not told"


def _numbered(added: Iterable[Told], told: Iterable[Told]) -> Iterator[Told]:
    """New findings with the numbers behind those that are there already, which keep theirs."""
    before = Counter(each.detail.fingerprint.partition(":")[0] for each in told if each.detail)
    for each in added:
        detail = each.detail or Detail()
        known, _, number = detail.fingerprint.partition(":")
        yield each._replace(detail=detail._replace(fingerprint=f"{known}:{int(number) + before[known]}"))


def _content(name: str) -> bytes:
    """The content of a file; of one that cannot be read, of which a finding tells, none."""
    try:
        with open(name, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _order(told: Told) -> tuple[int, int]:
    return told.finding.line, told.finding.column
