"""A module of production code imports a mock library or a test framework."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.project.dependencies import is_needed
from flake8_testsec.project.metadata import is_of_testing_tool
from flake8_testsec.project.plugin_parts import is_part_of_plugin
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.lent_doubles import is_lent, is_recognised
from flake8_testsec.vocabulary.testing.suites import TESTCASES
from flake8_testsec.vocabulary.testing.tooling import (
    is_for_runner,
    is_for_testing,
    is_optional,
    is_tooling,
    only_as_script,
    only_for_types,
    serves_tests,
)

rule = Rule(
    code="TSE601",
    summary="production module imports a mock library or a test framework",
    message="production module imports {module}",
    roles=Role.PRODUCTION | Role.SETTINGS,
    cwe=489,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    What is shipped then needs a library that only tests need: where it is not installed, the import
    fails. Where it is, doubles are within reach of the code that runs for real, and what was put in for a
    test, a branch for mocks or a replaced function, stays in. ``_pytest`` is private, and is nearly
    always there because an editor completed a name and imported it.

    Silence where no double is made (``isinstance(x, Mock)``, ``with patch.dict(os.environ, ...)``), in a
    function that only tests call (``assert_sent``, or by its docstring), in a class that is for the tests of
    users by its docstring, in a plugin of pytest that is classified as a tool for tests, and for pytest in
    what a module with its hooks imports that lies beside it. Silence too for what
    the project's metadata names among what it needs wherever it is installed: it will be there. What is
    imported so is mostly meant (a tool for tests, a value swapped for a moment, a marker), so the rule is off
    unless enabled.
    """,
    fix="""
    Remove the import. What the code really needs (a recorder, a null object, a type) is better written
    for it, or found in the standard library; what only tests need belongs into the tests. If the module is
    test support, say so with ``--testsec-support-names`` or ``--testsec-test-paths``.
    """,
    fixable="Nothing, because what takes the place of the mock in production is for a person to write.",
    bad=(
        """
        from mock import sentinel
        ^^^^^^^^^^^^^^^^^^^^^^^^^

        UNSET = sentinel.UNSET
        """,
        """
        import fakeredis
        ^^^^^^^^^^^^^^^^
        from moto import mock_aws
        ^^^^^^^^^^^^^^^^^^^^^^^^^

        client = fakeredis.FakeStrictRedis()
        """,
        """
        from unittest import mock
        ^^^^^^^^^^^^^^^^^^^^^^^^^

        UNSET = mock.sentinel.UNSET
        ORDER = mock.Mock()
        SHOPS = {"none": mock.Mock}
        """,
        """
        import json
        from unittest import mock
        ^^^^^^^^^^^^^^^^^^^^^^^^^

        def request_for(model):
            return mock.Mock(model=model)

        class MockShop:
            '''A shop that sells nothing, useful for testing.'''
            pay = mock.Mock()
        """,
        """
        from _pytest.capture import EncodedFile
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        from pytest import Item
        ^^^^^^^^^^^^^^^^^^^^^^^

        class Basket:
            items = []
        """,
        """
        from typing import TYPE_CHECKING

        if TYPE_CHECKING:
            from _pytest.capture import EncodedFile
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        else:
            import responses
            ^^^^^^^^^^^^^^^^

        def describe(connection):
            import mock
            ^^^^^^^^^^^
            return isinstance(connection, mock.Mock) or mock.Mock()
        """,
        """
        import os
        import unittest.mock as doubles, pytest
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        from unittest.mock import patch
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        from unittest.mock import patch as changed
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        CHANGES = changed.dict

        with changed.dict(settings, SHOP="1"):
            ask()

        doubles.patch.dict(os.environ, SHOP="1").start()

        def sent():
            return doubles.patch("shop.mail.send")

        def connect():
            with patch("shop.mail.send"), patch.dict(os.environ, SHOP="1"):
                return ask()

        def is_near(a, b):
            return a == pytest.approx(b)
        """,
    ),
    good=(
        """
        import sys

        def price(order):
            return order.total

        if "pytest" in sys.modules:
            import pytest

            @pytest.fixture
            def order():
                return Order(total=3)

            def test_price(order):
                assert price(order) == 3
        """,
        """
        import testtools

        class ShopTestCase(testtools.TestCase):
            def place(self, order):
                self.assertTrue(self.shop.place(order))
        """,
        """
        import os
        from unittest.mock import Mock, MagicMock as Magic, patch

        def token_of(login):
            with patch.dict(os.environ, {"SHOP_TOKEN": login}), patch.dict("os.environ", SHOP="1"):
                return ask()

        def as_shop():
            return patch.dict(os.environ, SHOP="1")

        def assert_sent(mail):
            from unittest import mock
            assert mail == mock.ANY

        def break_connection():
            '''Used for testing alone.'''
            from unittest import mock
            return mock.Mock()

        class MockShop:
            '''A shop that sells nothing, useful for testing.'''

            def __init__(self):
                self.pay = Magic(side_effect=Mock())

        class DeafShop(Shop):
            '''Silent; should only be used in tests.'''

            def connect(self):
                return DeafLine()

        class DeafLine(Mock):
            lines = 3

        HASHES = {Mock: id}
        KINDS = []
        KINDS += [Mock]

        def is_double(given):
            return isinstance(given, tuple(KINDS))

        def visit(each):
            return [] if isinstance(each, (Mock, Magic)) or issubclass(each, Mock) else [each]
        """,
        """
        from typing import TYPE_CHECKING

        import unittest
        from http.client import responses
        from unittest import TestCase

        from . import mock
        from .mock import Recorder
        from shop.responses import Page

        if TYPE_CHECKING:
            from unittest.mock import Mock

        def run_checks():
            import pytest
            return pytest.main(["-q"])
        """,
        """
        try:
            import pytest
        except ImportError:
            pytest = None

        def orders(): ...

        if __name__ == "__main__":
            from unittest import mock
            with mock.patch("shop.mail.send"):
                orders()
        """,
        """
        import pytest
        from unittest import mock

        @pytest.fixture
        def orders():
            return mock.Mock()
        """,
        """
        # file: shop/plugin.py
        from unittest import mock

        def pytest_configure(config):
            mock.patch("shop.mail.send").start()
        # file: shop/recording.py
        from unittest import mock

        import fixtures

        class Recording(fixtures.Fixture):
            def setUp(self):
                super().setUp()
                self.useFixture(fixtures.MonkeyPatch("shop.mail.send", mock.Mock()))
        # file: shop/demo.py
        '''This only prepares the environment for doctests.'''
        from unittest.mock import MagicMock

        shop = MagicMock()
        # file: pytest_shop/patches.py
        from unittest import mock
        # file: moto/core/models.py
        from unittest.mock import patch
        # file: streams/pyproject.toml
        [project]
        dependencies = ["testtools>=2.7"]
        # file: streams/filters.py
        import testtools

        def only_failed(stream):
            return testtools.StreamToDict(stream)
        # file: setup.py
        import pytest
        # file: shop/speed.py
        import pyperf
        from unittest import mock
        # file: shop/generate.py
        #!/usr/bin/env python3
        from unittest import mock

        if __name__ == "__main__":
            print(mock.Mock())
        """,
    ),
)
_MOCK = ("unittest.mock", "mock")
_FRAMEWORKS = frozenset(
    {"pytest", "nose", "testtools", "requests_mock", "responses", "httpretty", "respx", "freezegun"}
    | {"aioresponses", "fakeredis", "mongomock", "moto", "pyfakefs", "pytest_mock", "time_machine"}
)


