"""A coroutine or a generator as a test of ``unittest.TestCase``: the body is never executed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import Edits, renamed, replaced
from flake8_testsec.fixing.imports import imported
from flake8_testsec.patterns import lazy
from flake8_testsec.project.offered import is_offered
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import methods, only_decorated_by

rule = Rule(
    code="TSE510",
    summary="the body of this test is never executed by unittest",
    message="unittest.TestCase never {verb} the test, so nothing in it runs; {instead}",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    ``unittest.TestCase`` calls a test and forgets what it returns. Calling an ``async def`` only makes a
    coroutine, and calling a function with ``yield`` only makes a generator: not one line of the body runs,
    and the test is reported as passed. A ``pytest.mark.asyncio`` changes nothing on such a class.
    """,
    fix="""
    Derive from ``unittest.IsolatedAsyncioTestCase`` for coroutines. Take the ``yield`` out of a generator:
    a loop with ``self.subTest()`` does what is wanted.
    """,
    fixable="""
    The class of a coroutine derives from ``unittest.IsolatedAsyncioTestCase`` where it named ``TestCase``
    itself; unsafe, because the test has never run and may fail. What a generator shall do without its
    ``yield``, a program does not know.
    """,
    bad=(
        """
        import unittest

        class OrderTest(unittest.TestCase):
            async def test_cancel(self):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(await cancel(1))
        """,
        """
        from unittest import TestCase

        class ParserTest(TestCase):
            def test_all_samples(self):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                for sample in ("a", "b"):
                    yield self.check, sample
        """,
        """
        import unittest
        from unittest import mock
        import pytest

        class ShopCase(unittest.TestCase):
            def open_shop(self):
                return Shop()

        @mock.patch("shop.clock.now")
        class TestShop(ShopCase):
            @pytest.mark.asyncio
            @mock.patch("shop.orders.send")
            async def test_order(self, send, now):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert await self.open_shop().order(1)
        """,
        """
        from unittest import IsolatedAsyncioTestCase

        class StreamTest(IsolatedAsyncioTestCase):
            def test_lines(self):
            ^^^^^^^^^^^^^^^^^^^^^
                line = yield read_line()
                self.assertEqual(line, "a")

            async def test_blocks(self):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                yield await read_block()
        """,
    ),
    good=(
        """
        import unittest

        class OrderTest(unittest.IsolatedAsyncioTestCase):
            async def test_cancel(self):
                self.assertTrue(await cancel(1))
        """,
        """
        from django.test import TestCase

        class ViewTest(TestCase):
            async def test_index(self):
                self.assertEqual((await self.async_client.get("/")).status_code, 200)
        """,
        """
        import unittest
        from shop.testing import run_in_loop

        class OrderTest(unittest.TestCase):
            @run_in_loop
            async def test_cancel(self):
                self.assertTrue(await cancel(1))

        @run_in_loop
        class StockTest(unittest.TestCase):
            async def test_take(self):
                self.assertTrue(await take(1))
        """,
        """
        import unittest
        from aiohttp.test_utils import AioHTTPTestCase
        from shop.testing import AsyncMixin
        from tornado.testing import AsyncTestCase
        from twisted.trial import unittest as trial

        class PageTest(AioHTTPTestCase):
            async def test_get(self):
                self.assertTrue(await get("/"))

        class ProtocolTest(trial.TestCase):
            async def test_send(self):
                self.assertTrue(await send("a"))

        class LoopTest(AsyncTestCase):
            async def test_tick(self):
                self.assertTrue(await tick())

        class MixedTest(AsyncMixin, unittest.TestCase):
            async def test_mixed(self):
                self.assertTrue(await tick())
        """,
        """
        import asyncio
        import unittest

        class LoopCase(unittest.TestCase):
            def run(self, result=None):
                setattr(self, self.name, lambda: asyncio.run(self.test()))
                return super().run(result)

        class TickTest(LoopCase):
            async def test_tick(self):
                self.assertTrue(await tick())

        class AgainTest(LoopCase, metaclass=Repeated):
            async def test_again(self):
                self.assertTrue(await tick())
        """,
        """
        import asyncio
        import unittest

        class TickTest(unittest.TestCase):
            def test_in_loop(self):
                asyncio.run(self.tested_tick())
                asyncio.run(self.test_tock())

            async def tested_tick(self):
                self.assertTrue(await tick())

            async def test_tock(self):
                self.assertTrue(await tock())

            def test_chunks(self):
                def chunks():
                    yield b"a"
                self.assertEqual(join(chunks()), b"a")
        """,
        """
        import unittest

        def test_coroutines_are_reported():
            class Sample(unittest.TestCase):
                async def test_a(self):
                    self.fail("not run")

            assert run(Sample).warnings
        """,
        """
        import pytest
        import unittest

        pytestmark = pytest.mark.anyio

        class TickTest(unittest.TestCase):
            async def test_tick(self):
                self.assertTrue(await tick())

        async def test_plain():
            assert await tick()
        """,
    ),
)

