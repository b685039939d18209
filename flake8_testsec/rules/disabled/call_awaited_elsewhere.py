"""A call that the same test awaits elsewhere is made here without waiting for it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flake8_testsec.fixing.edits import before
from flake8_testsec.project.awaiting import is_lost
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.bindings import Bound, Defined, Imported, Unknown
from flake8_testsec.source.calls import last_word, spelt, structure
from flake8_testsec.source.module import Module, inside, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.suites import is_hook, is_test, receiver

rule = Rule(
    code="TSE520",
    summary="a call that is awaited elsewhere is not awaited here",
    message="{name}() is awaited at line {line} but not here, where nothing of it runs; {word} it",
    roles=Role.TEST,
    cwe=252,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    What the call returns has to be waited for, as the same test shows by doing so elsewhere. Without it
    the next lines run before the work is done, a failure in it is lost, and the test passes or fails by
    chance. By default the rule speaks of an assertion, true for ever, about the one call in a file whose like
    is awaited wherever else it stands, twice at least. Where it is enabled by name, it also speaks of such a
    call as a statement, and of a call that the same test awaits elsewhere: sometimes that is meant, to start
    something and go on.
    """,
    fix="""
    Write ``await`` (in a generator test ``yield``) before the call. Where the test means to go on without
    waiting, keep the task or the Deferred in a variable and wait for it at the end.
    """,
    fixable="""
    ``await``, or the ``yield`` of a generator test, is put before the call as it stands before the other
    one; unsafe, because the call has never run to its end here.
    """,
    bad=(
        """
        from twisted.internet import defer
        from twisted.trial import unittest

        class SchedulerTest(unittest.TestCase):
            @defer.inlineCallbacks
            def test_activation(self):
                yield self.claim_scheduler(13)
                yield self.scheduler.start()
                self.claim_scheduler(None)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(self.scheduler.active)
        """,
        """
        import pytest

        def wait_for(port):
            return until(lambda: is_open(port))

        @pytest.mark.asyncio
        async def test_ports():
            await wait_for(8080)
            wait_for(8081)
            ^^^^^^^^^^^^^^
            assert await visit(8081) == 200
        """,
        """
        async def test_locked(lock, orders):
            await lock.acquire()
            await orders.settle(1)

        async def test_free(lock, orders):
            assert lock.acquire()
                   ^^^^^^^^^^^^^^
            orders.settle(2)
            ^^^^^^^^^^^^^^^^
            await lock.acquire()
            await orders.settle(3)
            assert orders.find(1) is not None
                   ^^^^^^^^^^^^^^

        async def test_found(self, orders):
            assert await orders.find(2) == 2
            assert await orders.find(3) == 3
            self.assertTrue(await self.orders.all())
            self.assertTrue(await self.orders.all())
            self.assertTrue(self.orders.all())
                            ^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import asyncio

        import pytest

        async def test_once(lock, orders, client):
            await lock.acquire()
            lock.acquire()
            await orders.settle(1)
            await orders.settle(2)
            orders.settle(3)
            orders.settle(4)
            await client.get(1)
            await client.get(2)
            task = asyncio.create_task(client.get(3))
            assert client.get(4) == 4
            await task

        async def test_expected(orders):
            await orders.find(1)
            await orders.find(2)
            with pytest.raises(ValueError):
                orders.find("x")

        def test_of_another_kind(client):
            client.post(1)

        async def test_of_another_origin(connect, plain):
            connection = connect()
            await connection.send(1)
            await connection.send(2)

        async def test_of_a_plain_one(plain):
            connection = plain()
            connection.send(3)
            [await each.read() for each in (connection, plain)]
            await (connection or plain).read()

        async def test_posts(client):
            await client.post(2)
            await client.post(3)
        """,
        """
        import pytest

        from shop.testing import settle

        def wait_for(port):
            return until(lambda: is_open(port))

        @pytest.mark.asyncio
        async def test_ports(client):
            await wait_for(8080)
            waiting = wait_for(8081)
            await client.visit(8081)
            client.visit(8082)
            await settle()
            settle()
            await waiting
        """,
        """
        from tornado.testing import AsyncTestCase, gen_test

        class FetchTest(AsyncTestCase):
            @gen_test
            def test_fetch(self):
                yield self.fetch("/")
                with self.assertRaises(ValueError):
                    self.fetch("no url")
        """,
        # A generator that no loop drives, and a coroutine for certain: another rule's finding.
        """
        class TestSteps:
            def test_steps(self):
                yield self.step(1)
                self.step(2)

            async def step(self, number):
                await self.machine.step(number)

            async def test_machine(self):
                await self.step(1)
                self.step(2)
        """,
    ),
)

_WAITING: dict[type[ast.AST], str] = {
    ast.Await: "await",
    ast.Yield: "yield",
    ast.YieldFrom: "yield from",
}
_DRIVEN = frozenset(
    {
        "asyncio.coroutine",
        "pytest_twisted.inlineCallbacks",
        "tornado.gen.coroutine",
        "tornado.testing.gen_test",
        "tornado.testing.gen_test()",
        "twisted.internet.defer.inlineCallbacks",
    }
)


_HANDING_ON = (ast.Call, ast.GeneratorExp, ast.List, ast.ListComp, ast.Starred, ast.Tuple)
"""What may await later what it is given: ``asyncio.gather(f(), g())``."""


