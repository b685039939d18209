"""An assertion compares with the whole environment, and shows all of it when it fails."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, last_word
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.secrets.environment import HINT, is_emptied, is_environment
from flake8_testsec.vocabulary.secrets.environment_commands import HINTS, is_printed_environment

_SHOWN = {
    **dict.fromkeys(("assertIn", "assertNotIn"), (1,)),
    **dict.fromkeys(("assertEqual", "assertEquals", "assertNotEqual", "assertDictEqual"), (0, 1)),
}

rule = Rule(
    code="TSE804",
    summary="a failure of this assertion prints every environment variable; test one key",
    message="a failure of the assertion prints every environment variable; test one key",
    roles=Role.TEST,
    cwe=526,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    ``assertIn("DEBUG", os.environ)`` explains its failure with both operands, and the second one is every
    variable with its value; a plain ``assert`` does the same under pytest's ``-v``, and an equality where
    ``maxDiff`` is ``None`` or the framework shows both sides whole. On a build server these are the tokens
    and passwords of the build. Nobody notices while the test passes; the day it fails they stand in the
    log, in the report, and in the notification. Tests of code that changes the environment do this by
    nature, so the rule is off unless enabled.
    """,
    fix="""
    Ask for the one variable (``os.environ.get("DEBUG")``), compare names (``set(os.environ)``), or run the
    test in an environment of its own: ``patch.dict(os.environ, {...}, clear=True)``.
    """,
    fixable="Nothing, because which of the variables the test asks for, the text may not tell.",
    bad=(
        """
        import os
        import unittest

        class TestSettings(unittest.TestCase):
            def test_cleans_up(self):
                before = dict(os.environ)
                self.assertNotIn("DEBUG", os.environ)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertIn("SHOP", os.environ.keys())
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(os.environ, before)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertDictEqual({}, before)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import os

        def test_cleans_up(shop):
            before = {**os.environ}
            shop.configure()
            assert "DEBUG" not in os.environ
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert "SHOP" in before and "DEBUG" not in before
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert os.environ == before
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert not ("DEBUG" in os.environ)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import subprocess

        def test_child():
            out = subprocess.check_output(["printenv"])
            assert b"SHOP=1" in out.splitlines()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import os
        import unittest

        class TestSettings(unittest.TestCase):
            def test_one_key(self):
                self.assertIsNone(os.environ.get("DEBUG"))
                self.assertEqual(os.environ["SHOP"], "test")
                self.assertEqual(set(os.environ), {"SHOP"})
                self.assertIn("SHOP", sorted(os.environ))
                self.assertIn(os.environ, self.seen)
                self.assertTrue("SHOP" in os.environ)
                self.check("SHOP", os.environ)
        """,
        """
        import os

        def test_one_key(environ):
            assert os.environ.get("DEBUG") is None
            assert "DEBUG" not in set(os.environ)
            assert "DEBUG" not in environ
            assert os.environ and environ
            assert len(os.environ) > 1
            env = {**environ, "DEBUG": "1"}
            assert "DEBUG" in env
        """,
        """
        import os
        import unittest
        from unittest import mock
        from unittest.mock import patch

        class TestOwnEnvironment(unittest.TestCase):
            @patch.dict(os.environ, {"SHOP": "test"}, clear=True)
            def test_decorator(self):
                self.assertNotIn("DEBUG", os.environ)

            @patch.dict("os.environ", clear=True)
            def test_by_name(self):
                self.assertEqual(os.environ, {})

            def test_block(self):
                with mock.patch.dict(os.environ, {"SHOP": "test"}, clear=True):
                    self.assertIn("SHOP", os.environ)

            def test_replaced(self):
                with mock.patch("os.environ", {"SHOP": "test"}), mock.patch.object(os, "getcwd"):
                    self.assertIn("SHOP", os.environ)

        @patch.dict(os.environ, clear=True)
        class TestClass(unittest.TestCase):
            def test_class(self):
                self.assertEqual(os.environ, {})

        class TestHook(unittest.TestCase):
            def setUp(self):
                os.environ.clear()

            def test_hook(self):
                self.assertEqual(os.environ, {})
        """,
        """
        import os

        import pytest

        @pytest.fixture(autouse=True)
        def own_environment(monkeypatch):
            monkeypatch.setattr(os, "environ", {})

        def test_fixture():
            assert "DEBUG" not in os.environ
        """,
        """
        import os

        def test_assigned():
            os.environ = {"SHOP": "test"}
            assert "SHOP" in os.environ
        """,
    ),
)


@rule.text(HINT, *HINTS)
def shown(module: Module) -> Iterator[Hit]:
    """Report assertions that show the environment, unless the test has made it its own."""
    for place in _showing(module):
        if not is_emptied(place, module):
            yield rule.at(place)


def _showing(module: Module) -> Iterator[ast.Call | ast.Assert]:
    for call in module.nodes(ast.Call):
        places = _SHOWN.get(last_word(call.func), ()) if isinstance(call.func, ast.Attribute) else ()
        shown = (argument(call, place) for place in places)
        if any(each is not None and _is_shown(each, module) for each in shown):
            yield call
    for statement in module.nodes(ast.Assert):
        if any(_is_shown(each, module) for each in _compared(statement.test)):
            yield statement


def _is_shown(node: ast.expr, module: Module) -> bool:
    return is_environment(node, module) or is_printed_environment(node, module)


def _compared(test: ast.expr) -> Iterator[ast.expr]:
    """The operands that are shown when the condition is false."""
    waiting = [test]
    while waiting:
        match waiting.pop():
            case ast.BoolOp(values=values):
                waiting += values
            case ast.UnaryOp(operand=operand):
                waiting.append(operand)
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[container]):
                yield container
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
                yield from (left, right)
