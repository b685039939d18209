"""Comments that admit a bug, a workaround or something unclean in their words, without a tag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.review import behind_code
from flake8_testsec.review.document import Fact, Lines, capped, code, fact, quote
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Comment
from flake8_testsec.vocabulary.testing import tickets

_ADMITS = lazy(
    r"(?i)\b(?:bugs?|buggy|work-?arounds?|work(?:s|ing)? around|hacks?|hacky|kludges?|flaky|"
    r"(?:not|isn't|un) ?clean|ugly|known (?:issues?|problems?|failures?|limitations?)|"
    r"(?:isolation|race) (?:issues?|problems?|conditions?))\b"
)
_TAGGED = lazy(r"\W*@?(?:(?i:todo)|FIXME|XXX|HACK|BUG|WARNING|CAUTION)(?=$|[\s:(!?,;])")
_WORDS = ("bug", "around", "hack", "kludge", "flaky", "clean", "ugly", "known", "isolation", "race ")


def facts(module: Module, told: Sequence[Lines]) -> Iterator[Fact]:
    """Comments with such words that no tag begins and that are not told otherwise.

    Args:
        module: the module.
        told: the lines of what is told already.

    Yields:
        The facts.
    """
    yield from capped(_found(module, told), "such comments", 6)


def _found(module: Module, told: Sequence[Lines]) -> Iterator[Fact]:
    if not any(word in module.lowered for word in _WORDS):
        return
    taken = frozenset(line for each in told for line in range(each.first, each.last + 1))
    for comment in _comments(module):
        words = comment.content.strip()
        is_told = comment.line in taken or _TAGGED.match(words) or tickets.find(words) is not None
        if not is_told and (found := _ADMITS.search(words)):
            lines = [Lines(comment.line, comment.line)]
            begin = ("By its words ", code(found[0]), ", a comment may admit a bug or a workaround: ")
            yield fact("admitted", lines, *begin, quote(words), ".", subject=words)


def _comments(module: Module) -> Iterator[Comment]:
    """The comments, those behind code among them."""
    yield from sorted((*module.comments, *behind_code.behind(module, _ADMITS)))
