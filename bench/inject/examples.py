"""What each operator makes of a small text, and a text that looks alike and is left alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("examples.txt")
_HEAD = re.compile(r"^=== (.+)\n", re.MULTILINE)
_PART = re.compile(r"^--- (?:before|after|leaves)\n", re.MULTILINE)


class Example(NamedTuple):
    """One operator's example."""

    before: str
    after: str
    leaves: str


def read(text: str | None = None) -> dict[str, Example]:
    """Read the examples.

    Args:
        text: those of the file if not given.

    Returns:
        The examples by the operator's name.

    Raises:
        TypeError: an example lacks a part.
    """
    _, *parts = _HEAD.split(FILE.read_text(encoding="utf-8") if text is None else text)
    return {name: Example(*_PART.split(body)[1:]) for name, body in zip(parts[::2], parts[1::2], strict=True)}
