"""What strangers said of each rule: their labels on public repositories, and on the pinned packages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from bench import judged, labels
from bench.labels import STRANGER, VERDICTS, Label, LabelError, Place

REPORTED = judged.RECORDS.with_name("strangers-reported.json")
"""The ids of the judged findings that were still reported when that was last measured."""

ENOUGH = 12
OF_ALL, AGAINST_WRONG = 0.90, 0.97
"""What a default rule must reach if so many of its findings were judged."""


class Tally(NamedTuple):
    """Strangers' verdicts on findings of one rule."""

    right: int = 0
    wrong: int = 0
    arguable: int = 0
    gone: int = 0
    """Judged findings that the rule no longer reports."""

    @property
    def judged(self) -> int:
        """How many of those that it reports were judged."""
        return self.right + self.wrong + self.arguable

    @property
    def of_all(self) -> float | None:
        """Right among all that were judged."""
        return judged.share(self.right, self.judged)

    @property
    def against_wrong(self) -> float | None:
        """Right among those that are right or wrong."""
        return judged.share(self.right, self.right + self.wrong)

    @property
    def is_below(self) -> bool:
        """Whether strangers found too many of them wrong or arguable, as far as so few can tell."""
        of_all, against_wrong = self.of_all or 0.0, self.against_wrong or 0.0
        return self.judged >= ENOUGH and (of_all < OF_ALL or against_wrong < AGAINST_WRONG)


NO_TALLY = Tally()


def tallies(known: Mapping[Place, Label], spoken: Iterable[Place]) -> dict[str, Tally]:
    """Count what strangers said of all findings that are still reported.

    Args:
        known: their labels on pinned packages.
        spoken: the places that rules report in those packages today; default rules without being enabled.

    Returns:
        The counts by rule; a rule without labels of theirs is missing.

    Raises:
        LabelError: the files of judged findings are not as they should be.
    """
    here = set(spoken)
    verdicts = [(label.place.code, label.verdict, label.place in here) for label in known.values()]
    reported = read(REPORTED)
    verdicts += [(each.code, each.verdict, each.id in reported) for each in judged.read(judged.RECORDS)]
    return {code: _tally(code, verdicts) for code in sorted({code for code, *_ in verdicts})}


def _tally(code: str, verdicts: Iterable[tuple[str, str, bool]]) -> Tally:
    mine = [(verdict, is_there) for each, verdict, is_there in verdicts if each == code]
    there = [verdict for verdict, is_there in mine if is_there]
    right, wrong, arguable = map(there.count, VERDICTS)
    return Tally(right, wrong, arguable, gone=len(mine) - len(there))


def read(file: Path) -> frozenset[str]:
    """Which judged findings were still reported when that was last measured.

    Args:
        file: where it is kept.

    Returns:
        Their ids.

    Raises:
        LabelError: the file is not as it should be.
    """
    try:
        return frozenset(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise LabelError(f"{file.name}: {error!r}") from error


def write(ids: Iterable[str], file: Path) -> None:
    """Keep which judged findings are still reported.

    Args:
        ids: theirs.
        file: where.
    """
    file.write_text(json.dumps(sorted(ids)) + "\n", encoding="utf-8")


def strangers_labels() -> dict[Place, Label]:
    """All labels of strangers on pinned packages."""
    return labels.read(labels.codes(labels.FOLDER), labels.FOLDER, STRANGER)
