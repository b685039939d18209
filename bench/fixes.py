"""How many findings a program can mend, and what the tests of pinned packages say of it afterwards.

Unlike all other benchmarks, this one installs packages and runs their tests: in a virtual environment each,
with the fixes applied to a copy.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import tomllib

from bench import corpora, fix_draw, fix_round_trip
from bench.corpora import BENCH, CorpusError, Package
from bench.fix_trials import Told, told
from bench.inject.measure import chosen
from flake8_testsec.finding import FAULT

STORE = BENCH / ".suites"
LOCKS = BENCH / "suites"
_SETS = (corpora.TUNED, corpora.STRANGERS)
_SUMMARY = re.compile(r"(\d+) fixed in (\d+) files?")
_UNREAD = "E999"
"""What is told of a file that cannot be parsed, of which no rule speaks."""
_LIMIT = 900
"""Seconds that a suite may take."""


@dataclass(frozen=True)
class Suite:
    """The tests of a pinned package."""

    package: str
    tests: list[str]
    needs: list[str]
    """What its lock was made of, beside the package and pytest."""

    @property
    def lock(self) -> Path:
        """The versions and hashes of all that is installed for it."""
        return LOCKS / f"{self.package}.txt"


class Share(NamedTuple):
    """How many default findings have a fix, and how many a safe one."""

    found: int
    fixable: int
    safe: int


class Fixed(NamedTuple):
    """What the command says that it has done."""

    findings: int
    files: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``python -m bench fixes``."""
    parser.add_argument("--package", nargs="+", action="extend", default=[], metavar="NAME")
    others = parser.add_mutually_exclusive_group()
    others.add_argument("--share", action="store_true", help="count what has a fix, and run no tests")
    others.add_argument("--draw", type=int, metavar="N", help="draw N fixes for readers, and run no tests")
    trip = "make mistakes, mend them and compare, and run no tests"
    others.add_argument("--round-trip", action="store_true", help=trip)
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another seed, another sample")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (%(default)s)")
    _add_arguments_of_trips(parser)
    where = "where to write what is drawn (%(default)s)"
    parser.add_argument("file", type=Path, nargs="?", default="fixes.jsonl", metavar="FILE", help=where)


def _add_arguments_of_trips(parser: argparse.ArgumentParser) -> None:
    names: dict[str, Any] = {"nargs": "+", "action": "extend", "default": [], "metavar": "NAME"}
    parser.add_argument("--operator", **names, help="only these mistakes, or those that begin so")
    most = "mistakes of an operator, at most (%(default)s)"
    parser.add_argument("--most", type=int, default=fix_round_trip.MOST, metavar="N", help=most)
    parser.add_argument("--write", action="store_true", help="write the table of mistakes into docs/fixes.md")


def main(options: argparse.Namespace) -> int:
    """Print the tables.

    Returns:
        1 if a safe fix lets a test fail that passed before, or does not undo a mistake, else 0.
    """
    if options.round_trip:
        names = chosen(options.operator) if options.operator else fix_round_trip.mendable()
        return fix_round_trip.run(names, corpora.packages(options.package), options)
    if options.draw:
        packages = corpora.packages(options.package, _SETS)
        fix_draw.write(options.draw, options.seed, options.file, packages, options.jobs)
        return 0
    if options.share:
        found = told(corpora.packages(options.package, _SETS), options.jobs)
        _tell_share(shares(each for of_package in found.values() for each in of_package))
        return 0
    return _tell_suites(suites(options.package))


def _tell_suites(every: Sequence[Suite]) -> int:
    print("| package | tests that pass | safe fixes | fail then | unsafe fixes | fail then |")
    print("|---|---|---|---|---|---|")
    return int(sum([_told(suite) for suite in every]) > 0)


def suites(names: Sequence[str] = ()) -> list[Suite]:
    """The suites of some packages; of all if none are named."""
    with open(BENCH / "fixes.toml", "rb") as stream:
        every = [Suite(**entry) for entry in tomllib.load(stream)["suite"]]
    return [each for each in every if not names or each.package in names]


def shares(found: Iterable[Told]) -> Mapping[str, Share]:
    """Count findings, and the fixes that they have, by code.

    Args:
        found: what the command tells by default.

    Returns:
        The numbers by code, the most frequent one first.
    """
    every = [each for each in found if each.code not in (FAULT, _UNREAD)]
    counts = Counter(each.code for each in every)
    fixable = Counter(each.code for each in every if each.fixable)
    safe = Counter(each.code for each in every if each.safe)
    return {code: Share(number, fixable[code], safe[code]) for code, number in counts.most_common()}


