"""What the evidence of a run says of findings, whichever door tells them."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Iterator, Sequence

from flake8_testsec.evidence.kinds import JUDGED, KINDS
from flake8_testsec.evidence.locating import SET_UPS, Region, is_done, located, regions
from flake8_testsec.evidence.reading import Evidence, Leak, Ran
from flake8_testsec.finding import Finding

PROVED = "proved"
CONFIRMED = "confirmed"
NOT_SEEN = "executed, not seen"
NOT_RUN = "not executed"
RUN_TIME = "seen at run time"
STRENGTH = (PROVED, CONFIRMED, RUN_TIME, NOT_SEEN, NOT_RUN, "")
"""What may be said, the strongest first."""


def stronger(*said: str) -> str:
    """What counts of what several files of evidence say.

    Args:
        said: any of `STRENGTH`.
    """
    return min(said, key=STRENGTH.index)


class File:
    """What the evidence says of one file.

    Args:
        evidence: of a run.
        place: the file, as the evidence names it.
        tree: the file.
        outcomes: those of the tests whose leaks count; of one that failed, nobody knows what it would have
            put back, unless it was made to fail.
    """

    def __init__(
        self, evidence: Evidence, place: str, tree: ast.Module, outcomes: Container[str] = ("passed", "")
    ) -> None:
        self._evidence = evidence
        self._outcomes = outcomes
        self._place = place
        self._module = place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self._regions = list(regions(tree))
        self._tests = evidence.tests.get(place, [])
        self._leaks = [*self._located(evidence.leaks.get(place, ()), tree)]
        self._calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call)]

    def _located(self, leaks: Iterable[Leak], tree: ast.Module) -> Iterator[Leak]:
        """Leaks whose line is known."""
        for leak in leaks:
            is_known = leak.what in KINDS and leak.outcome in self._outcomes
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
        """What it says of a finding.

        Args:
            finding: of the file.

        Returns:
            One of `STRENGTH`; empty if it has nothing to say.
        """
        if any(each.is_of(finding) for each in self._evidence.proofs.get(self._place, ())):
            return PROVED
        if finding.code not in JUDGED:
            return ""
        if self.has_seen(finding):
            return CONFIRMED
        ran = self._ran(finding)
        if ran is None:
            return ""
        return NOT_RUN if not ran else NOT_SEEN if _is_certain(finding) else ""

    def has_seen(self, finding: Finding) -> bool:
        """Whether something was left behind that a finding speaks of.

        Args:
            finding: of the file.
        """
        return any(is_of(leak, finding) for leak in self._leaks) or self._has_seen_elsewhere(finding)

    def _has_seen_elsewhere(self, finding: Finding) -> bool:
        """Whether what a finding calls has left something for a test of the finding's function, or class."""
        leaks = [
            each for each in self._evidence.elsewhere.get(self._place, ()) if self._may_be(each, finding)
        ]
        region = next((each for each in self._regions if each.holds(finding.line)), None)
        if not leaks or region is None:
            return False
        lines = range(finding.line, finding.end_line + 1)
        called = {ast.unparse(each.func) for each in self._calls if each.lineno in lines}
        words = {each.rpartition(".")[2] for each in called}
        made = (each for each in leaks if each.function.rpartition(".")[2] in words)
        return any(_is_for(each, region) for each in made)

    def _may_be(self, leak: Leak, finding: Finding) -> bool:
        is_known = leak.what in KINDS and leak.outcome in self._outcomes
        return is_known and finding.code in KINDS[leak.what].others

    def has_done(self, finding: Finding, tree: ast.Module) -> bool:
        """Whether something was left behind without a line that those of a finding may have done.

        Args:
            finding: of the file.
            tree: the file.
        """
        leaks = self._evidence.leaks.get(self._place, ())
        near = (each for each in leaks if not each.line and each.what in KINDS)
        lines = finding.line, finding.end_line
        return any(finding.code in KINDS[each.what].others and is_done(each, tree, *lines) for each in near)

    def has_lost(self, finding: Finding) -> str:
        """What was left behind that a finding may speak of, if nothing tells which line did it.

        Args:
            finding: of the file.

        Returns:
            It in words; empty if there is none.
        """
        leaks = self._evidence.leaks.get(self._place, ())
        kinds = (KINDS[each.what] for each in leaks if not each.line and each.what in KINDS)
        return next((kind.words for kind in kinds if finding.code in kind.others), "")

    def _ran(self, finding: Finding) -> bool | None:
        """Whether the lines of a finding ran, as far as that is known."""
        if self._evidence.has_lines:
            lines = self._evidence.lines.get(self._place, set())
            return any(line in lines for line in range(finding.line, finding.end_line + 1))
        region = next((each for each in self._regions if each.holds(finding.line)), None)
        if region is None:
            return True if self._tests else None
        outcomes = {each.outcome for each in self._tests if is_in(each, region)}
        if outcomes:
            return True if "passed" in outcomes else None
        if self._evidence.has_functions:
            return region.first in self._evidence.functions.get(self._place, ())
        return self._ran_beside(region)

    def _ran_beside(self, region: Region) -> bool | None:
        """Whether something that runs with tests did; of helpers nobody knows."""
        passed = [each for each in self._tests if each.outcome == "passed"]
        beside = [each for each in self._regions if each.owner == region.owner and region.owner]
        if region.name in SET_UPS and any(is_in(ran, each) for ran in passed for each in beside):
            return True
        return None

    def groups(self) -> Iterator[tuple[tuple[str, int], list[Leak]]]:
        """Leaks whose test is known, by what is left and their line."""
        found: dict[tuple[str, int], list[Leak]] = {}
        for leak in self._leaks:
            if KINDS[leak.what].code and not leak.several:
                found.setdefault((leak.what, leak.line), []).append(leak)
        yield from sorted(found.items())


