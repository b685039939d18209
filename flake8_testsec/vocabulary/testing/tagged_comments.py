"""Comments that begin with a tag of unfinished business, in the paragraphs in which they stand."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Comment

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
    return tuple(each for each in _paragraphs(module) if any(TAG.match(comment.text) for comment in each))


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
