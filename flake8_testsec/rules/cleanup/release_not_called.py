"""What should give something back is named, and not called."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from itertools import takewhile
from math import inf

from flake8_testsec.cleanup import resources
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, names_below, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around, suppressed
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.named_only import runs_nothing
from flake8_testsec.vocabulary.testing.suites import is_hook
from flake8_testsec.vocabulary.testing.uncalled import named_alone

_WORDS = (
    "close",
    "aclose",
    "stop",
    "shutdown",
    "server_close",
    "terminate",
    "kill",
    "cleanup",
    "disconnect",
    "dispose",
    "release",
    "unlink",
    "undo",
    "clear",
    "quit",
    "wait_closed",
)

_CERTAIN = frozenset({"close", "aclose", "server_close", "shutdown", "terminate", "kill", "disconnect"})
"""What is hardly ever anything but a method."""

_MAKERS = frozenset(resources.makers())

rule = Rule(
    code="TSE324",
    summary="a close, stop or clear at the end of a test is named and not called",
    message="{name} is not called, so nothing is given back; add the parentheses",
    roles=Role.TEST | Role.SUPPORT,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
        Without parentheses the line only looks the method up. The cleanup is written, so nobody misses it,
        and what the test has opened or changed is there for all tests behind it.
        """,
    fix="""
        Add the parentheses, or hand the method over to ``addCleanup``.
        """,
    fixable="None of it: what has never been called may well fail when it is, or want arguments.",
    bad=(
        """
        import os
        import threading
        import unittest
        from multiprocessing import shared_memory
        from unittest import mock

        import pytest


        class OrderTest(unittest.TestCase):
            def setUp(self):
                self.shop = make_shop()

            def tearDown(self):
                self.shop.close
                ^^^^^^^^^^^^^^^
                self.shop.server.stop
                ^^^^^^^^^^^^^^^^^^^^^

            def test_order(self):
                self.assertTrue(self.shop.order("pear"))


        @pytest.fixture
        def environment():
            saved = dict(os.environ)
            yield
            os.environ.clear
            ^^^^^^^^^^^^^^^^
            os.environ.update(saved)


        def test_stock(shop):
            client = shop.client()
            try:
                assert client.stock() == 17
            finally:
                client.disconnect
                ^^^^^^^^^^^^^^^^^


        def test_total(shop):
            bill = shop.bill()
            assert bill.total == 3
            bill.close
            ^^^^^^^^^^
            shop.close()


        def test_sent(shop):
            client = shop.connect()
            client.send("pear")
            client.close
            ^^^^^^^^^^^^
            assert shop.received == "pear"


        def test_lock():
            lock = threading.Lock()
            lock.acquire()
            lock.release
            ^^^^^^^^^^^^


        def test_patched(shop):
            patcher = mock.patch("shop.bank")
            patcher.start()
            assert shop.order("pear")
            patcher.stop
            ^^^^^^^^^^^^


        def test_memory():
            memory = shared_memory.SharedMemory(create=True, size=3)
            memory.close()
            memory.unlink
            ^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import contextlib
        import unittest

        import pytest


        class OrderTest(unittest.TestCase):
            def setUp(self):
                self.shop = make_shop()
                self.addCleanup(self.shop.close)

            def tearDown(self):
                self.shop.close()
                self.shop.name

            def test_no_such_method(self):
                with self.assertRaises(AttributeError):
                    self.shop.close
                try:
                    self.shop.stop
                finally:
                    self.shop.close()


        def test_refused(shop):
            with pytest.raises(AttributeError):
                shop.stop


        def test_looks_it_up(shop):
            shop.release
            assert shop.looked_up == ["release"]


        def test_lent(client, shop):
            client.close
            for other in shop.clients:
                other.close
            assert shop.looked_up == ["close"]


        def tearDownModule():
            with contextlib.suppress(AttributeError):
                shop.close
        """,
        """
        import warnings
        from unittest import mock


        def test_recorder():
            proxy = Recorder()
            proxy.close
            assert proxy.calls == ["close"]


        def test_double(shop):
            m = mock.Mock()
            m.close
            shop.close()


        def test_deprecated(recwarn):
            thing = Thing()
            thing.disconnect
            assert len(recwarn) == 1


        def test_also_deprecated():
            with warnings.catch_warnings(record=True) as seen:
                thing = Thing()
                thing.disconnect
            assert seen
        """,
        """
        class Bill:
            @property
            def release(self):
                return self.shop.pop()


        def test_property():
            Bill().release
        """,
    ),
)