def is_in(ran: Ran, region: Region) -> bool:
    """Whether a function is a test that ran.

    Args:
        ran: the test.
        region: the function, of the same file.
    """
    name = "::".join(filter(None, (*region.owner.split("."), region.name)))
    return ran.line == region.first or ran.name == name


def _is_for(leak: Leak, region: Region) -> bool:
    """Whether a function is the test that left something, or runs with it."""
    owner, _, name = leak.test.partition("::")[2].rpartition("::")
    return region.owner == owner.replace("::", ".") and (region.name == name or region.name in SET_UPS)


def _is_certain(finding: Finding) -> bool:
    """Whether it says that something is left whenever the line runs, not only if another one fails."""
    return finding.code == "TSE318" or " never " in f" {finding.message} "


def is_of(leak: Leak, finding: Finding) -> bool:
    """Whether a finding speaks of what was left: at one of its lines, and of this kind.

    Args:
        leak: what was left.
        finding: of the same file.
    """
    places = [(finding.line, finding.end_line), *((each.line, each.end_line) for each in finding.related)]
    return finding.code in KINDS[leak.what].others and any(
        first <= leak.line <= last for first, last in places
    )


def seen_alone(code: str, line: int, leaks: Sequence[Leak], text: str) -> Finding:
    """What a run alone has seen, as a finding.

    Args:
        code: of the rule.
        line: where it was left.
        leaks: of one kind.
        text: the line.
    """
    tests = {leak.test for leak in leaks}
    by = "one test" if len(tests) == 1 else f"{len(tests)} tests"
    names = sorted({leak.name for leak in leaks if leak.name})
    words = " ".join((KINDS[leaks[0].what].words, "by", by)) + (f": {names[0]}" if len(names) == 1 else "")
    return told_at(code, line, words, text)


def told_at(code: str, line: int, words: str, text: str) -> Finding:
    """A finding that is one line long.

    Args:
        code: of the rule.
        line: the line.
        words: what there is to say.
        text: the line's.
    """
    text = text.rstrip()
    start = len(text) - len(text.lstrip())
    return Finding(line, start, code, words, line, len(text))
