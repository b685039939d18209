"""JSON, as a whole and line by line; the schema of both is ``docs/schemas/findings-1.json``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from flake8_testsec import __version__
from flake8_testsec.finding import Fix, Related
from flake8_testsec.formats.entries import ORDER, Entry, Run, region
from flake8_testsec.formats.escapes import encodable

VERSION = 1
"""Of what is written; grows when a program that read the one before could not read it."""


def line(entry: Entry) -> str:
    """One finding in one line.

    Args:
        entry: the finding.

    Returns:
        The line, with its end.
    """
    return line_of_repository(entry)


def line_of_repository(entry: Entry, **where: str) -> str:
    """One finding of one of several repositories in one line.

    Args:
        entry: the finding.
        where: what tells the repository, by name.

    Returns:
        The line, with its end.
    """
    told = {name: encodable(value) for name, value in where.items()}
    return json.dumps({"version": VERSION, **told, **_record(entry)}) + "\n"


def report(entries: Sequence[Entry], run: Run) -> Iterator[str]:
    """All findings of a run.

    Args:
        entries: the findings.
        run: the run.

    Yields:
        The document, in pieces.
    """
    head = {
        "version": VERSION,
        "tool": {"name": "flake8-testsec", "version": __version__},
        "complete": run.complete,
        "files": run.files,
        "counts": _counts(entries),
    }
    yield json.dumps(head, indent=2).removesuffix("\n}") + ',\n  "findings": ['
    for number, entry in enumerate(entries):
        yield f"{',' if number else ''}\n    {json.dumps(_record(entry))}"
    yield "\n  ]\n}\n" if entries else "]\n}\n"


def _counts(entries: Iterable[Entry]) -> dict[str, int]:
    found = Counter(entry.facts.severity for entry in entries if entry.silenced is None)
    return {severity or "other": found[severity] for severity in ORDER}


def _record(entry: Entry) -> dict[str, object]:
    finding, facts, place = entry.finding, entry.facts, entry.region
    return {
        "code": finding.code,
        "name": facts.name or None,
        "severity": facts.severity or None,
        "cwe": facts.cwe,
        "family": facts.family or None,
        "message": encodable(finding.message),
        "path": encodable(entry.path),
        "project_path": encodable(entry.place),
        "line": place and place.line,
        "column": place and place.column,
        "end_line": place and place.end_line,
        "end_column": place and place.end_column,
        "scope": entry.detail.scope or None,
        "fingerprint": entry.detail.fingerprint,
        "url": facts.url or None,
        "related": [_related(each) for each in finding.related],
        "fix": _fix(finding.fix),
        "evidence": entry.seen or None,
        "suppressed": None if entry.silenced is None else {"reason": encodable(entry.silenced)},
    }


def _related(each: Related) -> dict[str, object]:
    return {**region(*each[:4])._asdict(), "message": encodable(each.message)}


def _fix(fix: Fix) -> dict[str, object] | None:
    edits = [{**region(*edit[:4])._asdict(), "text": encodable(edit.text)} for edit in fix.whole]
    reason = {"reason": fix.reason} if fix.reason else {}
    return {"safe": fix.safe, **reason, "edits": edits} if edits else None
