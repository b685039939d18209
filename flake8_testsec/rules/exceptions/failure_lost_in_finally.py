"""A ``finally`` leaves its ``try`` by ``return``, ``break`` or ``continue``: the error is thrown away."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module, inner_statements, within
from flake8_testsec.vocabulary.testing.assertions import BROAD, caught

rule = Rule(
    code="TSE426",
    summary="return, break or continue in finally throws away the error of the try; move it below",
    message="{word} in finally throws away every error of the try, a failed assertion, too; move it below",
    roles=Role.TEST | Role.SUPPORT,
    cwe=584,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    Where ``finally`` leaves by ``return``, ``break`` or ``continue``, the exception that is on its way is
    dropped without a word: a failed assertion, a ``KeyboardInterrupt``, a mistake of the test itself. The
    test passes. Python 3.14 warns of such lines when it compiles them (PEP 765). Silence where a handler of
    the same ``try`` catches every error before that, and where nothing is called in the ``try``.
    """,
    fix="""
    Let ``finally`` clean up and no more: ``return`` below the ``try``, or at the end of its ``else``.
    """,
    fixable="Nothing, because what the function should give where its ``try`` returns, too, is not told.",
    bad=(
        """
        import unittest

        class TestOrder(unittest.TestCase):
            def test_order(self):
                order = self.shop.order(1)
                try:
                    self.assertTrue(order.is_paid)
                finally:
                    order.close()
                    return
                    ^^^^^^
        """,
        """
        def test_orders(shop):
            for order in shop.orders():
                try:
                    assert order.is_paid
                finally:
                    if order.is_last:
                        break
                        ^^^^^
                    continue
                    ^^^^^^^^

        def is_paid(order):
            try:
                assert order.is_paid
            except KeyError:
                print("no such order")
            finally:
                with order.closing():
                    for row in order.rows():
                        print(row)
                    else:
                        return order
                        ^^^^^^^^^^^^
                try:
                    order.close()
                finally:
                    return
                    ^^^^^^
        """,
    ),
    good=(
        """
        def test_orders(shop):
            for order in shop.orders():
                try:
                    assert order.is_paid
                finally:
                    for row in order.rows():
                        if row.is_last:
                            break
                        continue
                    while order.is_open():
                        continue

        def test_order(shop):
            try:
                assert shop.order(1)
            finally:
                def close():
                    return shop.close()

                class Closing:
                    def close(self):
                        return shop.close()

                shop.later(close, Closing, lambda: shop.close())
            return
        """,
        """
        def orders(shop):
            found = []
            try:
                found.append(shop.order(1))
            except Exception:
                print("no such order")
            finally:
                return found

        def test_finally():
            for each in 1, 2:
                try:
                    print = each / 0
                finally:
                    continue

        def rows(shop):
            try:
                found = shop.rows()
            finally:
                shop.close()
            return found
        """,
    ),
)

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_WORDS: dict[type[ast.stmt], str] = {ast.Return: "return", ast.Break: "break", ast.Continue: "continue"}


@rule.on(ast.Try, look=looks.has_finally)
def left(statement: ast.Try, module: Module) -> Iterator[Hit]:
    """Report each statement by which a ``finally`` is left, if an error may be on its way."""
    is_caught = any(caught(each, module) & BROAD for each in statement.handlers)
    if not is_caught and _may_fail(statement):
        yield from (rule.at(each, word=_WORDS[type(each)]) for each in _leaving(statement))


def _may_fail(try_: ast.Try) -> bool:
    """Whether a ``try`` asserts or calls anything; what does neither is about the statement itself."""
    inner = (each for part in (*try_.body, *try_.orelse) for each in (part, *within(part)))
    return any(isinstance(each, (ast.Call, ast.Assert, ast.Await)) for each in inner)


def _leaving(try_: ast.Try) -> Iterator[ast.stmt]:
    """What leaves a ``finally``: a ``return``, and what goes on with a loop outside of it."""
    waiting = [(each, False) for each in reversed(try_.finalbody)]
    while waiting:
        statement, is_in_loop = waiting.pop()
        if isinstance(statement, ast.Return) or (type(statement) in _WORDS and not is_in_loop):
            yield statement
        elif not isinstance(statement, _SCOPES):
            waiting += ((each, is_in_loop or _goes_round(each, statement)) for each in _inside(statement))


def _inside(statement: ast.stmt) -> Iterator[ast.stmt]:
    """What a statement holds, but for a ``finally`` of its own, which is looked at for itself."""
    own = statement.finalbody if isinstance(statement, ast.Try) else ()
    return (each for each in inner_statements(statement) if each not in own)


def _goes_round(inner: ast.stmt, outer: ast.stmt) -> bool:
    return isinstance(outer, _LOOPS) and inner not in outer.orelse
