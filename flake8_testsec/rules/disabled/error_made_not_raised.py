"""An error, or a skip, that is made and not raised."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.suites import is_hook, is_test
from flake8_testsec.vocabulary.testing.switched_off import is_skipped
from flake8_testsec.vocabulary.testing.tried import is_tried

rule = Rule(
    code="TSE543",
    summary="error or skip is made and not raised",
    message="{name} {what}; {remedy}",
    roles=Role.TEST,
    cwe=482,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    ``AssertionError("...")`` without ``raise`` makes an object and throws it away: the test goes on and
    passes. ``unittest.skip`` and the markers of pytest are decorators; a test that returns one ends at once
    and counts as passed, and nobody reads that it was never made.
    """,
    fix='Write ``raise`` in front; to skip, ``self.skipTest("no bank")`` or ``pytest.skip("no bank")``.',
    fixable="Nothing, because the test may fail then.",
    bad=(
        """
        import unittest

        import pytest

        class TestOrder(unittest.TestCase):
            def setUp(self):
                if not connected():
                    unittest.SkipTest("no bank")
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_order(self):
                if not connected():
                    return unittest.skip("no bank")
                           ^^^^^^^^^^^^^^^^^^^^^^^^
                if self.order is None:
                    AssertionError("no order")
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_state(shop):
            if shop.closed:
                return pytest.mark.skip(reason="closed")
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            for order in shop.orders:
                if not order.paid:
                    ValueError(order)
                    ^^^^^^^^^^^^^^^^^
            shop.order(-1)
            AssertionError
            ^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import unittest

        class TestNotices(unittest.TestCase):
            @unittest.skip("the shop sends none")
            def test_notices(self):
                unittest.SkipTest("the shop sends none")
        """,
        """
        import unittest

        import pytest

        class TestOrder(unittest.TestCase):
            def test_order(self):
                if not connected():
                    raise unittest.SkipTest("no bank")
                error = ValueError("no order")
                self.shop.tell(ValueError("no order"))
                return self.order

            def skipper(self):
                return unittest.skip("no bank")

        def needs(name):
            return pytest.mark.skipif(not found(name), reason="not found")

        def test_makes():
            with pytest.raises(TypeError):
                ShopError()
            with pytest.raises(TypeError):
                UnicodeDecodeError()
            try:
                UnicodeDecodeError()
            except TypeError:
                pass
            Order("one")

        def test_own(ValueError):
            ValueError("one")
        """,
        """
        def test_order(shop):
            shop.refuse = ValueError
            return shop.order(1)

        class ShopError(Exception):
            ValueError
        """,
    ),
)

_SKIPS = frozenset({"unittest.SkipTest", "pytest.skip.Exception", "nose.SkipTest"})
_MARKERS = frozenset(
    {"unittest.skip", "unittest.skipIf", "unittest.skipUnless", "unittest.expectedFailure"}
    | {f"pytest.mark.{name}" for name in ("skip", "skipif", "xfail")}
)
_ERRORS = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, Exception) and not issubclass(value, Warning)
)
_WORDS = ("Error", "Exception", "SkipTest")


@rule.on(ast.Expr, hints=_WORDS)
def made(statement: ast.Expr, module: Module) -> Iterator[Hit]:
    """Report a statement of a test that is nothing but an error."""
    value = statement.value
    class_ = value.func if isinstance(value, ast.Call) else value
    if not isinstance(class_, (ast.Name, ast.Attribute)) or not last_word(class_).endswith(_WORDS):
        return
    if not module.names(class_) & (_ERRORS | _SKIPS) or not _is_run(statement, module):
        return
    if not is_tried(statement, module) and expecting_around(statement, module) is None:
        what = "is made and not raised" if value is not class_ else "is named and not raised"
        yield rule.at(value, name=last_word(class_), what=what, remedy="write raise in front")


@rule.on(ast.Return, hints=("skip", "xfail", "expectedFailure"))
def returned(statement: ast.Return, module: Module) -> Iterator[Hit]:
    """Report a test that returns what would skip it."""
    match statement.value:
        case ast.Call(func=ast.Name() | ast.Attribute() as marker) as value:
            if module.names(marker) & (_MARKERS | _SKIPS) and _is_run(statement, module):
                name, remedy = last_word(marker), "call self.skipTest() or pytest.skip()"
                yield rule.at(value, name=name, what="is returned, and the test passes", remedy=remedy)


def _is_run(statement: ast.stmt, module: Module) -> bool:
    function = module.function(statement)
    if function is None or not (is_test(function, module) or is_hook(function)):
        return False
    return not is_skipped(function, module)