def _tell_share(found: Mapping[str, Share]) -> None:
    print("| rule | found | with a fix | safe |")
    print("|---|---|---|---|")
    for code, share in found.items():
        print(f"| {code} | {share.found} | {share.fixable} | {share.safe} |")
    total = Share(*map(sum, zip(*found.values(), strict=True)))
    per_cent = 100 * total.fixable / total.found
    print(f"| all | {total.found} | {total.fixable} ({per_cent:.0f} %) | {total.safe} |")


def _told(suite: Suite) -> bool:
    """Run one suite three times and tell what came of it; whether a safe fix broke something."""
    top = prepared(suite)
    passing = passed(top, "before", suite) & passed(top, "before", suite)
    safe = fixed(top, "safe", suite)
    lost = passing - passed(top, "safe", suite)
    unsafe = fixed(top, "unsafe", suite, "--unsafe")
    uncovered = passing - lost - passed(top, "unsafe", suite)
    row = (suite.package, len(passing), safe.findings, len(lost), unsafe.findings, len(uncovered))
    print(f"| {' | '.join(map(str, row))} |", flush=True)
    for test in (*sorted(lost), *sorted(uncovered)):
        print(f"  {'safe' if test in lost else 'unsafe'}: {test}", file=sys.stderr)
    return bool(lost)


def prepared(suite: Suite) -> Path:
    """The folder of a suite, with its environment and its files as they are published."""
    top = STORE / suite.package
    stamp, mark = top / "stamp", f"{sys.version} {hashlib.sha256(suite.lock.read_bytes()).hexdigest()}"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != mark:
        shutil.rmtree(top, ignore_errors=True)
        (package,) = corpora.packages([suite.package])
        _run(sys.executable, "-m", "venv", str(top / "venv"))
        pip = (str(top / "venv/bin/python"), "-m", "pip", "--disable-pip-version-check", "--quiet")
        _run(*pip, "install", "--require-hashes", "--requirement", str(suite.lock))
        _unpack(package, top / "before")
        stamp.write_text(mark, encoding="utf-8")  # last: a folder with a stamp is complete
    return top


def _unpack(package: Package, target: Path) -> None:
    """All files of a package, and not only those that are read elsewhere."""
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        tree = Path(name) / "tree"
        with tarfile.open(corpora.archive(package, Path(name))) as tar:
            tar.extractall(tree, filter="data")
        (only,) = tree.iterdir()
        only.rename(target)


def fixed(top: Path, name: str, suite: Suite, *options: str) -> Fixed:
    """Make a copy of a suite's files and mend it.

    Args:
        top: the suite's folder.
        name: the copy.
        suite: the suite.
        options: of ``testsec fix``.

    Returns:
        What was done.
    """
    shutil.rmtree(top / name, ignore_errors=True)
    shutil.copytree(top / "before", top / name, symlinks=True)
    command = (sys.executable, "-m", "flake8_testsec", "fix", "--isolated", "--no-cache", *options, ".")
    environment = {**os.environ, "PYTHONPATH": str(BENCH.parent)}
    done = subprocess.run(command, cwd=top / name, env=environment, capture_output=True, text=True)
    (top / f"{name}.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    if (told := _SUMMARY.search(done.stdout)) is None:
        raise CorpusError(f"{suite.package}: testsec fix: {done.stderr.strip()[-200:]}")
    return Fixed(int(told[1]), int(told[2]))


def passed(top: Path, name: str, suite: Suite) -> frozenset[str]:
    """The tests that pass in one of the copies.

    Args:
        top: the suite's folder.
        name: the copy.
        suite: the suite.

    Returns:
        Their names as pytest's report has them.
    """
    report, programs = top / f"{name}.xml", top / "venv" / "bin"
    report.unlink(missing_ok=True)
    words = ("-q", "-Wignore", "-p", "no:cacheprovider", "--continue-on-collection-errors")
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(top), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    (top / "pytest.ini").write_text("[pytest]\n")  # for who has no settings, so that ours are not taken
    places = (f"--rootdir={top / name}", f"--junitxml={report}")
    command = [str(programs / "python"), "-m", "pytest", *words, *places, *suite.tests]
    try:
        subprocess.run(command, cwd=top / name, env=environment, capture_output=True, timeout=_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise CorpusError(f"{suite.package}: the tests took more than {_LIMIT} s") from error
    if not report.exists():
        raise CorpusError(f"{suite.package}: pytest made no report")
    return frozenset(name for name, outcome in outcomes(report) if outcome == "passed")


def outcomes(report: Path) -> Iterator[tuple[str, str]]:
    """The tests of a report with what became of them.

    Args:
        report: pytest's, in JUnit's form.

    Yields:
        Names, and ``passed``, ``failure``, ``error`` or ``skipped``.
    """
    for case in ET.parse(report).iter("testcase"):
        ends = {child.tag for child in case} & {"failure", "error", "skipped"}
        yield f"{case.attrib['classname']}.{case.attrib['name']}", min(ends, default="passed")


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise CorpusError(f"{command[-1]}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
