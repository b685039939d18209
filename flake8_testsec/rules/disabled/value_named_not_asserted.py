"""A value is a statement of a test by itself: the ``assert`` in front of it is missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.fixing.edits import before
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.bindings import Binding, Bound, Unknown
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.assertions import DEMANDS, MOCK_ASSERTIONS
from flake8_testsec.vocabulary.testing.performed import is_performed
from flake8_testsec.vocabulary.testing.skips import remark
from flake8_testsec.vocabulary.testing.tried import is_tried
from flake8_testsec.vocabulary.testing.uncalled import is_only_named, named_alone

rule = Rule(
    code="TSE529",
    summary="value is named and nothing is done with it; assert is missing",
    message="{name} is named and nothing is done with it, so nothing is checked; write assert in front of it",
    roles=Role.TEST,
    cwe=1164,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    An attribute that stands alone is looked up and thrown away. Where its truth is asserted elsewhere in the
    file, such a line once was, or was meant to be, an assertion; it passes whatever the value is. Local
    names, and other attributes that answer yes or no by their names, are told only where this rule is enabled
    by name: some are left-overs, and some are properties, which a test may read to see that they do not fail.
    """,
    fix="Put ``assert`` in front, or remove the line.",
    fixable="``assert`` is put in front; unsafe, because the value was never checked and may be false.",
    bad=(
        """
        def test_order(order, shop):
            found = shop.find(order)
            found
            ^^^^^
            first, last = found
            last
            ^^^^
            shop.close(first)
            order.is_paid
            ^^^^^^^^^^^^^
            if shop.open:
                order.lines[0].has_price
                ^^^^^^^^^^^^^^^^^^^^^^^^
            order.late
            ^^^^^^^^^^

        def test_late(order):
            order.wait()
            assert order.late
        """,
        """
        import unittest

        class TestOrder(unittest.TestCase):
            def test_late(self):
                self.order.wait()
                self.assertTrue(self.order.late)

            def test_sent(self):
                self.order.send()
                self.order.late
                ^^^^^^^^^^^^^^^
        """,
        """
        def test_ends(shop):
            # Assert that the shop is closed.
            shop.execute("close").failed
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.total == 3
        """,
    ),
    good=(
        """
        import pytest

        def test_order(order, shop, db):
            db
            order.total
            order.lines[0]
            found = shop.find(order)
            found  # noqa: B018
            assert found
            with pytest.raises(AttributeError):
                order.is_paid
            with warns_of_old_names():
                order.is_paid
            try:
                order.is_paid
            except AttributeError:
                found = None
            late = order.late
            order.send.called
            order.send.assert_called

            def late_order():
                order.is_paid

            assert late

        def read(order):
            order.is_paid
        """,
        """
        def test_lazy(order):
            # Reading it must not fail.
            order.is_paid
        """,
    ),
)
_TRUTH = lazy(
    r"_*(are|can|had|has|is|should|was|were)_\w+\Z|"
    r"(active|completed?|disabled|done|enabled|failed|finished|ok|passed|success|successful|valid)\Z"
)
_CHECKS = lazy(r"(assert|check|ensure|expect|make sure|verif(y|ies))\b", re.IGNORECASE)
"""How a comment begins that says what a statement was meant to do."""


@rule.text("def test", look=looks.names_alone)
def named(module: Module) -> Iterator[Hit]:
    """Report the statements of tests that are a name or an attribute."""
    for statement in named_alone(module):
        value = statement.value
        if _is_of_truth(value, module) and _is_forgotten(statement, module):
            yield rule.at(value, name=spelt(value)).fixed(*before(value, "assert ", module))


def _is_forgotten(statement: ast.Expr, module: Module) -> bool:
    """Whether a statement of a test does nothing, and no comment beside it says what for."""
    if not is_performed(module.function(statement), module) or is_tried(statement, module):
        return False
    said = remark(statement, module)
    return (not said or bool(_CHECKS.match(said))) and not is_only_named(statement.value, module)


def _is_of_truth(value: ast.expr, module: Module) -> bool:
    """Whether a value is a local one, or an attribute that answers yes or no, by its name or its use."""
    if last_word(value) in MOCK_ASSERTIONS or last_word(value) in ("called", "awaited"):
        return False
    enabled = module.settings.enables(rule.code)
    if isinstance(value, ast.Name):
        bindings = module.bindings(value)
        return enabled and bool(bindings) and all(map(_is_assigned, bindings))
    return spelt(value) in _asserted(module) or (enabled and bool(_TRUTH.match(last_word(value))))


def _is_assigned(binding: Binding) -> bool:
    """Whether a binding is an assignment, and no parameter, import or definition."""
    return isinstance(binding, Bound) or (isinstance(binding, Unknown) and isinstance(binding.node, ast.Name))


@once
def _asserted(module: Module) -> frozenset[str]:
    """The attributes of which the truth is asserted anywhere."""
    plain = (each.test for each in module.nodes(ast.Assert))
    given = (call.args[0] for call in module.calls(DEMANDS.keys()) if call.args)
    return frozenset(spelt(each) for each in (*plain, *given) if isinstance(each, ast.Attribute))
