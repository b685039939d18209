"""A test replaces something in an imported module or class by assignment, for good."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function

# Few of the many files that assign something have any use for half the room, which takes long to import.
if TYPE_CHECKING:
    from flake8_testsec.cleanup.touches import Touch

rule = Rule(
    code="TSE313",
    summary="an attribute of an imported module or class is replaced in a test and not restored",
    message="{what} is {problem}; {remedy}",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
        A module is imported once, so a mock that is assigned to one of its attributes, or to one of its
        classes, stays there for every test that runs later in the process. Those tests then talk to the mock
        of a stranger: they pass without testing anything, or fail in some orders only. Where the old value
        is put back by the last line of the test, any failure before it leaves the mock behind. An attribute
        that a module does not have, as far as it can be read, is not reported: there is nothing to put back.
        Where the rule is enabled by name, it also speaks where a test sets a constant of a module, a name in
        capitals, to a literal; about one in fifteen of those findings is not a defect. So it does where a
        module is given an attribute that the test deletes in the end, and where the entry in ``sys.modules``
        is that of no module that anything imports.
        """,
    fix="""
        Patch with what puts the old value back by itself: ``mock.patch.object`` as a decorator, in a
        ``with``, or started together with ``addCleanup(patcher.stop)``; ``monkeypatch.setattr`` in pytest.
        """,
    fixable="""
    ``monkeypatch.setattr`` in tests of pytest, ``mock.patch.object`` and a cleanup in a TestCase, with
    the same value; safe where the attribute is known to be there, else unsafe, because patching what is
    not there fails. A restore that is written goes into ``finally``: safe. Streams are put back when the test
    is over, so that it still reads what it has put there.
    """,
    bad=(
        """
        # file: shop/links.py
        import json

        # file: tests/test_links.py
        import sys
        from unittest import mock

        import simplejson

        from shop import links

        def test_links():
            links.json = simplejson
            ^^^^^^^^^^^^^^^^^^^^^^^
            sys.modules["shop.name"] = mock.Mock()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert links.load()
        """,
        """
        # file: shop/report.py
        import argparse

        args = None

        def title():
            return args.title

        # file: tests/test_report.py
        from unittest import mock

        from shop import report

        def test_title():
            report.args = mock.Mock(title="pears")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert report.title() == "pears"
        """,
        """
        # file: shop/__init__.py
        # file: shop/stock.py
        def count(): return 17

        # file: tests/test_stock.py
        from unittest import mock

        import shop

        def test_stock():
            shop.stock = mock.Mock()
            ^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.stock.count()
        """,
        """
        from unittest import mock

        from shop import stock


        def test_order_is_packed(order):
            stock.count = mock.Mock(return_value=3)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            setattr(stock, "reserve", mock.Mock())
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert order.pack() == "packed"
        """,
        """
        import sys
        import unittest
        from io import StringIO
        from unittest import mock

        from shop import drivers
        from shop.till import Till


        class FakeSession:
            pass


        class TestTill(unittest.TestCase):
            def setUp(self):
                drivers.web.Session = FakeSession
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                Till.__init__ = mock.Mock(return_value=None)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_receipt(self):
                sys.stdout = StringIO()
                ^^^^^^^^^^^^^^^^^^^^^^^
                Till().receipt()
                sys.stdout = sys.__stdout__

            def _open(self):
                Till.open = lambda till: True
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return Till()

            def test_opens(self):
                self.assertTrue(self._open().is_open)
        """,
        """
        import os

        from shop import files


        def test_mode_of_file(make_stat):
            old_stat = os.stat
            os.stat = make_stat(0o777)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert files.mode("orders") == 0o777
            os.stat = old_stat
        """,
        """
        import sys
        from unittest import mock


        def test_scale_is_optional(till):
            sys.modules["scale"] = mock.Mock()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert till.weigh() == 0
        """,
        """
        from shop import limits


        def test_many_retries(till):
            limits.RETRIES = 9
            ^^^^^^^^^^^^^^^^^^
            assert till.pay() == "failed"
        """,
        """
        import contextlib

        from shop import stock

        def test_count(till, caplog):
            with caplog.at_level("INFO"), contextlib.ExitStack():
                stock.count = lambda: 3
                ^^^^^^^^^^^^^^^^^^^^^^^
                assert till.open()
        """,
    ),
    good=(
        """
        # file: shop/links.py
        import json
        from shop import codec

        # file: tests/test_links.py
        import sys
        from unittest import mock

        from shop import codec, links

        def test_links():
            import json

            links.json = json
            links.codec = codec
            sys.modules["no-name"] = mock.Mock()
            assert links.load()
        """,
        """
        # file: shop/report.py
        import argparse

        def title():
            return args.title

        if __name__ == "__main__":
            args = argparse.ArgumentParser().parse_args()

        # file: tests/test_report.py
        from unittest import mock

        from shop import report

        def test_title():
            report.args = mock.Mock(title="pears")
            assert report.title() == "pears"
        """,
        """
        from unittest import mock

        from shop import stock


        @mock.patch("shop.stock.count")
        def test_order_is_packed(count, order):
            stock.count.return_value = 3
            stock.count.reserved = mock.Mock()
            assert order.pack() == "packed"
        """,
        """
        from unittest import mock

        from shop import stock


        def test_order_is_packed(order):
            count, stock.count = stock.count, mock.Mock(return_value=3)
            try:
                assert order.pack() == "packed"
            finally:
                stock.count = count
        """,
        """
        import unittest
        from unittest import mock

        from shop import stock


        class TestOrder(unittest.TestCase):
            def test_order_is_packed(self):
                self.addCleanup(setattr, stock, "count", stock.count)
                stock.count = mock.Mock(return_value=3)
                self.assertEqual(self.order.pack(), "packed")

            def test_drawer(self):
                self.drawer = mock.Mock()
                self.till.drawer = self.drawer
                self.assertTrue(self.till.open())
        """,
        """
        import sys
        from io import StringIO


        def test_receipt(till, capture):
            with capture():
                sys.stdout = StringIO()
                assert till.receipt() == ""
        """,
        """
        from unittest import mock

        from shop import make_till, settings


        def test_till():
            till = make_till()
            till.drawer = mock.Mock()
            settings.currency = mock.Mock()
            setattr(till, "scale", mock.Mock())
            assert till.open()
        """,
        """
        # file: tests/conftest.py
        from unittest import mock

        import pytest

        from shop import stock

        stock.reserve = mock.Mock()


        @pytest.fixture
        def packed():
            stock.count = mock.Mock(return_value=3)
        """,
    ),
)


