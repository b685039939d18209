"""The table of truth of the rules on cleanup: how often each kind of verdict is right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.document import DOCS, table
from bench.observations import Observation

PAGE = DOCS / "cleanup.md"
BEGIN, END = "<!-- truth: begin -->\n", "<!-- truth: end -->\n"
HEAD = (
    "rule",
    "verdict",
    "default",
    "findings",
    "labelled",
    "right",
    "right only if an unlikely call raises",
    "wrong",
    "precision",
)
KINDS = (
    ("not if an assertion fails", re.compile(r"assertion|expected error|above")),
    ("not if the function is left", re.compile(r"\breturn\b|\bskip on\b|is left")),
    ("not if a call raises", re.compile(r"\braises?\b|only if .* succeeds")),
)
NEVER = "never"


def verdict(message: str) -> str:
    """What a finding says of its obligation, by its message.

    Args:
        message: the finding's message.

    Returns:
        One of the kinds of verdict.
    """
    skipped = re.search(r"(is skipped|only if|skips) .*", message)
    if skipped is None:
        return NEVER
    return next((kind for kind, words in KINDS if words.search(skipped.group())), NEVER)


def rows(
    judged: Mapping[str, Sequence[tuple[Observation, str]]], defaults: Iterable[str]
) -> Iterator[tuple[str, ...]]:
    """The rows of the table.

    Args:
        judged: for each rule its findings with the reader's verdicts, empty where there is none.
        defaults: the codes that speak by default.

    Yields:
        The cells, in the order of ``HEAD``.
    """
    known = {*defaults}
    for code, findings in judged.items():
        for kind in (NEVER, *(kind for kind, _ in KINDS)):
            some = [given for each, given in findings if verdict(each.message) == kind]
            if some:
                yield (code, kind, "on" if code in known else "off", *_cells(some))


def _cells(verdicts: Sequence[str]) -> tuple[str, ...]:
    labelled = [each for each in verdicts if each]
    counts = [labelled.count(word) for word in ("right", "arguable", "wrong")]
    precision = f"{counts[0] / len(labelled):.1%}" if labelled else "-"
    return (str(len(verdicts)), str(len(labelled)), *map(str, counts), precision)


def write(lines: Iterable[Sequence[str]], page: Path = PAGE) -> None:
    """Put the table into the page on cleanup.

    Args:
        lines: the rows.
        page: the page, which holds the two marks.

    Raises:
        ValueError: the marks are missing.
    """
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{page.name}: the marks of the table are missing")
    page.write_text(f"{before}{begin}{table(HEAD, lines)}\n{end}{after}", encoding="utf-8")
