"""The last line of a run, for a person at a terminal: what was reviewed, and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from flake8_testsec.filters import SEVERITIES

ROLES = {
    "TEST": "tests",
    "SUPPORT": "test support",
    "SETTINGS": "settings",
    "PRODUCTION": "production code",
    "NEUTRAL": "neither",
}
"""The words for what a file is for, which ``pages.ROLES`` has by role; few runs import it."""


def line(files: int, roles: Mapping[str, int], codes: Mapping[str, int], seconds: float) -> str:
    """Put the line together.

    Args:
        files: how many there were.
        roles: how many of them, by the name of their role; those that could not be reviewed have none.
        codes: how many findings, by code.
        seconds: how long the run took.

    Returns:
        The line.
    """
    found = sum(codes.values())
    severities = ", ".join(_by_severity(codes))
    by_role = ", ".join(f"{roles[role]} {word}" for role, word in ROLES.items() if roles.get(role))
    return (
        f"{_number(files, 'file')}{f' ({by_role})' if by_role else ''}, "
        f"{_number(found, 'finding')}{f' ({severities})' if severities else ''}, {seconds:.1f} s"
    )


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _by_severity(codes: Mapping[str, int]) -> Iterator[str]:
    if not codes:
        return
    from flake8_testsec.formats.entries import facts_of

    counts: Counter[str] = Counter()
    for code, number in codes.items():
        counts[facts_of(code).severity] += number
    yield from (f"{counts[severity]} {severity}" for severity in reversed(SEVERITIES) if counts[severity])
    if broken := sum(counts.values()) - sum(counts[severity] for severity in SEVERITIES):
        yield f"{broken} not reviewed"