@rule.attribute(*_WORDS, look=looks.is_statement)
def named_only(attribute: ast.Attribute, module: Module) -> Iterator[Hit]:
    function = module.function(attribute)
    if function is None or not looks.is_statement(attribute, module):
        return
    if expecting_around(attribute, module) is not None or _is_suppressed(attribute, module):
        return
    if _is_property(attribute.attr, module) or _is_tried(attribute, function, module):
        return
    if _is_told_already(attribute, module):
        return
    if _is_at_end(attribute, function, module) or _is_of_own(attribute, module):
        yield rule.at(attribute, name=spelt(attribute))


def _is_told_already(attribute: ast.Attribute, module: Module) -> bool:
    """Whether the rule of statements that run nothing says the same, unless this one is enabled by name."""
    if module.settings.enables(rule.code):
        return False
    return module.parent(attribute) in _alone(module) and runs_nothing(attribute, module)


@once
def _alone(module: Module) -> frozenset[ast.AST | None]:
    return frozenset(named_alone(module))


def _is_tried(attribute: ast.Attribute, function: Function, module: Module) -> bool:
    """Whether looking a name up may be what is tried: of a double, where warnings are recorded, or of what is
    asked about it afterwards."""
    is_double = attribute.attr != "stop" and is_likely_mock(attribute.value, module)  # a patcher is stopped
    if is_double or _records_warnings(function, module):
        return True
    match attribute.value:
        case ast.Name(id=name, lineno=line):
            return _last_use(name, function, module) > line
        case _:
            return False


@once
def _last_use(name: str, function: Function, module: Module) -> int:
    """The last line of a function on which a name is asked, and not given back; 0 if none is."""
    uses = names_below(function, module)[name]
    return max((each.lineno for each in uses if not _is_given_back(each, module)), default=0)


def _is_given_back(name: ast.Name, module: Module) -> bool:
    """Whether a name is there for a statement that gives back, or to be bound anew."""
    if not isinstance(name.ctx, ast.Load):
        return True
    statement = module.above(name, ast.stmt)
    return statement is not None and _gives_back(statement)


@once
def _records_warnings(function: Function, module: Module) -> bool:
    asked = (*function.args.args, *function.args.kwonlyargs)
    calls = (each for each in within(function) if isinstance(each, ast.Call))
    return any(each.arg == "recwarn" for each in asked) or any(
        last_word(each.func) == "catch_warnings" for each in calls
    )


def _is_suppressed(attribute: ast.Attribute, module: Module) -> bool:
    """Whether it may be that there is no such attribute."""
    around = module.above(attribute, ast.With)
    return isinstance(around, ast.With) and bool(suppressed(around, module))


def _is_property(word: str, module: Module) -> bool:
    """Whether a method of this name is decorated, here, so that to look it up may be to call it."""
    return word in _decorated(module)


@once
def _decorated(module: Module) -> frozenset[str]:
    return frozenset(each.name for each in module.nodes(ast.FunctionDef) if each.decorator_list)


def _is_of_own(attribute: ast.Attribute, module: Module) -> bool:
    """Whether it is the end of something that the function has made itself."""
    match attribute:
        case ast.Attribute(value=ast.Name() as name, attr=word) if word in _CERTAIN:
            makers = module.bindings(name)
            return bool(makers) and all(
                isinstance(each, Bound) and isinstance(each.value, ast.Call) for each in makers
            )
        case _:
            return False


def _is_at_end(attribute: ast.Attribute, function: Function, module: Module) -> bool:
    """Whether a statement stands where a test or a fixture cleans up."""
    if is_hook(function) and function.name.lower().startswith("teardown"):
        return True
    statement = module.parents[attribute]
    around = module.above(attribute, ast.Try)
    if isinstance(around, ast.Try) and statement in around.finalbody:
        return True
    if attribute.lineno > _first_yield(function, module):
        return True
    is_sure = attribute.attr in _CERTAIN or module.settings.enables(rule.code)
    return statement in _ending(function, module) and (is_sure or _is_known(attribute.value, module))


def _is_known(owner: ast.expr, module: Module) -> bool:
    """Whether something is of the standard library, or was opened by what is known to be given back."""
    names = module.names(owner)
    return bool(names) and all(
        each.partition(".")[0] in sys.stdlib_module_names or each.removesuffix("()") in _MAKERS
        for each in names
    )


@once
def _first_yield(function: Function, module: Module) -> float:
    return min((each.lineno for each in within(function) if isinstance(each, ast.Yield)), default=inf)


@once
def _ending(function: Function, module: Module) -> frozenset[ast.stmt]:
    """The statements in the body of a function behind which nothing but other such statements follows."""
    return frozenset(takewhile(_gives_back, reversed(function.body)))


def _gives_back(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Attribute(attr=word)):
            return word in _WORDS
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=word))):
            return word in _WORDS
        case _:
            return False
