"""A pattern for the text of an error in which ``|`` stands between spaces, and so means "or"."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import expectation

rule = Rule(
    code="TSE423",
    summary='"|" in the pattern for an error means "or", so a part of the text is enough',
    message='the text "{part}" alone meets the pattern, because "|" means "or" in it; use re.escape()',
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    ``match=`` and ``assertRaisesRegex`` take a regular expression and look for it anywhere in the text. A
    text that was copied with its ``|`` is a choice there: ``int | None`` is met by every text with ``int ``
    or ``None`` in it, so hardly anything is asked of the error.
    """,
    fix=r'Write ``\\|`` in a raw string, or give ``re.escape("...")``.',
    fixable="Nothing, because the check has never been made in full, and may fail.",
    bad=(
        """
        import unittest

        import pytest

        def test_orders(shop):
            with pytest.raises(ValueError, match="A | B"):
                                                 ^^^^^^^
                shop.order("A")
            with pytest.raises(TypeError, match="must be int | str"):
                                                ^^^^^^^^^^^^^^^^^^^
                shop.order("B")

        class TestShop(unittest.TestCase):
            def test_orders(self):
                with self.assertRaisesRegex(ValueError, "pear | plum"):
                                                        ^^^^^^^^^^^^^
                    self.shop.order("pear")
        """,
    ),
    good=(
        """
        import pytest

        def test_orders(shop):
            with pytest.raises(ValueError, match="no such order|unknown order"):
                shop.order("A")
            with pytest.raises(ValueError, match=r"A \\| B"):
                shop.order("A")
            with pytest.raises(ValueError, match=r"(A | B) order"):
                shop.order("A")
            with pytest.raises(ValueError, match=r"[A | B] order"):
                shop.order("A")
            with pytest.raises(ValueError, match="(?x) A | B"):
                shop.order("A")
            with pytest.raises(ValueError, match="no such order is known | the order is unknown"):
                shop.order("A")
            with pytest.raises(ValueError, match="^usage | ^error"):
                shop.order("A")
            with pytest.raises(ValueError, match="usage$ | error"):
                shop.order("A")
            with pytest.raises(ValueError, match="a {3} | b"):
                shop.order("A")
            with pytest.raises(ValueError, match="a.* | b"):
                shop.order("A")
            with pytest.raises(ValueError, match="a+ | b"):
                shop.order("A")
            with pytest.raises(ValueError, match="orders? | b"):
                shop.order("A")
            with pytest.raises(ValueError, match=shop.pattern):
                shop.order("A")
            pytest.raises(TypeError, "pear | plum")
            pytest.warns(UserWarning, "pear | plum")
        """,
        """
        import pytest

        def test_orders(shop):
            shop.raises(ValueError, match="A | B")
            with pytest.raises(ValueError):
                shop.order("A | B")
        """,
    ),
)

_BAR = " | "
_SIGNS = lazy(r"[\^$\\{(\[*+?]")
"""What stands in a pattern that was written as one, and not copied from a text."""
_FEWEST = 2
_NAMES = frozenset({"match", "expected_regex", "expected_regexp"})


@rule.method("raises", "warns", "assertRaisesRegex", "assertRaisesRegexp", "assertWarnsRegex")
def copied(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the pattern of an expectation that has a bar between spaces, and no other sign of a pattern."""
    for given in _patterns(call):
        pattern = string(given) or ""
        if _BAR in pattern and not _SIGNS.search(pattern):
            part = min(pattern.split(_BAR), key=len)
            if len(part.split()) <= _FEWEST and expectation(call, module) is not None:
                yield rule.at(given, part=part)


def _patterns(call: ast.Call) -> Iterator[ast.expr]:
    if last_word(call.func).startswith("assert"):  # the second of pytest.raises() was code to run
        yield from call.args[1:2]
    yield from (each.value for each in call.keywords if each.arg in _NAMES)
