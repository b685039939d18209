"""Comments behind code on the same line: tags, warnings and tickets in them."""

from __future__ import annotations

import ast
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, Lines, capped, code, fact, quote
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import TEXTS, Comment
from flake8_testsec.vocabulary.testing import tickets

_TAGGED = lazy(r"\W*@?(?:(?i:todo)|FIXME|XXX|HACK|BUG|WARNING|CAUTION)(?=$|[\s:(!?,;])")
_MAY_BE = lazy(
    r"\A\W*@?(?:(?i:todo)|FIXME|XXX|HACK|BUG|WARNING|CAUTION)\b|https?://|#\d|\bPR\s?#?\d|[A-Z][A-Z0-9]{1,9}-\d|"
    r"(?i:bugs?|issues?|tickets?|defect|request|gh|lp|bpo|rhbz|crbug)\W{0,4}(?:\w{1,6}\W{1,3})?\d"
)


def behind(module: Module, words: re.Pattern[str]) -> Iterator[Comment]:
    """The comments behind code with some words in them; a sign in a text begins none.

    Args:
        module: the module.
        words: what must be found behind a sign for its line to be looked at.

    Yields:
        The comments in source order.
    """
    for number, line, signs in _signed(module):
        if any(words.search(line[each + 1 :]) for each in signs):
            start = _start(number, line, signs, module)
            if start >= 0:
                yield Comment(number, start, line[start:].rstrip())


@once
def _signed(module: Module) -> Sequence[tuple[int, str, Sequence[int]]]:
    """The lines of code with such signs, with their numbers and where the signs are."""
    found = [(number, line) for number, line in enumerate(module.lines, 1) if "#" in line]
    return [(number, line, [*_signs(line)]) for number, line in found if line.lstrip()[0] != "#"]


def _signs(line: str) -> Iterator[int]:
    """Where a comment may begin: the first signs of a line."""
    return islice((place for place, sign in enumerate(line) if sign == "#"), _MOST)


_MOST = 8


def _start(number: int, line: str, signs: Sequence[int], module: Module) -> int:
    """Where the comment on a line begins; negative if there is none."""
    spans = _texts(module).get(number, ())
    for place in signs:
        column = len(line[:place].encode("utf-8", "surrogatepass"))
        around = [each for each in spans if each[0] <= (number, column) < each[1]]
        if not around:
            return place
        if any(first[0] != last[0] for first, last in around):
            return _tokens(module).get(number, -1)  # pieces of one text stand on several lines
    return -1


_Span = tuple[tuple[int, int], tuple[int, int]]


@once
def _texts(module: Module) -> Mapping[int, Sequence[_Span]]:
    """The begins and ends of texts, by the lines that they touch."""
    found: dict[int, list[_Span]] = defaultdict(list)
    for begin, end in dict.fromkeys(_spans(module)):  # before Python 3.12, all pieces span the whole text
        for line in range(begin[0], end[0] + 1):
            found[line].append((begin, end))
    return found


def _spans(module: Module) -> Iterator[_Span]:
    nodes: Iterator[ast.expr] = module.nodes(*TEXTS)
    for node in nodes:
        if not isinstance(node, ast.Constant) or isinstance(node.value, str | bytes):
            end = (node.end_lineno or node.lineno, node.end_col_offset or 0)
            yield (node.lineno, node.col_offset), end


@once
def _tokens(module: Module) -> Mapping[int, int]:
    """The columns of all comments by their lines, found by reading the file once more, token by token."""
    found: dict[int, int] = {}
    with suppress(tokenize.TokenError, SyntaxError):  # the tree is there, so little is lost
        for token in tokenize.generate_tokens(iter(module.lines).__next__):
            if token.type == tokenize.COMMENT:
                found[token.start[0]] = token.start[1]
    return found


def facts(module: Module, told: Sequence[Lines]) -> Iterator[Fact]:
    """Those that a tag begins or that name a ticket.

    Args:
        module: the module.
        told: the lines of what is told already.

    Yields:
        The facts.
    """
    yield from capped(_found(module, told), "comments behind code", 6)


def _found(module: Module, told: Sequence[Lines]) -> Iterator[Fact]:
    taken = frozenset(line for each in told for line in range(each.first, each.last + 1))
    named: dict[str, list[Lines]] = {}
    for comment in behind(module, _MAY_BE):
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
