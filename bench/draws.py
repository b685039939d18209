"""Samples that were drawn for readers, by the seed that drew them: what was found then, and is found now."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.corpora import BENCH
from bench.judged import Figures, figures, percent, weights
from bench.labels import VERDICTS, LabelError, Place

FOLDER = BENCH / "draws"


class Entry(NamedTuple):
    """One finding of a sample, with what its reader said of it."""

    place: Place
    found: int
    """How many findings its rule had where the sample was drawn."""
    verdict: str
    """Empty if nobody has judged it yet."""


def figures_of(entries: Sequence[Entry]) -> Figures:
    """The figures of a sample, each rule weighted by how often it spoke where that was drawn.

    Args:
        entries: the sample; open entries are left out.

    Returns:
        The figures.
    """
    return _figures(entries, entries)


def _figures(chosen: Iterable[Entry], entries: Sequence[Entry]) -> Figures:
    found = {each.place.code: each.found for each in entries}
    weight = weights((each.place.code for each in entries if each.verdict), found)
    return figures(((each.place.code, each.verdict) for each in chosen if each.verdict), weight)


def write(seed: str, entries: Iterable[Entry], folder: Path) -> None:
    """Keep a sample; one of the same seed is replaced.

    Args:
        seed: what it was drawn with.
        entries: its findings.
        folder: where samples are kept.
    """
    folder.mkdir(exist_ok=True)
    lines = (
        json.dumps({**each.place._asdict(), "found": each.found, "verdict": each.verdict}) for each in entries
    )
    (folder / f"{seed}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read(folder: Path) -> dict[str, list[Entry]]:
    """All samples that were kept.

    Args:
        folder: where.

    Returns:
        The entries by seed, in the order of the seeds.

    Raises:
        LabelError: a line is malformed.
    """
    return {file.stem: list(_entries(file)) for file in sorted(folder.glob("*.jsonl"))}


def _entries(file: Path) -> Iterator[Entry]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            given = json.loads(line)
            found, verdict = given.pop("found"), given.pop("verdict")
            if verdict not in ("", *VERDICTS):
                raise ValueError(f"verdict {verdict!r}")
            yield Entry(Place(**given), int(found), verdict)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LabelError(f"{file.name}:{number}: not an entry of a sample: {error!r}") from error


HEAD = ("seed", "packages", "findings", "judged", "still reported", *VERDICTS, "against wrong", "of all")


def rows(drawn: Mapping[str, Sequence[Entry]], here: Collection[Place]) -> Iterator[tuple[str, ...]]:
    """Two rows a sample: as it was drawn, and what of it is still reported.

    Args:
        drawn: the samples by seed.
        here: what the default rules report in their packages now.

    Yields:
        Cells for `HEAD`.
    """
    for seed, entries in drawn.items():
        names = {each.place.package for each in entries}
        found = sum({each.place.code: each.found for each in entries}.values())
        judged = [each for each in entries if each.verdict]
        for chosen in (judged, [each for each in judged if each.place in here]):
            verdicts = [each.verdict for each in chosen]
            cells = (len(names), found, len(judged), len(chosen), *map(verdicts.count, VERDICTS))
            yield (seed, *map(str, cells), *map(percent, _figures(chosen, entries)))
