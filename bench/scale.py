"""Trees of many files: time and memory against their number, and the same findings however they are made."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from bench.command import CommandError
from bench.corpora import BENCH
from bench.document import table

LARGEST = 8 * 1024
"""Bytes of the largest file that is copied: of many files most are small."""
METHODS = ("fork", "spawn", "forkserver")
_LOOK = 0.1
"""Seconds between two looks at the memory of processes."""
_START = """
import multiprocessing, sys
from flake8_testsec.cli import main

if __name__ == "__main__":
    multiprocessing.set_start_method({method!r})
    sys.exit(main(sys.argv[1:]))
"""


class Outcome(NamedTuple):
    """One run over a tree."""

    digest: str
    """Of all that was written to standard output, and of the exit status."""
    findings: int
    wall: float
    cpu: float
    """Seconds, those of all processes together."""
    first: float
    """The most memory that the first process had, in MB."""
    other: float
    """The same of the largest of the others."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument("--files", type=int, nargs="+", default=[10_000, 50_000, 100_000], metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes")
    parser.add_argument(
        "--same", type=int, default=0, metavar="N", help="compare all ways to review a tree of N files, too"
    )


def main(options: argparse.Namespace) -> int:
    """Make trees, review and print.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 1 if two ways to review a tree do not say the same.

    Raises:
        CommandError: the pinned packages are not there.
    """
    is_same = True
    with tempfile.TemporaryDirectory() as folder:
        rows = []
        for number in options.files:
            tree = make(Path(folder, f"tree-{number}"), number)
            cold, warm = _cold_and_warm(tree, options.jobs, Path(folder, f"cache-{number}"))
            is_same &= cold.digest == warm.digest
            rows.append(_row(number, _size(tree), cold, warm))
            print(*rows[-1], file=sys.stderr, flush=True)
        print(table(_HEAD, rows), flush=True)
        if options.same:
            ways = _ways(make(Path(folder, "same"), options.same), options.jobs, Path(folder, "kept"))
            is_same &= _told(options.same, ways)
    return int(not is_same)


_HEAD = (
    *("files", "MB", "findings", "cold s", "cold CPU s", "CPU ms a file", "warm s", "warm CPU s"),
    *("MB in the first process", "MB in another"),
)


def _row(number: int, size: float, cold: Outcome, warm: Outcome) -> Sequence[str]:
    figures = (cold.wall, cold.cpu, 1000 * cold.cpu / number, warm.wall, warm.cpu)
    most = (max(cold.first, warm.first), max(cold.other, warm.other))
    shown = (f"{size:.0f}", f"{cold.findings}", *(f"{each:.1f}" for each in figures))
    return (f"{number}", *shown, *(f"{each:.0f}" for each in most))


def make(folder: Path, number: int) -> Path:
    """Copy files of the pinned packages, again and again, below one project's top folder.

    Args:
        folder: where; made anew.
        number: how many files.

    Returns:
        The folder.

    Raises:
        CommandError: the pinned packages are not there.
    """
    sources = [path for path in sorted((BENCH / ".corpora").glob("*/**/*.py")) if _is_copied(path)]
    if not sources:
        raise CommandError("there are no pinned packages; python -m bench fetch brings them")
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[project]\nname = 'many'\n")
    copies = ((turn, source) for turn in count() for source in sources)
    for (turn, source), _ in zip(copies, range(number), strict=False):
        target = folder / f"copy{turn}" / source.relative_to(BENCH / ".corpora")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    return folder


def _is_copied(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= LARGEST


def _size(tree: Path) -> float:
    return sum(path.stat().st_size for path in tree.rglob("*.py")) / 1e6


def _cold_and_warm(tree: Path, jobs: int, cache: Path) -> tuple[Outcome, Outcome]:
    options = (f"--jobs={jobs}", f"--cache-dir={cache}")
    return run(tree, options), run(tree, options)


def _ways(tree: Path, jobs: int, cache: Path) -> Iterator[tuple[str, Outcome]]:
    """All ways to review a tree."""
    yield "1 process", run(tree, ("--jobs=1", "--no-cache"))
    for method in METHODS:
        yield f"{jobs} processes, {method}", run(tree, (f"--jobs={jobs}", "--no-cache"), method)
    yield f"{jobs} processes, once more", run(tree, (f"--jobs={jobs}", "--no-cache"))
    for name in ("an empty cache", "a full one"):
        yield f"{jobs} processes, {name}", run(tree, (f"--jobs={jobs}", f"--cache-dir={cache}"))
    yield "1 process, a full cache", run(tree, ("--jobs=1", f"--cache-dir={cache}"))


def _told(number: int, ways: Iterator[tuple[str, Outcome]]) -> bool:
    (name, first), *_ = start = [next(ways)]
    same = True
    for name, each in chain(start, ways):
        is_so = each.digest == first.digest
        same &= is_so
        words = "the same" if is_so else "NOT the same"
        print(f"{number} files, {name}: {each.findings} findings, {each.wall:.0f} s, {words}", flush=True)
    return same


def run(tree: Path, options: Sequence[str], method: str = "") -> Outcome:
    """Review a tree with all rules' defaults.

    Args:
        tree: its top folder.
        options: those of ``testsec check``.
        method: how processes are started; as the command does it if not given.

    Returns:
        What came of it.
    """
    command = [sys.executable, "-m", "flake8_testsec"]
    with tempfile.TemporaryDirectory() as folder:
        if method:
            start = Path(folder, "start.py")
            start.write_text(_START.format(method=method))
            command = [sys.executable, str(start)]
        out = Path(folder, "out")
        before = os.times()
        begin = time.monotonic()
        with out.open("wb") as file:
            process = subprocess.Popen([*command, "check", "--isolated", *options], cwd=tree, stdout=file)
            first, other = _watched(process)
        wall, after = time.monotonic() - begin, os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        digest = hashlib.sha256(b"%d " % process.returncode)
        findings = 0
        with out.open("rb") as file:
            for line in file:
                digest.update(line)
                findings += 1
    return Outcome(digest.hexdigest(), findings, wall, cpu, first, other)


def _watched(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Wait for a process, and tell the most memory of it and of the largest that it started."""
    first = other = 0.0
    while process.poll() is None:
        first = max(first, memory(process.pid))
        other = max([other, *map(memory, _children(process.pid))])
        time.sleep(_LOOK)
    return first, other


def _children(pid: int) -> Iterator[int]:
    """The processes below a process, as Linux tells them."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            found = [int(word) for word in file.read().split()]
    except OSError:
        found = []
    for each in found:
        yield each
        yield from _children(each)


def memory(pid: int) -> float:
    """The most memory that a process has had, in MB; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            words = next((line.split() for line in file if line.startswith("VmHWM")), ["", "0"])
    except OSError:
        return 0.0
    return int(words[1]) / 1024
