"""A pattern for the text of an error in which ``|`` stands between spaces, and so means "or"."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import expectation

rule = Rule(
    code="TSE423",
    summary='"|" in the pattern for an error means "or", so a part of the text is enough',
    message='the text "{part}" alone meets this pattern, because "|" means "or" in it; use re.escape()',
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
            with pytest.raises(ValueError, match=shop.pattern):
                shop.order("A")
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

_BETWEEN_SPACES = lazy(r"(?<!\\) \| ")
_GROUPS = lazy(r"[(\[]|\(\?x")
_FEWEST = 2


@rule.method("raises", "warns", "assertRaisesRegex", "assertRaisesRegexp", "assertWarnsRegex")
def copied(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the pattern of an expectation that has a bar between spaces, outside groups."""
    for given in (*call.args[1:2], *(each.value for each in call.keywords if each.arg in _NAMES)):
        pattern = string(given) or ""
        if _BETWEEN_SPACES.search(pattern) and not _GROUPS.search(pattern):
            part = min(_BETWEEN_SPACES.split(pattern), key=len)
            if len(part.split()) <= _FEWEST and expectation(call, module) is not None:
                yield rule.at(given, part=part)


_NAMES = frozenset({"match", "expected_regex", "expected_regexp"})
