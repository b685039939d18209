"""What formats tell beside a finding: by what it is recognised, and the lines that it is about."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from flake8_testsec.cli.reviews import Review, Told, place_of
from flake8_testsec.finding import Finding
from flake8_testsec.fingerprints import Fingerprint, fingerprints, of_text
from flake8_testsec.formats.entries import Detail
from flake8_testsec.formats.nearby import changed_lines, first_lines, lines_around
from flake8_testsec.source.syntax import read_lines


def detailed(
    review: Review, content: bytes, shown: Sequence[str] | None, around: bool = False, place: str = ""
) -> Iterator[Told]:
    """Findings of a file with their details.

    Args:
        review: what was said of it.
        content: its bytes.
        shown: its lines, if they are to be shown.
        around: whether those around, and those that fixes change, are to be shown, too.
        place: its path below the project's top folder, if the file system does not tell it.

    Yields:
        The same, with details.
    """
    lines = read_lines(content)
    found = [told.finding for told in review.told]
    newline = "\r\n" if b"\r\n" in content else "\n"
    prints = fingerprints(found, place or place_of(review.name), lines, parsed(lines))
    for told, fingerprint in zip(review.told, prints, strict=True):
        source = tuple(_source(told.finding, shown, around)) if shown is not None else ()
        yield told._replace(detail=Detail(str(fingerprint), fingerprint.scope, source, newline))


def parsed(lines: Sequence[str]) -> ast.Module | None:
    """The tree of a file; ``None`` if this Python cannot parse it.

    Args:
        lines: its lines with their ends.
    """
    try:
        return ast.parse("".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _source(finding: Finding, lines: Sequence[str], around: bool) -> Iterator[tuple[int, str]]:
    wanted = {*lines_around(finding), *changed_lines(finding)} if around else first_lines(finding)
    for number in sorted(wanted):
        if 0 < number <= len(lines):
            yield number, lines[number - 1].rstrip("\n")


def of_cassette(review: Review) -> Iterator[Told]:
    """Findings of a cassette, of whose lines nobody sees more than the keys.

    Args:
        review: what was said of it.

    Yields:
        The same, with details.
    """
    keys = [(told.line or "")[told.finding.column : told.finding.end_column] for told in review.told]
    for told, fingerprint in zip(review.told, _of_words(review, keys), strict=True):
        source = ((told.finding.line, (told.line or "").rstrip("\n")),) if told.line else ()
        yield told._replace(detail=Detail(str(fingerprint), lines=source))


def of_words(review: Review, place: str = "") -> Iterator[Told]:
    """What is said of a file that nobody could read, with details.

    Args:
        review: what was said of it.
        place: see `detailed`.

    Yields:
        The same, with details where there were none.
    """
    words = [told.finding.message for told in review.told]
    for told, fingerprint in zip(review.told, _of_words(review, words, place), strict=True):
        yield told if told.detail else told._replace(detail=Detail(str(fingerprint)))


def _of_words(review: Review, words: Iterable[str], place: str = "") -> Iterator[Fingerprint]:
    counted: Counter[str] = Counter()
    for told, text in zip(review.told, words, strict=True):
        digest = of_text(place or place_of(review.name), told.finding.code, "", text)
        counted[digest] += 1
        yield Fingerprint(digest, counted[digest], "")
