"""The review of a change in JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flake8_testsec import __version__
from flake8_testsec.formats.escapes import encodable
from flake8_testsec.review.change.entries import Difference, Entry
from flake8_testsec.review.document import SEVERITIES, Lines, plain

VERSION = 1


def text(differences: Sequence[Difference], since: str) -> str:
    """The review as one JSON document.

    Args:
        differences: what a change does, file by file; those of which there is nothing to say are left out.
        since: the revision, as the user calls it.

    Returns:
        The text.
    """
    entries = [each for one in differences for each in one.losses]
    document = {
        "version": VERSION,
        "tool": {"name": "flake8-testsec", "version": __version__},
        "since": encodable(since),
        "compared": len(differences),
        "summary": {word: sum(each.severity == word for each in entries) for word in SEVERITIES},
        "files": [_file(each) for each in differences if each.entries or each.unparsed],
    }
    return json.dumps(document, indent=2) + "\n"


def _file(difference: Difference) -> dict[str, object]:
    return {
        "path": encodable(difference.path),
        "earlier": encodable(difference.earlier) or None,
        "state": difference.state,
        "unparsed": difference.unparsed or None,
        "entries": [_entry(each) for each in difference.entries],
    }


def _entry(entry: Entry) -> dict[str, object]:
    finding = entry.defect.finding if entry.defect is not None else None
    return {
        "aspect": entry.aspect,
        "kind": entry.kind,
        "severity": entry.severity,
        "text": encodable(plain(entry.parts)),
        "subject": encodable(entry.subject),
        "now": [_lines(each) for each in entry.now],
        "before": [_lines(each) for each in entry.before],
        "code": finding.code if finding is not None else None,
        "cwe": entry.defect.rule.cwe if entry.defect is not None else None,
    }


def _lines(lines: Lines) -> dict[str, int]:
    return {"first": lines.first, "last": lines.last}
