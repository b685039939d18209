"""A test changes a setting of the whole process and does not undo it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup import resources, states
from flake8_testsec.cleanup.fixes import reported
from flake8_testsec.cleanup.judgement import Verdict
from flake8_testsec.cleanup.places import is_first
from flake8_testsec.cleanup.saved import value_of
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function

_ROWS = tuple(row for row in resources.STATES if row.code == "TSE314")
_TARGETS = frozenset(name for row in _ROWS for name in row.targets)

rule = Rule(
    code="TSE314",
    summary="a setting of the whole process is changed in a test and not undone",
    message="process-wide {what} is {problem}; {remedy}",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
        Locale, umask, signal handlers, filters of warnings, log levels and their like are shared by all that
        runs in the process. What one test sets is in force in the tests after it: messages appear or stay
        away, times and file modes differ, a handler fires in code that knows nothing of it. By default the
        rule speaks where the test puts the setting back itself, and a failed assertion keeps it from that.
        Which of the other settings matter in a given suite needs judgement: those that nobody puts back are
        reported where the rule is enabled by name.
        """,
    fix="""
        Save the value before, and put it back in ``finally`` or in a cleanup that is registered right after
        the change; ``warnings.catch_warnings`` and ``caplog`` do so by themselves.
        """,
    fixable="""
    A restore that is written goes into ``finally``, and ``gc.enable`` into a cleanup: safe.
    ``monkeypatch.syspath_prepend`` takes the place of ``sys.path.insert(0, ...)`` in pytest: safe. The
    values of the other settings have to be saved in ways of their own, which is left to a person.
    """,
    bad=(
        """
        import signal


        def test_alarm(shop):
            signal.signal(signal.SIGALRM, shop.wake)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.sleep() == "woken"
        """,
        """
        import locale
        import logging
        import os
        import sys
        import unittest


        class TestPrices(unittest.TestCase):
            def test_prices(self):
                before = os.umask(0)
                         ^^^^^^^^^^^
                locale.setlocale(locale.LC_ALL, "de_DE")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                logging.getLogger().addHandler(self.handler)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                sys.path.insert(0, "plugins")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(self.shop.price(), "1,50")
                os.umask(before)
        """,
        """
        import decimal
        import logging


        def test_prices(shop):
            decimal.getcontext().prec = 5
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            logger = logging.getLogger("shop")
            logger.setLevel(logging.DEBUG)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            logger.propagate = False
            ^^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.price() == "1.50"
        """,
    ),
    good=(
        """
        import signal


        def test_alarm(shop):
            before = signal.getsignal(signal.SIGALRM)
            signal.signal(signal.SIGALRM, shop.wake)
            try:
                assert shop.sleep() == "woken"
            finally:
                signal.signal(signal.SIGALRM, before)
        """,
        """
        import gc
        import locale
        import logging
        import warnings


        def test_prices(shop):
            assert locale.setlocale(locale.LC_ALL)
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                assert shop.price() == "1.50"
            gc.disable()
            gc.enable()
        """,
        """
        import sys
        import unittest

        sys.path.insert(0, "lib")
        PATH = list(sys.path)


        class TestPlugins(unittest.TestCase):
            def path(self):
                return self.shop.path

            def test_plugins(self):
                sys.path.insert(0, "plugins")
                self.addCleanup(sys.path.remove, "plugins")
                self.assertTrue(self.shop.plugins())
        """,
        """
        import decimal
        import logging
        import unittest


        def test_prices(shop):
            with decimal.localcontext():
                decimal.getcontext().prec = 5
                assert shop.price() == "1.50"
            with decimal.localcontext() as context:
                context.prec = 5
                assert shop.price() == "1.50"
            context = decimal.Context()
            context.prec = 5
            saved = decimal.getcontext().rounding
            try:
                decimal.getcontext().rounding = decimal.ROUND_UP
                assert shop.price() == "1.50"
            finally:
                decimal.getcontext().rounding = saved


        class TestPrices(unittest.TestCase):
            def setUp(self):
                self.logger = logging.getLogger("shop")
                self.level = self.logger.level
                self.logger.setLevel(logging.DEBUG)
                self.logger.addHandler(self.handler)

            def tearDown(self):
                self.logger.setLevel(self.level)
                self.logger.removeHandler(self.handler)

            def test_prices(self):
                logger = logging.getLogger("shop.prices")
                logger.disabled = True
                self.addCleanup(setattr, logger, "disabled", False)
                self.assertEqual(self.shop.price(), "1.50")
        """,
    ),
)


@rule.call(*(name for row in _ROWS for name in row.changed_by))
def left_changed(call: ast.Call, module: Module) -> Iterator[Hit]:
    function = module.function(call)
    if function is not None and is_first(call, (rule.code, function), module):
        yield from _left(function, module)


@rule.attribute(*(target.rpartition(".")[2] for row in _ROWS for target in row.targets))
def changed_in_place(attribute: ast.Attribute, module: Module) -> Iterator[Hit]:
    """A list such as ``sys.path``."""
    function = module.function(attribute)
    if function is None or not module.names(attribute) & _TARGETS:
        return
    if is_first(attribute, (rule.code, function), module):
        yield from _left(function, module)


def _left(function: Function, module: Module) -> Iterator[Hit]:
    asked = module.settings.enables(rule.code)
    for found in states.judgements(function, rule.code, module):
        is_alias = _is_alias(found, module)
        each = states.Judgement(found.change, Verdict.NEVER) if is_alias else found
        is_certain = each.verdict in (Verdict.CHECK, Verdict.LEAVE) and not _is_minor(
            each.change.node, module
        )
        if asked or is_certain:
            yield reported(rule, each, module)


def _is_alias(found: states.Judgement, module: Module) -> bool:
    """Whether what is put back is the list itself, changed in place, so that it stays as it is."""
    value = value_of(found.restore, module) if found.restore is not None else None
    if not isinstance(value, ast.Name) or not isinstance(found.change.node, ast.Call):
        return False
    bindings = module.bindings(value)
    return bool(bindings) and all(
        isinstance(each, Bound) and bool(module.names(each.value) & _TARGETS) for each in bindings
    )


def _is_minor(change: ast.AST, module: Module) -> bool:
    """Whether a change adds to the handlers of a logger, which tear-downs mostly empty as a whole, or only
    makes the tests below slower."""
    if not isinstance(change, ast.Call):
        return False
    return last_word(change.func) == "addHandler" or "tracemalloc.start" in module.names(change.func)
