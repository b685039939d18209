"""Whether flake8 and the command say the same of the pinned packages."""

from __future__ import annotations

import argparse
import difflib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.corpora import Package, fetch, packages

OPTIONS = ("--isolated", "--testsec-enable=TSE", "--show-source")
"""All rules, and the lines in which flake8 looks for ``noqa``."""

_SHOWN = 20


class Said(NamedTuple):
    """What one door said of a package, and how it ended."""

    door: str
    status: int
    lines: Sequence[str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument("--package", nargs="+", action="extend", default=[], metavar="NAME")


def main(options: argparse.Namespace) -> int:
    """Run both doors over packages and compare.

    Args:
        options: the parsed command line.

    Returns:
        0 if they agree on every package, 1 if they do not.

    Raises:
        CorpusError: a package cannot be had.
    """
    verdicts = [_compare(package) for package in packages(options.package)]
    print(f"{sum(verdicts)} of {len(verdicts)} packages: both doors agree")
    return int(not all(verdicts))


def _compare(package: Package) -> bool:
    theirs, *ours = said(fetch(package))
    return agree(f"{package.name} {package.version}", theirs, ours)


def agree(name: str, theirs: Said, ours: Sequence[Said]) -> bool:
    """Compare what the doors said, and print where they differ.

    Args:
        name: the package's name.
        theirs: what flake8 said.
        ours: what the command said, each time it was asked.

    Returns:
        Whether all said the same.
    """
    different = [each for each in ours if each[1:] != theirs[1:]]
    verdict = "different" if different else "the same"
    print(f"{name}: {len(theirs.lines)} lines, {verdict}", flush=True)
    for each in different:
        print(f"  status {theirs.status} and {each.status}")
        delta = difflib.unified_diff(theirs.lines, each.lines, theirs.door, each.door, lineterm="", n=0)
        for line, _ in zip(delta, range(_SHOWN), strict=False):
            print(f"  {line}")
    return not different


def said(folder: Path) -> Iterator[Said]:
    """What the doors say of a folder.

    Args:
        folder: the package's.

    Yields:
        flake8 first, then the command: with one process, with several, with an empty cache and a full one.
    """
    yield _said("flake8", folder, "flake8", "--select=TSE,E9")
    with tempfile.TemporaryDirectory() as kept:
        for name, more in (
            ("one process", ("--no-cache", "--jobs=1")),
            ("several processes", ("--no-cache",)),
            ("an empty cache", (f"--cache-dir={kept}",)),
            ("a full cache", (f"--cache-dir={kept}",)),
        ):
            yield _said(f"testsec with {name}", folder, "flake8_testsec", "check", *more)


def _said(door: str, folder: Path, module: str, *arguments: str) -> Said:
    command = [sys.executable, "-m", module, *arguments, *OPTIONS, "."]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    text = done.stdout.decode("utf-8", "replace")
    # The command ends in 2 for files that cannot be parsed, where flake8 ends in 1.
    return Said(door, min(done.returncode, 1), tuple(text.splitlines()))
