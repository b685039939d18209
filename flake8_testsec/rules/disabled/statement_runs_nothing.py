"""A statement that looks like it runs something, and only makes or names what would."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.named_calls import called_alone, is_leftover
from flake8_testsec.vocabulary.testing.named_only import is_assertion_named, is_meant, runs_nothing
from flake8_testsec.vocabulary.testing.only_readers import is_unread
from flake8_testsec.vocabulary.testing.suites import is_test
from flake8_testsec.vocabulary.testing.uncalled import named_alone

rule = Rule(
    code="TSE528",
    summary="statement runs nothing: a lazy iterator, or a function that is not called",
    message="{what}, so nothing of it runs; {remedy}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=1164,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    ``map`` and ``filter`` call nothing before somebody asks them for a result; a generator expression and a
    generator function run nothing before somebody iterates; a context manager before somebody enters it; a
    function that is only named never runs. As a statement all these are thrown away at once: the checks in
    there are never made, and the test passes. A ``print`` with nothing to print is reported where the rule is
    enabled by name.
    """,
    fix="Write a ``for`` loop, put ``with`` in front, or call the function.",
    fixable="""
    A function that is only named is called; unsafe, because it has never run and may fail. ``print`` gets
    what stands alone on the line below, as in Python 2. What else was meant to happen, the text does not
    tell.
    """,
    bad=(
        """
        from contextlib import contextmanager

        def check_rows(rows):
            for row in rows:
                assert row.total > 0
                yield row

        @contextmanager
        def empty_shop(shop):
            shop.clear()
            yield shop

        def check(row):
            assert row.total > 0

        def test_rows(shop, rows):
            map(check, rows)
            ^^^^^^^^^^^^^^^^
            filter(lambda row: check(row), rows)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            (check(row) for row in rows)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            check_rows(rows)
            ^^^^^^^^^^^^^^^^
            empty_shop(shop)
            ^^^^^^^^^^^^^^^^
            check
            ^^^^^
            shop.open()
            shop.close
            ^^^^^^^^^^

        def test_close(shop):
            shop.close()
            assert not shop.rows
        """,
        """
        import os
        import pytest

        @pytest.fixture
        def environment():
            before = os.environ.copy()
            yield
            # restore what was there before
            os.environ.clear
            ^^^^^^^^^^^^^^^^
            os.environ.update(before)
        """,
        """
        import unittest

        class TestShop(unittest.TestCase):
            def check_rows(self):
                for row in self.rows:
                    yield self.assertTrue(row)

            def check(self):
                self.assertTrue(self.rows)

            def test_rows(self):
                self.check_rows()
                ^^^^^^^^^^^^^^^^^
                self.check
                ^^^^^^^^^^

            def tearDown(self):
                self.shop.rows.clear
                ^^^^^^^^^^^^^^^^^^^^

            def test_total(self):
                self.rows.load()
                self.assertEqual
                ^^^^^^^^^^^^^^^^

            async def test_later(case):
                await case.rows.load()
                case.assertIn
                ^^^^^^^^^^^^^

            def test_count(self):
                self.assertEqual, len(self.rows), 3
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual[len(self.rows), 3]
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import numpy as np

        def test_rows(rows, shop):
            rows.load()
            np.testing.assert_allclose
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
            closed = map(shop.close, rows)
                     ^^^^^^^^^^^^^^^^^^^^^
            checked = (shop.check(row) for row in rows)
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import os

        import pytest

        @pytest.fixture
        def environment():
            saved = dict(os.environ)
            yield
            os.environ.clear
            ^^^^^^^^^^^^^^^^
            os.environ.update(saved)

        def test_mode(environment):
            assert mode() == "test"
        """,
    ),
    good=(
        """
        import sys
        import unittest

        class TestShop(unittest.TestCase):
            @unittest.skipIf(sys.version_info >= (3,), "not ported")
            def test_closes(self):
                map(self.shop.close, self.doors)

            @unittest.skipUnless(sys.version_info[0] == 2, "not ported")
            def test_opens(self):
                map(self.shop.open, self.doors)
        """,
        """
        from contextlib import contextmanager

        import pytest

        def check_rows(rows):
            for row in rows:
                assert row.total > 0
                yield row

        @contextmanager
        def empty_shop(shop):
            yield shop

        @flow
        def check_all(rows):
            yield check(rows)

        def first(rows):
            yield rows[0]

        def check(row):
            assert row.total > 0

        def test_rows(shop, rows):
            list(map(check, rows))
            for row in map(check, rows):
                print(row)
            checked = map(check, rows)
            shop.closed = map(check, rows)
            shop.rows, check(shop)
            shop.rows[0]
            assert list(checked)
            totals = (row.total for row in rows)
            all(check(row) for row in rows)
            list(check_rows(rows))
            check_all(rows)

            def inner():
                shop.close

            first(rows)
            (row.total for row in rows)
            with empty_shop(shop):
                check(shop)
            shop.rows
            check(rows)
            shop.on_close
            check(rows); shop.close
            shop.close
            shop.rows
            check(rows)
            shop.close
            shop.rows
            check(shop.close)
            shop.close()
            rows.filter(check)
            shop.send.assert_called_once
            shop.send.assert_called_once()
        """,
        """
        import pytest

        def read(rows):
            yield rows.first()

        def rejects(rows):
            raise ValueError

        def test_map_is_lazy(rows, calls):
            result = map(calls.append, rows)
            assert calls == []

        def test_kept(rows, calls):
            # nothing is called before somebody iterates
            result = (calls.append(row) for row in rows)
            assert calls == []
            with pytest.raises(TypeError):
                never = map(calls.append, None)
            with pytest.raises(TypeError):
                never = (calls.append(row) for row in 5)

        def test_lazy(rows, shop):
            with pytest.raises(ValueError):
                map(rejects, rows)
            with pytest.raises(ValueError):
                shop.close
            try:
                shop.close
            except AttributeError:
                pass
            shop.close  # it has such a method
            read(rows)  # nothing is read before somebody asks
            (rejects(row) for row in rows)  # lazy: must not call anything
            shop.start  # noqa: B018
            shop.close()

        class Shop:
            def __init__(self, close):
                self.close = close

            def leave(self):
                self.start

        def map(check, rows):
            return [check(row) for row in rows]

        def test_own(rows):
            map(rejects, rows)
        """,
    ),
)
_LAZY = ("map", "filter")
_MANAGERS = ("contextlib.asynccontextmanager", "contextlib.contextmanager")


