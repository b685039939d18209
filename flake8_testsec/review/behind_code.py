"""Comments behind code on the same line: tags, warnings and tickets in them."""

from __future__ import annotations

import tokenize
from collections.abc import Iterator, Sequence
from contextlib import suppress

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, Lines, capped, code, fact, quote
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Comment
from flake8_testsec.vocabulary.testing import tickets

_TAGGED = lazy(r"\W*@?(?:(?i:todo)|FIXME|XXX|HACK|BUG|WARNING|CAUTION)(?=$|[\s:(!?,;])")
_MAY_BE = lazy(
    r"(?i)fixme|xxx|hack|todo|warning|caution|bug|issue|ticket|defect|request|\bpr\b|gh|lp|rhbz|#\s?\d|\w/\w|[a-z]-\d"
)


@once
def behind(module: Module) -> Sequence[Comment]:
    """All comments behind code, found by reading the file once more, token by token.

    Args:
        module: the module.

    Returns:
        The comments in source order.
    """
    own = {each.line for each in module.comments}
    found: list[Comment] = []
    with suppress(tokenize.TokenError, SyntaxError):  # the tree is there, so little is lost
        for token in tokenize.generate_tokens(iter(module.lines).__next__):
            if token.type == tokenize.COMMENT and token.start[0] not in own:
                found.append(Comment(*token.start, token.string))
    return tuple(found)


def facts(module: Module, told: Sequence[Lines]) -> Iterator[Fact]:
    """Those that a tag begins or that name a ticket.

    Args:
        module: the module.
        told: the lines of what is told already.

    Yields:
        The facts.
    """
    lines = (line.partition("#")[2] for line in module.lines if "#" in line and line.lstrip()[0] != "#")
    if any(map(_MAY_BE.search, lines)):
        yield from capped(_found(module, told), "comments behind code", 6)


def _found(module: Module, told: Sequence[Lines]) -> Iterator[Fact]:
    taken = frozenset(line for each in told for line in range(each.first, each.last + 1))
    named: dict[str, list[Lines]] = {}
    for comment in behind(module):
        words = comment.content.strip()
        ticket = tickets.find(words) if comment.line not in taken else None
        lines = [Lines(comment.line, comment.line)]
        if comment.line not in taken and _TAGGED.match(words):
            names = (" It names ", code(ticket.name), ".") if ticket else (" It names no ticket.",)
            yield fact(
                "comment-behind",
                lines,
                "A comment behind code says: ",
                quote(words),
                ".",
                *names,
                subject=words,
            )
        elif ticket is not None:
            named.setdefault(ticket.name, []).extend(lines)
    for name, lines in named.items():
        yield fact("ticket-in-comment", lines, "A comment behind code names ", code(name), ".", subject=name)
