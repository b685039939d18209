"""What looks like a release stops or closes nothing, or undoes more than was done."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from math import inf

from flake8_testsec.cleanup.borrowers import REGISTRARS, registers
from flake8_testsec.cleanup.copies import is_copy, restores_nothing
from flake8_testsec.cleanup.custody import lineage
from flake8_testsec.cleanup.named_hooks import named_hook
from flake8_testsec.cleanup.patchers import STARTED, is_stopped, place_of, starts_behind
from flake8_testsec.cleanup.resources import PATCHERS
from flake8_testsec.cleanup.whole_environment import put_back
from flake8_testsec.fixing.edits import after, before
from flake8_testsec.project import undoing
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.suites import is_fixture

rule = Rule(
    code="TSE317",
    summary="a stop or close is on the wrong thing, or is not carried out",
    message="{problem}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
        The cleanup is written, so nobody looks for it, and it does nothing. The mock that ``start()``
        returns accepts ``stop()`` as it accepts any call, and the patch stays. ``close()`` of an
        asynchronous client only makes a coroutine. A copy assigned to ``os.environ`` no longer reaches the
        environment of child processes. ``resetwarnings()`` drops the filters of everybody else, too.
        """,
    fix="""
        Keep the patcher and stop that; await the coroutine; restore the saved contents with
        ``os.environ.clear()`` and ``update()``, or use ``patch.dict``; enter ``warnings.catch_warnings``.
        """,
    fixable="""
    ``stopall`` is called, a coroutine awaited, a saved copy put back with ``clear`` and ``update``;
    unsafe, because none of that has been done so far. Which patcher belongs to a mock, and which filters
    were there before, has to be looked up.
    """,
    bad=(
        """
        import unittest
        from unittest import mock


        class TestOrders(unittest.TestCase):
            def setUp(self):
                patcher = mock.patch("shop.clock.now")
                self.now = patcher.start()
                           ^^^^^^^^^^^^^^^
                self.addCleanup(self.now.stop)
        """,
        """
        import pytest
        from unittest import mock


        @pytest.fixture
        def mocks():
            started = [mock.patch(name).start() for name in ("shop.stock", "shop.clock")]
                       ^^^^^^^^^^^^^^^^^^^^^^^^
            yield started
            for each in started:
                each.stop()
        """,
        """
        import unittest
        from unittest import mock


        class TestOrders(unittest.TestCase):
            def setUp(self):
                self.patcher = mock.patch("shop.clock.now")
                self.now = self.patcher.start()
                           ^^^^^^^^^^^^^^^^^^^^

            def tearDown(self):
                self.now.stop()
        """,
        """
        import unittest
        from unittest import mock


        class TestOrders(unittest.TestCase):
            def setUp(self):
                mock.patch("shop.clock.now").start()

            def tearDown(self):
                mock.patch("shop.clock.now").start()
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                mock.patch.stopall
                ^^^^^^^^^^^^^^^^^^
        """,
        """
        import os


        def test_mode(run):
            saved = os.environ.copy()
            os.environ["MODE"] = "test"
            try:
                assert run() == 0
            finally:
                os.environ = saved
                ^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest


        class TestOrders(ShopTest):
            def setUp(self):
                super().setUp
                ^^^^^^^^^^^^^

            def tearDown(self):
                super(TestOrders, self)
                ^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import shutil
        import unittest


        class TestOrders(unittest.TestCase):
            def setUp(self):
                self.addCleanup(self.server.stop())
                                ^^^^^^^^^^^^^^^^^^
                self.addCleanup(shutil.rmtree(self.folder))
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import unittest
        from unittest import mock

        class TestOrders(unittest.TestCase):
            def tearDown(self):
                sent = mock.patch.object(self.shop, "send")
                sent.start()
                self.addCleanup(sent.stop)
                self.shop.delete("orders")
        """,
        """
        class TestOrders(ShopTest):
            def setUp(self):
                super().setUp()

            def total(self):
                super()
                return super().total
        """,
        """
        import unittest


        class TestOrders(unittest.TestCase):
            def stop(self):
                return self.server.stop

            def setUp(self):
                self.addCleanup(self.stop())
                self.addCleanup(self.server.stop)
                self.addCleanup(print, " ".join(self.names))
        """,
        """
        # file: tests/base.py
        import unittest
        from unittest import mock


        class ShopTest(unittest.TestCase):
            def setUp(self):
                super().setUp()
                self.addCleanup(mock.patch.stopall)

        # file: tests/test_orders.py
        from unittest import mock

        from tests import base


        class TestOrders(base.ShopTest):
            def setUp(self):
                super().setUp()
                self.now = mock.patch("shop.clock.now").start()
                self.addCleanup(self.now.stop)
        """,
        """
        import unittest
        from unittest import mock


        class TestOrders(unittest.TestCase):
            def setUp(self):
                self.patcher = mock.patch("shop.clock.now")
                self.now = self.patcher.start()
                self.addCleanup(self.patcher.stop)
        """,
        """
        from unittest import mock


        def test_server_stops():
            patcher = mock.patch("shop.server.Server")
            server = patcher.start()
            server.stop.assert_called_once_with()
            patcher.stop()
        """,
        """
        from unittest import mock


        def test_either(flag):
            clock = mock.patch("shop.clock.now")
            if flag:
                clock = clock.start()
            clock.stop()
        """,
    ),
)

