"""A test is skipped whatever the conditions, and no ticket says until when."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import takewhile

from flake8_testsec.project.views import is_spoken_of
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Binding, Bound, Defined
from flake8_testsec.source.calls import argument, keyword, last_word, string, truth
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing import skips
from flake8_testsec.vocabulary.testing.assertions import are_checking
from flake8_testsec.vocabulary.testing.reasons import gives_reason
from flake8_testsec.vocabulary.testing.skipped_always import is_admitted, is_applied
from flake8_testsec.vocabulary.testing.skips import Skip, skip_of
from flake8_testsec.vocabulary.testing.suites import (
    is_case,
    is_test,
    methods,
    tests,
    without_docstring,
)

rule = Rule(
    code="TSE517",
    summary="test is skipped unconditionally and names no ticket that it waits for",
    message="{what}; restore the test, delete it, or name the ticket that it waits for",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    A test that is skipped under every condition is dead code that looks like a test: it is counted, read and
    maintained, and protects nothing. A ``return`` at its beginning is worse, for the runner then reports that
    it passed. Without a ticket nobody is reminded to bring it back.

    By default only what is hardly meant is reported: a ``return`` in front of all checks, a test that is
    parametrised with nothing, and a condition that is a function, which is always true because nothing calls
    it; a reason beside the ``return`` silences. So is a skip whose whole reason is that the test is broken or
    unfinished (``"fails"``, ``"this test is flaky"``, ``"TODO"``), and not where or without what; that of a
    benchmark does not count. Where the rule is enabled by name, every skip without a condition is reported,
    whatever its reason; either way also a ``skip`` that twisted's trial reads from an attribute.
    """,
    fix="Restore the test or delete it. If it must wait, say so in the skip's reason and name the ticket.",
    fixable="Nothing, because whether the test shall run, go or wait is for a person to say.",
    bad=(
        """
        import pytest

        @pytest.mark.skipif(True, reason="locks up")
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_reload():
            assert reload()

        @pytest.mark.skip(reason="tests are not passing")
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_order():
            assert order()

        def is_slow():
            return machine() == "slow"

        @pytest.mark.skipif(is_slow, reason="takes an hour")
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        @pytest.mark.parametrize("size", [])
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_sizes(size):
            assert order(size)

        pytest.skip("broken", allow_module_level=True)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        class TestTill:
            pytestmark = [pytest.mark.skip(reason="flaky")]
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_till(self):
                assert till()

        async def test_pay():
            '''Pays.'''
            pytest.skip("flaky")
            ^^^^^^^^^^^^^^^^^^^^
            assert await pay()
        """,
        """
        import unittest

        class TestTill(unittest.TestCase):
            def setUp(self):
                super().setUp()
                self.skipTest("broken")
                ^^^^^^^^^^^^^^^^^^^^^^^

            def test_till(self):
                self.assertTrue(till())

        @unittest.skipUnless(False, "needs work")
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        class TestOrder(unittest.TestCase):
            def test_unicode(self):
                self.skipTest("skip until the clean-up is complete")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(order("\\u540d"))

            def test_pay(self):
                return
                ^^^^^^
                self.assertTrue(pay())

            def test_pay_back(self):
                raise unittest.SkipTest("slow")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(pay_back())

            @unittest.skipIf(lambda: machine() == "slow", "takes an hour")
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            def test_sizes(self):
                self.assertTrue(order(3))
        """,
        """
        from twisted.trial import unittest

        class OrderTests(unittest.TestCase):
            def test_order(self):
                self.assertTrue(order())

            def test_pay(self):
                self.assertTrue(pay())
            test_pay.skip = "not now"
            ^^^^^^^^^^^^^^^^^^^^^^^^^

        OrderTests.skip = "still in progress"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import pytest
        from shop import BROKEN

        if BROKEN:
            pytest.skip("broken", allow_module_level=True)

        @pytest.mark.skipif(BROKEN, reason="locks up")
        def test_reload():
            if busy():
                pytest.skip("busy")
            assert reload()

        @pytest.mark.skip(reason="GH-7: later")
        def test_order():
            assert order()

        SIZES = []
        for each in machine().sizes:
            SIZES.append(each)

        @pytest.mark.parametrize("size", SIZES)
        @pytest.mark.parametrize("name", [], ids=["filled in below"]) if BROKEN else slow
        @pytest.mark.skipif(is_slow(), reason="takes an hour")
        def test_sizes(size):
            assert order(size)

        @pytest.mark.skip(reason=BROKEN.reason)
        def test_pay():
            assert pay()

        if BROKEN:
            @pytest.mark.skip(reason="not while it is broken")
            class TestTill:
                def test_till(self):
                    assert till()

        try:
            from shop import vault
        except ImportError:
            @pytest.mark.skip(reason="there is no vault")
            class TestVault:
                def test_vault(self):
                    assert vault()

        def test_the_plugin(runner):
            @pytest.mark.skip(reason="input of this test")
            def test_inner():
                assert runner
        """,
        """
        import unittest

        class Base(unittest.TestCase):
            def setUp(self):
                raise unittest.SkipTest("has no tests of its own")

        class TestStock(Base):
            def setUp(self):
                if not shop.is_open():
                    self.skipTest("closed")
                self.stock = shop.stock()

            def test_stock(self):
                self.assertTrue(self.stock)

        class TestCookies(TestSessions):
            def test_store(self):
                raise unittest.SkipTest("nothing is stored")

            @unittest.skip("nothing is stored")
            def test_clear(self):
                pass

            @unittest.skipIf(False, "for debugging")
            def test_expiry(self):
                # bug 4711
                return
                self.assertTrue(expired())

            def test_size(self):
                raise self.failureException("too small")
                self.assertTrue(grow())

        if BROKEN:
            TestCookies.skip = "broken on this machine"
        shop.skip = "closed"
        TestCookies.skip = ""
        """,
    ),
)

