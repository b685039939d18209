"""A patcher is started and never stopped, so the patch outlives the test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain

from flake8_testsec.cleanup.fixes import ended
from flake8_testsec.cleanup.judgement import Judgement, judgements, never_released
from flake8_testsec.cleanup.patchers import ends_with_test, made_by_helpers, stopped
from flake8_testsec.cleanup.registrars import end_of_class, registrar
from flake8_testsec.cleanup.remedies import how_ended, remedy
from flake8_testsec.cleanup.resources import PATCHERS, makers, of_rule
from flake8_testsec.project.views import is_spoken_of
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_of_session, is_test, methods

rule = Rule(
    code="TSE308",
    summary="a patcher is started and never stopped",
    message="{what} is {how}; {remedy}",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
        A patch that was begun with ``start()`` stays until somebody calls ``stop()`` on the patcher: the
        end of the test does not end it. All tests that run later in the process meet the mock instead of
        the real thing; they pass or fail by the order in which they run, and a control that was mocked
        away stays away. The set-up of a class without tests that other modules use, which mostly patches for
        the whole suite, is reported only where the rule is enabled by name.
        """,
    fix="""
        Register ``patcher.stop`` for cleanup right after ``start()``, enter the patch with ``with``, or use
        it as a decorator.
        """,
    fixable="""
    ``addCleanup`` below ``start()``, and a name for the patcher if it has none; outside of a TestCase a
    ``with`` up to the end of a test. Both are safe. Nothing is done to helpers and set-ups that have no
    TestCase, whose patches others need.
    """,
    bad=(
        """
        import unittest
        from unittest import mock


        class TestOrders(unittest.TestCase):
            def setUp(self):
                self.clock = mock.patch("shop.clock.now")
                self.now = self.clock.start()
                           ^^^^^^^^^^^^^^^^^^

            def test_order_has_a_date(self):
                self.now.return_value = 7
        """,
        """
        import unittest
        from unittest import mock


        class TestOrders(unittest.TestCase):
            def test_order_has_a_date(self):
                now = mock.patch("shop.clock.now").start()
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(7, now.return_value)
        """,
        """
        import pytest
        from unittest.mock import patch

        from shop import stock

        NAMES = ("count", "order")


        @pytest.fixture
        def stocked():
            mocks = {name: patch.object(stock, name).start() for name in NAMES}
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            yield mocks
            for each in mocks:
                each.close()


        @pytest.fixture(scope="module")
        def empty():
            patch.object(stock, "count").start()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        from unittest import mock


        def make_clock():
            return mock.patch("shop.clock.now")


        def test_order_has_a_date():
            clock = make_clock()
            now = clock.start()
                  ^^^^^^^^^^^^^
            assert now.return_value
        """,
        """
        # file: tests/clocks.py
        from unittest import mock


        def make_clock():
            return mock.patch("shop.clock.now")

        # file: tests/test_orders.py
        import unittest

        from tests import clocks


        class TestOrders(unittest.TestCase):
            def setUp(self):
                self.clock = clocks.make_clock()
                self.clock.start()
                ^^^^^^^^^^^^^^^^^^

            def test_order_has_a_date(self):
                self.assertTrue(True)
        """,
    ),
    good=(
        """
        import pytest
        from unittest import mock


        @pytest.fixture(scope="session", autouse=True)
        def clock():
            mock.patch("shop.clock.now").start()
        """,
        """
        import unittest
        from unittest import mock


        class TestOrders(unittest.TestCase):
            def setUp(self):
                self.clock = mock.patch("shop.clock.now")
                self.now = self.clock.start()
                self.addCleanup(self.clock.stop)
        """,
        """
        import unittest
        from unittest import mock


        class TestOrders(unittest.TestCase):
            def setUp(self):
                self.clock = mock.patch("shop.clock.now")
                self.now = self.clock.start()

            def tearDown(self):
                self.clock.stop()
        """,
        """
        import unittest
        from unittest import mock


        class TestOrders(unittest.TestCase):
            def setUp(self):
                self.now = mock.patch("shop.clock.now").start()
                self.addCleanup(mock.patch.stopall)
        """,
        """
        import unittest
        from unittest import mock


        class TestOrders(unittest.TestCase):
            def setUp(self):
                self.now = mock.patch("shop.clock.now").start()

            def tearDown(self):
                mock.patch.stopall()
        """,
        """
        from unittest import mock

        from shop.tests import base


        class TestOrders(base.ShopTest):
            def setUp(self):
                super().setUp()
                self.now = mock.patch("shop.clock.now").start()
        """,
        """
        from unittest import mock

        from oslotest import base


        class FakeShop:
            def open(self):
                mock.patch("shop.clock.now").start()


        class TestOrders(base.BaseTestCase):
            def test_order(self):
                self.assertTrue(FakeShop())
        """,
        """
        import unittest
        from unittest import mock

        from shop.stock import Stock


        class TestStock(unittest.TestCase):
            def test_count(self):
                stock = Stock()
                mock.patch.object(stock, "count").start()
                self.assertTrue(stock.count())
        """,
        """
        from unittest import mock


        def patch_clock():
            mock.patch("shop.clock.now").start()


        def patch_stock():
            mock.patch("shop.stock.count").start()


        if __name__ == "__main__":
            patch_clock()
        """,
        """
        from unittest import mock

        import fixtures


        class ClockFixture(fixtures.Fixture):
            def _setUp(self):
                self.now = mock.patch("shop.clock.now").start()
        """,
        """
        from unittest import mock


        def test_date():
            now = mock.patch("shop.clock.now").start()
            assert now()
            now.stop()
        """,
        """
        from unittest import mock


        def begin():
            clock = mock.patch("shop.clock.now")
            clock.start()
            return clock
        """,
        """
        # file: tests/base.py
        import unittest
        from unittest import mock


        class ShopTest(unittest.TestCase):
            def setUp(self):
                super().setUp()
                self.addCleanup(mock.patch.stopall)

        # file: tests/test_orders.py
        from unittest import mock

        from tests import base


        class TestOrders(base.ShopTest):
            def setUp(self):
                super().setUp()
                self.now = mock.patch("shop.clock.now").start()
        """,
    ),
)