_ENDING = frozenset(
    {"close", "disconnect", "join", "kill", "logout", "loseConnection", "quit", "rmdir", "rmtree", "shutdown"}
    | {"stop", "stopListening", "stopService", "stopall", "terminate", "undo", "unlink"}
)
"""What releases something, and returns nothing that could be called."""
_AWAITED = {
    "close": (
        *("aiohttp.ClientSession()", "aiohttp.TCPConnector()", "aiohttp.UnixConnector()"),
        *("aiohttp.test_utils.TestServer()", "aiohttp.test_utils.TestClient()"),
        *("asyncpg.connect()", "redis.asyncio.Redis()"),
    ),
    "aclose": ("httpx.AsyncClient()", "redis.asyncio.Redis()"),
    "cleanup": ("aiohttp.web.AppRunner()",),
    "wait_closed": ("asyncio.start_server()", "asyncio.start_unix_server()"),
}
"""Releases that are coroutines, by their method, with what they belong to."""

_BELONGS = "stop() belongs to the patcher, not to the mock it returned"


@rule.attribute("stop")
def mock_stopped(stop: ast.Attribute, module: Module) -> Iterator[Hit]:
    """The mock that a patcher returned is stopped instead of the patcher."""
    if _is_carried_out(stop, module) and _is_first(stop, module):
        for start in starts_behind(stop.value, module):
            if not (is_stopped(start, module) or _are_all_stopped(start, module)):
                yield rule.at(start, problem=_BELONGS)


def _is_first(stop: ast.Attribute, module: Module) -> bool:
    """Whether nothing was said yet of what the same attribute may be."""
    place = place_of(stop.value, module)
    return place is None or module.kept.setdefault((rule.code, place), stop) is stop


def _is_carried_out(stop: ast.Attribute, module: Module) -> bool:
    parent = module.parent(stop)
    if not isinstance(parent, ast.Call):
        return False
    if parent.func is stop:
        return isinstance(module.parent(parent), (ast.Expr, ast.ListComp))
    return registers(parent)


def _are_all_stopped(start: ast.Call, module: Module) -> bool:
    """Whether the class or one above it calls ``patch.stopall``: what is stopped beside is only needless."""
    class_ = module.above(start, ast.ClassDef)
    above = lineage(class_, module).classes if class_ is not None else ()
    return any(undoing.PATCHERS in each.class_.undoes for each in above)


@rule.call(*(name.removesuffix("()") for name in STARTED))
def started_at_the_end(start: ast.Call, module: Module) -> Iterator[Hit]:
    """A patch is begun where it should end."""
    function = module.function(start)
    if function is None or function.name not in ("tearDown", "tearDownClass", "teardown_method"):
        return
    if not _names_stop(function, module):
        yield rule.at(start, problem="start() in a tear-down begins the patch; call stop() on the patcher")


@once
def _names_stop(function: Function, module: Module) -> bool:
    """Whether a tear-down stops what it starts, perhaps by a cleanup."""
    return any(isinstance(each, ast.Attribute) and each.attr == "stop" for each in within(function))


