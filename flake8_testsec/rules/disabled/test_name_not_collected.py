"""A check among the tests of a class or module whose name no runner takes for a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.cleanup.lineage import asks_for_nothing
from flake8_testsec.patterns import lazy
from flake8_testsec.project.collection import patterns, takes_class
from flake8_testsec.project.fixtures import asks_for_fixtures
from flake8_testsec.project.gone import uses_gone
from flake8_testsec.project.views import is_spoken_of, view_of
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.raising import is_unbound
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.hook_spellings import meant
from flake8_testsec.vocabulary.testing.prefixes import named_as_test
from flake8_testsec.vocabulary.testing.said_around import is_told
from flake8_testsec.vocabulary.testing.suites import (
    is_at_top,
    is_case,
    is_test,
    is_test_file,
    methods,
    tests,
)
from flake8_testsec.vocabulary.testing.uncollected import (
    asks_the_command_line,
    called_on_self,
    checks,
    is_defined_again,
    is_marked_only,
    is_named,
    is_off,
    is_put_aside,
    is_set_apart,
    is_step,
    is_written_once,
    looks_up_functions,
    looks_up_methods,
    says_why,
)

rule = Rule(
    code="TSE515",
    summary="a check is never collected; tests begin with test",
    message="{name} is never {how}; {remedy}",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    Runners find tests by their names. A method of a test class, or a function beside tests, that checks
    something, that nothing calls and that does not begin with ``test`` is dead: the prefix was forgotten or
    misspelt, or the test was switched off by renaming, which no report mentions. Functions, and methods with
    parameters, are reported where pytest could run them: all they ask for are fixtures. By name alone where a
    comment in words may tell why, or the name says so, ``xtest_pay``, unless they use what a module of the
    project no longer has. Nobody calls a ``teardown`` of a TestCase, and what it should give back stays.
    """,
    fix="""
    Begin the name with ``test_``. If the test shall not run for now, keep its name and skip it with a
    reason; a docstring that says why it is off will do. Delete it if it is no longer wanted.
    """,
    fixable="""
    The name gets the prefix that the others have; unsafe, because the test has never run. There is no fix
    where it asks its object for what none of its classes gives it.
    """,
    bad=(
        """
        import unittest
        from unittest import mock
        import shop.names
        from shop import links

        class LinkTest(unittest.TestCase):
            def test_join(self):
                self.assertEqual(links.join("a", "b"), "a/b")

            def remove_version(self):
            ^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(links.remove_version("/v1/a"), "/a")

            def clean_name(self):
            ^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(shop.names.clean_name("A "), "a")

            @mock.patch("shop.links.log")
            def rejects_spaces(self, log):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                with self.assertRaises(ValueError):
                    links.join("a b", "c")
        """,
        """
        class TestStock:
            def test_take(self):
                assert take(1) == 0

            def tset_take_nothing(self):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert take(0) == 0

            async def _test_take_too_much(self):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert await take(9) is None
        """,
        """
        from shop.testing import ApiTestCase

        class TestLogin(ApiTestCase):
            def test_good_project(self):
                self.post("/login", project="a", expected_status=200)

            def bad_project(self):
            ^^^^^^^^^^^^^^^^^^^^^^
                self.post("/login", project="b", expected_status=401)
        """,
    ),
    good=(
        """
        import unittest

        class StockTest(unittest.TestCase):
            def test_count(self):
                self.assertEqual(self.count(), 1)

            def teardown(self):
                self.stock.close()

            def tearDown(self):
                self.teardown()

        class TillTest:
            def test_open(self):
                assert self.till.open()

            def teardown(self):
                self.till.close()
        """,
        """
        import unittest
        from shop import links

        class LinkTest(unittest.TestCase):
            def test_join(self):
                self.assertEqual(links.join("a", "b"), "a/b")
                self.joined_nowhere()

            def joined_nowhere(self):
                self.assertFalse(links.seen)

            def make_links(self):
                self.links = [links.new()]

            def first_link(self):
                self.assertTrue(self.links)
                return self.links[0]

            def link_of(self, name):
                self.assertIn(name, self.links)

            @property
            def only_link(self):
                self.assertEqual(len(self.links), 1)
        """,
        """
        import unittest

        class LinkTest(unittest.TestCase):
            def setUp(self):
                self.assertTrue(database())

            def test_join(self):
                self.assertTrue(join())
                self.then_it_is_open()

            def then_it_is_open(self):
                self.assertTrue(database().open)

            def then_it_is_closed(self):
                self.assertFalse(database().open)

            def tearDown(self):
                self.assertFalse(database().open)

            def assertClosed(self):
                self.assertFalse(database().open)

            def check_closed(self):
                self.assertFalse(database().open)

            def _closed(self):
                self.assertFalse(database().open)

            def _test_join(self):
                self.assertTrue(database().open)

            def recorded_setup(self):
                self.assertTrue(database().open)
        """,
        """
        class CartChecks:
            def is_open(self):
                assert self.cart.open

            def test_cart(self):
                assert self.cart

        class TestCart:
            def is_closed(self):
                assert not self.cart.open
        """,
        """
        import unittest

        class StepTest(unittest.TestCase):
            def test_steps(self):
                for name in steps():
                    getattr(self, name)()

            def fills_the_cart(self):
                self.assertTrue(fill())
        """,
        """
        import unittest

        class StepTest(unittest.TestCase):
            def test_cart(self):
                self.assertTrue(cart())

            def fills_the_cart(self):
                self.assertTrue(fill())

        def load_tests(loader, tests, pattern):
            return suite_of(StepTest)
        """,
    ),
)

