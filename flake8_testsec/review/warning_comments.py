"""Comments that warn, or note something, of which code that is commented out may hang."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, Lines, capped, fact, quote
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Comment

_WARNS = lazy(r"\W*(?:WARNING|CAUTION)(?=[\s:!])")
_NOTES = lazy(r"\W*(?:NOTE|NB)(?=[\s:!])")
_CODE = lazy(r"[\w\"'][^\n(]{0,80}[\w\])]\(|[\w.]{1,60}\s{0,4}=[^=]")


def facts(module: Module, told: Sequence[Lines]) -> Iterator[Fact]:
    """Comments that begin with WARNING or CAUTION, and those with NOTE above what looks like code.

    Args:
        module: the module.
        told: the lines of what is told already.

    Yields:
        The facts.
    """
    found = (
        each for each in _found(module) if not any(one.first <= each[0].line <= one.last for one in told)
    )
    yield from capped((_fact(*each) for each in found), "comments that warn")


def _found(module: Module) -> Iterator[tuple[Comment, bool]]:
    """The comments, each with whether the next line is a comment that looks like code."""
    if not module.mentions("WARNING", "CAUTION", "NOTE", "NB"):
        return
    below = {
        first.line: second for first, second in pairwise(module.comments) if second.line == first.line + 1
    }
    for comment in module.comments:
        is_above = comment.line in below and _CODE.match(below[comment.line].content.strip()) is not None
        if _WARNS.match(comment.content) or (is_above and _NOTES.match(comment.content)):
            yield comment, is_above


def _fact(comment: Comment, is_above: bool) -> Fact:
    what = "; by its look, code is commented out below it" if is_above else ""
    words = comment.content.strip()
    lines = [Lines(comment.line, comment.line + is_above)]
    return fact("warning-comment", lines, "A comment warns: ", quote(words), f"{what}.", subject=words)
