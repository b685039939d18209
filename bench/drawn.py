"""What the rules said of the strangers' repositories when findings were drawn for readers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.corpora import BENCH
from bench.judged import Judged
from bench.labels import LabelError

FILE = BENCH / "strangers-drawn.json"


class Drawn(NamedTuple):
    """How often each rule spoke, and where else than at the judged places."""

    found: Mapping[str, int]
    """Default findings by rule, in all files of the repositories."""
    places: Mapping[str, Sequence[int]]
    """The lines of a rule's findings in a file where some were judged, by `key`."""

    def lines(self, judged: Judged) -> Sequence[int]:
        """The lines that a rule reported in a judged finding's file, this one's too."""
        return self.places.get(key(judged, judged.code), ())


def key(judged: Judged, code: str) -> str:
    """What names a rule in a judged finding's file.

    Args:
        judged: the finding.
        code: the rule.
    """
    return f"{judged.repo} {judged.path} {code}"


def write(drawn: Drawn, file: Path) -> None:
    """Keep what was found.

    Args:
        drawn: what was found.
        file: where.
    """
    places = ",\n".join(f"{json.dumps(each)}: {drawn.places[each]}" for each in sorted(drawn.places))
    text = f'{{"found": {json.dumps(drawn.found)},\n"places": {{\n{places}\n}}}}\n'
    file.write_text(text, encoding="utf-8")


def read(file: Path) -> Drawn:
    """What was found when the judged findings were drawn.

    Args:
        file: where it is kept.

    Returns:
        What was found.

    Raises:
        LabelError: the file is not as it should be.
    """
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return Drawn(kept["found"], kept["places"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LabelError(f"{file.name}: {error!r}") from error
