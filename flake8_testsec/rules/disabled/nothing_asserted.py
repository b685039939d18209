"""A test calls the code and checks nothing of what comes of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import are_checking
from flake8_testsec.vocabulary.testing.may_check import may_check
from flake8_testsec.vocabulary.testing.suites import is_test, without_docstring

rule = Rule(
    code="TSE556",
    summary="test asserts nothing: it fails only if the code raises; assert what it gives",
    message="{name} asserts nothing, and calls nothing that may; assert what the code gives or has done",
    roles=Role.TEST,
    cwe=252,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    A test that only calls the code passes whatever the code gives. It looks like a test of the result, and is
    counted as one. Silence where a comment, a name or the docstring says that not to raise is what is tested,
    where anything is called that may check (by its name, or because it cannot be read), and where a decorator
    or a fixture that is called may do so.
    """,
    fix="Assert the result, or what has changed; or say in the name that nothing may be raised.",
    fixable="Nothing, because what is to be asserted is for a person to say.",
    bad=(
        """
        import unittest

        import pytest

        def test_order(shop):
        ^^^^^^^^^^^^^^^^^^^^^
            order = shop.order(1)
            print(order.total)

        class TestOrder(unittest.TestCase):
            @pytest.mark.parametrize("number", [1, 2])
            async def test_orders(self, number):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                for each in await self.shop.orders(number):
                    each.pay()
        """,
    ),
    good=(
        """
        import unittest

        import pytest

        from tests.orders import order_all

        def test_order(shop):
            assert shop.order(1)

        def test_order_does_not_raise(shop):
            shop.order(1)

        def test_pay(shop):
            # A paid order must not fail.
            shop.order(1).pay()

        def test_refuses(shop):
            with pytest.raises(ValueError):
                shop.order(-1)

        def test_all(shop):
            order_all(shop)

        def test_speed(benchmark, shop):
            benchmark.pedantic(shop.order, 1)

        def test_ordering(ordering, shop):
            ordering(shop.order, 1)

        """,
        """
        import shop

        @shop.checked
        def test_checked(shop):
            shop.order(1)

        def test_verified(shop):
            shop.order(1).verify()

        def test_cases(shop):
            for each in shop.cases():
                yield each

        def test_answer(shop):
            return shop.order(1)

        def test_raises(shop):
            if not shop.order(1):
                raise RuntimeError("no order")

        def test_nothing():
            '''Is done elsewhere.'''

        def test_number():
            number = 3

        def order(shop):
            shop.order(1)
        """,
    ),
)

_SURVIVES = lazy(
    r"(\b|_)(not|n't|no|without)[ _](be[ _])?(an?[ _])?(any[ _])?(crash|fail|raise|throw|error|exception)"
    r"|smoke|(\b|_)(works?|runs?|survives?|succeeds?|ok)(\b|_)",
    re.IGNORECASE,
)
_QUIET = lazy(r"(pytest\.mark|unittest\.mock|mock)\.")


@rule.on(ast.FunctionDef, ast.AsyncFunctionDef)
def unasserted(function: Function, module: Module) -> Iterator[Hit]:
    """Report a test with calls and without anything that may check."""
    if not is_test(function, module) or not all(map(_is_quiet, _decorators(function, module))):
        return
    body = without_docstring(function)
    if are_checking(body, module) or any(may_check(each, module) for each in body):
        return
    inner = list(within(function))
    if any(map(_leaves, inner)) or not any(isinstance(each, ast.Call) for each in inner):
        return
    if not (_calls_fixture(function) or _is_to_survive(function, module)):
        yield rule.at(function, name=function.name)


def _decorators(function: Function, module: Module) -> Iterator[frozenset[str]]:
    for each in function.decorator_list:
        yield module.names(each.func if isinstance(each, ast.Call) else each)


def _is_quiet(names: frozenset[str]) -> bool:
    return bool(names) and all(map(_QUIET.match, names))


def _leaves(node: ast.AST) -> bool:
    """Whether a test tells what it has found in another way: it gives it, or raises."""
    return isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom, ast.Raise))


def _calls_fixture(function: Function) -> bool:
    """Whether a test calls one of its parameters, which may check what it is given."""
    given = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    calls = (each.func for each in within(function) if isinstance(each, ast.Call))
    called = any(isinstance(each, ast.Name) and each.id in given for each in calls)
    return called or "benchmark" in given  # of pytest-benchmark: to be timed is what it is for


def _is_to_survive(function: Function, module: Module) -> bool:
    """Whether something says that a test is there to see that nothing is raised."""
    comments = module.comments_in(function.lineno, function.end_lineno or function.lineno)
    told = (function.name, ast.get_docstring(function) or "", *(each.content for each in comments))
    return any(map(_SURVIVES.search, told))