@rule.call(*_LAZY, look=looks.is_statement_or_assigned)
def lazy_call(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report ``map`` and ``filter`` as a statement, or where nothing reads what they are assigned to."""
    if _is_dropped(call, module) and len(call.args) > 1:
        what = f"{last_word(call.func)}() is lazy and nobody asks it for a result"
        yield rule.at(call, what=what, remedy="use a for loop")


@rule.on(ast.GeneratorExp, look=looks.is_statement_or_assigned)
def lazy_expression(generator: ast.GeneratorExp, module: Module) -> Iterator[Hit]:
    """Report a generator expression as a statement, or where nothing reads what it is assigned to."""
    if _is_dropped(generator, module) and _calls(generator):
        what = "a generator expression is lazy and nobody iterates over it"
        yield rule.at(generator, what=what, remedy="use a for loop")


def _is_dropped(lazy: ast.expr, module: Module) -> bool:
    """Whether nobody can ask a lazy iterator for anything, and that is not what is tried."""
    match module.parent(lazy):
        case ast.Expr():
            return not is_meant(lazy, module)
        case ast.Assign(targets=[ast.Name() as target]):
            function = module.function(target)
            if function is None or not (is_test(function, module) and is_unread(target, module)):
                return False
            return not is_meant(lazy, module)
        case _:
            return False


@rule.on(ast.Tuple, ast.Subscript, look=looks.is_statement)
def assertion_beside(node: ast.Tuple | ast.Subscript, module: Module) -> Iterator[Hit]:
    """Report an assertion that is named with its arguments behind a comma, or in brackets."""
    match node:
        case (
            ast.Tuple(elts=[ast.Attribute() as named, _, *_]) | ast.Subscript(value=ast.Attribute() as named)
        ):
            if is_assertion_named(named, module) and not is_meant(node, module):
                yield rule.at(node, what=f"{spelt(named)} is named and not called", remedy="call it")


@rule.where(holds=(ast.Yield, ast.YieldFrom))
def generator_called(module: Module) -> Iterator[Hit]:
    """Report the call of a generator function, or of a context manager made of one, as a statement."""
    makers = {each.name: each for each in module.generators if isinstance(each, Function)}
    for call in module.calls(makers.keys()):
        if isinstance(module.parent(call), ast.Expr):
            yield from _judged(call, module)


def _judged(call: ast.Call, module: Module) -> Iterator[Hit]:
    functions, name = callees(call.func, module), spelt(call.func)
    if not functions or not module.generators.issuperset(functions) or is_meant(call, module):
        return
    if not all(map(_calls, functions)):
        return
    if all(not each.decorator_list for each in functions):
        what = f"{name}() is a generator and nobody iterates over it"
        yield rule.at(call, what=what, remedy="use a for loop")
    elif all(_is_manager(each, module) for each in functions):
        yield rule.at(call, what=f"{name}() is a context manager and nobody enters it", remedy="use with")


def _calls(maker: Function | ast.GeneratorExp) -> bool:
    """Whether there is anything in there to run: a call, an assertion."""
    return any(isinstance(each, (ast.Assert, ast.Await, ast.Call)) for each in within(maker))


def _is_manager(function: Function, module: Module) -> bool:
    return all(not module.names(each).isdisjoint(_MANAGERS) for each in function.decorator_list)


@rule.where(holds=(ast.Expr,), look=looks.names_alone)
def only_named(module: Module) -> Iterator[Hit]:
    """Report the statements of tests, hooks and fixtures that are the name of a function."""
    for statement in named_alone(module):
        named = statement.value
        is_idle = is_leftover(named, statement, module) and not module.settings.enables(rule.code)
        if runs_nothing(named, module) and not is_idle:
            hit = rule.at(named, what=f"{spelt(named)} is named and not called", remedy="call it")
            yield hit.fixed(*called_alone(named, statement, module))
