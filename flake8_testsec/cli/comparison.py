"""What a run finds beside what its baseline lists."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from flake8.style_guide import Decision, StyleGuideManager

from flake8_testsec.baselines import Baseline, Entry
from flake8_testsec.cli.reviews import BROKEN, Review, Told, place_of
from flake8_testsec.formats.escapes import harmless
from flake8_testsec.options import baseline_of
from flake8_testsec.plugin import Plugin
from flake8_testsec.roots import working_root

Reviewed = Callable[[argparse.Namespace, "Comparison"], int]
"""Reviews what options name, lets a comparison see what is found, and gives the exit status."""


class Stale(NamedTuple):
    """An entry that lists more than there is."""

    entry: Entry
    found: int

    def __str__(self) -> str:
        path, code, place, digest, count = self.entry
        where = f" in {place}" if place else ""
        return f"{path}: {code}{where} ({digest}): {count} listed, {self.found} found"


class Comparison:
    """Takes notice of what is found, file by file, and says what is not to be told.

    Args:
        baseline: what is listed.
        options: the parsed options.
        hides_all: whether nothing is told but what was not reviewed.
    """

    def __init__(self, baseline: Baseline, options: argparse.Namespace, hides_all: bool = False) -> None:
        self.baseline = baseline
        self._options = options
        self._hides_all = hides_all
        self._names: dict[str, str] = {}
        self._found: dict[str, dict[str, Entry]] = {}
        self._path = ""
        self._allowance: Counter[str] = Counter()
        self._here: dict[str, Entry] = {}

    def run(self, reviewed: Reviewed) -> int:
        """Review everything once.

        Args:
            reviewed: does it.

        Returns:
            The exit status.
        """
        self._options.needs = self._options.needs._replace(fingerprints=True)
        return reviewed(self._options, self)

    def begin(self, review: Review) -> None:
        """What follows is about one file."""
        self._path = place_of(review.name)
        self._allowance = self.baseline.allowance(self._path)
        self._here = {}
        if review.parsed and not any(told.finding.code.startswith(BROKEN) for told in review.told):
            self._names[self._path] = review.name

    def hides(self, told: Told) -> bool:
        """Whether a finding that would be told is not; it is noticed.

        Args:
            told: the finding, with its details.
        """
        if told.finding.code.startswith(BROKEN):
            return False
        assert told.detail is not None
        digest = told.detail.fingerprint.partition(":")[0]
        entry = self._here.get(digest)
        count = entry.findings + 1 if entry is not None else 1
        self._here[digest] = Entry(self._path, told.finding.code, told.detail.scope, digest, count)
        self._allowance[digest] -= 1
        return self._hides_all or self._allowance[digest] >= 0

    def end(self) -> None:
        """There is no more about a file; one that is named twice is the same both times."""
        self._found[self._path] = self._here

    def found(self) -> Iterator[Entry]:
        """Entries for all that was found."""
        for entries in self._found.values():
            yield from entries.values()

    def stale(self) -> Iterator[Stale]:
        """The entries that list more than was found, of files that were looked at, and that are gone."""
        for entry in self.baseline:
            found = self._found.get(entry.path, {}).get(entry.digest)
            count = 0 if found is None else found.findings
            if count < entry.findings and self.is_judged(entry):
                yield Stale(entry, count)

    def is_judged(self, entry: Entry) -> bool:
        """Whether this run can tell if what an entry lists is there: the file was reviewed, or is gone from
        where the run looked, and what its rule finds would be told.

        Args:
            entry: one of the baseline.
        """
        name = self._names.get(entry.path)
        if name is None:
            name = os.path.relpath(os.path.join(self._root, entry.path))
            if not self._is_gone(name):
                return False
        return self._is_told(entry.code, name)

    def _is_gone(self, name: str) -> bool:
        place = os.path.abspath(name)
        looked = [os.path.abspath(each) for each in self._options.filenames or ["."]]
        if not any(place == each or place.startswith(os.path.join(each, "")) for each in looked):
            return False
        try:
            os.lstat(name)
        except (FileNotFoundError, NotADirectoryError):
            return True
        except (OSError, ValueError):
            pass
        return False

    def _is_told(self, code: str, name: str) -> bool:
        from flake8_testsec.outlines import rule_of

        rule = rule_of(code)
        if rule is not None and not (rule.default or Plugin.settings.enables(code)):
            return False
        decision = self._guide.style_guide_for(name).should_report_error(code)
        return Plugin.filter.admits(code) and decision is Decision.Selected

    @cached_property
    def _guide(self) -> StyleGuideManager:
        return StyleGuideManager(self._options, None)

    @cached_property
    def _root(self) -> str:
        return working_root() or os.getcwd()


def compared(options: argparse.Namespace, reviewed: Reviewed, command: str = "check") -> int:
    """Review what the options name, and tell what the baseline does not list.

    Args:
        options: the parsed options.
        reviewed: reviews them.
        command: what is named in what is said.

    Returns:
        0 if nothing was found, 1 for findings and, if that is asked for, for stale entries, 2 for files that
        cannot be read.

    Raises:
        OSError: a report cannot be written.
        ValueError: the baseline cannot be used.
    """
    listed = baseline_of(options, working_root())
    if listed is None:
        raise ValueError("argument --fail-on-stale: there is no baseline; name one with --baseline")
    comparison = Comparison(listed, options)
    status = comparison.run(reviewed)
    stale = list(comparison.stale())
    for line in _said(options, listed, list(map(str, stale))):
        print(f"testsec {command}: {harmless(line)}", file=sys.stderr)
    is_failure = stale and options.fail_on_stale and not options.exit_zero
    return max(status, int(bool(is_failure)))


def _said(options: argparse.Namespace, listed: Baseline, stale: Sequence[str]) -> Iterator[str]:
    if options.fail_on_stale:
        yield from (f"stale: {line}" for line in stale)
    if stale and not options.quiet:
        number = "1 entry is" if len(stale) == 1 else f"{len(stale)} entries are"
        yield f"{number} stale in {listed.name!r}; 'testsec baseline prune' removes what is mended"
