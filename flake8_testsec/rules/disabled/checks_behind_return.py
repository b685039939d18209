"""The checks of a test stand behind a ``return``, so they are never made."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from flake8_testsec.fixing.statements import placed
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing import tickets
from flake8_testsec.vocabulary.testing.assertions import are_checking
from flake8_testsec.vocabulary.testing.reasons import gives_reason
from flake8_testsec.vocabulary.testing.skips import remark, skip_of
from flake8_testsec.vocabulary.testing.suites import is_test, without_docstring

rule = Rule(
    code="TSE525",
    summary="checks behind a return are never made; take the return out, or skip the test",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    What stands behind a ``return`` in the same block is never run. A test that returns before its assertions
    passes whatever happens, and the report counts it. It is often left from debugging, or was put in to
    switch the rest off; a linter for unused code that would tell is seldom run on tests.

    Silence where a comment beside the ``return`` says why, or until when, where a tag above does for the test
    or its checks (``TODO: enable this test when ...``), and where the docstring says of the test that it
    waits: at the beginning of a sentence (``Not implemented yet: ...``), or with the test as its subject.
    A ``return`` as the first statement is TSE517's.
    """,
    fix="""
    Take the ``return`` out, or delete what it cuts off. If the rest must wait, put it into a test of its own
    under ``@pytest.mark.skip(reason="bug 4711: ...")``, which every run reports.
    """,
    fixable="Nothing, because whether the checks or the return are right is for a person to say.",
    bad=(
        """
        def test_order(shop):
            order = shop.order(1)
            return
            ^^^^^^
            assert order.is_paid
            assert order.is_sent
        """,
        """
        import unittest

        class TestStock(unittest.TestCase):
            async def test_release(self):
                with self.shop.open() as stock:
                    print(stock)
                    return stock.close()
                    ^^^^^^^^^^^^^^^^^^^^
                    # TODO: fix this
                    for each in stock:
                        self.assertTrue(each.is_free)
        """,
        """
        def test_order(shop):
            \"\"\"An order that is not supported costs nothing, until it is paid.\"\"\"
            # TODO: add a bank
            # An order is not paid at once, because the bank is closed.
            order = shop.order(1)
            return
            ^^^^^^
            assert order.is_paid
        """,
        """
        def test_currency(shop):
            \"\"\"A currency that is not supported yet is refused.\"\"\"
            order = shop.order(1)
            return
            ^^^^^^
            assert order.currency

        def test_progress(shop):
            \"\"\"An order is shown as work in progress until it is paid.\"\"\"
            order = shop.order(1)
            return
            ^^^^^^
            assert order.state

        def test_rows(shop):
            \"\"\"Rows are skipped while the header is read.\"\"\"
            rows = shop.rows()
            return
            ^^^^^^
            assert rows

        def test_cache(shop):
            # TODO: enable the cache when the disk is broken
            shop.cache(1)
            order = shop.order(1)
            return
            ^^^^^^
            order.pay()
            # TODO: enable this test when orders have a number
            assert order.is_paid
        """,
    ),
    good=(
        """
        def test_order(shop):
            order = shop.order(1)
            if order is None:
                return
            assert order.is_paid
            return
        """,
        """
        import pytest

        def test_order(shop):
            order = shop.order(1)
            # The rest does not work while the bank is closed.
            return
            assert order.is_paid

        def test_bug(shop):
            order = shop.order(1)
            return  # bug 4711
            assert order.is_paid

        def test_cause(shop):
            order = shop.order(1)
            return

            # There is no way to pay, because the bank is closed.
            assert order.is_paid

        def test_skipped(shop):
            order = shop.order(1)
            pytest.skip("slow")
            return
            assert order.is_paid

        def test_told(shop):
            if shop.is_closed:
                print("Skipped, only open on weekdays")
                return
                assert shop.order(1)

        def test_nothing_behind(shop):
            assert shop.order(1)
            return
            print("done")

        def test_waits(shop):
            \"\"\"Not implemented yet: orders have no number.\"\"\"
            order = shop.order(1)
            return
            assert order.number

        def test_unfinished(shop):
            \"\"\"Orders have a number, too. The test is still work in progress.\"\"\"
            order = shop.order(1)
            return
            assert order.number

        def test_enabled_soon(shop):
            order = shop.order(1)
            # FIXME: enable once numbers are there
            return
            assert order.number

        def test_enabled_later(shop):
            # TODO(ann): Enable this test when orders will have a number
            order = shop.order(1)
            return
            assert order.number

        def order(shop):
            made = shop.order(1)
            return made
            assert made.is_paid

        def test_inner(shop):
            def bank(amount):
                return amount
                assert amount

            assert shop.pay(bank)
        """,
    ),
)


