"""A test changes the environment and does not put it back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup import states
from flake8_testsec.cleanup.fixes import reported
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.secrets import environment

rule = Rule(
    code="TSE304",
    summary="an environment variable is changed in a test and not restored",
    message="{what} is {problem}; {remedy}",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
        The environment belongs to the whole process, and to every process that it starts. A variable that
        one test sets is there for all tests that run after it: they pass or fail by their order, and a
        proxy, a credential or a switch of the application stays on unnoticed. A restore that stands at the
        end of the test is skipped when anything before it raises, and one that asks whether there was a value
        before leaves the new one where there was none; a default that was kept for want of a value stays as
        the value. Where the rule is enabled by name, it also speaks of a variable whose name the test itself
        tells the code, in a text such as ``"$SHOP_MODE"``, or as an argument if no other test names it, of
        one that no other file of the project names, so that nobody else is known to read it, and of one that
        is only taken away.
        """,
    fix="""
        Let a fixture put it back: ``monkeypatch.setenv``, ``mock.patch.dict(os.environ, ...)`` as a
        decorator or in a ``with``, or ``try`` and ``finally`` right after the change.
        """,
    fixable="""
    A restore that is written goes into ``finally``; ``monkeypatch.setenv`` in tests of pytest that nobody
    else calls, and ``mock.patch.dict`` with a cleanup in a TestCase, take the place of an assignment. All
    are safe. Calls such as ``update`` are left alone, and so are helpers and set-ups without a TestCase.
    """,
    bad=(
        """
        # file: shop/__init__.py
        import os

        def mode():
            return os.environ.get("SHOP_MODE", "live")

        # file: tests/test_shop.py
        import os

        import shop

        def test_mode_is_read():
            os.environ["SHOP_MODE"] = "demo"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            os.environ["SHOP_TILL"] = "7"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.mode() == "demo"

        def test_mode_is_live():
            del os.environ["SHOP_MODE"]
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.mode() == "live"
        """,
        """
        import os

        import pytest


        @pytest.mark.parametrize("limit", ["1", None])
        def test_limits(limit):
            if limit:
                os.environ["LIMIT"] = limit
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            elif "LIMIT" in os.environ:
                del os.environ["LIMIT"]
            assert limited() == limit
        """,
        """
        import os


        def test_mode_is_read(shop):
            os.environ["SHOP_MODE"] = "demo"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.mode() == "demo"
        """,
        """
        import os
        import unittest


        class TestShop(unittest.TestCase):
            def test_mode_is_read(self):
                os.environ["SHOP_MODE"] = "demo"
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                os.environ["SHOP_CURRENCY"] = "EUR"
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(self.shop.mode(), "demo")
                os.environ["SHOP_MODE"] = "live"
        """,
        """
        import os


        def test_path_is_searched(pytester):
            old = os.environ.get("SHOP_PATH")
            os.environ["SHOP_PATH"] = "plugins"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            result = pytester.run("shop", "--list")
            if old is None:
                os.environ.pop("SHOP_PATH")
            else:
                os.environ["SHOP_PATH"] = old
            assert result.ret == 0
        """,
        """
        from os import environ, putenv


        def test_options(shop):
            environ.update({"SHOP_COLOR": "no"})
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            putenv("SHOP_TERM", "dumb")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.output() == "plain"
            del environ["SHOP_COLOR"]
        """,
        """
        import os


        def test_without_home(shop):
            home = os.environ.pop("HOME", None)
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.settings() == {}
            os.environ["HOME"] = home
        """,
        """
        import os

        _MODE = "SHOP_MODE"


        def _use(mode):
            os.environ[_MODE] = mode
            ^^^^^^^^^^^^^^^^^^^^^^^^


        def test_mode_is_read(shop):
            _use("demo")
            assert shop.mode() == "demo"


        def test_currency_is_read(shop):
            old = os.environ.get("SHOP_CURRENCY")
            os.environ["SHOP_CURRENCY"] = "EUR"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            try:
                assert shop.currency() == "EUR"
            finally:
                if old is not None:
                    os.environ["SHOP_CURRENCY"] = old
        """,
        """
        import os


        def test_login_file(shop):
            old = os.environ.get("NETRC", "")
            os.environ["NETRC"] = "tests/login"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            try:
                assert shop.login() == "demo"
            finally:
                os.environ["NETRC"] = old
        """,
    ),
    good=(
        """
        import os


        def set_mode(mode):
            old = os.environ.get("SHOP_MODE")
            if mode:
                os.environ["SHOP_MODE"] = mode
            elif old:
                del os.environ["SHOP_MODE"]
            return old
        """,
        """
        import os


        def test_login_file(shop):
            old = os.environ.get("NETRC", "")
            os.environ["NETRC"] = "tests/login"
            try:
                assert shop.login() == "demo"
            finally:
                if old:
                    os.environ["NETRC"] = old
                else:
                    del os.environ["NETRC"]


        def test_plugins(shop):
            old = os.environ.get("PYTHONPATH", "")
            os.environ["PYTHONPATH"] = "tests/plugins"
            try:
                assert shop.plugins()
            finally:
                os.environ["PYTHONPATH"] = old
        """,
        """
        import os


        def test_mode_is_read(shop, monkeypatch):
            monkeypatch.delenv("SHOP_MODE", raising=False)
            os.environ["SHOP_MODE"] = "demo"
            assert shop.mode() == "demo"
        """,
        """
        import os
        from unittest import mock


        @mock.patch.dict(os.environ)
        def test_mode_is_read(shop):
            os.environ["SHOP_MODE"] = "demo"
            assert shop.mode() == "demo"
        """,
        """
        import os


        def test_mode_is_read(shop):
            saved = dict(os.environ)
            os.environ["SHOP_MODE"] = "demo"
            try:
                assert shop.mode() == "demo"
            finally:
                os.environ.clear()
                os.environ.update(saved)
        """,
        """
        import os

        import pytest


        def test_shop_sets_its_mode(shop):
            shop.start()
            assert os.environ.pop("SHOP_MODE") == "live"


        @pytest.fixture
        def settings_from_file(shop):
            yield shop.load(".env")
            del os.environ["SHOP_MODE"]
        """,
        """
        import os
        import unittest


        class TestShop(unittest.TestCase):
            def test_mode_is_read(self):
                self.addCleanup(os.environ.pop, "SHOP_MODE", None)
                os.environ["SHOP_MODE"] = "demo"
                self.assertEqual(self.shop.mode(), "demo")
        """,
        """
        import os
        import unittest

        import shop.testing


        class TestShop(unittest.TestCase):
            def setUp(self):
                self.addCleanup(shop.testing.environment_keeper())

            def test_mode_is_read(self):
                os.environ["SHOP_MODE"] = "demo"
                self.assertEqual(self.shop.mode(), "demo")
        """,
        """
        import os

        os.environ.setdefault("SHOP_MODE", "demo")


        def use_demo():
            os.environ["SHOP_MODE"] = "demo"


        def test_in_another_process(start):
            def main():
                os.environ["SHOP_MODE"] = "demo"

            assert start(main) == 0
        """,
    ),
)


@rule.where(hints=(environment.HINT,), look=environment.may_be_changed)
def left_changed(module: Module) -> Iterator[Hit]:
    names = {name for name, meant in module.scopes.imported() if meant in environment.ENVIRON}
    mentions = (
        *module.attributes({"environ"}),
        *(each for each in module.nodes(ast.Name) if names and each.id in names),
    )
    for function in dict.fromkeys(map(module.function, mentions)):
        if function is not None:
            for each in states.judgements(function, rule.code, module):
                yield reported(rule, each, module)
