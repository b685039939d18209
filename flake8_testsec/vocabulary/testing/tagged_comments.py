"""Comments that begin with a tag of unfinished business, in the paragraphs in which they stand."""

from __future__ import annotations

import ast
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import TEXTS, Comment

TAGS = ("FIXME", "XXX", "HACK", "BUG")
"""The tags that admit a defect."""

TAG = lazy(r"\W*(FIXME|XXX|HACK|BUG)(?=$|[\s:(!?,;])")
_MAY_TAG = lazy(r"^[^#\n]*#.*\b(FIXME|XXX|HACK|BUG)\b", re.MULTILINE)


@once
def tagged_paragraphs(module: Module) -> Sequence[Sequence[Comment]]:
    """The comments of a module, also behind code, in groups of adjoining lines and equal columns.

    Args:
        module: the module.

    Returns:
        The groups of which a comment begins with one of `TAGS`; to look for them takes time only where the
        text has such a word behind a hash sign.
    """
    if not (module.mentions(*TAGS) and _MAY_TAG.search(module.source)):
        return ()
    try:
        return tuple(_around_tags(module))
    except _DoubtError:
        return tuple(each for each in _paragraphs(module) if any(TAG.match(comment.text) for comment in each))


class _DoubtError(Exception):
    """Only the tokenizer can tell where a comment begins on a line: a string runs over more lines there."""


def _around_tags(module: Module) -> Iterator[list[Comment]]:
    """The same without tokenising, which takes longer than all that most rules do."""
    known = _Hashes(module)
    last = 0
    for number in known.lines:
        comment = known.comment(number) if _MAY_TAG.match(module.line(number)) else None
        if comment is not None and number > last and TAG.match(comment.text):
            above = [*known.run(comment, -1)]
            group = [*reversed(above), comment, *known.run(comment, 1)]
            last = group[-1].line
            yield group


class _Hashes:
    """The lines with a hash sign, and which of them is the beginning of a comment.

    Args:
        module: the module.
    """

    def __init__(self, module: Module) -> None:
        self._module = module
        self.lines = {number: None for number, line in enumerate(module.lines, 1) if "#" in line}
        self._texts: dict[int, list[ast.expr]] = defaultdict(list)
        for node in module.nodes(*TEXTS):
            if node.lineno in self.lines and module.above(node, *TEXTS) is None:
                self._texts[node.lineno].append(node)

    def comment(self, number: int) -> Comment | None:
        """The comment of a line; ``None`` if it has none."""
        if number not in self.lines:
            return None
        texts = self._texts.get(number, ())
        if number in self._module.string_lines or any(each.end_lineno != number for each in texts):
            raise _DoubtError
        spans = [(each.col_offset, each.end_col_offset or 0) for each in texts]
        line = self._module.line(number).rstrip("\r\n")
        for place, letter in enumerate(line):
            if letter == "#":
                offset = len(line[:place].encode())
                if not any(start <= offset < end for start, end in spans):
                    return Comment(number, place, line[place:])
        return None

    def run(self, comment: Comment, step: int) -> Iterator[Comment]:
        """The comments in the same column above or below one, without a gap, the nearest first."""
        following = self.comment(comment.line + step)
        while following is not None and following.column == comment.column:
            yield following
            following = self.comment(following.line + step)


def _paragraphs(module: Module) -> Iterator[list[Comment]]:
    paragraph: list[Comment] = []
    for token in tokenize.generate_tokens(iter(module.lines).__next__):
        if token.type == tokenize.COMMENT:
            comment = Comment(*token.start, token.string)
            if paragraph and (comment.line - 1, comment.column) != paragraph[-1][:2]:
                yield paragraph
                paragraph = []
            paragraph.append(comment)
    yield paragraph
