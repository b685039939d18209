"""Which Python a line that this one cannot parse was written for, as far as the line itself shows."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from flake8_testsec.patterns import lazy

Version = tuple[int, int]

PYTHON2: Version = (2, 7)

# Statements that only Python 2 has. A handler with a comma is Python 2's if it names a variable, and Python
# 3.14's if it names a second exception, which classes begin with a capital letter for.
_OLD = (
    lazy(r"\s*print\s+[^\s=(.\[:,;)]|\s*print\s*>>"),
    lazy(r"\s*exec\s+[^\s=(.\[:,;)]"),
    lazy(r"\s*raise\s+[\w.]+\s*,"),
    lazy(r"\s*except\s+[\w.]+\s*,\s*[a-z_]\w*\s*:"),
    lazy(r"\s*except\s*\([^)]*\)\s*,\s*\w+\s*:"),
    lazy(r"[^'\"#]*(?<![\w.])(?:0[0-7]+|0[xX][0-9a-fA-F]+[lL]|[0-9]+[lL])(?![\w.])"),
    lazy(r"[^'\"#]*(?<![\w.])[uU][rR]['\"]"),
    lazy(r"[^'\"#]*<>"),
    lazy(r"[^'\"#]*`[^`]+`"),
)

# What each version has brought, the newest first: a line may hold several.
_NEW: Sequence[tuple[Version, Sequence[re.Pattern[str]]]] = (
    (
        (3, 15),
        (
            lazy(r"\s*lazy\s+(?:import|from)\s+\w"),
            lazy(r"[^'\"#]*[\[({]\s*\*{1,2}[\w.()]+\s+(?:async\s+)?for\s"),
        ),
    ),
    (
        (3, 14),
        (
            lazy(r"[^'\"#]*(?<![\w.])(?:[tT][rR]?|[rR][tT])['\"]"),
            lazy(r"\s*except\*?\s+(?:[\w.]+\.)?[A-Z]\w*(?:\s*,\s*(?:[\w.]+\.)?[A-Z]\w*)+\s*:"),
        ),
    ),
    ((3, 13), (lazy(r"\s*(?:(?:async\s+)?def|class|type)\s+\w+\[[^\]]*=[^=]"),)),
    ((3, 12), (lazy(r"\s*type\s+\w+\s*(?:\[|=)"), lazy(r"\s*(?:(?:async\s+)?def|class)\s+\w+\["))),
    ((3, 11), (lazy(r"\s*except\s*\*"),)),
)


def written_for(line: str) -> Version | None:
    """The Python that a line was written for.

    Args:
        line: the line at which parsing failed.

    Returns:
        The least version that has what stands in the line, if this Python is older; `PYTHON2` for what only
        Python 2 had; ``None`` if the line shows neither.
    """
    if any(pattern.match(line) for pattern in _OLD):
        return PYTHON2
    versions = (version for version, patterns in _NEW if any(each.match(line) for each in patterns))
    newest = next(versions, None)
    return newest if newest is not None and newest > sys.version_info[:2] else None


def advice(lines: Iterable[str]) -> Iterator[str]:
    """What to do about files that cannot be parsed.

    Args:
        lines: of each such file the line at which parsing failed.

    Yields:
        One line for each kind of them: what looks like Python 2, what needs a newer Python, the rest.
    """
    kinds = Counter(map(written_for, lines))
    rest = kinds.pop(None, 0)
    for version, number in sorted((version, kinds[version]) for version in kinds if version is not None):
        what = _remark(version)
        yield f"testsec: {_files(number)} could not be parsed: {what}"
    if rest:
        running = ".".join(map(str, sys.version_info[:2]))
        yield f"testsec: {_files(rest)} could not be parsed by Python {running}, and not reviewed"


def _remark(version: Version) -> str:
    if version == PYTHON2:
        return "looks like Python 2; leave it out with --exclude"
    number = ".".join(map(str, version))
    return f"written for Python {number} or newer: run testsec under it"


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"
