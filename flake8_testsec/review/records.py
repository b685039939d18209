"""A review in JSON: every fact with its kind, its sentence and its lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from flake8_testsec import __version__
from flake8_testsec.formats.escapes import encodable
from flake8_testsec.review.conclusion import conclusion
from flake8_testsec.review.document import Aspect, Defect, Document, Fact, Lines, plain

VERSION = 1


def text(documents: Iterable[Document]) -> Iterator[str]:
    """The reviews as one JSON document.

    Args:
        documents: the reviews.

    Yields:
        Pieces of the text.
    """
    head = {"version": VERSION, "tool": {"name": "flake8-testsec", "version": __version__}}
    yield json.dumps(head, indent=2).removesuffix("\n}") + ',\n  "reviews": ['
    number = 0
    for number, document in enumerate(documents, 1):
        yield f"{',' if number > 1 else ''}\n    {json.dumps(record(document))}"
    yield "\n  ]\n}\n" if number else "]\n}\n"


def record(document: Document) -> dict[str, object]:
    """One review."""
    return {
        "path": encodable(document.path),
        "role": document.role,
        "why": encodable(document.why),
        "lines": document.length,
        "aspects": [_aspect(each) for each in document.aspects],
        "conclusion": [encodable(each) for each in conclusion(document)],
        "undecided": [_fact(each) for each in document.undecided],
        "read": [encodable(each) for each in document.read],
        "silenced": document.silenced,
        "broken": [encodable(each.message) for each in document.broken],
    }


def _aspect(aspect: Aspect) -> dict[str, object]:
    empty = not (aspect.facts or aspect.defects)
    return {
        "name": aspect.name,
        "facts": [_fact(each) for each in aspect.facts],
        "defects": [_defect(each) for each in aspect.defects],
        "verdict": aspect.nothing if empty else aspect.verdict,
    }


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "kind": fact.kind,
        "text": encodable(plain(fact.parts)),
        "subject": encodable(fact.subject),
        "places": [_lines(each) for each in fact.lines],
    }


def _lines(lines: Lines) -> dict[str, object]:
    return {"path": encodable(lines.path) or None, "first": lines.first, "last": lines.last}


def _defect(each: Defect) -> dict[str, object]:
    finding, rule = each.finding, each.rule
    return {
        "code": finding.code,
        "name": rule.name,
        "severity": rule.severity,
        "cwe": rule.cwe,
        "opt_in": each.optional,
        "message": encodable(finding.message),
        "line": finding.line,
        "end_line": finding.end_line,
    }