@rule.where(holds=(ast.Assign, ast.AugAssign), look=looks.sets_imported)
def left_replaced(module: Module) -> Iterator[Hit]:
    for function in dict.fromkeys(map(module.function, _replacements(module))):
        yield from _hits(function, module)


@rule.call("setattr")
def left_set(call: ast.Call, module: Module) -> Iterator[Hit]:
    if call.args and _is_imported(call.args[0], module):
        from flake8_testsec.cleanup.places import is_first

        function = module.function(call)
        yield from _hits(function, module) if is_first(call, (rule.code, function), module) else ()


def _replacements(module: Module) -> Iterator[ast.AST]:
    """What may replace something imported: assignments to attributes, entries of ``sys.modules``."""
    imported = {name for name, _ in module.scopes.imported()}
    for statement in _assignments(module):
        for target in _targets(statement):
            match target:
                case ast.Attribute() | ast.Subscript(value=ast.Attribute(attr="modules")):
                    if _root(target) in imported and _is_imported(_owner(target), module):
                        yield statement


def _is_imported(node: ast.expr, module: Module) -> bool:
    from flake8_testsec.cleanup.touches import is_imported

    return is_imported(node, module)


def _assignments(module: Module) -> Iterator[ast.Assign | ast.AugAssign]:
    """Most others are to one plain name; a look at it is enough."""
    every: Iterator[ast.Assign] = module.nodes(ast.Assign)
    yield from [each for each in every if type(each.targets[0]) is not ast.Name or len(each.targets) > 1]
    yield from module.nodes(ast.AugAssign)


def _targets(statement: ast.Assign | ast.AugAssign) -> Iterator[ast.expr]:
    for target in statement.targets if isinstance(statement, ast.Assign) else (statement.target,):
        yield from target.elts if isinstance(target, (ast.Tuple, ast.List)) else (target,)


def _owner(target: ast.Attribute | ast.Subscript) -> ast.expr:
    return target.value


def _root(node: ast.expr) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _hits(function: Function | None, module: Module) -> Iterator[Hit]:
    if function is None or module.path.endswith("conftest.py"):
        return
    from flake8_testsec.cleanup import replacements, same_again, states
    from flake8_testsec.cleanup.fixes import reported
    from flake8_testsec.cleanup.hooks import is_never_called

    if is_never_called(function, module):
        return
    wanted = partial(_is_wanted, function, module)
    for each in states.judgements(function, rule.code, module, wanted):
        if replacements.is_created(each.change, module) or same_again.harms_nobody(each.change, module):
            continue
        if not replacements.is_excused(each.change, function, module, each.restore is not None):
            yield reported(rule, each, module)


def _is_wanted(function: Function, module: Module, change: Touch) -> bool:
    """Whether the value is one that nobody else can want; one that is restored was wanted by nobody."""
    from flake8_testsec.cleanup import replacements

    if replacements.is_replaced(change, function, module):
        return True
    return module.settings.enables(rule.code) and replacements.is_tuned(change, function, module)
