"""A comment says that something is broken, and no ticket says who knows of it."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity, Span
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import tickets
from flake8_testsec.vocabulary.testing.tagged_comments import TAG, tagged_paragraphs

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


@rule.module
def unknown(module: Module) -> Iterator[Hit]:
    """Report each comment that begins with a tag, unless its paragraph names a ticket."""
    for paragraph in tagged_paragraphs(module):
        if tickets.find("\n".join(comment.content for comment in paragraph)) is None:
            for line, column, text in paragraph:
                if tag := TAG.match(text):
                    yield rule.at(Span(line, column, line, column + len(text)), tag=tag[1])