_CASES = frozenset({"unittest.TestCase", "unittest.IsolatedAsyncioTestCase"})
_HARMLESS = ("unittest.mock.patch", "pytest.mark.asyncio")
# Methods by which a class may change how its tests are called; any dunder method may, too.
_RUNS = frozenset({"run", "debug", "_callTestMethod"})
# With these plugins' markers pytest runs the coroutines of a plain TestCase after all.
_RUNNERS = lazy(r"\b(anyio|trio)\b")


@rule.on(ast.FunctionDef, ast.AsyncFunctionDef, look=looks.is_driven)
def never_executed(function: Function, module: Module) -> Iterator[Hit]:
    """Report a test method of which calling it executes nothing, in a class that only calls it."""
    is_coroutine, is_generator = isinstance(function, ast.AsyncFunctionDef), _is_generator(function, module)
    if not (is_coroutine or is_generator) or not function.name.startswith("test"):
        return
    class_ = module.class_of(function)
    if class_ is None or module.function(class_) is not None:
        return
    if only_decorated_by(function, module, _HARMLESS) and not _is_called(function, module):
        roots = _roots(class_, module) - {"object"}
        if is_coroutine and roots == {"unittest.TestCase"}:
            hit = rule.at(function, verb="awaits", instead=_instead(module))
            yield hit.fixed(*_awaiting(class_, function, module))
        elif is_generator and roots and roots <= _CASES:
            yield rule.at(function, verb="iterates", instead="take the yield out")


def _instead(module: Module) -> str:
    if is_offered("IsolatedAsyncioTestCase", module):
        return "use IsolatedAsyncioTestCase"
    return "run it with loop.run_until_complete"


def _awaiting(class_: ast.ClassDef, function: Function, module: Module) -> Edits:
    """The base that awaits, where the class names the other one itself and nothing drives a loop by hand."""
    if function in module.generators or module.mentions("event_loop", "run_until_complete", "asyncio.run("):
        return ()
    for base in class_.bases:
        if module.names(base) == {"unittest.TestCase"}:
            if isinstance(base, ast.Attribute):
                return renamed(base, "IsolatedAsyncioTestCase", module)
            owner, edits = imported("unittest", module)
            new = replaced(base, f"{owner}.IsolatedAsyncioTestCase", module)
            return (*edits, *new) if owner else ()
    return ()


def _is_generator(function: Function, module: Module) -> bool:
    # A decorator may well be what drives a generator, so only a bare one counts.
    return function in module.generators and not function.decorator_list


def _is_called(function: Function, module: Module) -> bool:
    """Whether anything else of the module may execute the test."""
    is_named = bool(module.named(function.name)) or function.name in module.attribute_names
    return is_named or _speaks_of_runners(module)


@once
def _speaks_of_runners(module: Module) -> bool:
    return bool(_RUNNERS.search(module.source))


@once
def _roots(class_: ast.ClassDef, module: Module) -> frozenset[str]:
    """The classes from elsewhere that a class derives from; ``?`` for whatever is not known."""
    if class_.keywords or not only_decorated_by(class_, module, _HARMLESS):
        return frozenset("?")
    if any(each.name in _RUNS or each.name.startswith("__") for each in methods(class_)):
        return frozenset("?")
    return frozenset().union(*(_of_base(base, class_, module) for base in class_.bases))


def _of_base(base: ast.expr, class_: ast.ClassDef, module: Module) -> frozenset[str]:
    match module.bindings(base) if isinstance(base, ast.Name) else ():
        case (Defined(node=ast.ClassDef() as local),) if local.lineno < class_.lineno:
            return _roots(local, module)
        case _:
            return module.names(base) or frozenset("?")
