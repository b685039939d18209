"""What readers made of a sample: validated, kept as labels, and counted."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import draws, labels
from bench.corpora import STRANGERS, TUNED, packages
from bench.judged import Figures, percent
from bench.labels import STRANGER, VERDICTS, Label, LabelError, Place
from bench.sample import PARTIAL

AGAINST_WRONG, OF_ALL = 0.98, 0.90
"""What right / (right + wrong) and right / all shall be at least."""


class Entry(NamedTuple):
    """One finding of a sample, with what its reader said of it and why."""

    id: str
    drawn: draws.Entry
    kind: str
    why: str

    @property
    def place(self) -> Place:
        """Where the finding is."""
        return self.drawn.place

    @property
    def found(self) -> int:
        """How many findings its rule had where the sample was drawn."""
        return self.drawn.found

    @property
    def verdict(self) -> str:
        """The reader's word; empty if nobody has judged it yet."""
        return self.drawn.verdict

    @property
    def seed(self) -> str:
        """What the sample was drawn with; marked if it is of some rules alone."""
        return self.id.rpartition("-")[0]

    @property
    def label(self) -> Label:
        """The verdict in the form that is kept."""
        return Label(self.place, self.verdict, self.why, STRANGER, self.kind)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this command's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a sample, or its parts")


def main(options: argparse.Namespace) -> int:
    """Validate, keep, count.

    Args:
        options: the parsed command line.

    Returns:
        The exit status: 1 if the figures are not as they shall be.

    Raises:
        LabelError: an entry is malformed; then nothing is kept.
        CorpusError: the pinned packages cannot be read.
    """
    entries = read(options.files)
    labels.store((each.label for each in entries if each.verdict), labels.FOLDER)
    for seed in sorted({each.seed for each in entries if not each.seed.startswith(PARTIAL)}):
        draws.write(seed, (each.drawn for each in entries if each.seed == seed), draws.FOLDER)
    _print_table(entries)
    return _conclude(draws.figures_of([each.drawn for each in entries]))


def read(files: Iterable[Path]) -> list[Entry]:
    """Read a sample that readers filled.

    Args:
        files: the sample, or its parts.

    Returns:
        The entries in order.

    Raises:
        LabelError: an entry is malformed, or there twice, or of another version of its package.
        CorpusError: the pinned packages cannot be read.
    """
    versions = {each.name: each.version for each in packages(sets=(TUNED, STRANGERS))}
    found: dict[Place, Entry] = {}
    for entry in (each for file in files for each in _entries(file, versions)):
        if entry.place in found:
            raise LabelError(f"judged twice: {entry.place}")
        found[entry.place] = entry
    return list(found.values())


def _entries(file: Path, versions: Mapping[str, str]) -> Iterator[Entry]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"{file.name}: {error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _entry(json.loads(line), versions)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise LabelError(f"{file.name}:{number}: not an entry of a sample: {error!r}") from error


def _entry(given: Mapping[str, object], versions: Mapping[str, str]) -> Entry:
    place = Place(str(given["code"]), str(given["package"]), str(given["path"]), int(str(given["line"])))
    verdict, kind, why = (str(given.get(name) or "").strip() for name in ("verdict", "kind", "why"))
    if not labels.CODE.match(place.code):
        raise ValueError(f"code {place.code!r}")
    if versions.get(place.package) != given["version"]:
        raise ValueError(f"{place.package} {given['version']} is not pinned")
    if verdict and verdict not in VERDICTS:
        raise ValueError(f"verdict {verdict!r}")
    if verdict and not why:
        raise ValueError("a verdict without a reason")
    return Entry(str(given["id"]), draws.Entry(place, int(str(given["found"])), verdict), kind, why)


def _print_table(entries: Sequence[Entry]) -> None:
    head = ("found", "drawn", *VERDICTS, "open")
    print(f"{'rule':8}" + "".join(f"{word:>10}" for word in head))
    for code in sorted({each.place.code for each in entries}):
        group = [each for each in entries if each.place.code == code]
        print(_row(code, group[0].found, group))
    found = {each.place.code: each.found for each in entries}
    print(_row("all", sum(found.values()), entries))


def _row(name: str, found: int, group: Sequence[Entry]) -> str:
    verdicts = [each.verdict for each in group]
    cells = (found, len(group), *map(verdicts.count, VERDICTS), verdicts.count(""))
    return f"{name:8}" + "".join(f"{cell:>10}" for cell in cells)


def _conclude(total: Figures) -> int:
    print("\nweighted by how often each rule spoke where the sample was drawn:")
    print(f"right / (right + wrong) {percent(total.against_wrong)}, right / all {percent(total.of_all)}")
    floors = zip(total, (AGAINST_WRONG, OF_ALL), strict=True)
    is_met = all(share is not None and share >= floor for share, floor in floors)
    word = "met" if is_met else "MISSED"
    print(f"target {word}: at least {AGAINST_WRONG:.0%} and {OF_ALL:.0%}")
    return int(not is_met)