@rule.attribute("stopall")
def not_called(stopall: ast.Attribute, module: Module) -> Iterator[Hit]:
    """``patch.stopall`` is named and not called."""
    if isinstance(module.parent(stopall), ast.Expr) and module.names(stopall) & {*PATCHERS.everything}:
        hit = rule.at(stopall, problem="stopall is not called; add the parentheses")
        yield hit.fixed(*after(stopall, "()", module))


@rule.method(*REGISTRARS)
@rule.call("atexit.register")
def released_at_once(call: ast.Call, module: Module) -> Iterator[Hit]:
    """What should be registered for later is called where it stands."""
    match call:
        case ast.Call(args=[ast.Call(func=ast.Attribute(attr=word) | ast.Name(id=word)) as done, *_]):
            if word in _ENDING and not any(map(_may_return, callees(done.func, module))):
                problem = f"{word}() is called at once and not registered; hand it over without calling it"
                yield rule.at(done, problem=problem)


def _may_return(function: Function) -> bool:
    """Whether a function returns anything: what is to be called later, perhaps."""
    return any(isinstance(each, ast.Return) and each.value is not None for each in within(function))


@rule.attribute("environ", look=looks.is_stored)
def environment_replaced(environ: ast.Attribute, module: Module) -> Iterator[Hit]:
    """A saved copy is assigned to ``os.environ``, which child processes then do not see."""
    match module.parent(environ):
        case ast.Assign(targets=[target], value=value) as statement if target is environ:
            is_real = module.names(environ) == {"os.environ"}
            if is_real and is_copy(value, module) and not restores_nothing(environ, module):
                hit = rule.at(
                    statement,
                    problem="os.environ = ... does not restore the environment; clear() and update() it",
                )
                yield hit.fixed(*put_back(environ, value, statement, module))


@rule.where(calls=("super",), look=looks.names_super_alone)
def inherited_not_called(module: Module) -> Iterator[Hit]:
    """A set-up or tear-down names the inherited one, or only ``super()``, and calls nothing of it."""
    for call in module.scopes.calls(frozenset({"super"})):
        if (named := named_hook(call, module)) is not None:
            yield rule.at(named.node, problem=named.problem).fixed(*named.edits)


@rule.attribute("resetwarnings")
def filters_dropped(reset: ast.Attribute, module: Module) -> Iterator[Hit]:
    """All filters are dropped where the saved ones should come back."""
    if not module.names(reset) & {"warnings.resetwarnings"}:
        return
    problem = "resetwarnings() drops every filter; restore the saved ones"
    match module.parent(reset):
        case ast.Call(func=func) as call if func is reset:
            if _is_last(call, module):
                yield rule.at(call, problem=problem)
        case ast.Call() as call if registers(call):
            yield rule.at(reset, problem=problem)


def _is_last(call: ast.Call, module: Module) -> bool:
    """Whether a call stands where a test or a fixture cleans up, outside ``catch_warnings``."""
    function = module.function(call)
    if function is None or module.above(call, ast.With) is not None:
        return False
    if function.name.lower().startswith(("teardown", "cleanup")):
        return True
    return is_fixture(function, module) and _is_after_yield(call, function, module)


def _is_after_yield(call: ast.Call, function: Function, module: Module) -> bool:
    return _first_yield(function, module) < call.lineno


@once
def _first_yield(function: Function, module: Module) -> float:
    yields = (each for each in within(function) if isinstance(each, ast.Yield))
    return min((each.lineno for each in yields), default=inf)


@rule.method(*_AWAITED, look=looks.is_statement_of_coroutine)
def never_awaited(call: ast.Call, module: Module) -> Iterator[Hit]:
    """The release is a coroutine that nobody awaits."""
    if not isinstance(call.func, ast.Attribute) or not isinstance(module.parent(call), ast.Expr):
        return
    if not isinstance(module.function(call), ast.AsyncFunctionDef):
        return
    names, owners = module.names(call.func.value), _AWAITED[call.func.attr]
    functions = callees(call.func, module)
    if (names and names <= {*owners}) or (functions and all(map(_is_coroutine, functions))):
        problem = f"{spelt(call.func)}() is a coroutine; nothing is closed; add await"
        yield rule.at(call, problem=problem).fixed(*before(call, "await ", module))


def _is_coroutine(function: Function) -> bool:
    return isinstance(function, ast.AsyncFunctionDef)
