"""JUnit's XML, in which every finding is a test that failed.

The format has no standard; this is what Jenkins, GitLab and Azure Pipelines read
(https://github.com/testmoapp/junitxml).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from flake8_testsec.formats.entries import Entry, Run
from flake8_testsec.formats.escapes import printable


def report(entries: Sequence[Entry], run: Run) -> Iterator[str]:
    """The report; a run without findings is one test that passed, because readers refuse an empty report.

    Args:
        entries: the findings.
        run: the run.

    Yields:
        The document, in pieces.
    """
    errors = sum(_is_error(entry) for entry in entries if entry.silenced is None)
    skipped = sum(entry.silenced is not None for entry in entries)
    failures = len(entries) - errors - skipped
    counts = f'tests="{len(entries) or 1}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="testsec" {counts}>\n  <testsuite name="testsec" {counts}>\n'
    yield from map(_case, entries)
    if not entries:
        yield '    <testcase classname="testsec" name="no findings"/>\n'
    yield "  </testsuite>\n</testsuites>\n"


def _is_error(entry: Entry) -> bool:
    return entry.facts.severity == "error"


def _case(entry: Entry) -> str:
    finding, facts = entry.finding, entry.facts
    line = entry.region.line if entry.region else 0
    name = _attribute(f"{finding.code} {facts.name} at line {line}")
    head = f"    <testcase classname={_attribute(entry.path)} name={name} file={_attribute(entry.place)}"
    return f'{head} line="{line}">\n      {_outcome(entry)}\n    </testcase>\n'


def _outcome(entry: Entry) -> str:
    message = _attribute(entry.message)
    if entry.silenced is not None:
        return f"<skipped message={_attribute(f'noqa {entry.silenced}'.strip())}/>"
    word = "error" if _is_error(entry) else "failure"
    text = escape("\n".join(map(printable, _text(entry))))
    return f"<{word} type={_attribute(entry.finding.code)} message={message}>{text}</{word}>"


def _text(entry: Entry) -> Iterator[str]:
    finding, facts = entry.finding, entry.facts
    line, column = entry.region[:2] if entry.region else (0, 0)
    yield f"{entry.path}:{line}:{column}: {finding.code} {entry.message}"
    yield from (f"{entry.path}:{each.line}:{each.column + 1}: {each.message}" for each in finding.related)
    yield f"severity {facts.severity}" + (f", {facts.weakness} {facts.url}" if facts.cwe else "")


def _attribute(text: str) -> str:
    return quoteattr(printable(text))
