"""A test returns under a condition before it has checked anything, and counts as passed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import are_checking
from flake8_testsec.vocabulary.testing.may_check import may_check
from flake8_testsec.vocabulary.testing.suites import is_test, receiver, without_docstring

rule = Rule(
    code="TSE552",
    summary="test returns before it has checked anything, and counts as passed; skip it",
    message="the test passes here without any check; call pytest.skip() or self.skipTest() instead",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    A test that returns where it cannot run is reported as passed. Nobody sees that it is never run on this
    platform, with this version or without that program, nor that the condition has come to hold everywhere.
    A skip says the same, and every report counts it.
    """,
    fix="""
    Call ``pytest.skip("needs a file system")`` or ``self.skipTest(...)`` in place of ``return``, or mark the
    test with ``skipif``.
    """,
    fixable="Nothing, because the reason is for a person to say.",
    bad=(
        """
        import sys
        import unittest

        class TestShop(unittest.TestCase):
            def test_link(self):
                \"\"\"Links are followed.\"\"\"
                # There are no links.
                if sys.platform == "win32":
                    return
                    ^^^^^^
                self.assertTrue(shop().follows("link"))

            def test_storage(self):
                storage = self.shop.setting("storage")
                if storage != "files":
                    print("skipped")
                    return
                    ^^^^^^
                order = self.shop.order(1)
                self.assertEqual(order.path, "orders/1")

            def test_all(self):
                if self.shop.closed or self.is_closed():
                    return
                    ^^^^^^
                else:
                    shop = self.shop
                for each in shop.orders:
                    assert each.is_paid
        """,
        """
        import pytest

        def prepare():
            return bank()

        class TestBank:
            def prepare(self):
                self.bank = bank()

            def test_bank(self):
                self.prepare()
                prepare()
                print("bank")
                self.bank.open()
                if self.bank.closed:
                    return
                    ^^^^^^
                assert self.bank.count == 1

        @pytest.mark.slow
        def test_slow():
            if HAS_BANK is None:
                return
                ^^^^^^
            assert bank()

        async def test_order(shop):
            if not await shop.has_bank():
                return None
                ^^^^^^^^^^^
            assert shop.order(1)
        """,
    ),
    good=(
        """
        import sys

        import pytest
        from hypothesis import given

        from tests.sales import sell_all

        def test_order(shop):
            assert shop.order(1)
            if shop.closed:
                return
            assert shop.order(2)

        def test_checked_elsewhere(shop):
            check_everything(shop)
            if shop.closed:
                return
            assert shop.order(1)

        def test_imported(shop):
            sell_all(shop)
            if shop.closed:
                return
            assert shop.order(1)

        def test_here(shop):
            sell_pears(shop)
            if shop.closed:
                return
            assert shop.order(1)

        def sell_pears(shop):
            assert shop.sell("pear")

        def test_answer(shop):
            answer = shop.ask()
            answer.raise_for_status()
            if shop.closed:
                return
            assert shop.order(1)

        def test_run(shop):
            answer = run(shop, check=True)
            if shop.closed:
                return
            assert answer

        def test_checked_there(shop):
            if shop.closed:
                with pytest.raises(ValueError):
                    shop.order(1)
                return
            assert shop.order(1)

        def test_nothing_behind(shop):
            if shop.closed:
                return
            shop.close()

        def test_skipped(shop):
            if shop.closed:
                pytest.skip("closed")
                return
            assert shop.order(1)

        @pytest.mark.parametrize("kind", ["pear", "plum"])
        def test_kinds(shop, kind):
            if kind == "pear":
                return
            assert shop.order(kind)

        @given(numbers)
        def test_numbers(number):
            if number < 0:
                return
            assert root(number)

        @given(numbers)
        def test_roots(number):
            found = root(number)
            if found is None:
                return
            assert found * found == number

        def test_once(shop):
            global RUNS
            if RUNS:
                return
            RUNS += 1
            assert shop.order(1)

        def test_order_of(kind):
            if kind == "pear" or is_plum(kind):
                return
            assert order(kind)

        def test_asks(shop):
            if shop.closed:
                shop.open()
                return
            assert shop.order(1)

        def test_inner(shop):
            def bank(amount):
                if not amount:
                    return
                assert amount > 0

            shop.pay(bank)
            assert shop.paid

        def test_loop(shop):
            for each in shop.orders:
                if each.paid:
                    return
                assert each

        def helper(shop):
            if shop.closed:
                return
            assert shop.order(1)

        def test_value(shop):
            if shop.closed:
                return shop.order(1)
            assert shop.order(1)

        def test_called_behind(shop):
            if shop.closed:
                return
            sell_all(shop)

        def test_first(shop):
            if shop.closed:
                return
            if shop.open:
                return
        """,
        """
        from tests.suites import Case

        class TestTill(Case):
            def test_till(self):
                self.open_till()
                if self.till.closed:
                    return
                assert self.till.count == 1

            def test_own(self):
                self.sell()
                if self.till.closed:
                    return
                assert self.till.count == 1

            def sell(self):
                assert self.till.sell(1)

        class Suite:
            def test_order(self):
                if type(self) is Suite:
                    return
                assert self.shop.order(1)

            def test_kind(self):
                if self.kind is None or not self.kinds:
                    return
                assert self.shop.order(self.kind)

            def test_other(self):
                if self.__class__ is Suite:
                    return
                assert self.shop.order(1)
        """,
    ),
)