# Called by a runner or a base class, or there for others to call.
_HOOK = lazy(
    r"(async_?)?(set_?up|tear_?down)|\w+_(set_?up|tear_?down)\Z|assert|check(_|\Z)|verify(_|\Z)|(run|runTest|debug)\Z",
    re.IGNORECASE,
)
_HOOK_OF_MODULE = lazy(
    r"(set_?up|tear_?down)|assert|(main|run|debug)\Z|pytest_|load_tests\Z|describe_|__", re.IGNORECASE
)
"""The same of functions at the module's level; ``describe_`` is what pytest-describe collects."""

_SLIP = lazy(r"(est|etst|teest|tes|tesst|testt|tets|tset|tst|ttest)_")
"""How ``test_`` is misspelt: one letter too many, too few or out of its place."""

_OF_TESTS = (
    *("unittest.mock.patch", "pytest.mark", "ddt", "unittest.skip", "unittest.skipIf", "unittest.skipUnless"),
    *("unittest.expectedFailure", "django.test.override_settings", "django.test.utils.override_settings"),
    *("django.test.modify_settings", "django.test.utils.modify_settings", "django.test.tag"),
    *("django.test.skipIfDBFeature", "django.test.skipUnlessDBFeature", "freezegun.freeze_time"),
    *("responses.activate", "tornado.testing.gen_test", "hypothesis.given", "mocket.mocketize"),
    *("mocket.decorators.mocketizer.mocketize", "time_machine.travel", "moto.mock_aws"),
)
"""Decorators that make no sense on a helper; those that replace something also give the parameters."""


@rule.on(ast.ClassDef, look=looks.has_other_methods)
def not_collected(class_: ast.ClassDef, module: Module) -> Iterator[Hit]:
    """Report the checks of a class with tests that are no tests by their names and that nothing names."""
    if not is_test_file(module):
        return
    has_tests = any(is_test(each, module) for each in methods(class_))
    if not has_tests and not is_case(class_, module):
        return
    for method in _candidates(class_, module):
        if not (has_tests or _SLIP.match(method.name)):
            continue
        hit = rule.at(method, name=method.name, how="collected", remedy=_remedy(method))
        is_idle = is_off(method.name) or asks_for_nothing(method, class_, module)
        yield (
            hit
            if is_idle or _is_put_aside(method, class_, module)
            else hit.fixed(*named_as_test(method, class_, module))
        )


def _is_put_aside(method: Function, class_: ast.ClassDef, module: Module) -> bool:
    """Whether a test has a name that no module has, so that it would fail; or more than one in its class is
    misspelt, which is no slip."""
    names = (each for each in within(method) if isinstance(each, ast.Name))
    if any(isinstance(each.ctx, ast.Load) and is_unbound(each, module) for each in names):
        return True
    return sum(bool(_SLIP.match(each.name)) for each in methods(class_)) > 1


