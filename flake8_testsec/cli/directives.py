"""The ``noqa`` comments of a file, and how far each of them reaches, as flake8 has it.

flake8 looks for the first ``# noqa`` in a stretch of lines: from behind one end of a line that is a token to
the next, so that lines which a string or a backslash joins are one, and lines inside brackets are not. A
comment can stand at the end of a stretch alone.
"""

from __future__ import annotations

import argparse
import re
import tokenize
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

from flake8.defaults import NOQA_INLINE_REGEXP
from flake8.processor import FileProcessor
from flake8.utils import parse_comma_separated_list

_TEXT_STARTS = {getattr(tokenize, name, None) for name in ("FSTRING_START", "TSTRING_START")}
_TEXT_ENDS = {getattr(tokenize, name, None) for name in ("FSTRING_END", "TSTRING_END")}
_LINE_ENDS = (tokenize.NL, tokenize.NEWLINE)
_NO_LINES = (tokenize.ENDMARKER, tokenize.DEDENT)


class Stretch(NamedTuple):
    """Lines that share a ``noqa``."""

    first: int
    last: int
    comment: int | None
    """The column, from 0, at which the comment in the last line begins."""
    is_in_text: bool
    """Whether its end is inside an f-string, where only some versions of Python take comments."""


class Directive(NamedTuple):
    """A ``noqa`` in a comment."""

    line: int
    column: int
    text: str
    codes: tuple[str, ...]
    """None is one that silences everything."""
    counts: bool
    """Whether it is the first of its stretch; flake8 does not see others."""


def encoding_of(content: bytes) -> str:
    """The encoding by which flake8 reads a file.

    Args:
        content: all of it.
    """
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(content).readline)
        content.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError):
        return "latin-1"
    return "utf-8" if encoding == "utf-8-sig" else encoding


def stretches(lines: Sequence[str], options: argparse.Namespace) -> list[Stretch]:
    """The stretches of a file, from the top.

    Args:
        lines: its lines with their ends as ``\\n``.
        options: flake8's.

    Returns:
        The stretches; none if the file cannot be tokenised.
    """
    try:
        tokens = FileProcessor("noqa", options, list(lines)).file_tokens
    except (tokenize.TokenError, SyntaxError):
        return []
    return list(_stretches(tokens))


def _stretches(tokens: Sequence[tokenize.TokenInfo]) -> Iterator[Stretch]:
    first, depth, comment = 0, 0, None
    for token in tokens:
        if token.type in _NO_LINES:
            continue
        first = first or token.start[0]
        depth += (token.type in _TEXT_STARTS) - (token.type in _TEXT_ENDS)
        if token.type == tokenize.COMMENT:
            comment = token.start[1]
        if token.type in _LINE_ENDS:
            yield Stretch(first, token.end[0] if token.end[1] else token.start[0], comment, depth > 0)
            first, comment = 0, None


def directives(lines: Sequence[str], stretch: Stretch) -> Iterator[Directive]:
    """The ``noqa`` in the comment of a stretch.

    Args:
        lines: the file's lines.
        stretch: the stretch.

    Yields:
        All of them, from the left.
    """
    if stretch.comment is None:
        return
    counts = not is_taken(lines, stretch)
    for told in NOQA_INLINE_REGEXP.finditer(lines[stretch.last - 1].rstrip("\n"), stretch.comment):
        codes = tuple(parse_comma_separated_list(told["codes"] or ""))
        yield Directive(stretch.last, told.start(), told[0].rstrip(", \t"), codes, counts)
        counts = False


def is_taken(lines: Sequence[str], stretch: Stretch) -> bool:
    """Whether flake8 takes something in a string for a ``noqa``, and does not look into the comment."""
    *above, last = lines[stretch.first - 1 : stretch.last]
    return NOQA_INLINE_REGEXP.search("".join((*above, last[: stretch.comment]))) is not None


def marked(line: str, comment: int | None, codes: Sequence[str], reason: str) -> str:
    """Let a line silence rules.

    Args:
        line: the last of a stretch, without its end.
        comment: where its comment begins.
        codes: those of the rules.
        reason: what is written behind them.

    Returns:
        The line with a comment behind what is there, so that tools which read the beginning of a comment
        still do; or with the codes in the ``noqa`` that it has.
    """
    told = NOQA_INLINE_REGEXP.search(line, comment) if comment is not None else None
    if told is None:
        body = line.rstrip()
        return f"{body}{'  ' if body else ''}# noqa: {', '.join(codes)}{_behind(reason)}"
    if told["codes"] is None:
        return line
    start, end = told.span("codes")
    given = line[start:end].rstrip(", \t")
    return line[:start] + _joined(given, codes) + _reasoned(line[start + len(given) :], reason)


def _joined(given: str, codes: Sequence[str]) -> str:
    """Codes, and those that are missing among them."""
    for code in codes:
        given = re.sub(rf"\b{code}\b", code, given, flags=re.IGNORECASE)  # in small letters it has no effect
    there = parse_comma_separated_list(given)
    between = "," if "," in given and ", " not in given else ", "
    return between.join((given, *(code for code in codes if code not in there)))


def _reasoned(rest: str, reason: str) -> str:
    """What stands behind codes, with a reason more; a further comment stays one."""
    if not reason:
        return rest
    words, mark, further = rest.partition("#")
    if not words.strip(" ,\t"):
        return f"{_behind(reason)}{f'  {mark}{further}' if mark else rest.strip()}"
    return f"{words.rstrip()}; {reason}{f'  {mark}{further}' if mark else ''}"


def _behind(reason: str) -> str:
    """A reason as it stands behind codes; flake8 would take a first word such as ``issue42`` for a code."""
    if not reason:
        return ""
    return f"  - {reason}" if re.match(r"[,\s]*[A-Z]+[0-9]+", reason, re.IGNORECASE) else f"  {reason}"
