"""``--evidence``: what a run of the tests says of findings, and what it alone has seen."""

from __future__ import annotations

import argparse
import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from flake8_testsec.cli.details import detailed, parsed
from flake8_testsec.cli.reviews import Review, Told
from flake8_testsec.digests import digest
from flake8_testsec.evidence.kinds import JUDGED, KINDS, PRODUCTION
from flake8_testsec.evidence.locating import SET_UPS, Region, located, regions
from flake8_testsec.evidence.reading import Evidence, Leak, Ran
from flake8_testsec.finding import Finding
from flake8_testsec.formats.entries import Detail
from flake8_testsec.outlines import OUTLINES
from flake8_testsec.plugin import Plugin
from flake8_testsec.source.syntax import read_lines

CONFIRMED = "confirmed"
NOT_SEEN = "executed, not seen"
NOT_RUN = "not executed"
RUN_TIME = "seen at run time"


class Witness:
    """Knows what a run of the tests has seen.

    Args:
        options: the parsed options.

    Raises:
        OSError: the evidence cannot be read.
        ValueError: it is not understood.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._evidence = Evidence(options.evidence)
        self._needs = options.needs
        self._stale: list[str] = []
        self._is_strange: bool | None = None
        """Whether it is of no file that was reviewed; ``None`` if there was none."""

    def marked(self, review: Review) -> Review:
        """What was said of a file, with what the run says of it, and what it alone has seen.

        Args:
            review: of one file.
        """
        place = self._evidence.place(review.name)
        is_known = place in self._evidence.digests
        self._is_strange = not is_known and self._is_strange is not False
        if not is_known or not (review.told or review.role):
            return review
        content = _content(review.name)
        if self._evidence.digests[place] != {digest(content)}:
            self._stale.append(review.name)
            return review
        lines = read_lines(content)
        tree = parsed(lines)
        if tree is None:
            return review
        return self._seen(review, content, _File(self._evidence, place, tree), lines)

    def _seen(self, review: Review, content: bytes, file: _File, lines: Sequence[str]) -> Review:
        told = [each._replace(seen=file.says(each.finding)) for each in review.told]
        added = [*_added(file, review, lines)]
        if self._needs.details:
            new = Review(review.name, tuple(added))
            shown = lines if self._needs.lines else None
            added = [*_numbered(detailed(new, content, shown, self._needs.around), told)]
        return review._replace(told=(*sorted((*told, *added), key=_order),))

    def remarks(self) -> Iterator[str]:
        """What is to be said in the end, in lines."""
        name = self._evidence.name
        if self._stale:
            number = "1 file has" if len(self._stale) == 1 else f"{len(self._stale)} files have"
            shown = ", ".join(self._stale[:3])
            yield f"evidence {name!r}: {number} changed since, of which it says nothing: {shown}"
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


def _added(file: _File, review: Review, lines: Sequence[str]) -> Iterator[Told]:
    """What the run alone has seen, as findings."""
    is_test = review.role in ("TEST", "SUPPORT")
    for (what, line), leaks in file.groups():
        code = KINDS[what].code if is_test else PRODUCTION
        is_told = any(_is_of(leak, each.finding) for leak in leaks for each in review.told)
        is_asked = review.role != "NEUTRAL" and line <= len(lines) and _is_on(code)
        if is_asked and not is_told:
            finding = _finding(code, line, leaks, lines[line - 1])
            yield Told(finding, lines[line - 1], seen=RUN_TIME)


class _File:
    """What the evidence says of one file."""

    def __init__(self, evidence: Evidence, place: str, tree: ast.Module) -> None:
        self._evidence = evidence
        self._place = place
        self._module = place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self._regions = list(regions(tree))
        self._tests = evidence.tests.get(place, [])
        self._leaks = [*self._located(evidence.leaks.get(place, ()), tree)]

    def _located(self, leaks: Iterable[Leak], tree: ast.Module) -> Iterator[Leak]:
        """Leaks of tests that passed; of others nobody knows what would have been put back."""
        for leak in leaks:
            is_known = leak.what in KINDS and leak.outcome in ("passed", "")
            if is_known and not self._is_own(leak) and (line := leak.line or located(leak, tree)):
                is_far = not leak.line and not self._is_near(leak, line)
                yield leak._replace(line=line, several=leak.several or is_far)

    def _is_near(self, leak: Leak, line: int) -> bool:
        """Whether a line runs with the test itself, and not only if something calls it."""
        names = {*SET_UPS, leak.test.rpartition("::")[2]}
        return any(each.name in names for each in self._regions if each.holds(line))

    def _is_own(self, leak: Leak) -> bool:
        """Whether it is an attribute of the module itself, or of a class that is defined there."""
        module = leak.name.partition(":")[0]
        if leak.what == "attribute" and ":" not in leak.name:
            module = module.rpartition(".")[0]
        return leak.what == "attribute" and f".{self._module}".endswith(f".{module}")

    def says(self, finding: Finding) -> str:
        """What it says of a finding; empty if it has nothing to say."""
        if finding.code not in JUDGED:
            return ""
        if any(_is_of(leak, finding) for leak in self._leaks):
            return CONFIRMED
        ran = self._ran(finding)
        if ran is None:
            return ""
        return NOT_RUN if not ran else NOT_SEEN if _is_certain(finding) else ""

    def _ran(self, finding: Finding) -> bool | None:
        """Whether the lines of a finding ran, as far as that is known."""
        if self._evidence.has_lines:
            lines = self._evidence.lines.get(self._place, set())
            return any(line in lines for line in range(finding.line, finding.end_line + 1))
        region = next((each for each in self._regions if each.holds(finding.line)), None)
        if region is None:
            return True if self._tests else None
        outcomes = {each.outcome for each in self._tests if _is_in(each, region)}
        if outcomes:
            return True if "passed" in outcomes else None
        if self._evidence.has_functions:
            return region.first in self._evidence.functions.get(self._place, ())
        return self._ran_beside(region)

    def _ran_beside(self, region: Region) -> bool | None:
        """Whether something that runs with tests did; of helpers nobody knows."""
        passed = [each for each in self._tests if each.outcome == "passed"]
        beside = [each for each in self._regions if each.owner == region.owner and region.owner]
        if region.name in SET_UPS and any(_is_in(ran, each) for ran in passed for each in beside):
            return True
        return None

    def groups(self) -> Iterator[tuple[tuple[str, int], list[Leak]]]:
        """Leaks whose test is known, by what is left and their line."""
        found: dict[tuple[str, int], list[Leak]] = {}
        for leak in self._leaks:
            if KINDS[leak.what].code and not leak.several:
                found.setdefault((leak.what, leak.line), []).append(leak)
        yield from sorted(found.items())


def _is_in(ran: Ran, region: Region) -> bool:
    name = "::".join(filter(None, (*region.owner.split("."), region.name)))
    return ran.line == region.first or ran.name == name


def _is_certain(finding: Finding) -> bool:
    """Whether it says that something is left whenever the line runs, not only if another one fails."""
    return finding.code == "TSE318" or " never " in f" {finding.message} "


def _is_of(leak: Leak, finding: Finding) -> bool:
    places = [(finding.line, finding.end_line), *((each.line, each.end_line) for each in finding.related)]
    return finding.code in KINDS[leak.what].others and any(
        first <= leak.line <= last for first, last in places
    )


def _is_on(code: str) -> bool:
    if code == PRODUCTION:
        return Plugin.filter.admits(code)
    is_enabled = OUTLINES[code].default or Plugin.settings.enables(code)
    return is_enabled and Plugin.filter.admits(code)


def _finding(code: str, line: int, leaks: Sequence[Leak], text: str) -> Finding:
    tests = {leak.test for leak in leaks}
    by = "one test" if len(tests) == 1 else f"{len(tests)} tests"
    names = sorted({leak.name for leak in leaks if leak.name})
    words = " ".join((KINDS[leaks[0].what].words, "by", by)) + (f": {names[0]}" if len(names) == 1 else "")
    text = text.rstrip()
    start = len(text) - len(text.lstrip())
    return Finding(line, start, code, words, line, len(text))