_SET_UP = frozenset({"setUp", "asyncSetUp", "setUpClass", "setup_method", "setup_class"})


@rule.where(hints=skips.HINTS)
def marked(module: Module) -> Iterator[Hit]:
    """Report markers whose condition is a constant, or that have none."""
    for skip in skips.skips(module):
        if skip.call is not None and _is_never_called(skip, skip.call, module):
            yield _hit(skip)
        elif skip.call is not None and (
            _is_constant(skip, skip.call, module) or _is_of_module(skip.call, module)
        ):
            yield from _reported(skip, module)


def _is_of_module(call: ast.Call, module: Module) -> bool:
    """Whether a call skips the module in which it stands, under no condition."""
    return keyword(call, "allow_module_level") is not None and is_applied(call, module)


def _is_never_called(skip: Skip, call: ast.Call, module: Module) -> bool:
    """Whether a condition that skips if it is true is a function, which is true whatever it would return."""
    if skips.CONDITIONAL.get(skip.name) is not True or not is_applied(call, module):
        return False
    match argument(call, 0, "condition"):
        case ast.Lambda():
            return True
        case ast.Name() as name:
            bindings = module.bindings(name)
            return bool(bindings) and all(map(_is_plain_function, bindings))
        case _:
            return False


def _is_plain_function(binding: Binding) -> bool:
    match binding:
        case Defined(node=ast.FunctionDef(decorator_list=[]) | ast.AsyncFunctionDef(decorator_list=[])):
            return True
        case _:
            return False


@rule.where(calls=("parametrize",))
def without_values(module: Module) -> Iterator[Hit]:
    """Report tests that are parametrised with an empty list: pytest skips them."""
    for call in module.calls({"parametrize"}):
        is_empty = _is_empty(argument(call, 1, "argvalues"), module)
        if is_empty and is_applied(call, module) and module.names(call.func) == {"pytest.mark.parametrize"}:
            yield from _certain(Skip(call, "pytest.mark.parametrize", call, None), module)


