"""A page for people: one file, without network, that a browser shows, filters and prints.

Whatever comes from the reviewed code is escaped by Jinja2 and has lost its control characters; and the page
forbids (Content Security Policy, https://www.w3.org/TR/CSP3/) every script and style but its own two, which
it names by their digests, and every address to load from.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import jinja2

from flake8_testsec import __version__, pages
from flake8_testsec.cwe import TITLES
from flake8_testsec.formats.entries import ORDER, Entry, Region, Run
from flake8_testsec.formats.escapes import printable
from flake8_testsec.formats.html_fixes import Change, preview
from flake8_testsec.formats.html_source import Row, rows, secrets_of
from flake8_testsec.formats.html_summary import SEVERITIES, UNREVIEWED, WIDTH, path_of, summary
from flake8_testsec.outlines import rule_of
from flake8_testsec.rule import Rule

_PIECES = 200
"""Of the text, joined before they are written."""


class Shown(NamedTuple):
    """A finding as the template takes it."""

    id: str
    entry: Entry
    state: str
    """new, known or silenced; empty if nothing is compared."""
    rows: Sequence[Row]
    fix: Sequence[Sequence[Change]]

    @property
    def place(self) -> str:
        """File, line and column, as editors take them."""
        where = self.entry.region
        return f"{self.path}:{where.line}:{where.column}" if where else self.path

    @property
    def path(self) -> str:
        """The file as the user knows it."""
        return path_of(self.entry)

    @property
    def family(self) -> str:
        """The family, or what stands for it."""
        return self.entry.facts.family or UNREVIEWED


class Choice(NamedTuple):
    """What a filter can be set to."""

    value: str
    text: str
    number: int


def report(entries: Sequence[Entry], run: Run) -> Iterator[str]:
    """The page.

    Args:
        entries: the findings.
        run: the run.

    Yields:
        The document, in pieces.
    """
    worst_first = sorted(entries, key=lambda entry: ORDER.index(entry.facts.severity))
    stream = (
        environment()
        .get_template("report.html.jinja")
        .stream(
            run=run,
            version=__version__,
            title=run.title or "Review of test code",
            summary=summary(entries, run),
            findings=_shown(worst_first, run),
            number=len(entries),
            rules=list(_rules(entries)),
            described={rule.code for rule, _ in _rules(entries)},
            choices=_choices(entries),
            states=_states(entries, run),
            masked=bool(_secrets(entries, run)),
        )
    )
    stream.enable_buffering(_PIECES)
    yield from stream


def _secrets(entries: Iterable[Entry], run: Run) -> dict[str, list[Region]]:
    return {} if run.kind else dict(secrets_of(entries))  # of cassettes, nobody sees more than keys


def _shown(entries: Sequence[Entry], run: Run) -> Iterator[Shown]:
    secrets = _secrets(entries, run)
    for number, entry in enumerate(entries, 1):
        hidden = secrets.get(entry.path, [])
        name = entry.detail.fingerprint.replace(":", "-") or str(number)
        yield Shown(f"f-{name}", entry, _state(entry, run), rows(entry, hidden), preview(entry, hidden))


def _state(entry: Entry, run: Run) -> str:
    if entry.silenced is not None:
        return "silenced"
    if run.earlier is None:
        return ""
    return "new" if run.earlier.is_new(entry) else "known"


def _states(entries: Iterable[Entry], run: Run) -> list[Choice]:
    counted = Counter(_state(entry, run) or "found" for entry in entries)
    return [Choice("" if name == "found" else name, name, number) for name, number in counted.items()]


def _choices(entries: Iterable[Entry]) -> dict[str, list[Choice]]:
    """What can be chosen of family, weakness and rule, in their order."""
    codes = Counter(entry.finding.code for entry in entries)
    families = Counter(entry.facts.family or UNREVIEWED for entry in entries)
    weaknesses = Counter(cwe for entry in entries if (cwe := entry.facts.cwe))
    names = {entry.finding.code: entry.facts.name for entry in entries}
    return {
        "family": [Choice(name, name, number) for name, number in sorted(families.items())],
        "cwe": [
            Choice(f"CWE-{cwe}", f"CWE-{cwe} {TITLES[cwe]}", number)
            for cwe, number in sorted(weaknesses.items())
        ],
        "code": [Choice(code, f"{code} {names[code]}", number) for code, number in sorted(codes.items())],
    }


def _rules(entries: Iterable[Entry]) -> Iterator[tuple[Rule, int]]:
    """The rules that found something, and how often."""
    counted = Counter(entry.finding.code for entry in entries)
    for code, number in sorted(counted.items()):
        if rule := rule_of(code):
            yield rule, number


def _prose(text: str) -> list[list[str]]:
    """Paragraphs, in each of which every other piece is code."""
    return [paragraph.split("``") for paragraph in pages.prose(text).split("\n\n")]


@cache
def environment() -> jinja2.Environment:
    """What makes pages of templates: texts are escaped, and what is missing is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"printable": printable, "prose": _prose, "example": pages.example}
    environment.filters |= {"sentence": pages.sentence, "commas": "{:,}".format}
    own = {name: _Own((_FOLDER / name).read_text(encoding="utf-8")) for name in _OWN}
    environment.globals |= {"own": own, "severities": SEVERITIES, "titles": TITLES, "width": WIDTH}
    return environment


_FOLDER = Path(__file__).parent / "page"
_OWN = ("report.css", "theme.js", "report.js")


class _Own:
    """A script or a style of ours, which alone is written as it is."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __html__(self) -> str:
        return self.text

    @property
    def digest(self) -> str:
        """By which a browser knows it."""
        return f"sha256-{base64.b64encode(hashlib.sha256(self.text.encode()).digest()).decode()}"
