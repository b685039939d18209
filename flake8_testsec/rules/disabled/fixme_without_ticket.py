"""A comment says that something is broken, and no ticket says who knows of it."""

from __future__ import annotations

import tokenize
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity, Span
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Comment
from flake8_testsec.vocabulary.testing import tickets

rule = Rule(
    code="TSE514",
    summary="FIXME, XXX, HACK or BUG comment without a bug id",
    message="{tag} names no ticket, so nobody learns when it is due; add the ticket",
    roles=Role.ANY,
    cwe=546,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    The comment admits a defect, but nobody can follow it: there is no owner, no discussion and no date. Such
    comments outlive the people who understood them, and a weakness that is known to its author alone is never
    scheduled to be removed.
    """,
    fix="Open a ticket and name it in the comment, for example ``# FIXME(GH-88): flaky``.",
    fixable="Nothing, because a ticket must be opened by a person.",
    bad=(
        """
        # FIXME: flaky
        ^^^^^^^^^^^^^^
        def test_order():
            assert order()  # XXX(ann) sometimes late
                            ^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        # file: shop/orders.py
        def total(order):
            # HACK  the tax is 2 per cent,
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            # for now.
            return order.sum * 1.02
        """,
    ),
    good=(
        """
        # FIXME(GH-88): flaky
        def test_order():
            # XXX: sometimes the order is late, see the
            # discussion in bug 4711.
            assert order()  # not a FIXME
            assert "# FIXME: this is text"
        """,
        """
        # XXX.XXX.XXX.XXX is an address, BUG is the name of a column
        ADDRESS = "10.0.0.1"
        """,
    ),
)

_TAGS = ("FIXME", "XXX", "HACK", "BUG")
_MAY_TAG = lazy(r"#.*\b(FIXME|XXX|HACK|BUG)\b")
_TAG = lazy(r"\W*(FIXME|XXX|HACK|BUG)(?=$|[\s:(!?,;])")


@rule.module
def unknown(module: Module) -> Iterator[Hit]:
    """Report each comment that begins with a tag, unless its paragraph names a ticket."""
    if not (module.mentions(*_TAGS) and _MAY_TAG.search(module.source)):
        return
    for paragraph in _paragraphs(module):
        if tickets.find("\n".join(comment.content for comment in paragraph)) is None:
            for line, column, text in paragraph:
                if tag := _TAG.match(text):
                    yield rule.at(Span(line, column, line, column + len(text)), tag=tag[1])


def _paragraphs(module: Module) -> Iterator[list[Comment]]:
    """The comments, also behind code, in groups of adjoining lines and equal columns."""
    paragraph: list[Comment] = []
    for token in tokenize.generate_tokens(iter(module.lines).__next__):
        if token.type == tokenize.COMMENT:
            comment = Comment(*token.start, token.string)
            if paragraph and (comment.line - 1, comment.column) != paragraph[-1][:2]:
                yield paragraph
                paragraph = []
            paragraph.append(comment)
    yield paragraph
