"""What the tests of pinned packages really leave behind, and what the rules say of it.

Like the benchmark of fixes, this one installs packages and runs their tests, in a virtual environment each.
Its table is the ground truth of the rules on cleanup that nobody has to read for.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bench import fixes
from bench.corpora import BENCH, CorpusError
from bench.fixes import Suite

CONFIRMED, NOT_SEEN, NOT_RUN, RUN_TIME = "confirmed", "executed, not seen", "not executed", "seen at run time"
_OPTIONS = ("--isolated", "--no-cache", "--select=TSE3", "--format=jsonl", "--disable-noqa")
_FILE = "evidence.jsonl"
_LIMIT = 900
"""Seconds that a suite may take."""


class Ran(NamedTuple):
    """A run of a suite."""

    outcomes: Mapping[str, str]
    seconds: float
    """Of CPU, its child processes included."""


class Row(NamedTuple):
    """What there is to tell of one suite."""

    package: str
    tests: int
    changed: tuple[str, ...]
    """Tests with another outcome when they are watched, although two runs without had the same."""
    plain: float
    watched: float
    said: Mapping[tuple[str, str], int]
    """How often evidence says what of findings, by code."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``python -m bench evidence``."""
    parser.add_argument("--package", nargs="+", action="extend", default=[], metavar="NAME")
    parser.add_argument("--list", action="store_true", help="list what rules say and runs have not seen, too")


def main(options: argparse.Namespace) -> int:
    """Print the tables.

    Returns:
        1 if a test has another outcome when it is watched, else 0.
    """
    rows = [_row(suite, options.list) for suite in fixes.suites(options.package)]
    print("\n".join(_overhead(rows)), end="\n\n")
    print("\n".join(_rules(rows)))
    for row in rows:
        for test in row.changed:
            print(f"  {row.package}: another outcome: {test}", file=sys.stderr)
    return int(any(row.changed for row in rows))


def _row(suite: Suite, is_listed: bool) -> Row:
    top = fixes.prepared(suite)
    first, plain = _ran(top, suite), _ran(top, suite)
    watched = _ran(
        top, suite, "-p", "flake8_testsec.evidence.pytest_option", "--testsec-evidence", str(top / _FILE)
    )
    changed = sorted(
        test
        for test, outcome in plain.outcomes.items()
        if first.outcomes.get(test) == outcome != watched.outcomes.get(test)
    )
    findings = [*_findings(top)]
    if is_listed:
        _list(suite.package, findings)
    said = Counter((each["code"], each["evidence"] or "") for each in findings)
    seconds = min(first.seconds, plain.seconds), watched.seconds
    return Row(suite.package, len(plain.outcomes), tuple(changed), *seconds, said)


def _list(package: str, findings: Iterable[Mapping[str, str]]) -> None:
    for each in findings:
        if each["evidence"] in (NOT_SEEN, RUN_TIME):
            text = f"{each['path']}:{each['line']}: {each['code']} {each['message']} [{each['evidence']}]"
            print(f"  {package}: {text}", file=sys.stderr)


def _ran(top: Path, suite: Suite, *options: str) -> Ran:
    """Run a suite as the benchmark of fixes does; see ``fixes.passed``."""
    report, programs, root = top / "watched.xml", top / "venv" / "bin", top / "before"
    report.unlink(missing_ok=True)
    (top / "pytest.ini").write_text("[pytest]\n")  # for who has no settings, so that ours are not taken
    words = (
        "-q",
        "-Wignore",
        "-p",
        "no:cacheprovider",
        "--continue-on-collection-errors",
        f"--rootdir={root}",
    )
    command = [
        str(programs / "python"),
        "-m",
        "pytest",
        *words,
        f"--junitxml={report}",
        *options,
        *suite.tests,
    ]
    command = [*_cut(), *command]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        subprocess.run(command, cwd=root, env=_environment(top), capture_output=True, timeout=_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise CorpusError(f"{suite.package}: the tests took more than {_LIMIT} s") from error
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not report.exists():
        raise CorpusError(f"{suite.package}: pytest made no report")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ran(dict(fixes.outcomes(report)), seconds)


_UNSHARED = ("unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")
"""Begins a command that reaches nothing but this machine."""


@cache
def _cut() -> tuple[str, ...]:
    """What a command begins with that has no network; nothing where this system does not allow it."""
    if (
        shutil.which(_UNSHARED[0])
        and not subprocess.run([*_UNSHARED, "true"], capture_output=True).returncode
    ):
        return _UNSHARED
    print("the network cannot be cut here (unshare --net): tests may reach it", file=sys.stderr)
    return ()


def _environment(top: Path) -> Mapping[str, str]:
    path = f"{top / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    ours = top / "ours"  # with nothing beside it, as it is when it is installed
    ours.mkdir(exist_ok=True)
    if not (ours / "flake8_testsec").exists():
        (ours / "flake8_testsec").symlink_to(BENCH.parent / "flake8_testsec")
    alone = {"PATH": path, "HOME": str(top), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    return {**alone, "PYTHONPATH": str(ours)}


def _findings(top: Path) -> Iterator[Mapping[str, str]]:
    command = (sys.executable, "-m", "flake8_testsec", "check", *_OPTIONS, f"--evidence={top / _FILE}", ".")
    environment = {**os.environ, "PYTHONPATH": str(BENCH.parent)}
    done = subprocess.run(command, cwd=top / "before", env=environment, capture_output=True, text=True)
    if done.returncode and not done.stdout:
        raise CorpusError(f"{top.name}: testsec check: {done.stderr.strip()[-200:]}")
    yield from (each for each in map(json.loads, done.stdout.splitlines()) if "code" in each)


def _overhead(rows: Iterable[Row]) -> Iterator[str]:
    yield "| package | tests | other outcomes | CPU s | watched | times |"
    yield "|---|---|---|---|---|---|"
    for each in rows:
        times = each.watched / each.plain
        numbers = (each.tests, len(each.changed), f"{each.plain:.1f}", f"{each.watched:.1f}", f"{times:.2f}")
        yield f"| {each.package} | {' | '.join(map(str, numbers))} |"


def _rules(rows: Iterable[Row]) -> Iterator[str]:
    total: Counter[tuple[str, str]] = Counter()
    for each in rows:
        total.update(each.said)
    yield "| rule | confirmed | executed, not seen | not executed | no word | seen at run time |"
    yield "|---|---|---|---|---|---|"
    kinds = (CONFIRMED, NOT_SEEN, NOT_RUN, "", RUN_TIME)
    for code in sorted({code for code, _ in total}):
        yield f"| {code} | {' | '.join(str(total[code, kind]) for kind in kinds)} |"
    numbers = (sum(number for (_, said), number in total.items() if said == kind) for kind in kinds)
    yield f"| all | {' | '.join(map(str, numbers))} |"
