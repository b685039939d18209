"""An expectation of any error, of which only the text is looked at."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import keyword, last_word
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.assertions import EXPECTING, EXPECTING_METHODS, expectation
from flake8_testsec.vocabulary.testing.suites import test_around

rule = Rule(
    code="TSE424",
    summary="any error is expected, and only its text is looked at; name the exception",
    message="any error with that text will do, of whatever kind it is; name the exception",
    roles=Role.TEST,
    cwe=396,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    Callers catch errors by their class. A test that takes ``Exception`` and looks at the text passes when the
    class changes, and nobody learns that callers catch nothing any more. TSE402 is about expectations that do
    not even look at the text.
    """,
    fix="Name the most specific exception, and keep ``match=`` beside it.",
    fixable="Nothing, because the text does not tell which error is meant.",
    bad=(
        """
        import unittest

        import pytest

        def test_order(shop):
            with pytest.raises(Exception) as caught:
                 ^^^^^^^^^^^^^^^^^^^^^^^^
                shop.order(-1)
            assert str(caught.value) == "no such order"
            with pytest.raises(Exception, match="no such order"):
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                shop.order(-1)

        class TestShop(unittest.TestCase):
            def test_order(self):
                with self.assertRaises(Exception) as caught:
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.shop.order(-1)
                self.assertIn("no such", str(caught.exception))
                self.assertRaisesRegex(Exception, "no such order", self.shop.order, -1)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import pytest

        def test_order(shop):
            with pytest.raises(LookupError, match="no such order"):
                shop.order(-1)
            with pytest.raises(Exception):
                shop.order(-1)
            with pytest.raises(Exception) as caught:
                shop.order(-1)
            assert isinstance(caught.value, LookupError)
            with pytest.warns(UserWarning, match="no such order"):
                shop.order(-1)

        def order(shop):
            with pytest.raises(Exception, match="no such order"):
                shop.order(-1)
        """,
        """
        import pytest

        def test_handler(shop):
            def refuse():
                raise Exception("no such order")

            shop.on_order(refuse)
            with pytest.raises(Exception, match="no such order"):
                shop.order(1)
        """,
        """
        import pytest

        def test_handler(shop):
            shop.pay.side_effect = Exception("no money")
            with pytest.raises(Exception, match="no money"):
                shop.order(1)
        """,
    ),
)

_BROAD = frozenset({"Exception", "BaseException"})
_KINDS = frozenset({"isinstance", "type", "__class__", "assertIsInstance", "exc_type", "typename"})


@rule.call(*EXPECTING)
def by_name(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a function's expectation of any error with a text."""
    yield from _reported(call, module)


@rule.method(*EXPECTING_METHODS)
def by_method(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a test case's expectation of any error with a text."""
    yield from _reported(call, module)


def _reported(call: ast.Call, module: Module) -> Iterator[Hit]:
    found = expectation(call, module)
    if found is None or found.kind != "raises" or found.expected is None:
        return
    names = module.names(found.expected)
    is_meant = _asks_text(call, module) and not _raises_any(module)
    if names and names <= _BROAD and is_meant and test_around(call, module) is not None:
        yield rule.at(call)


def _asks_text(call: ast.Call, module: Module) -> bool:
    """Whether a pattern is given, or the error is kept and the module asks no error for its class."""
    if keyword(call, "match") is not None or "Regex" in last_word(call.func):
        return True
    match module.parent(call):
        case ast.withitem(optional_vars=ast.Name()):
            return not (module.calls(_KINDS) or module.attributes(_KINDS))
        case _:
            return False


@once
def _raises_any(module: Module) -> bool:
    """Whether the module itself makes a plain ``Exception``, which is then the right one to expect."""
    return any(isinstance(each.func, ast.Name) for each in module.calls(_BROAD))