@rule.on(ast.Return, look=looks.is_above_others)
def cut_off(statement: ast.Return, module: Module) -> Iterator[Hit]:
    """Report a return of a test with checks behind it in the same block."""
    function = module.function(statement)
    if function is None or not is_test(function, module):
        return
    if statement.value is None and _is_first(statement, function):
        return
    block, place = placed(statement, module)
    skip, check = _skip_and_check(block[0], module)
    # It is skipped above in the same block, or prints that it is.
    if check <= place or skip < place or any(map(_prints_so, block[max(place - 1, 0) : place])):
        return
    if not (_is_told(statement, block[place + 1], module) or _is_put_off(function, statement, module)):
        yield rule.at(statement)


@once
def _skip_and_check(first: ast.stmt, module: Module) -> tuple[int, int]:
    """The places in a block, by its first statement, of the first skip and of the last check."""
    block, _ = placed(first, module)
    skips = (place for place, each in enumerate(block) if skip_of(each, module) is not None)
    checks = (place for place in reversed(range(len(block))) if are_checking([block[place]], module))
    return next(skips, len(block)), next(checks, -1)


def _is_first(statement: ast.stmt, function: Function) -> bool:
    """Whether a statement is the first of a function, below its docstring if it has one."""
    is_near = any(each is statement for each in function.body[:2])
    return is_near and without_docstring(function)[0] is statement


def _prints_so(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[ast.Constant(value=str(text)), *_])):
            return "skip" in text.lower()
        case _:
            return False


def _is_told(statement: ast.Return, below: ast.stmt, module: Module) -> bool:
    between = module.comments_in(statement.lineno, below.lineno)
    prose = "\n".join((remark(statement, module), "", *(each.content for each in between)))
    return tickets.find(prose) is not None or gives_reason(prose)


_DONE = r"(enabled|finished|implemented|supported|working)"
_PUT_OFF = lazy(
    r"(?i)((\A|[.!?:;]\s|\n\n)\W{0,9}((it|this)\s(is|was)\s)?"
    r"|\btests?\s((cases?|methods?|functions?)\s)?(is|are|was|were)\s)"
    r"((currently|still|temporarily)\s)?"
    rf"(not\s+yet\s+{_DONE}|not\s+{_DONE}\s+(yet|till?|until)|(a\s)?work in progress"
    r"|(disabled|skipped)\s+(as|because|for now|since|till?|until|while))\b"
)
"""What a docstring says of the test itself; what else is not there yet, or skipped, is what it is about."""


def _is_put_off(test: Function, statement: ast.Return, module: Module) -> bool:
    """Whether the docstring says that the test waits, or a tag above that it, or its checks, will be made."""
    return _put_off_from(test, module) <= statement.lineno


@once
def _put_off_from(test: Function, module: Module) -> int:
    """The first line at which something says that a test waits."""
    if _PUT_OFF.search(ast.get_docstring(test) or ""):
        return test.lineno
    inside = module.comments_in(test.lineno, test.end_lineno or test.lineno)
    tags = (each for each in inside if _TAGGED.match(each.content) and _OF_CHECKS.search(each.content))
    return next((each.line for each in tags if gives_reason(each.content)), sys.maxsize)


_OF_CHECKS = lazy(r"(?i)\b(tests?|checks?|assert\w{0,9})\b")
_TAGGED = lazy(r"\W*(TODO|FIXME|XXX)\b.{0,80}(?i:\b(re-?)?enable|\b(restore|un-?skip|finish|continue)\b)")