@rule.call(*PATCHERS.made_by, hints=PATCHERS.begun_by)
def never_stopped(call: ast.Call, module: Module) -> Iterator[Hit]:
    found = judgements(call, module)
    if found and not ends_with_test(call, module):
        yield from _reported(found, module)


@rule.call(*makers(row for row in of_rule(rule.code) if row is not PATCHERS))
def double_never_stopped(call: ast.Call, module: Module) -> Iterator[Hit]:
    """A clock, a mock of requests, settings: what other libraries put in the place of what all share."""
    yield from _reported(judgements(call, module), module)


@rule.method("start")
def helper_never_stopped(start: ast.Call, module: Module) -> Iterator[Hit]:
    """A patcher that a function of another module of the project made."""
    receiver = start.func.value if isinstance(start.func, ast.Attribute) else start
    for call in made_by_helpers(receiver, module):
        if module.kept.setdefault((rule.code, call), start) is start:  # it may be started again and again
            yield from _reported(judgements(call, module, (PATCHERS,), _from_helpers), module)


def _from_helpers(module: Module) -> Iterator[ast.Call]:
    """The calls of all helpers whose patchers a module starts."""
    starts = (each.func for each in module.calls({"start"}) if isinstance(each.func, ast.Attribute))
    found = [made_by_helpers(each.value, module) for each in starts]
    yield from chain.from_iterable({id(each): each for each in found}.values())  # many start the same


def _reported(found: tuple[Judgement, ...], module: Module) -> Iterator[Hit]:
    for judgement in never_released(found, rule.code, module):
        row, _, begin, function, _ = judgement.obligation
        if is_of_session(function) or (row is PATCHERS and _is_for_all(function, module)):
            continue  # it is meant for the whole run
        if not _is_of_another_process(function, module) and not _is_mock_stopped(begin, module):
            words = _remedy(judgement, module)
            how = "started but never stopped" if row is PATCHERS else f"never {how_ended(row)}"
            yield rule.at(begin, what=row.what, how=how, remedy=words).fixed_by(
                ended(words, judgement.obligation, module)
            )


def _is_for_all(function: Function, module: Module) -> bool:
    """Whether a class patches for all tests of a suite: it has none, and a set-up for others to inherit."""
    class_ = module.class_of(function)
    if class_ is None or module.settings.enables(rule.code) or not any(map(is_hook, methods(class_))):
        return False
    return not any(is_test(each, module) for each in methods(class_)) and is_spoken_of(class_.name, module)


def _is_of_another_process(function: Function, module: Module) -> bool:
    """Whether the function belongs to a script, or to a fixture object whose user may stop all patchers."""
    class_ = module.class_of(function)
    if class_ is not None:
        return any("fixtures.Fixture" in names for names in module.bases(class_))
    is_own = is_fixture(function, module) or is_hook(function) or is_test(function, module)
    return not is_own and _is_script(module)


@once
def _is_script(module: Module) -> bool:
    found = re.search(r"^if __name__ ==", module.source, re.MULTILINE)
    return found is not None


def _is_mock_stopped(start: ast.AST, module: Module) -> bool:
    """Whether the mock that was returned is stopped instead: TSE317 says so."""
    match module.parent(start):
        case ast.Assign(targets=[target]):
            return spelt(target) in stopped(module)
        case _:
            return False


def _remedy(judgement: Judgement, module: Module) -> str:
    handle, function = judgement.obligation.handle, judgement.obligation.function
    if judgement.obligation.resource is not PATCHERS:
        return remedy(judgement.obligation, module)
    register = registrar(function, module)
    if not register:
        of_class = function is not None and end_of_class(function, module)
        return (
            "have it stopped in tearDownClass"
            if of_class
            else "use it in a with statement, or as a decorator"
        )
    if handle is None or not handle.name:
        return f"keep the patcher, and register its stop with {register}"
    return f"add {register}({handle}.stop)"
