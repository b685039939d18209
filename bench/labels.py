"""What a reader said of findings: one file a rule, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent / "labels"
VERDICTS = ("right", "wrong", "arguable")


class LabelError(Exception):
    """A label is not as it should be; the message is one line for the user."""


class Place(NamedTuple):
    """Where a finding is; a label means every finding of the code on that line."""

    code: str
    package: str
    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.package} {self.path}:{self.line} {self.code}"


class Label(NamedTuple):
    """One verdict with its reason."""

    place: Place
    verdict: str
    why: str


def read(codes: Iterable[str], folder: Path = FOLDER) -> dict[Place, Label]:
    """Read the labels of some rules.

    Args:
        codes: the rules' codes; a rule without a file has no labels.
        folder: where the files are.

    Returns:
        The labels by place.

    Raises:
        LabelError: a line is malformed, or a place is labelled twice.
    """
    labels: dict[Place, Label] = {}
    for code in codes:
        for label in _labels(code, folder / f"{code}.jsonl"):
            if label.place in labels:
                raise LabelError(f"{code}.jsonl: labelled twice: {label.place}")
            labels[label.place] = label
    return labels


def _labels(code: str, file: Path) -> Iterator[Label]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _label(code, json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise LabelError(f"{file.name}:{number}: not a label: {error!r}") from error


def _label(code: str, entry: dict[str, object]) -> Label:
    verdict, why = str(entry["verdict"]), str(entry["why"])
    if verdict not in VERDICTS:
        raise ValueError(f"verdict {verdict!r}")
    place = Place(code, str(entry["package"]), str(entry["path"]), int(str(entry["line"])))
    return Label(place, verdict, why)