_TELLS = frozenset({"debug", "error", "info", "log", "print", "warn", "warning", "write"})


@rule.on(ast.Return)
def passed(statement: ast.Return, module: Module) -> Iterator[Hit]:
    """Report the return of a test that stands under an ``if`` above all checks."""
    branch = module.parent(statement)
    if not _is_empty(statement.value) or not isinstance(branch, ast.If) or branch.body[-1] is not statement:
        return
    test = module.parent(branch)
    if not isinstance(test, (ast.FunctionDef, ast.AsyncFunctionDef)) or not is_test(test, module):
        return
    if not all(map(_only_tells, branch.body[:-1])) or are_checking(branch.orelse, module):
        return
    first = _first_check(test, module)
    if first is None or first.lineno < branch.lineno or _is_chosen(branch.test, test, module):
        return
    if _first_call(test, module) > branch.lineno:
        yield rule.at(statement)


def _is_empty(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _only_tells(statement: ast.stmt) -> bool:
    """Whether a statement only says that the test is not run."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id=word) | ast.Attribute(attr=word))):
            return word in _TELLS
        case _:
            return False


@once
def _first_check(test: Function, module: Module) -> ast.stmt | None:
    """The first statement of a test with a check in it."""
    return next((each for each in without_docstring(test) if are_checking([each], module)), None)


@once
def _first_call(test: Function, module: Module) -> float:
    """The line of the first statement of a test that may check something by a call."""
    called = (each.lineno for each in without_docstring(test) if may_check(each, module))
    return next(called, float("inf"))


def _is_chosen(condition: ast.expr, test: Function, module: Module) -> bool:
    """Whether the values of one case decide, or the class that the test is inherited by."""
    own = receiver(test, module)
    given, plain = _cases(test, module), {each.arg for each in (*test.args.args, *test.args.kwonlyargs)}
    for each in walk(condition):
        match each:
            case ast.Name(id=word) if word in given or (word in plain and _is_value(each, module)):
                return True
            case ast.Attribute(attr="__class__") | ast.Call(func=ast.Name(id="type")):
                return bool(own)
            case ast.Attribute(value=ast.Name(id=word)) if word == own and _is_value(each, module):
                return True
    return False


def _is_value(node: ast.expr, module: Module) -> bool:
    """Whether something is looked at itself, and not asked or called."""
    match module.parent(node):
        case ast.Attribute():
            return False
        case ast.Call(func=func):
            return func is not node
        case _:
            return True


@once
def _cases(test: Function, module: Module) -> frozenset[str]:
    """The names that may hold what one case is made of, where a decorator may give cases; and globals."""
    every = {each.arg for each in (*test.args.args, *test.args.kwonlyargs)} - {receiver(test, module)}
    inner = [*within(test)]
    flags = frozenset(name for each in inner if isinstance(each, ast.Global) for name in each.names)
    around = (test, module.class_of(test))
    if not every or not any(each.decorator_list for each in around if each is not None):
        return flags
    made = (each.id for each in inner if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))
    return flags | every.union(made)
