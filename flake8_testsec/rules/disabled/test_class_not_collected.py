"""A class with tests that no runner looks into, because of its name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial

from flake8_testsec.finding import Fix
from flake8_testsec.fixing.definitions import renamed
from flake8_testsec.patterns import lazy
from flake8_testsec.project.collection import patterns
from flake8_testsec.project.plain_classes import holds_tests, is_out_of_use
from flake8_testsec.project.views import is_spoken_of
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.vocabulary.testing.suites import is_test, is_test_file, methods
from flake8_testsec.vocabulary.testing.uncollected import looks_up_functions

rule = Rule(
    code="TSE522",
    summary="a class with tests is never collected; begin its name with Test",
    message="no runner looks for tests in {name}; begin the name with Test, or inherit from a TestCase",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    pytest looks for tests in classes whose name begins with ``Test`` or matches ``python_classes``, and in
    those that inherit from ``unittest.TestCase``; other runners know only the latter. ``OrderTest`` without a
    base is neither: often the base was dropped when a suite moved to pytest. All its tests are dead, and
    nothing reports a test that does not exist.
    """,
    fix="""
    Begin the name with ``Test``, or inherit from ``unittest.TestCase`` if the tests use its assertions. Where
    a class only holds tests for others to inherit, inherit from it.
    """,
    fixable="""
    The name begins with ``Test``, without the word at its end; unsafe, because the tests have never run and
    may fail. There is no fix where the class takes assertions from ``self``, which a base had, nor where the
    name is taken.
    """,
    bad=(
        """
        class OrderTest:
        ^^^^^^^^^^^^^^^^
            def test_total(self):
                assert total([1, 2]) == 3
        """,
        """
        # file: tests/support.py
        class WithFolder:
            def setup_method(self):
                self.folder = folder()
        # file: tests/test_pages.py
        import pytest
        from tests import support

        class TestPages:
            def test_first(self, tmp_path):
                assert first(tmp_path)

        @pytest.mark.slow
        class MorePagesTestCase(support.WithFolder):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            def test_second(self, tmp_path):
                assert second(self.folder, tmp_path)
        """,
        """
        class PluralTest:
        ^^^^^^^^^^^^^^^^^
            def test_one(self):
                self.assertEqual(plural(1), "order")
        """,
        """
        from unittest import mock

        @mock.patch("shop.bank.pay")
        class PaymentTest:
        ^^^^^^^^^^^^^^^^^^
            def test_pays(self, pay):
                assert order(1) is pay.return_value
        """,
    ),
    good=(
        """
        # file: pyproject.toml
        [tool.pytest.ini_options]
        python_classes = ["Test*", "*Test"]
        # file: tests/test_orders.py
        class OrderTest:
            def test_total(self):
                assert total([1, 2]) == 3
        """,
        """
        import unittest
        from shop.testing import Base

        class OrderTest(unittest.TestCase):
            def test_total(self):
                self.assertEqual(total([1, 2]), 3)

        class PageTest(Base):
            def test_first(self):
                assert first()
        """,
        """
        # file: tests/test_base.py
        class StoreTests:
            def test_put(self):
                assert put("a", 1)
        # file: tests/test_memory.py
        from .test_base import StoreTests

        class TestMemory(StoreTests):
            pass
        """,
        """
        class StoreContract:
            def test_put(self):
                assert self.store.put("a", 1)

        class FakeStore:
            def test_connection(self):
                assert self.open()

            def open(self):
                return True

        def test_put():
            assert FakeStore().open()
        """,
        """
        class StoreFixtures:
            store = None

            @classmethod
            def setup_class(cls):
                if cls.store is None:
                    raise RuntimeError("tell which store")

        class StoreTests(StoreFixtures):
            def test_put(self):
                assert self.store.put("a", 1)
        """,
        """
        class OrderTest:
            __test__ = False

            def test_total(self):
                assert total([1, 2]) == 3
        """,
    ),
)


@rule.on(ast.ClassDef)
def not_collected(class_: ast.ClassDef, module: Module) -> Iterator[Hit]:
    """Report each class with tests that has neither the name nor the base that runners go by."""
    name = class_.name
    if not name.startswith(("Test", "_")) and is_test_file(module) and _is_lost(class_, module):
        yield rule.at(class_, name=name).fixed_by(partial(_named, class_, module))


_WORD = lazy(r"(?<=\w)_?(?:TestCases?|Tests?)\Z")
_OF_CASE = lazy(r"assert[A-Z]\w*|fail\w*|skipTest|subTest|addCleanup|id|_testMethodName")


@once
def _words(module: Module) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", module.source))


def _named(class_: ast.ClassDef, module: Module) -> Fix:
    """The name by which pytest finds the class, unless something else has it or the tests want a base."""
    name = f"Test{_WORD.sub('', class_.name)}"
    asked = (each for each in walk(class_) if isinstance(each, ast.Attribute))
    is_of_case = any(spelt(each.value) == "self" and _OF_CASE.fullmatch(each.attr) for each in asked)
    is_taken = not class_.name[0].isupper() or name in _words(module)
    return Fix(() if is_of_case or is_taken else renamed(class_, name, module))


def _is_lost(class_: ast.ClassDef, module: Module) -> bool:
    name = class_.name
    return (
        any(is_test(each, module) for each in methods(class_))
        and not patterns(module).take_class(name)
        and is_out_of_use(class_, module)
        and not any(each.name in ("__init__", "__new__") for each in methods(class_))
        and holds_tests(class_, module)
        and not looks_up_functions(module)
        and not is_spoken_of(name, module)
    )
