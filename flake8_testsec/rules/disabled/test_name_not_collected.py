"""A check among the tests of a class whose name no runner takes for a test."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from flake8_testsec.patterns import lazy
from flake8_testsec.project.gone import uses_gone
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Imported
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import holds_check
from flake8_testsec.vocabulary.testing.hook_spellings import meant
from flake8_testsec.vocabulary.testing.prefixes import named_as_test
from flake8_testsec.vocabulary.testing.skips import above
from flake8_testsec.vocabulary.testing.suites import (
    is_collected,
    is_test,
    is_test_file,
    methods,
    only_decorated_by,
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
    Runners find tests by their names. A method that checks something, that nothing calls and that does not
    begin with ``test`` is dead: the prefix was forgotten or misspelt, or the test was switched off by
    renaming, which no report mentions. A name that says so itself, ``xtest_pay`` or ``dont_test_pay``, is
    meant: such tests are reported only where the rule is enabled by name, or where they use what a module of
    the project does not have any more. The hooks of unittest are found by their names as well: a
    ``teardown`` or ``tear_down`` of a TestCase is called by nobody, and what it should give back stays.
    """,
    fix="""
    Begin the name with ``test_``. If the test shall not run for now, keep its name and skip it with a
    reason; a docstring that says why it is off will do. Delete it if it is no longer wanted.
    """,
    fixable="The name gets the prefix that the others have; unsafe, because the test has never run.",
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
    r"(async_?)?(set_?up|tear_?down)|assert|check(_|\Z)|verify(_|\Z)|(run|runTest|debug)\Z", re.IGNORECASE
)
_OFF = lazy(
    r"_*(x+|no|not|dont|do_not|off|skip|skipped|disable|disabled|hide|hidden|old|obsolete|deprecated)?_*test",
    re.IGNORECASE,
)
"""A name from which somebody has taken the prefix away on purpose."""
_SAYS_OFF = lazy(
    r"_*(x+|no|not|dont|do_not|off|skip|skipped|disable|disabled|hide|hidden|old|obsolete|deprecated)_*test",
    re.IGNORECASE,
)
"""A name that tells everybody so."""

_REASON = lazy(r"n't\b|\bnot\b|\bcannot\b|\bfail|broken|flak|disabl|skip|too slow|\bbugs?\b", re.IGNORECASE)
_WORD = lazy(r"\w+")
_CALLED = lazy(r"self\.(\w+)\(")
_DECORATORS = ("unittest.mock.patch", "pytest.mark", "ddt")


@rule.on(ast.ClassDef)
def not_collected(class_: ast.ClassDef, module: Module) -> Iterator[Hit]:
    """Report the checks of a class with tests that are no tests by their names and that nothing names."""
    if not is_test_file(module) or not is_collected(class_, module):
        return
    if not any(is_test(each, module) for each in methods(class_)):
        return
    for method in methods(class_):
        if not _may_be_a_test(method, module) or _is_meant(method, module):
            continue
        if _checks(method, module) and not _is_mentioned(method, module):
            hit = rule.at(method, name=method.name, how="collected", remedy=_remedy(method))
            yield hit if _OFF.match(method.name) else hit.fixed(*named_as_test(method, class_, module))


@rule.on(ast.ClassDef)
def hook_never_called(class_: ast.ClassDef, module: Module) -> Iterator[Hit]:
    """Report the methods of a TestCase that are called almost like its hooks."""
    if any(meant(each.name) for each in methods(class_)):
        from flake8_testsec.cleanup.hook_names import misspelt  # which few files have any use for

        for method, hook in misspelt(class_, module):
            yield rule.at(method, name=method.name, how="called", remedy=f"unittest calls {hook}")


def _is_meant(method: Function, module: Module) -> bool:
    by_name = bool(_SAYS_OFF.match(method.name)) and not module.settings.enables(rule.code)
    return (by_name and not uses_gone(method, module)) or _says_why(method, module)


def _says_why(method: Function, module: Module) -> bool:
    """Whether a docstring, or a comment above, says why a test is switched off by its name."""
    if not _OFF.match(method.name):
        return False
    told = (ast.get_docstring(method) or "", *above(_first_line(method), module))
    return any(map(_REASON.search, told))