@rule.on(ast.Import, ast.ImportFrom)
def imported(statement: ast.Import | ast.ImportFrom, module: Module) -> Iterator[Hit]:
    """Report an import of what only tests need, where it takes effect."""
    name = next((name for name in _modules(statement) if _is_wrong(name, statement, module)), None)
    if name is None or _makes_no_double(statement, module) or is_needed(name.partition(".")[0], module):
        return
    if not _stands_aside(statement, module) and not _is_of_plugin(name, module):
        yield rule.at(statement, module=name)


def _is_of_plugin(name: str, module: Module) -> bool:
    return name.partition(".")[0] in ("pytest", "_pytest") and is_part_of_plugin(module)


def _stands_aside(statement: ast.stmt, module: Module) -> bool:
    return (
        is_tooling(module)
        or _has_cases(module)
        or only_as_script(statement, module)
        or is_for_runner(statement, module)
        or serves_tests(statement, module)
        or is_of_testing_tool(module)
        or is_for_testing(module.tree)
    )


@once
def _has_cases(module: Module) -> bool:
    """Whether a module defines a class of tests, and so is one of tests, wherever it lies."""
    above = (names for each in module.nodes(ast.ClassDef) for names in module.bases(each))
    return any(names & TESTCASES for names in above)


def _makes_no_double(statement: ast.Import | ast.ImportFrom, module: Module) -> bool:
    """Whether all that is imported only recognises the doubles of others, ``isinstance(x, Mock)``, sets the
    environment for a moment, ``with patch.dict(os.environ, ...)``, or makes a double for users' tests."""
    bound = {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
    uses = [each for each in module.nodes(ast.Name) if each.id in bound and isinstance(each.ctx, ast.Load)]
    return bool(uses) and all(
        is_recognised(each, module) or is_lent(each, module) or _is_for_users(each, module) for each in uses
    )


def _is_for_users(name: ast.Name, module: Module) -> bool:
    """Whether a name stands in a class that says it is for the tests of those who use the package, or in
    one that only such a class names."""
    around = [*_classes_around(name, module)]
    if any(is_for_testing(each) or _is_fixture(each, module) for each in around):
        return True
    uses = [use for each in around for use in module.named(each.name) if isinstance(use.ctx, ast.Load)]
    classes = (_classes_around(each, module) for each in uses)
    return bool(uses) and all(any(map(is_for_testing, each)) for each in classes)


def _is_fixture(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class is a fixture of the library ``fixtures``, which sets up and restores for a test."""
    return any("fixtures.Fixture" in names for names in module.bases(class_))


def _classes_around(node: ast.AST, module: Module) -> Iterator[ast.ClassDef]:
    return (each for each in module.ancestors(node) if isinstance(each, ast.ClassDef))


def _modules(statement: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names)
    elif statement.module and not statement.level:
        whole = statement.module == "unittest" and any(alias.name == "mock" for alias in statement.names)
        yield "unittest.mock" if whole else statement.module


def _is_wrong(name: str, statement: ast.stmt, module: Module) -> bool:
    top = name.partition(".")[0]
    if name.startswith(tuple(f"{mock}." for mock in _MOCK)) or name in _MOCK:
        return not only_for_types(statement, module)
    if module.function(statement) is not None or is_optional(statement, module):
        return False
    return top == "_pytest" or (top in _FRAMEWORKS and not only_for_types(statement, module))
