"""Which report goes where: ``--format`` and ``--output-file``, as often as somebody likes.

Whichever of the two comes first decides how the rest is read: each format with the file directly behind it,
or each file with the format directly behind it. A format without a file goes to standard output, as does one
whose file is ``-``; one alone can.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8.exceptions import ExecutionError

from flake8_testsec.formats import FORMS

STDOUT = "-"


class Word(NamedTuple):
    """One of the two options, with its value, in the order of the command line."""

    option: str
    value: str


class Output(NamedTuple):
    """A report: its format, and the file it goes to."""

    format: str
    file: str | None = None
    """``None`` is standard output."""


class Needs(NamedTuple):
    """What has to be worked out for the reports beside findings."""

    fixes: bool = False
    fingerprints: bool = False
    lines: bool = False
    around: bool = False

    @property
    def details(self) -> bool:
        """Whether anything is told beside a finding."""
        return self.fingerprints or self.lines


def needs_of(found: Sequence[Output]) -> Needs:
    """What has to be worked out for some reports."""
    forms = [FORMS[each.format] for each in found if each.format in FORMS]
    return Needs(
        any(form.fixes for form in forms),
        any(form.fingerprints for form in forms),
        any(form.lines for form in forms),
        any(form.around for form in forms),
    )


class Noted(argparse.Action):
    """Stores a value, and keeps in ``words`` the order in which options were given."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, values)
        namespace.words = (*getattr(namespace, "words", ()), Word(self.dest, str(values)))


def offer(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """Let a parser note both options instead of keeping the last value of each.

    Args:
        parser: one that has the options; what they are called and what they are for stays.
        formats: the names of the formats.
    """
    helps = {
        "format": f"How to report: {', '.join(formats)}, or a template as in '%%(path)s %%(code)s'. May be "
        "given several times, each with its --output-file. (Default: default)",
        "output_file": "Where to report; '-' is standard output. A file is replaced once the report is "
        "complete.",
    }
    for action in parser._actions:  # nothing public finds an option that somebody else has declared
        if action.dest in helps:
            action.__class__, action.help = Noted, helps[action.dest]


def outputs(words: Sequence[Word], configured: str) -> list[Output]:
    """Pair formats with files.

    Args:
        words: the options as they were given.
        configured: the format if none was given.

    Returns:
        The reports to make.

    Raises:
        ExecutionError: a file has no format, or two reports would go to one place.
    """
    if not any(word.option == "format" for word in words):
        words = (Word("format", configured), *words)
    found = list(_paired(words, words[0].option))
    _require_places(found)
    return found


def _paired(words: Sequence[Word], first: str) -> Iterator[Output]:
    """The reports, each of a word or of two that stand side by side, the first of which is of one option."""
    waiting: Word | None = None
    for word in (*words, None):
        if waiting is not None and word is not None and waiting.option == first != word.option:
            yield _output({waiting.option: waiting.value, word.option: word.value})
            waiting = None
            continue
        if waiting is not None:
            yield _output({waiting.option: waiting.value})
        waiting = word


def _output(given: Mapping[str, str]) -> Output:
    if "format" not in given:
        raise ExecutionError(
            f"argument --output-file: no --format stands beside {given['output_file']!r}; give each format "
            "its file directly behind it, or each file its format"
        )
    file = given.get("output_file", STDOUT)
    return Output(given["format"], None if file in (STDOUT, "") else file)


def _require_places(found: Sequence[Output]) -> None:
    places = Counter(None if each.file is None else os.path.realpath(each.file) for each in found)
    twice = next((place for place, number in places.items() if number > 1), ...)
    if twice is None:
        raise ExecutionError("argument --format: one report alone can go to standard output")
    if twice is not ...:
        raise ExecutionError(f"argument --output-file: two reports would go to {twice!r}")
