"""A mismatch that a test finds and only prints."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.statements import following
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.suites import is_test_file, test_around

rule = Rule(
    code="TSE548",
    summary="mismatch is printed and not asserted",
    message="what is compared here is only printed, so the test passes in either case; assert it",
    roles=Role.TEST,
    cwe=390,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    The line compares what came with what should have come, and prints a word about it. Nobody reads what a
    test prints while it passes, and this one passes always.
    """,
    fix="Assert it: ``assert found == expected``, with the text as the message.",
    fixable="Nothing, because the assertion may fail then.",
    bad=(
        """
        def test_orders(shop):
            for order in shop.orders:
                if order.price != 3:
                ^^^^^^^^^^^^^^^^^^^^
                    print("mismatch", order)
            if shop.count == 3:
            ^^^^^^^^^^^^^^^^^^^
                print("ok")
            else:
                print("failed", shop.count)

            def check(order):
                if list(order) != [1]:
                ^^^^^^^^^^^^^^^^^^^^^^
                    print("mismatch")
        """,
    ),
    good=(
        """
        import sys

        def test_orders(shop):
            if shop.count != 3:
                print("mismatch")
                raise AssertionError
            if shop.count != 4:
                print(shop.log)
            assert shop.count == 4
            if shop.count > 3:
                print("many")
            if shop.count != 3:
                shop.order(1)
            if shop.count == 3:
                print("three")
            if shop.verbose:
                print(shop.count)
            if sys.platform != "linux":
                print("not here")
            if shop.count == 3:
                print("three")
            elif shop.count == 4:
                print("four")

        def report(shop):
            if shop.count != 3:
                print("mismatch")
        """,
        """
        def test_orders(shop):
            if shop.count != 3:
                shop.fail("mismatch")
            else:
                print("ok")
        """,
    ),
)

_ENVIRONMENT = frozenset(
    {"platform", "name", "version_info", "system", "environ", "getenv", "__name__", "maxsize"}
)


@rule.on(ast.If, hints=("print",))
def printed(statement: ast.If, module: Module) -> Iterator[Hit]:
    """Report a comparison of a test that decides about nothing but what is printed."""
    match statement.test, statement.orelse:
        case ast.Compare(ops=[ast.NotEq()]) as asked, []:
            pass
        case ast.Compare(ops=[ast.Eq() | ast.NotEq()]) as asked, [*others] if others and _print(others):
            pass
        case _:
            return
    if any(map(is_assertion, following(statement, module, 1))) or not is_test_file(module):
        return
    if _print(statement.body) and test_around(statement, module) and not _is_of_machine(asked):
        yield rule.at(statement)


def _print(body: list[ast.stmt]) -> bool:
    """Whether statements do nothing but print."""
    calls = (each.value if isinstance(each, ast.Expr) else None for each in body)
    return all(isinstance(each, ast.Call) and last_word(each.func) in ("print", "pprint") for each in calls)


def _is_of_machine(asked: ast.Compare) -> bool:
    """Whether what is compared tells where the test runs."""
    words = {last_word(each) for each in ast.walk(asked) if isinstance(each, (ast.Name, ast.Attribute))}
    return bool(words & _ENVIRONMENT)
