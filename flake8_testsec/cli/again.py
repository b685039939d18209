"""Findings as flake8 hands them to a formatter, with what its tuples cannot carry.

A formatter is told a code, a place to begin and a text, by all of flake8's plugins. So a file with findings
of ours is reviewed once more for what else is told of them: where they end, further places, fixes,
fingerprints.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8.utils import stdin_get_value
from flake8.violation import Violation

from flake8_testsec.cli.contents import content
from flake8_testsec.cli.details import detailed, of_words
from flake8_testsec.cli.reviews import Review, Told, place_of
from flake8_testsec.finding import Finding
from flake8_testsec.formats.entries import Detail, Entry
from flake8_testsec.plugin import Plugin, case_of, examined, seen_of
from flake8_testsec.source.syntax import read_lines


def entries_of(name: str, found: Sequence[Violation], stdin: str | None) -> Iterator[Entry]:
    """The findings of one file.

    Args:
        name: the file as flake8 knows it.
        found: what flake8 shows of it.
        stdin: what standard input is called, if that was reviewed.

    Yields:
        The findings in the order given; those of other plugins, and those that a review does not find again,
        have nothing beside what flake8 says.
    """
    is_ours = any(violation.code.startswith("TSE") for violation in found)
    known = {_shown(told): told for told in (_again(name, name == stdin) if is_ours else ())}
    bare = tuple(Told(_finding(violation), "") for violation in found)
    for told in of_words(Review(name, bare)):
        best = known.get(told.finding[:4], told)
        yield Entry(name, place_of(name), best.finding, best.detail or Detail(), seen=best.seen)


def _shown(told: Told) -> tuple[object, ...]:
    """The place, the code and the message as flake8 has them, which has no other place for what was seen."""
    message = told.finding.message
    return (*told.finding[:3], f"{message} [{told.seen}]" if told.seen else message)


def _finding(violation: Violation) -> Finding:
    place = (violation.line_number, violation.column_number - 1)
    return Finding(*place, violation.code, violation.text, *place)


def _again(name: str, is_stdin: bool) -> Iterator[Told]:
    """What a review says of a file."""
    try:
        source = stdin_get_value().encode() if is_stdin else content(name)
        lines = read_lines(source)
        tree = ast.parse("".join(lines))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return  # it has changed since
    found = examined(tree, lines, case_of(name, lines, Plugin.settings), fixes=True)
    if Plugin.witnessed is None:
        told = [Told(each, "") for each in found.findings]
    else:
        said = seen_of(Plugin.witnessed, name, tree, lines, found)
        told = [Told(each, "", seen=seen) for each, seen in said]
    yield from detailed(Review(name, tuple(told)), source, None)
