"""A sample of fixes, for readers who did not write them: each with its diff, and with those of the same rule
in the same function, which the command makes with it."""

from __future__ import annotations

import ast
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bench.corpora import Package
from bench.fix_trials import Told, Trial, told
from bench.sample import explanation
from flake8_testsec.catalogue import RULES
from flake8_testsec.finding import Finding
from flake8_testsec.source.syntax import Function

PER_RULE, PER_PACKAGE = 15, 3
AROUND = 12
"""Lines of the file before, above and below the finding."""


class Drawn(NamedTuple):
    """A fix that was drawn."""

    package: Package
    told: Told
    diff: str


def write(number: int, seed: int, file: Path, packages: Sequence[Package], jobs: int) -> None:
    """Draw fixes, and write them for readers.

    Args:
        number: how many.
        seed: another seed, another sample.
        file: where to, one JSON object a line.
        packages: what they are drawn from.
        jobs: how many packages are reviewed at a time.

    Raises:
        CorpusError: a package cannot be had.
        CommandError: the command could not be run.
    """
    every = told(packages, jobs)
    drawn = draw(every, number, seed)
    lines = (json.dumps(each, ensure_ascii=False) for each in entries(drawn, seed))
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    safe = sum(each.told.safe for each in drawn)
    total = sum(each.fixable for found in every.values() for each in found)
    print(f"{len(drawn)} of {total} fixes in {len(packages)} packages, {safe} of them safe: {file}")


def draw(every: Mapping[Package, Iterable[Told]], number: int, seed: int) -> list[Drawn]:
    """Draw fixes so that neither a rule nor a package decides alone; none that the command would not make.

    Args:
        every: the findings by package.
        number: how many, if there are so many.
        seed: decides what is drawn.

    Returns:
        The fixes in the order in which they were drawn.
    """
    pairs = ((package, each) for package, found in every.items() for each in found if each.fixable)
    rules: Counter[str] = Counter()
    taken: Counter[Package] = Counter()
    drawn: list[Drawn] = []
    for package, each in sorted(pairs, key=lambda pair: _lot(pair[0], pair[1], seed)):
        if len(drawn) == number:
            break
        if rules[each.code] < PER_RULE and taken[package] < PER_PACKAGE and (diff := _diff(package, each)):
            rules[each.code] += 1
            taken[package] += 1
            drawn.append(Drawn(package, each, diff))
    return drawn


def _lot(package: Package, one: Told, seed: int) -> bytes:
    """A number that nobody can foresee and everybody can draw again."""
    return hashlib.sha256(f"{seed} {package.name} {one[:4]}".encode()).digest()


def _diff(package: Package, one: Told) -> str:
    trial, before = _trial(package.folder), (package.folder / one.path).read_bytes()
    found = trial.found(one.path, before) or []
    own = [each for each in found if one.means(each)][:1]
    wanted = [*own, *(each for each in found if own and each not in own and _belongs(each, one, before))]
    return trial.patch(one.path, before, trial.mended(one.path, before, found, wanted, True).content)


def _belongs(finding: Finding, one: Told, source: bytes) -> bool:
    """Whether the command mends another finding of the rule in the same function with this one."""
    first, last = _around(source, one.line)
    return finding.code == one.code and first <= finding.line <= last and bool(finding.fix.edits)


@cache
def _around(source: bytes, line: int) -> tuple[int, int]:
    """The first and the last line of the innermost function around a line, or that line twice."""
    functions = (each for each in ast.walk(ast.parse(source)) if isinstance(each, Function))
    spans = ((each.lineno, each.end_lineno or 0) for each in functions)
    return max(((first, last) for first, last in spans if first <= line <= last), default=(line, line))


@cache
def _trial(folder: Path) -> Trial:
    return Trial(folder)


def entries(drawn: Iterable[Drawn], seed: int) -> Iterator[dict[str, object]]:
    """What a reader gets.

    Args:
        drawn: the sample.
        seed: what it was drawn with.

    Yields:
        One entry a fix.
    """
    for number, (package, one, diff) in enumerate(drawn):
        rule, file = RULES[one.code], package.folder / one.path
        yield {
            "id": f"{seed}-{number:03}",
            "package": package.name,
            "version": package.version,
            "file": str(file),
            "line": one.line,
            "code": one.code,
            "message": one.message,
            "safe": one.safe,
            "fix": " ".join(rule.fixable.split()),
            "explanation": explanation(rule),
            "source": around(file.read_bytes(), one.line),
            "diff": diff,
        }


def around(source: bytes, line: int) -> str:
    """The lines near a finding, with their numbers, its own with a mark.

    Args:
        source: the file.
        line: the line, from 1.
    """
    lines = source.decode("utf-8", "replace").split("\n")
    first, last = max(1, line - AROUND), min(len(lines), line + AROUND)
    marked = ((">" if number == line else " ", number) for number in range(first, last + 1))
    return "\n".join(f"{mark}{number:6} | {lines[number - 1].rstrip()}" for mark, number in marked)
