"""A patch that is created and never started, entered or used as a decorator: nothing is replaced."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, after, span, written
from flake8_testsec.fixing.statements import deeper, following, is_alone
from flake8_testsec.project.unstarted import is_unstarted
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.doubles import PATCH, PATCH_OBJECT
from flake8_testsec.vocabulary.testing.only_readers import is_unread
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test

rule = Rule(
    code="TSE606",
    summary="mock.patch(...) has no effect unless started, entered or used as decorator",
    message="mock.{name}(...) has no effect unless started, entered or used as decorator",
    roles=Role.TEST,
    cwe=1164,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    ``mock.patch`` only describes a replacement. It is carried out when the patch is entered with
    ``with``, started, or applied as a decorator. As a statement of its own it is thrown away, and the
    test runs against the real thing: the real database, the real network, the real clock. The test may
    well pass all the same, and nobody learns that it does more than it should. A patcher that is kept, and
    only stopped or asked what mocks are asked, is reported where the rule is enabled by name.
    """,
    fix="""
    Put the code that needs the replacement under ``with mock.patch(...):``, decorate the test, or start
    the patch and register its ``stop`` with ``addCleanup``.
    """,
    fixable="""
    In a test the rest of the block is put under ``with`` the patch; unsafe, because nothing was replaced so
    far, and the test may have passed without it. A set-up ends before the test, so nothing is done there.
    """,
    bad=(
        """
        import unittest
        from unittest import mock

        from shop import db

        class TestOrders(unittest.TestCase):
            def test_save(self):
                mock.patch.object(db, "commit")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(db.save({"id": 1}))
        """,
        """
        from unittest.mock import patch

        from shop import settings

        def test_discount():
            patch.dict(settings.RATES, {"gold": 10})
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            patch("shop.clock.now", return_value=12)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            patch.multiple("shop.mail", send=None)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert settings.rate("gold") == 10
        """,
        """
        from unittest import mock

        from shop import checkout

        def test_pays_once():
            gateway = mock.patch("shop.checkout.gateway")
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert checkout.pay(10) == "paid"
        """,
        """
        import unittest
        from unittest import mock

        from shop import checkout

        class TestCheckout(unittest.TestCase):
            def setUp(self):
                self.patcher = mock.patch("shop.checkout.gateway")
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.addCleanup(self.patcher.stop)

            def test_pays(self):
                clock = mock.patch("shop.clock.now")
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(checkout.pay(10), "paid")
                clock.stop()

            def test_sends(self):
                send = mock.patch("shop.mail.send")
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                send.return_value = 1
                checkout.pay(10)
                send.assert_called_once()
        """,
    ),
    good=(
        """
        from unittest import mock

        from shop import db

        def test_save():
            with mock.patch.object(db, "commit"):
                db.save({"id": 1})
            mock.patch.object(db, "rollback").start()
        """,
        """
        def test_save(mocker, monkeypatch):
            mocker.patch("shop.db.commit")
            monkeypatch.setattr("shop.db.TIMEOUT", 1)
        """,
        """
        import unittest
        from unittest import mock

        class TestPatching(unittest.TestCase):
            def test_target_must_be_a_path(self):
                with self.assertRaises(TypeError):
                    mock.patch("commit")

            def patch(self, target):
                patcher = mock.patch(target)
                self.addCleanup(patcher.stop)
                return patcher.start()

            def test_save(self):
                self.patch("shop.db.commit")
        """,
        """
        from unittest import mock

        def test_each_in_turn():
            commit, rollback = mock.patch("shop.db.commit"), mock.patch("shop.db.rollback")
            with commit, rollback:
                run()
        """,
        """
        # file: tests/base.py
        import unittest

        class Base(unittest.TestCase):
            def start(self):
                self.gateway = self.patcher.start()

        # file: tests/test_orders.py
        import unittest
        from unittest import mock

        from tests.base import Base

        class TestOrders(Base):
            def setUp(self):
                self.patcher = mock.patch("shop.checkout.gateway")
                self.addCleanup(self.patcher.stop)
                self.start()

        class TestStarted(unittest.TestCase):
            def setUp(self):
                self.started = mock.patch("shop.checkout.gateway")
                self.started.start()
                self.entered = mock.patch("shop.checkout.gateway")

            def test_pays(self):
                clock = mock.patch("shop.clock.now")
                clock.start()
                clock.stop()
                idle = mock.patch("shop.clock.now")
                self.assertIsNone(idle.stop())
                self.begin(mock.patch("shop.clock.now"))
                with self.entered:
                    pass
                stopped = mock.patch("shop.clock.now")
                with self.assertRaises(RuntimeError):
                    stopped.stop()
        """,
        """
        from unittest import mock

        PATCHED = mock.patch("shop.db.commit")

        def make():
            global shared
            shared = mock.patch("shop.db.rollback")
        """,
    ),
)


@rule.call(PATCH, PATCH_OBJECT, f"{PATCH}.dict", f"{PATCH}.multiple", look=looks.is_statement_or_assigned)
def thrown_away(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a patch that is a statement, or that is bound to what nothing reads, or starts."""
    match module.parent(call):
        case ast.Expr() as statement if expecting_around(statement, module) is None:
            wasted = True
        case ast.Assign(targets=[ast.Name() as target]) if is_unread(target, module):
            wasted = True
        case ast.Assign(targets=[target]) if _is_idle(target, module):
            yield rule.at(call, name=_named(call, module))
            return
        case _:
            wasted = False
    if wasted:
        yield rule.at(call, name=_named(call, module)).fixed(*_entered(call, module))


def _is_idle(target: ast.expr, module: Module) -> bool:
    """Whether nothing starts a patcher, where that is asked for by name."""
    return module.settings.enables(rule.code) and is_unstarted(target, module)


def _entered(call: ast.Call, module: Module) -> Edits:
    """The patch around the rest of its block, if the test is over at the end of that."""
    statement, function = module.parent(call), module.function(call)
    if function is None or not isinstance(statement, (ast.Expr, ast.Assign)):
        return ()
    if not is_test(function, module) and not (function in module.generators and is_fixture(function, module)):
        return ()
    rest = following(statement, module)
    start, end = span(statement, module), span(call, module)
    plain = is_alone(statement, module) and start[2:] == end[2:]
    moved = deeper(rest, module) if rest and plain else ()
    name = ""
    if isinstance(statement, ast.Assign):
        name = f" as {written(statement.targets[0], module)}"
    if not moved:
        return ()
    head = Edit(*start[:2], *end[:2], "with ")
    return (head, *after(call, f"{name}:", module), *moved)


def _named(call: ast.Call, module: Module) -> str:
    return next(name.removeprefix("unittest.mock.") for name in sorted(module.names(call.func)))
