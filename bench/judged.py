"""Findings of ours on public repositories, as independent readers judged them: ``strangers.jsonl``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from bench.corpora import BENCH
from bench.labels import VERDICTS, LabelError

RECORDS = BENCH / "strangers.jsonl"


class Judged(NamedTuple):
    """One finding with a reader's verdict."""

    id: str
    repo: str
    """The repository, ``owner/name``."""
    rev: str
    """The commit that was read."""
    path: str
    line: int
    code: str
    verdict: str
    kind: str
    """The kind of mistake; empty if there is none."""
    why: str

    def __str__(self) -> str:
        return f"{self.id} {self.repo} {self.path}:{self.line} {self.code}"


class Figures(NamedTuple):
    """What share of findings is right, each rule weighted by how often it speaks."""

    against_wrong: float | None
    """Right among what is right or wrong; nothing if there is none."""
    of_all: float | None
    """Right among all that was judged."""


def read(file: Path) -> list[Judged]:
    """Read the judged findings.

    Args:
        file: one JSON object a line.

    Returns:
        The findings in order of the file.

    Raises:
        LabelError: a line is malformed, or an id is there twice.
    """
    found: dict[str, Judged] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            each = _judged(json.loads(line))
        except (ValueError, TypeError, AttributeError) as error:
            raise LabelError(f"{file.name}:{number}: not a judged finding: {error}") from error
        if each.id in found:
            raise LabelError(f"{file.name}:{number}: {each.id} is there twice")
        found[each.id] = each
    return list(found.values())


def _judged(entry: Mapping[str, object]) -> Judged:
    each = Judged(**{**entry, "kind": entry.get("kind") or ""})  # type: ignore[arg-type]
    if each.verdict not in VERDICTS:
        raise ValueError(f"verdict {each.verdict!r}")
    if not isinstance(each.line, int):
        raise ValueError(f"line {each.line!r}")
    return each


def weights(codes: Iterable[str], found: Mapping[str, int]) -> dict[str, float]:
    """How many findings each judged one stands for.

    Args:
        codes: the rule of each finding that was judged.
        found: how many findings each rule had where the judged ones were drawn.

    Returns:
        The number by rule.
    """
    drawn = list(codes)
    return {code: found.get(code, 0) / drawn.count(code) for code in set(drawn)}


def figures(verdicts: Iterable[tuple[str, str]], weight: Mapping[str, float]) -> Figures:
    """Weigh verdicts.

    Args:
        verdicts: rule and verdict of each finding.
        weight: how many findings one of a rule stands for.

    Returns:
        The figures.
    """
    sums = dict.fromkeys(VERDICTS, 0.0)
    for code, verdict in verdicts:
        sums[verdict] += weight.get(code, 0.0)
    right, wrong = sums["right"], sums["wrong"]
    return Figures(share(right, right + wrong), share(right, sum(sums.values())))


def share(part: float, whole: float) -> float | None:
    """A part of a whole; nothing if there is no whole."""
    return part / whole if whole else None


def percent(share: float | None) -> str:
    """A share in words; a dash if there is none."""
    return "-" if share is None else f"{share:.1%}"


def by_file(judged: Iterable[Judged]) -> Iterator[tuple[Judged, ...]]:
    """Group findings by the file that they are in.

    Args:
        judged: the findings.

    Yields:
        Those of one file each, repository by repository.
    """
    groups: dict[tuple[str, str, str], list[Judged]] = {}
    for each in judged:
        groups.setdefault((each.repo, each.rev, each.path), []).append(each)
    for _, group in sorted(groups.items()):
        yield tuple(group)