def _candidates(class_: ast.ClassDef, module: Module) -> Iterator[Function]:
    for method in methods(class_):
        if (
            _may_be_a_test(method, module)
            and takes_class(class_, module)
            and not _is_meant(method, module)
            and _can_be_run(method, class_, module)
            and checks(method, module)
            and not _is_mentioned(method, module)
            and not is_spoken_of(method.name, module)
        ):
            yield method


@rule.on(ast.ClassDef, look=looks.has_other_methods)
def hook_never_called(class_: ast.ClassDef, module: Module) -> Iterator[Hit]:
    """Report the methods of a TestCase that are called almost like its hooks."""
    if any(meant(each.name) for each in methods(class_)):
        from flake8_testsec.cleanup.hook_names import misspelt  # which few files have any use for

        for method, hook in misspelt(class_, module):
            yield rule.at(method, name=method.name, how="called", remedy=f"unittest calls {hook}")


def _may_be_a_test(method: Function, module: Module) -> bool:
    return (
        not method.name.startswith("test")
        and method.name.startswith("_test" if method.name.startswith("_") else "")
        and not _HOOK.match(method.name)
        # Most that are no tests are called by one; a look at the text is quicker than at the tree.
        and method.name not in called_on_self(module)
        and not is_step(method.name, module)
    )


def _can_be_run(method: Function, class_: ast.ClassDef, module: Module) -> bool:
    """Whether a runner could call the method, if it had the name."""
    if method.decorator_list:
        return is_marked_only(method, module, _OF_TESTS)
    match method.args:
        case ast.arguments(posonlyargs=[], args=[_], vararg=None, kwonlyargs=[], kwarg=None):
            return True
        case ast.arguments(args=[_, *_]):
            return not is_case(class_, module) and asks_for_fixtures(method, module)
        case _:
            return False


def _is_mentioned(method: Function, module: Module) -> bool:
    """Whether anything in the module may call the method, or collects tests in a way of its own."""
    name = method.name
    # A base class may look for the partner of each test: ``_testX`` of ``testX``.
    names = (name, name.removeprefix("_"))
    return is_named(name, module) or is_defined_again(names, method, module) or looks_up_methods(module)


@rule.on(ast.FunctionDef, ast.AsyncFunctionDef, look=looks.may_be_test)
def function_not_collected(function: Function, module: Module) -> Iterator[Hit]:
    """Report the checks at the module's level, beside tests, that pytest could run but for their names."""
    if (
        not function.name.startswith("test")
        and is_at_top(function, module)
        and is_test_file(module)
        and view_of(module) is not None
        and _is_beside_tests(module)
        and _is_lost(function, module)
    ):
        yield rule.at(function, name=function.name, how="collected", remedy=_remedy(function))


@once
def _is_beside_tests(module: Module) -> bool:
    return any(is_at_top(each, module) for each in tests(module))


def _is_lost(function: Function, module: Module) -> bool:
    name = function.name
    return (
        name.startswith("_test" if name.startswith("_") else "")
        and not _HOOK_OF_MODULE.match(name)
        and not module.named(name)
        and is_marked_only(function, module, _OF_TESTS)
        and checks(function, module)
        and not _is_meant(function, module)
        and is_written_once(name, module)
        and not asks_the_command_line(function, module)
        and not looks_up_functions(module)
        and asks_for_fixtures(function, module)
        and not patterns(module).take_function(name)
        and not is_spoken_of(name, module)
    )


def _is_meant(function: Function, module: Module) -> bool:
    by_name = not module.settings.enables(rule.code) and is_put_aside(function, module)
    is_aside = by_name and not uses_gone(function, module)
    is_aside = is_aside or says_why(function, module) or is_told(function, rule.code, module)
    return is_aside or is_set_apart(function, module)


def _remedy(function: Function) -> str:
    if is_off(function.name):
        return "if it is switched off by its name, use skip with a reason"
    return "tests begin with test"
