"""How many defects that maintainers later fixed the rules would have reported."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench import clones, document
from bench.analysis import family, review, speaks_by_default
from bench.corpora import BENCH
from bench.observations import WORKERS
from bench.scopes import scope_of, scopes
from flake8_testsec.finding import FAULT, Finding
from flake8_testsec.project.views import Project

RECORDS = BENCH / "history.jsonl"
MINED = {
    each: BENCH / f"mined-{each}.jsonl"
    for each in ("seen", "second", "third", "unseen", "fourth", "fresh", "fifth")
}
"""Defects found by somebody who knew no rule: three sets that rules were mended on, and two kept back."""
_TUPLES = ("alt_lines", "also")


class RecordError(Exception):
    """The records cannot be used; the message is one line for the user."""


@dataclass(frozen=True)
class Record:
    """A defect of a public project, with the commit that fixed it."""

    id: str
    repo: str
    fix: str
    path: str
    line: int
    end_line: int
    family: str
    pattern: str
    note: str
    after_path: str
    confidence: str
    cross_file: bool
    alt_lines: tuple[int, ...] = ()
    """Further lines that name the same defect as well: a twin's other half."""
    also: tuple[str, ...] = ()
    """Codes of other families, or how they begin, that name the defect as well."""

    def is_named_by(self, code: str) -> bool:
        """Whether a code is one that this defect should get."""
        return family(code) == self.family or code.startswith(self.also)

    def covers(self, line: int) -> bool:
        """Whether a finding on a line is this defect."""
        return self.line <= line <= self.end_line or line in self.alt_lines


class Outcome(NamedTuple):
    """What the rules say of one record."""

    record: Record
    problem: str = ""
    """Why it could not be asked; empty if it could."""
    at_line: tuple[Finding, ...] = ()
    in_function: tuple[Finding, ...] = ()
    """With a right code; those at the line too."""
    spoken: tuple[Finding, ...] = ()
    """Those at the line that need no rule to be enabled by name."""
    texts: tuple[str, ...] = ()
    """The text of the line of each finding in ``at_line``."""
    after: tuple[tuple[str, str], ...] = ()
    """Codes that are still reported in that function after the fix, each with its line's text."""
    faults: tuple[Finding, ...] = ()

    @property
    def by_default(self) -> bool:
        """Whether it is found at the line where no rule is enabled by name."""
        return bool(self.spoken)

    @property
    def still(self) -> bool:
        """Whether a code that was reported at the line is reported in the function after the fix."""
        codes = {code for code, _ in self.after}
        return any(each.code in codes for each in self.at_line)

    @property
    def unmoved(self) -> bool:
        """Whether it is reported at the very same text: the others are defects that the fix left there."""
        found = zip(self.at_line, self.texts, strict=True)
        return any((each.code, text) in self.after for each, text in found)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument("--repositories", type=Path, required=True, metavar="DIR", help="local git clones")
    parser.add_argument("--mined", choices=sorted(MINED), help="what somebody mined who knew no rule")
    parser.add_argument("--family", nargs="+", action="extend", default=[], metavar="3xx")
    confidences = ("high", "medium")
    parser.add_argument("--confidence", choices=confidences, help="only defects that are so certain")
    parser.add_argument("--missed", action="store_true", help="name what is not found at its line")
    parser.add_argument("--write", action="store_true", help="write docs/recall.md")
    parser.add_argument("--found", action="store_true", help="name what is found, with the findings")


def main(options: argparse.Namespace) -> int:
    """Measure and print.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 1 if the engine broke.

    Raises:
        RecordError: the records are malformed or the folder is not there.
    """
    if not options.repositories.is_dir():
        raise RecordError(f"no such folder: {options.repositories}")
    if options.mined and options.write:
        raise RecordError("--write is for the records of bench/history.jsonl")
    file = MINED[options.mined] if options.mined else RECORDS
    records = [each for each in read(file) if _is_asked(each, options)]
    with multiprocessing.Pool(WORKERS) as pool:
        outcomes = pool.map(partial(judge, folder=options.repositories), records, chunksize=4)
    asked = [each for each in outcomes if not each.problem]
    _print_table(asked)
    _print_problems(outcomes)
    _print_records(asked, options)
    if options.write:
        document.write_recall(_cells(asked), len(asked), len(outcomes))
    return _print_faults(asked)


def _is_asked(record: Record, options: argparse.Namespace) -> bool:
    right_family = not options.family or record.family in options.family
    return right_family and options.confidence in (None, record.confidence)


def read(file: Path) -> list[Record]:
    """Read the records.

    Args:
        file: one JSON object a line.

    Returns:
        The records in order of the file.

    Raises:
        RecordError: a line is malformed.
    """
    records = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            entry = json.loads(line)
            records.append(Record(**{**entry, **{key: tuple(entry.get(key, ())) for key in _TUPLES}}))
        except (ValueError, TypeError, AttributeError) as error:
            raise RecordError(f"{file.name}:{number}: not a record: {error}") from error
    return records


def judge(record: Record, folder: Path) -> Outcome:
    """Ask the rules about the file before and after the fix.

    Args:
        record: the defect.
        folder: where the clones are.

    Returns:
        What they say, or why they could not be asked.
    """
    git = clones.find(folder, record.repo)
    if git is None:
        return Outcome(record, f"no clone of {record.repo}")
    before = clones.show(git, f"{record.fix}^", record.path)
    after = clones.show(git, record.fix, record.after_path)
    if before is None or after is None:
        return Outcome(record, f"not in the clone of {record.repo}: {record.fix[:12]} {record.path}")
    return _compare(record, before, after, git)