def _first_line(method: Function) -> int:
    return min([method.lineno, *(each.lineno for each in method.decorator_list)])


def _remedy(method: Function) -> str:
    if _OFF.match(method.name):
        return "if it is switched off by its name, use skip with a reason"
    return "tests begin with test"


def _may_be_a_test(method: Function, module: Module) -> bool:
    return (
        not method.name.startswith("test")
        and method.name.startswith("_test" if method.name.startswith("_") else "")
        and not _HOOK.match(method.name)
        and (_is_decorated_as_test(method, module) or _takes_only_self(method))
        # Most that are no tests are called by one; a look at the text is quicker than at the tree.
        and method.name not in _called(module)
    )


@once
def _called(module: Module) -> Collection[str]:
    """What is called on anything that ends with ``self``, as far as the text tells."""
    return frozenset(_CALLED.findall(module.source))


def _checks(method: Function, module: Module) -> bool:
    """Whether a method checks something, and gives nothing back."""
    if any(_gives(node) for node in within(method)):
        return False
    return holds_check(method, module) or any(map(_expects, within(method)))


def _is_decorated_as_test(method: Function, module: Module) -> bool:
    # Such decorators make no sense on a helper; they also give the parameters.
    return bool(method.decorator_list) and only_decorated_by(method, module, _DECORATORS)


def _takes_only_self(method: Function) -> bool:
    match method.args:
        case ast.arguments(posonlyargs=[], args=[_], vararg=None, kwonlyargs=[], kwarg=None):
            return not method.decorator_list
        case _:
            return False


def _gives(node: ast.AST) -> bool:
    match node:
        case ast.Return(value=value):
            return value is not None
        case _:
            return isinstance(node, (ast.Yield, ast.YieldFrom))


def _expects(node: ast.AST) -> bool:
    match node:
        case ast.keyword(arg=str(name)):
            return name.startswith(("expected", "expect_"))
        case _:
            return False


def _is_mentioned(method: Function, module: Module) -> bool:
    """Whether anything in the module may call the method, or collects tests in a way of its own."""
    name = method.name
    # A base class may look for the partner of each test: ``_testX`` of ``testX``.
    names = (name, name.removeprefix("_"), "load_tests")
    return (
        bool(module.named(name))
        or any(not _is_of_module(each, module) for each in module.attributes({name}))
        or name in _texts(module)
        or any(each is not method for word in names for each in _definitions(module).get(word, ()))
        or _looks_methods_up(module)
    )


_Definition = Function | ast.ClassDef


@once
def _definitions(module: Module) -> Mapping[str, Sequence[_Definition]]:
    """The functions and classes of a module by their names."""
    found: dict[str, list[_Definition]] = defaultdict(list)
    several: tuple[Iterator[_Definition], ...] = (
        module.nodes(ast.FunctionDef),
        module.nodes(ast.AsyncFunctionDef),
        module.nodes(ast.ClassDef),
    )
    for each in chain.from_iterable(several):
        found[each.name].append(each)
    return found


@once
def _texts(module: Module) -> str:
    """All words in the texts of a module, each once."""
    texts = (each for each in module.literals if isinstance(each, str))
    return " ".join({word for text in texts for word in _WORD.findall(text)})


@once
def _looks_methods_up(module: Module) -> bool:
    return any(map(_looks_up, module.calls({"getattr"})))


def _is_of_module(attribute: ast.Attribute, module: Module) -> bool:
    """Whether an attribute is certainly one of an imported module: the function under test."""
    root = attribute.value
    while isinstance(root, ast.Attribute):
        root = root.value
    imported = isinstance(root, ast.Name) and all(
        isinstance(each, Imported) for each in module.bindings(root)
    )
    # A class may be imported as well; modules are in small letters.
    owners = module.names(attribute.value)
    return imported and bool(owners) and all(name.rpartition(".")[2].islower() for name in owners)


def _looks_up(call: ast.Call) -> bool:
    match call:
        case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id="self"), name, *_]):
            return not isinstance(name, ast.Constant)
        case _:
            return False
