"""An environment variable whose text pytest evaluates as Python code."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import replaced, written
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import keyword, truth, unpacks
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.secrets.environment import ENVIRON

rule = Rule(
    code="TSE709",
    summary="pytest evaluates the text of an environment variable as Python code; compare it",
    message="pytest evaluates the text of {what} as Python code, so 'true' is a NameError; compare it",
    roles=Role.TEST | Role.SUPPORT,
    cwe=95,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    ``skipif`` and ``xfail`` take a condition, and a condition that is a text is run with ``eval``. The value
    ``true`` of a variable is an unknown name, and the test ends with an error; so does the empty text, while
    ``0`` does not skip; and whoever sets the variable runs code.
    """,
    fix="""
    Ask whether the variable is there, ``"CI" in os.environ``, or compare its value:
    ``os.environ.get("CI") == "true"``.
    """,
    fixable="""
    ``bool()`` is put around the text, so that any value but an empty one counts; unsafe, because ``0`` has
    not skipped so far. Nothing for names, and where a default is given that is not empty.
    """,
    bad=(
        """
        import os

        import pytest

        skip_in_ci = pytest.mark.skipif(os.getenv("CI"), reason="needs a display")
                                        ^^^^^^^^^^^^^^^

        NO_SHOP = os.environ.get("NO_SHOP", "").strip()
        TILL = os.environ["TILL"]

        @pytest.mark.skipif(NO_SHOP, reason="there is no shop")
                            ^^^^^^^
        def test_shop():
            assert order(1)

        @pytest.mark.xfail(condition=TILL or os.environ.get("CI", "1"), reason="the till is slow")
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_till():
            assert order(2)

        @pytest.mark.skipif(sys.platform == "win32" and os.environ.get("CI"), reason="slow")
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_slow():
            assert order(3)

        @pytest.mark.skipif(os.getenv("QUICK", "0"), reason="slow")
                            ^^^^^^^^^^^^^^^^^^^^^^^
        @pytest.mark.xfail(os.getenv("BROKEN", default="0"), reason="broken")
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_very_slow():
            assert order(4)
        """,
    ),
    good=(
        """
        import os
        import unittest

        import pytest

        from shop import has_shop

        NO_SHOP = os.environ.get("NO_SHOP") == "1"
        TILL = os.environ.get("TILL")
        TILL = TILL is not None

        @pytest.mark.skipif(os.environ.get("CI") == "true", reason="needs a display")
        @pytest.mark.skipif("CI" in os.environ, reason="needs a display")
        @pytest.mark.skipif(not os.environ.get("CI"), reason="for CI alone")
        @pytest.mark.skipif(bool(os.getenv("CI")), reason="needs a display")
        @pytest.mark.skipif(NO_SHOP or TILL, reason="there is no shop")
        @pytest.mark.skipif("sys.platform == 'win32'", reason="needs a display")
        @pytest.mark.skipif(os.getenv("CI") and NO_SHOP, reason="needs a display")
        @pytest.mark.skipif(has_shop(os.getenv("CI")), reason="there is no shop")
        @pytest.mark.xfail(reason=os.getenv("WHY"))
        def test_shop(*given):
            pytest.mark.skipif(*given)
        """,
        """
        import os
        import unittest

        @unittest.skipIf(os.environ.get("CI"), "needs a display")
        class TestShop(unittest.TestCase):
            def test_shop(self):
                self.assertTrue(order(1))
        """,
    ),
)

_READ = frozenset({"os.getenv()", "os.environ.get()"})
_SAME = frozenset({"strip", "lower", "upper"})
_DEEPEST = 3


@rule.call("pytest.mark.skipif", "pytest.mark.xfail")
def evaluated(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report each condition of a marker that may be the text of a variable."""
    given = keyword(call, "condition")
    conditions = [given.value] if given is not None else [] if unpacks(call) else call.args
    for condition in conditions:
        if _is_text(condition, module):
            what = written(condition, module)
            hit = rule.at(condition, what=what if len(what) < _LONG else "the environment")
            yield (
                hit
                if _has_default(condition, module)
                else hit.fixed(*replaced(condition, f"bool({what})", module))
            )


_LONG = 30


def _is_text(node: ast.expr, module: Module, depth: int = 0) -> bool:
    """Whether an expression may be the text of a variable as it is set."""
    match node:
        case ast.BoolOp(op=ast.Or(), values=values):
            return depth < _DEEPEST and any(_is_text(each, module, depth + 1) for each in values)
        case ast.BoolOp(values=[*_, last]):
            return depth < _DEEPEST and _is_text(last, module, depth + 1)
        case ast.Call(func=ast.Attribute(value=owner, attr=word), args=[]) if word in _SAME:
            return depth < _DEEPEST and _is_text(owner, module, depth + 1)
        case ast.Subscript(value=owner):
            return bool(module.names(owner) & ENVIRON)
        case ast.Call():
            return _is_read(node, module)
        case ast.Name():
            bound = module.bindings(node)
            match bound:
                case [Bound(value=value, node=ast.Name())]:
                    return depth < _DEEPEST and _is_text(value, module, depth + 1)
    return False


def _is_read(node: ast.Call, module: Module) -> bool:
    names = module.names(node)
    return bool(names) and names <= _READ


def _has_default(node: ast.expr, module: Module) -> bool:
    """Whether a variable that is not set may count as set."""
    reads = [each for each in ast.walk(node) if isinstance(each, (ast.Call, ast.Name))]
    for each in reads:
        match each:
            case ast.Call(args=[_, default]) if truth(default) is not False:
                return True
            case ast.Call(keywords=[_, *_]):
                return True
            case ast.Name() if any(isinstance(bound, Bound) for bound in module.bindings(each)):
                return True
    return False
