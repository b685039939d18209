"""GitLab's Code Quality report: a list of what Code Climate calls issues.

https://docs.gitlab.com/ci/testing/code_quality/ names the fields; of two equal fingerprints it shows one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from flake8_testsec.formats.entries import Entry, Run
from flake8_testsec.formats.escapes import encodable

_SEVERITIES = {"error": "blocker", "high": "critical", "medium": "major", "low": "minor"}


def report(entries: Sequence[Entry], run: Run) -> Iterator[str]:
    """The report.

    Args:
        entries: the findings.
        run: the run.

    Yields:
        The document, in pieces.
    """
    shown = [entry for entry in entries if entry.silenced is None]
    yield json.dumps([_issue(entry) for entry in shown], indent=2) + "\n"


def _issue(entry: Entry) -> dict[str, object]:
    facts, place = entry.facts, entry.region
    lines = {"begin": place.line, "end": place.end_line} if place else {"begin": 1}
    return {
        "description": encodable(f"{entry.finding.code} {entry.message}"),
        "check_name": f"{entry.finding.code} {facts.name}",
        "fingerprint": entry.detail.fingerprint,
        "severity": _SEVERITIES[facts.severity],
        "location": {"path": encodable(entry.place), "lines": lines},
    }
