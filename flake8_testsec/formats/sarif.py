"""SARIF 2.1.0, the Static Analysis Results Interchange Format of OASIS, as code scanning reads it.

The format is https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html,
and https://docs.github.com/en/code-security/reference/code-scanning/sarif-support-for-code-scanning says what
GitHub reads of it. A log has no time, no command line and no folder of a machine: equal findings make equal
logs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flake8_testsec import __version__
from flake8_testsec.finding import Edit, Related
from flake8_testsec.formats.entries import Entry, Region, Run, region
from flake8_testsec.formats.escapes import address, encodable
from flake8_testsec.formats.sarif_rules import LEVELS, descriptors, taxonomy

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "testsec/v1"
"""The name under which results have what ``fingerprints`` makes."""

Node = dict[str, Any]
"""An object of the format."""


def report(entries: Sequence[Entry], run: Run) -> Iterator[str]:
    """The log.

    Args:
        entries: the findings.
        run: the run.

    Yields:
        The document, in pieces.
    """
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run_of(entries, run)]}
    yield json.dumps(log, indent=1) + "\n"


def several(runs: Iterable[Node]) -> Iterator[str]:
    """A log of several runs, each written before the next is made.

    Args:
        runs: see `run_of`.

    Yields:
        The document, in pieces.
    """
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0"}, indent=1).removesuffix("\n}") + ',\n "runs": ['
    for number, run in enumerate(runs):
        yield f"{',' if number else ''}\n{json.dumps(run)}"
    yield "\n ]\n}\n"


def run_of(entries: Sequence[Entry], run: Run) -> Node:
    """A run as the format has it.

    Args:
        entries: the findings.
        run: the run.
    """
    rules = descriptors(entry.finding.code for entry in entries)
    places = {rule["id"]: index for index, rule in enumerate(rules)}
    driver = {
        "name": "flake8-testsec",
        "semanticVersion": __version__,
        "version": __version__,
        "shortDescription": {"text": "Reviews Python test code for defects of security and resilience."},
        "supportedTaxonomies": [{"name": "CWE", "index": 0}],
        "rules": rules,
    }
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"testsec/{run.kind and run.kind + '/'}"},
        "invocations": [{"executionSuccessful": run.complete}],
        "columnKind": "unicodeCodePoints",
        "taxonomies": [taxonomy()],
        "results": [{**_result(entry, places), **_compared(entry, run)} for entry in entries],
    }


def _result(entry: Entry, places: Mapping[str, int]) -> Node:
    finding = entry.finding
    result: Node = {
        "ruleId": finding.code,
        "ruleIndex": places[finding.code],
        "level": LEVELS[entry.facts.severity],
        "message": {"text": encodable(finding.message)},
        "locations": [_located(entry, entry.region)],
        "partialFingerprints": {FINGERPRINT: entry.detail.fingerprint},
    }
    if entry.detail.scope:
        result["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": encodable(entry.detail.scope)}]
    if finding.related:
        result["relatedLocations"] = [_related(entry, *each) for each in enumerate(finding.related, 1)]
    if finding.fix.edits:
        result["fixes"] = [_fix(entry)]
    if entry.seen:
        result["properties"] = {"evidence": entry.seen}
    if entry.silenced is not None:
        result["suppressions"] = [_suppression(entry.silenced)]
    return result


def _compared(entry: Entry, run: Run) -> Node:
    if run.earlier is None:
        return {}
    return {"baselineState": "new" if run.earlier.is_new(entry) else "unchanged"}


def _located(entry: Entry, place: Region | None) -> Node:
    located: Node = {"artifactLocation": {"uri": address(entry.place)}}
    if place is not None:
        located["region"] = _region(place)
    return {"physicalLocation": located}


def _region(place: Region) -> Node:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _related(entry: Entry, number: int, related: Related) -> Node:
    place = _located(entry, region(*related[:4]))
    return {"id": number, "message": {"text": encodable(related.message)}, **place}


def _fix(entry: Entry) -> Node:
    fix = entry.finding.fix
    change = {
        "artifactLocation": {"uri": address(entry.place)},
        "replacements": list(_replacements(fix.whole, entry.detail.newline)),
    }
    what = "a test that passes does the same afterwards" if fix.safe else "look at it before you take it"
    return {
        "description": {"text": f"The remedy that the message names; {what}."},
        "artifactChanges": [change],
        "properties": {"safe": fix.safe},
    }


def _replacements(edits: Iterable[Edit], newline: str) -> Iterator[Node]:
    for edit in edits:
        replacement: Node = {"deletedRegion": _region(region(*edit[:4]))}
        if edit.text:
            replacement["insertedContent"] = {"text": encodable(edit.text.replace("\n", newline))}
        yield replacement


def _suppression(reason: str) -> Node:
    return {"kind": "inSource", **({"justification": encodable(reason)} if reason else {})}
