"""What a reader said of findings: one file a rule, one JSON object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent / "labels"
VERDICTS = ("right", "wrong", "arguable")
OWN, STRANGER = "", "stranger"
"""Who judged: somebody of this project, or a reader who had no stake in the rules."""

CODE = re.compile(r"TSE\d{3}\Z")


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
    reader: str = OWN
    kind: str = ""
    """The kind of mistake, in the reader's words; empty if there is none."""
    said: str = ""
    """The remedy that the finding named, where the verdict is about that alone: what it says is true."""

    def is_about(self, message: str) -> bool:
        """Whether the verdict is one on a finding with such a message."""
        return self.said in message


def read(codes: Iterable[str], folder: Path, reader: str = OWN) -> dict[Place, Label]:
    """Read the labels of some rules.

    Args:
        codes: the rules' codes; a rule without a file has no labels.
        folder: where the files are.
        reader: whose labels.

    Returns:
        The labels by place.

    Raises:
        LabelError: a line is malformed, or a place is labelled twice.
    """
    labels: dict[Place, Label] = {}
    for code in codes:
        for label in _labels(code, folder / f"{code}.jsonl"):
            if label.place in labels and label.reader == reader:
                raise LabelError(f"{code}.jsonl: labelled twice: {label.place}")
            if label.reader == reader:
                labels[label.place] = label
    return labels


def codes(folder: Path) -> list[str]:
    """The codes of all rules that have labels, also of those that are no more.

    Args:
        folder: where the files are.

    Returns:
        The codes in order.
    """
    return sorted(file.stem for file in folder.glob("TSE*.jsonl"))


def store(judged: Iterable[Label], folder: Path) -> None:
    """Keep labels; one of the same reader on the same place is replaced, all others stay as they are.

    Args:
        judged: the labels.
        folder: where the files are.

    Raises:
        LabelError: a file is malformed.
    """
    groups: dict[str, list[Label]] = {}
    for label in judged:
        groups.setdefault(label.place.code, []).append(label)
    for code, group in groups.items():
        file = folder / f"{code}.jsonl"
        replaced = {(each.place, each.reader) for each in group}
        kept = [each for each in _labels(code, file) if (each.place, each.reader) not in replaced]
        file.write_text("".join(map(_line, _ordered(kept, group))), encoding="utf-8")


def _ordered(kept: Sequence[Label], new: Iterable[Label]) -> Iterator[Label]:
    yield from (each for each in kept if each.reader == OWN)
    yield from sorted([*(each for each in kept if each.reader != OWN), *new])


def _line(label: Label) -> str:
    place = label.place._asdict()
    del place["code"]  # it is the file's name
    entry = {**place, "verdict": label.verdict, "why": label.why}
    who = {"reader": label.reader} if label.reader else {}
    kind = {"kind": label.kind} if label.kind else {}
    said = {"said": label.said} if label.said else {}
    return json.dumps({**entry, **who, **kind, **said}, ensure_ascii=False) + "\n"


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
    reader = str(entry.get("reader", OWN))
    if verdict not in VERDICTS:
        raise ValueError(f"verdict {verdict!r}")
    if reader not in (OWN, STRANGER):
        raise ValueError(f"reader {reader!r}")
    place = Place(code, str(entry["package"]), str(entry["path"]), int(str(entry["line"])))
    return Label(place, verdict, why, reader, str(entry.get("kind", "")), str(entry.get("said", "")))