@rule.where(holds=(ast.Await,))
def alone(module: Module) -> Iterator[Hit]:
    """Report the one call of a file whose like is awaited wherever else it stands."""
    waits = _calls(module).waits
    for call in module.calls({last_word(each.func) for each, *_ in waits.values()}):
        place = _dropped(call, module)
        if place is None or not _is_only_one(call, module) or expecting_around(place, module) is not None:
            continue
        if isinstance(place, ast.Expr) and place.value is call and not module.settings.enables(rule.code):
            continue  # some calls may be awaited, and need not
        is_others = bool(callees(call.func, module)) or is_lost(call, module)
        if isinstance(module.function(call), ast.AsyncFunctionDef) and not is_others:
            first = waits[_key(call, module)][0]
            where = (Pointer(first, "awaited here"),)
            line = module.position(first).line
            hit = rule.at(call, where, name=spelt(call.func), line=line, word="await")
            yield hit.fixed(*before(call, "await ", module))


def _dropped(call: ast.Call, module: Module) -> ast.stmt | None:
    """The statement that throws the result of a call away, or only asks whether there is one."""
    parent = module.parent(call)
    match parent:
        case ast.Expr() | ast.Assert():
            return parent
        case ast.Compare(ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            above = module.parent(parent)
            return above if isinstance(above, ast.Assert) else None
        case ast.Call(func=ast.Attribute(attr="assertTrue" | "assertIsNotNone"), args=[first, *_]):
            return module.above(call, ast.stmt) if first is call else None
        case _:
            return None


def _is_only_one(call: ast.Call, module: Module) -> bool:
    """Whether every other call of a name is awaited, or handed on to something that may await it."""
    calls = _calls(module)
    return calls.idle.get(last_word(call.func)) == [call] and len(calls.waits.get(_key(call, module), ())) > 1


_Key = tuple[str, str]


class _Calls(NamedTuple):
    """The calls of a module: those that are awaited, by what is called; by last word those that are not."""

    waits: Mapping[_Key, list[ast.Call]]
    idle: Mapping[str, list[ast.Call]]


@once
def _calls(module: Module) -> _Calls:
    waits: dict[_Key, list[ast.Call]] = defaultdict(list)
    idle: dict[str, list[ast.Call]] = defaultdict(list)
    for call in module.nodes(ast.Call):
        parent = module.parent(call)
        if isinstance(parent, ast.Await):
            waits[_key(call, module)].append(call)
        elif _dropped(call, module) or not isinstance(parent, _HANDING_ON):
            idle[last_word(call.func)].append(call)
    waits.pop(("", ""), None)
    return _Calls(waits, idle)


def _key(call: ast.Call, module: Module) -> _Key:
    """What is called as it is spelt, and where the name at its root comes from; empty if that is unknown."""
    root: ast.expr = call.func
    while isinstance(root, ast.Attribute):
        root = root.value
    match module.bindings(root) if isinstance(root, ast.Name) else ():
        case [Unknown(node=ast.arg())]:
            origin = "a parameter"
        case [Bound(value=value)]:
            origin = structure(value)
        case [Imported() | Defined()]:
            origin = "the module"
        case _:
            return ("", "")
    return (spelt(call.func), origin)


@rule.on(ast.AsyncFunctionDef, ast.FunctionDef, look=looks.is_driven)
def forgotten(function: Function, module: Module) -> Iterator[Hit]:
    """Report statements that call what the same test awaits or yields elsewhere."""
    if not module.settings.enables(rule.code):
        return
    if not _waits(function, module) or not (is_test(function, module) or is_hook(function)):
        return
    awaited: dict[str, ast.AST] = {}
    dropped: list[tuple[str, ast.Expr]] = []
    for node in inside(function, module):
        match node:
            case (ast.Await() | ast.Yield() | ast.YieldFrom()) as wait if isinstance(wait.value, ast.Call):
                awaited.setdefault(_ours(wait.value.func, function, module), node)
            case ast.Expr(value=ast.Call(func=func)):
                dropped.append((_ours(func, function, module), node))
    for name, statement in dropped:
        if name and name in awaited and _is_oversight(statement, module):
            line = module.position(awaited[name]).line
            word = _WAITING[type(awaited[name])]
            place = Pointer(awaited[name], "awaited here")
            hit = rule.at(statement, (place,), name=name, line=line, word=word)
            yield hit.fixed(*before(statement, f"{word} ", module))


def _waits(function: Function, module: Module) -> bool:
    if isinstance(function, ast.AsyncFunctionDef):
        return True
    return any(module.names(each) & _DRIVEN for each in function.decorator_list)


def _ours(func: ast.expr, function: Function, module: Module) -> str:
    """How a method of ``self`` or a function of this module is called; empty for anything else."""
    match func:
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner == receiver(function, module):
            return f"{owner}.{name}"
        case ast.Name(id=name):
            bindings = module.bindings(func)
            return name if all(isinstance(each, Defined) for each in bindings) else ""
        case _:
            return ""


def _is_oversight(statement: ast.Expr, module: Module) -> bool:
    """Whether the call is not expected to raise, and nothing else reports it, as TSE516 a coroutine."""
    assert isinstance(statement.value, ast.Call)
    certain = any(isinstance(each, ast.AsyncFunctionDef) for each in callees(statement.value.func, module))
    told = certain or _is_only_one(statement.value, module) or is_lost(statement.value, module)
    return not told and expecting_around(statement, module) is None
