"""What ``testsec prove`` does with the findings of each file, and what it writes of it."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from flake8_testsec import __version__
from flake8_testsec.cli.details import parsed
from flake8_testsec.cli.reading import Reader
from flake8_testsec.cli.reporting import Report
from flake8_testsec.cli.reviews import BROKEN, Review
from flake8_testsec.cli.runners import Ended, Interpreter, Runner
from flake8_testsec.cli.treating import Treatment
from flake8_testsec.digests import digest
from flake8_testsec.evidence.failing import Plan
from flake8_testsec.evidence.reading import Evidence
from flake8_testsec.evidence.records import VERSION, Record, Writer
from flake8_testsec.evidence.saying import PROVED, File
from flake8_testsec.evidence.trials import Trial, trial_of
from flake8_testsec.finding import Finding
from flake8_testsec.formats.escapes import printable
from flake8_testsec.source.syntax import read_lines

NOT_PROVED = "not proved"
NOT_TRIED = "not run"
_OUTCOMES = ("passed", "failed", "skipped", "")


class Case(NamedTuple):
    """A finding, and what is to be tried for it."""

    name: str
    content: bytes
    finding: Finding
    trial: Trial


class Verdict(NamedTuple):
    """What came of a trial."""

    result: str
    reason: str = ""


class Prover(Treatment):
    """Lets lines fail that findings name, and tells what is left then.

    Args:
        report: knows which findings are shown.
        reader: reviews files.
        options: the parsed options; with the ``runner``, who it is, and the file to write.
    """

    def __init__(self, report: Report, reader: Reader, options: argparse.Namespace) -> None:
        super().__init__(report, reader, options)
        self._runner: Runner = options.runner
        self._cases: list[Case] = []
        self._writer = Writer(os.path.abspath(options.proofs)) if options.proofs else None
        self._write(_head(options.interpreter, options.proofs or "."))

    def add(self, review: Review) -> None:
        """Take notice of the findings of a file that can be tried.

        Args:
            review: the file's review.
        """
        for told in review.told:
            if told.finding.code.startswith(BROKEN):
                line, column, code, message, *_ = told.finding
                self._report.complain(f"{review.name}:{line}:{column + 1}: {code} {message}", True)
        shown = [each.finding for each in review.told if self._report.shows(review.name, each)]
        self._cases += _cases(review.name, [each for each in shown if each.related])

    def finish(self) -> None:
        """Try all of them, and tell what came of each."""
        counts = Counter[str]()
        for case in self._cases:
            verdict = self._verdict(case)
            counts[verdict.result] += 1
            self._tell(case, verdict)
            self._write(*_records(case, verdict))
        self._write({"kind": "end"})
        if counts[PROVED]:
            self._report.fail()
        told = (f"{counts[each]} {each}" for each in (PROVED, NOT_PROVED, NOT_TRIED))
        print(f"testsec prove: {', '.join(told)}", file=sys.stderr)

    def _tell(self, case: Case, verdict: Verdict) -> None:
        line, column, code, message, *_ = case.finding
        said = ": ".join(filter(None, verdict))
        print(printable(f"{case.name}:{line}:{column + 1}: {code} {message} [{said}]"), flush=True)

    def _write(self, *records: Record) -> None:
        if self._writer is not None:
            self._writer.write(records)

    def _verdict(self, case: Case) -> Verdict:
        """Let the line fail; what is left then, and not without, is proved."""
        if not case.trial.tests:
            return Verdict(NOT_TRIED, "no test of this file is known to come to it")
        failed = self._tried(case, case.trial.raises)
        if failed.result != PROVED or not case.trial.raises:
            return failed
        if self._tried(case, "").result == PROVED:
            return Verdict(NOT_PROVED, "the same is left when nothing is made to fail")
        return failed

    def _tried(self, case: Case, raises: str) -> Verdict:
        first, last, _, tests = case.trial
        file = os.path.abspath(case.name)
        plan = Plan(file, tuple(each.first for each in tests), first, last, raises)
        with self._runner.ran(case.name, plan) as ended:
            return _verdict(ended, case, self._runner.limit)


def _cases(name: str, findings: list[Finding]) -> Iterator[Case]:
    content = b""
    if findings:
        with suppress(OSError), open(name, "rb") as file:
            content = file.read()
    tree = parsed(read_lines(content)) if content else None
    for finding in findings:
        trial = trial_of(finding, tree) if tree is not None else None
        if trial is not None:
            yield Case(name, content, finding, trial)


def _verdict(ended: Ended, case: Case, limit: float) -> Verdict:
    if not ended.has_said:
        why = f"it took more than {limit:g} s" if ended.status is None else f"it ended early: {ended.output}"
        return Verdict(NOT_TRIED, why)
    if not ended.ran:
        return Verdict(NOT_TRIED, f"no test was run: {ended.output}" if ended.output else "no test was run")
    if not ended.reached:
        return Verdict(NOT_TRIED, f"line {case.trial.first} was not reached")
    return _seen(ended.evidence, case)


def _seen(name: str, case: Case) -> Verdict:
    evidence = Evidence(name)
    tree = parsed(read_lines(case.content))
    assert tree is not None  # it was parsed before
    file = File(evidence, evidence.place(case.name), tree, _OUTCOMES)
    if file.has_seen(case.finding) or file.has_done(case.finding, tree):
        return Verdict(PROVED)
    if words := file.has_lost(case.finding):
        return Verdict(NOT_PROVED, f"{words}, and nobody knows by which line")
    if evidence.is_broken:
        return Verdict(NOT_TRIED, "not all was noticed")
    return Verdict(NOT_PROVED, "nothing of it was left")


def _head(who: Interpreter, name: str) -> Record:
    folder = os.path.dirname(os.path.abspath(name))
    root = os.path.relpath(os.getcwd(), folder).replace(os.sep, "/")
    tool = f"flake8-testsec {__version__}"
    ran = {"runner": "testsec prove", "python": who.python, "root": root}
    return {"kind": "run", "version": VERSION, "tool": tool, **ran, "functions": False, "lines": False}


def _records(case: Case, verdict: Verdict) -> Iterator[Record]:
    file = os.path.relpath(os.path.realpath(case.name), os.path.realpath(os.getcwd())).replace(os.sep, "/")
    yield {"kind": "file", "file": file, "digest": digest(case.content)}
    place = {"file": file, "line": case.finding.line, "exit": case.trial.first}
    test = case.trial.tests[0] if case.trial.tests else None
    name = "::".join(filter(None, (*test.owner.split("."), test.name))) if test is not None else ""
    yield {
        "kind": "proof",
        "code": case.finding.code,
        **place,
        "test": name,
        "result": verdict.result,
        "reason": verdict.reason.partition(": ")[0],
    }
