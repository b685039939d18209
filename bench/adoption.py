"""Old projects: what a baseline of one revision lets through at a later one, beside what the lines say.

A finding is new *by lines* if ``git diff`` changed the line that it begins in, or if no finding of the same
code began in that line before. That knows nothing of fingerprints, so the two opinions are independent. They
may differ with reason: a function that was renamed has new findings on old lines, and a statement that was
formatted has old findings on new lines. Where they differ, the findings are named, to be looked at.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import clones, command

REVISIONS = (
    ("celery/celery", "ead43e917", "5dc781f0b"),
    ("jupyterhub/jupyterhub", "b472a2de", "2841153d"),
    ("borgbackup/borg", "5112caba3", "fc74d5f64"),
    ("aio-libs/aiohttp", "bd919070b", "495e77836"),
)
"""Repositories, and two revisions of each, seven months apart."""

_RULES = ("--isolated", "--no-cache", "--select=TSE", "--testsec-enable=TSE")
_FORMAT = "--format=%(path)s\t%(row)d\t%(code)s\t%(text)s"
_FILES = (".py", "setup.cfg", "pyproject.toml", "tox.ini", "pytest.ini")
_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_NAME = ".testsec-baseline"


class Hunk(NamedTuple):
    """Lines of the old file that others of the new one replace."""

    old: int
    removed: int
    new: int
    added: int


class Opinions(NamedTuple):
    """What is new at the later revision, to the baseline and to the lines."""

    before: int
    after: int
    listed: Counter[command.Spoken]
    lines: Counter[command.Spoken]

    def __str__(self) -> str:
        both = (self.listed & self.lines).total()
        only = ((self.listed - self.lines).total(), (self.lines - self.listed).total())
        return (
            f"{self.before} findings before, {self.after} after; new to both {both}, to the baseline alone "
            f"{only[0]}, to the lines alone {only[1]}"
        )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Offer the options of this benchmark."""
    parser.add_argument("--repositories", type=Path, required=True, metavar="DIR", help="local git clones")
    parser.add_argument("--only", metavar="OWNER/NAME", help="one of them")


def main(options: argparse.Namespace) -> int:
    """Compare, and name the findings on which the two differ.

    Returns:
        0.

    Raises:
        CloneError: a clone or a revision is missing.
        CommandError: the command broke.
    """
    for repository, old, new in REVISIONS:
        if options.only in (None, repository):
            git = clones.find(options.repositories, repository)
            if git is None:
                raise clones.CloneError(f"no clone of {repository} in {options.repositories}")
            found = opinions(git, old, new)
            print(f"{repository} {old}..{new}: {found}", flush=True)
            for line in differences(found):
                print(f"  {line}")
    return 0


def differences(found: Opinions) -> Iterator[str]:
    """The findings on which the two differ, one a line."""
    sides = {"baseline": found.listed - found.lines, "lines": found.lines - found.listed}
    for side, findings in sides.items():
        for path, line, code, message in sorted(findings.elements()):
            yield f"new to the {side} alone: {path}:{line}: {code} {message}"


def opinions(git: Path, old: str, new: str) -> Opinions:
    """Write a baseline of one revision, and see what is new at another.

    Args:
        git: the git directory.
        old: the revision of the baseline.
        new: a later one.

    Returns:
        Both opinions.
    """
    with tempfile.TemporaryDirectory() as scratch:
        before, after = (clones.lay_out(git, each, _FILES, Path(scratch) / each) for each in (old, new))
        for folder in (before, after):
            (folder / ".git").mkdir()  # the project's top folder
        _run(before, "baseline", "write")
        (after / _NAME).write_bytes((before / _NAME).read_bytes())
        old_findings, found = [*_found(before)], [*_found(after)]
        told = Counter(_found(after, f"--baseline={_NAME}"))
    lines = Counter(_new_by_lines(old_findings, found, hunks(git, old, new)))
    return Opinions(len(old_findings), len(found), told, lines)


def _new_by_lines(
    before: Iterable[command.Spoken], after: Iterable[command.Spoken], changed: Mapping[str, Sequence[Hunk]]
) -> Iterator[command.Spoken]:
    left = Counter((each.path, each.line, each.code) for each in before)
    for finding in after:
        line = line_before(changed.get(finding.path, ()), finding.line)
        key = (finding.path, line or 0, finding.code)
        if left[key] > 0:
            left[key] -= 1
        else:
            yield finding


def line_before(changed: Sequence[Hunk], line: int) -> int | None:
    """Where a line was.

    Args:
        changed: the changes of its file, in order.
        line: its number, from 1.

    Returns:
        Its number at the old revision; ``None`` if it was not there.
    """
    shift = 0
    for hunk in changed:
        start = hunk.new if hunk.added else hunk.new + 1
        if line < start:
            break
        if line < start + hunk.added:
            return None
        shift += hunk.added - hunk.removed
    return line - shift


def hunks(git: Path, old: str, new: str) -> dict[str, list[Hunk]]:
    """What ``git diff`` says has changed in Python files, by their paths; a renamed file is a new one."""
    options = ("--no-renames", "--unified=0", "--no-color", "--no-ext-diff")
    words = [
        "git",
        f"--git-dir={git}",
        "-c",
        "core.quotePath=false",
        "diff",
        *options,
        old,
        new,
        "--",
        "*.py",
    ]
    done = subprocess.run(words, capture_output=True, check=False)
    if done.returncode:
        raise clones.CloneError(f"no difference of {old} and {new} in {git}")
    found: dict[str, list[Hunk]] = {}
    path = ""
    for line in done.stdout.decode("utf-8", "replace").split("\n"):
        if line.startswith("+++ "):
            path = line[len("+++ b/") :].rstrip("\t")
        elif match := _HUNK.match(line):
            numbers = (int(each) if each is not None else 1 for each in match.groups())
            found.setdefault(path, []).append(Hunk(*numbers))
    return found


def _found(folder: Path, *options: str) -> Iterator[command.Spoken]:
    for line in _run(folder, "check", _FORMAT, *options).splitlines():
        path, row, code, message = line.split("\t", 3)
        yield command.Spoken(path.removeprefix("./"), int(row), code, message)


def _run(folder: Path, *words: str) -> str:
    call = [sys.executable, "-m", "flake8_testsec", *words, *_RULES]
    done = subprocess.run(call, cwd=folder, env=command.environment(), capture_output=True, check=False)
    if done.returncode > 1 and not done.stdout:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise command.CommandError(f"testsec {words[0]} on {folder.name}: {' '.join(last)}")
    return done.stdout.decode("utf-8", "replace")