def _compare(record: Record, before: bytes, after: bytes, git: Path) -> Outcome:
    old = review(before, record.path, Project(clones.Commit(git, f"{record.fix}^")))
    new = review(after, record.after_path, Project(clones.Commit(git, record.fix)))
    if old.unreadable:
        return Outcome(record, f"not Python 3: {old.unreadable}")
    known = scopes(before)
    places = {scope_of(line, known) for line in (record.line, *record.alt_lines)}
    suspects = [each for each in old.findings if record.is_named_by(each.code)]
    at_line = tuple(each for each in suspects if record.covers(each.line))
    return Outcome(
        record,
        at_line=at_line,
        spoken=tuple(each for each in at_line if speaks_by_default(each.code) and each not in old.extra),
        texts=tuple(_text(each.line, before) for each in at_line),
        in_function=tuple(each for each in suspects if scope_of(each.line, known) in places),
        after=_codes_in(new.findings, after, places) if not new.unreadable else (),
        faults=tuple(each for each in (*old.findings, *new.findings) if each.code == FAULT),
    )


def _codes_in(findings: Iterable[Finding], source: bytes, places: set[str]) -> tuple[tuple[str, str], ...]:
    known = scopes(source)
    inside = (each for each in findings if scope_of(each.line, known) in places)
    return tuple({(each.code, _text(each.line, source)) for each in inside})


def _text(line: int, source: bytes) -> str:
    lines = source.decode(errors="replace").split("\n")
    return lines[line - 1].strip() if line <= len(lines) else ""


_COLUMNS: tuple[tuple[str, Callable[[Outcome], bool]], ...] = (
    ("total", lambda each: True),
    ("default", lambda each: each.by_default),
    ("all rules", lambda each: bool(each.at_line)),
    ("function", lambda each: bool(each.in_function)),
    ("residue", lambda each: each.still),
    ("same text", lambda each: each.unmoved),
)


def _print_table(outcomes: Sequence[Outcome]) -> None:
    print(f"{'':50}" + "".join(f"{name:>11}" for name, _ in _COLUMNS))
    families: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        families[each.record.family].append(each)
    for name, members in sorted(families.items()):
        print(_row(name, members))
        patterns = Counter(each.record.pattern for each in members)
        for pattern, _ in patterns.most_common():
            print(_row(f"    {pattern}", [each for each in members if each.record.pattern == pattern]))
    for name, members in _by_confidence(outcomes):
        print(_row(name, members, percent=True))


def _by_confidence(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    """Whoever wrote the records was sure of some and less of others; then all of them."""
    for confidence in sorted({each.record.confidence for each in outcomes}):
        members = [each for each in outcomes if each.record.confidence == confidence]
        yield f"{confidence} confidence", members
    yield "all", [*outcomes]


def _cells(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    """The cells of each family, of each confidence, then of all."""
    for name in sorted({each.record.family for each in outcomes}):
        yield name, *map(str, _counts([each for each in outcomes if each.record.family == name]))
    for name, members in _by_confidence(outcomes):
        yield name, *_percentages(_counts(members))


def _counts(outcomes: Sequence[Outcome]) -> list[int]:
    return [sum(map(holds, outcomes)) for _, holds in _COLUMNS]


def _percentages(counts: Sequence[int]) -> list[str]:
    total, *rest = counts
    return (
        [str(total), *(f"{count} ({count / total:.0%})" for count in rest)] if total else [*map(str, counts)]
    )


def _row(name: str, outcomes: Sequence[Outcome], percent: bool = False) -> str:
    counts = _counts(outcomes)
    cells = _percentages(counts) if percent else map(str, counts)
    return f"{name:50}" + "".join(f"{cell:>11}" for cell in cells)


def _print_problems(outcomes: Sequence[Outcome]) -> None:
    problems = [each for each in outcomes if each.problem]
    for each in problems:
        print(f"left out: {each.record.id} {each.problem}")
    if problems:
        print(f"left out: {len(problems)} of {len(outcomes)} records, not counted above")


def _print_records(outcomes: Sequence[Outcome], options: argparse.Namespace) -> None:
    for each in outcomes:
        if options.missed and not each.at_line:
            print(_story("missed", each, each.in_function, "in the same function: "))
        if options.found and each.at_line:
            print(_story("found, AND STILL AFTER THE FIX" if each.still else "found", each, each.at_line))


def _story(word: str, outcome: Outcome, findings: Sequence[Finding], remark: str = "") -> str:
    record = outcome.record
    head = f"{word}: {record.id} {record.repo} {record.path}:{record.line} {record.family} {record.pattern}"
    lines = [f"    {remark}{each.line}: {each.code} {each.message}" for each in findings]
    return "\n".join([head, f"    {record.note}", *lines])


def _print_faults(outcomes: Sequence[Outcome]) -> int:
    faults = [(each.record, fault) for each in outcomes for fault in each.faults]
    for record, fault in faults:
        print(f"!!! INTERNAL ERROR {record.id} {record.path}:{fault.line} {fault.message}", file=sys.stderr)
    if faults:
        print(f"!!! {len(faults)} INTERNAL ERRORS OF THE PLUGIN: fix them first", file=sys.stderr)
    return 1 if faults else 0