@rule.call("ddt.data")
def without_data(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same of ddt, which makes no test of it."""
    if not call.args and is_applied(call, module):
        yield from _certain(Skip(call, "ddt.data", call, None), module)


def _is_empty(values: ast.expr | None, module: Module) -> bool:
    """Whether values are an empty list: written there, or a constant of the module that nothing fills."""
    match values:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return not elements
        case ast.Name():
            match [*module.bindings(values)]:
                case [Bound(value=ast.List(elts=[]) | ast.Tuple(elts=[]) as empty)]:
                    told = [*module.comments_in(empty.lineno, empty.end_lineno or empty.lineno)]
                    is_told = bool(told) and not module.settings.enables(rule.code)
                    return not is_told and _is_never_filled(values.id, module)
    return False


@once
def _is_never_filled(word: str, module: Module) -> bool:
    """Whether a name is bound, and tests are parametrised with it, and nothing else is done with it."""
    users = [module.parent(each) for each in module.named(word) if not isinstance(each.ctx, ast.Store)]
    given = (isinstance(each, ast.Call) and last_word(each.func) == "parametrize" for each in users)
    may_bind_more = module.scopes.stars or module.calls({"globals", "locals", "vars"})
    return all(given) and not (may_bind_more or is_spoken_of(word, module))


def _is_constant(skip: Skip, call: ast.Call, module: Module) -> bool:
    told = skip.name in skips.PLAIN and bool(skips.text(skip.reason))
    return (told or skips.decided(call, skip.name) is True) and is_applied(call, module)


@rule.where(hints=skips.HINTS, holds=(ast.Return,))
def left(module: Module) -> Iterator[Hit]:
    """Report tests that leave at their first statement and have code below it."""
    for test in tests(module):
        match without_docstring(test):
            case [ast.Return(value=None) as statement, _, *_]:
                told = _certain if are_checking(without_docstring(test)[1:], module) else _reported
                yield from told(Skip(statement, "return", None, None), module)
            case [statement, _, *_] if skip := skip_of(statement, module):
                yield from _reported(skip, module)


@rule.where(hints=skips.HINTS, calls=("skipTest", "skip", "SkipTest"))
def set_up(module: Module) -> Iterator[Hit]:
    """Report set-up methods that skip each test of their class."""
    for class_ in module.nodes(ast.ClassDef):
        if any(is_test(each, module) for each in methods(class_)):
            for hook in methods(class_):
                body = hook.body if hook.name in _SET_UP else ()
                plain = takewhile(lambda each: isinstance(each, (ast.Expr, ast.Assign, ast.Raise)), body)
                found = next(filter(None, (skip_of(each, module) for each in plain)), None)
                yield from _reported(found, module) if found is not None else ()


@rule.on(ast.Assign, hints=(".skip", ".todo"))
def told_by_attribute(statement: ast.Assign, module: Module) -> Iterator[Hit]:
    """Report tests and classes that trial skips because of an attribute."""
    match statement:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name() as owner, attr="skip" | "todo")]):
            text = string(statement.value)
            above = module.above(statement, ast.If, ast.FunctionDef, ast.AsyncFunctionDef)
            is_certain = above is None or (isinstance(above, ast.If) and bool(truth(above.test)))
            if text and is_certain and _is_test(owner, module):
                yield from _reported(Skip(statement, owner.id, None, statement.value), module)


def _is_test(name: ast.Name, module: Module) -> bool:
    match module.bindings(name):
        case [Defined(node=ast.ClassDef() as class_)]:
            return is_case(class_, module)
        case [Defined(node=function)]:
            return is_test(function, module)
        case _:
            return False


def _certain(skip: Skip, module: Module) -> Iterator[Hit]:
    """What is reported by default, unless something beside it says why."""
    is_told = gives_reason(skips.remark(skip.node, module)) and not module.settings.enables(rule.code)
    if skips.ticket(skip, module) is None and not is_told:
        yield _hit(skip)


def _reported(skip: Skip, module: Module) -> Iterator[Hit]:
    """What is reported by default if the reason admits a defect, else where the rule is enabled by name."""
    if skips.ticket(skip, module) is not None or skips.is_subject(skip, module):
        return
    if module.settings.enables(rule.code) or is_admitted(skip, module):
        yield _hit(skip)


def _hit(skip: Skip) -> Hit:
    word = skip.name.rpartition(".")[2]
    what = "ddt.data() without values makes no test" if word == "data" else f"{word} always skips"
    return rule.at(skip.node, what=what)
