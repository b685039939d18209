"""What a test acquires is released only if the assertions in between hold."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flake8_testsec.cleanup import idle, openers, own_rows, resources, servers, waiting
from flake8_testsec.cleanup.certainty import narrows
from flake8_testsec.cleanup.connectors import has_connected
from flake8_testsec.cleanup.fixes import ended
from flake8_testsec.cleanup.judgement import Judgement, Verdict, is_spared, judgements
from flake8_testsec.cleanup.patchers import ends_with_test
from flake8_testsec.cleanup.places import is_first
from flake8_testsec.cleanup.remedies import remedy
from flake8_testsec.cleanup.skipping import is_only_after_error, skipped, witnesses
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.rule_options import RESOURCES
from flake8_testsec.source import looks
from flake8_testsec.source.calls import argument, last_word
from flake8_testsec.source.module import Module, inside, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.interceptors import SOCKETS, is_intercepted

rule = Rule(
    code="TSE307",
    summary="a process, thread, socket, session, file or patch is released only if the assertions above hold",
    message="{how}; {remedy}",
    roles=Role.TEST,
    cwe=772,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    options=(RESOURCES,),
    why="""
        The release is written, and yet it does not happen when it matters: a failed assertion leaves the
        test at once, and so does an early ``return``. The one failure then comes with more of them, because
        the server keeps its port, the patch stays applied and the process runs on into tests that have
        nothing wrong with them. Where the rule is enabled by name, it also speaks of what is only waited for
        and ends by itself, of executors, files, archives in memory and connections to SQLite, which end with
        the objects that hold them, and of sockets that are neither bound nor connected, or are faked.
        """,
    fix="""
        Enter the resource with ``with``, register its release for cleanup right after it was acquired
        (``addCleanup``, ``addfinalizer``), or put the release into ``finally``.
        """,
    fixable="""
    A ``with`` that ends where the release stands, ``finally`` around the release, or a cleanup below what
    acquires it: safe, because a test that passes releases it at the same place or later. Processes are
    killed and waited for as well. A thread is joined in ``finally`` only with what tells it to stop on
    the lines above. There is no fix where the release is in another block.
    """,
    bad=(
        """
        import subprocess


        def test_server_answers(ask):
            server = subprocess.Popen(["shop-server"])
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert ask("stock") == "17"
            server.terminate()
            server.wait()
        """,
        """
        import threading
        import unittest

        from shop.orders import watch


        class TestWatch(unittest.TestCase):
            def test_sees_an_order(self):
                watcher = threading.Thread(target=watch, args=(self.orders, self.done))
                watcher.start()
                ^^^^^^^^^^^^^^^
                self.assertEqual(self.orders.get(), "pear")
                self.done.set()
                watcher.join()
        """,
        """
        import socket

        import pytest


        def test_refuses(address):
            client = socket.socket()
                     ^^^^^^^^^^^^^^^
            with pytest.raises(ConnectionRefusedError):
                client.connect(address)
            client.close()
        """,
        """
        import unittest
        from unittest import mock

        from shop import quota


        class TestQuota(unittest.TestCase):
            def test_exceeded(self):
                patcher = mock.patch.object(quota.LIMITS, "of")
                patcher.start().return_value = 0
                ^^^^^^^^^^^^^^^
                self.assertRaises(ValueError, quota.check, "pears")
                mock.patch.stopall()

            def test_met(self):
                patcher = mock.patch("shop.quota.LIMITS", {})
                patcher.start()
                ^^^^^^^^^^^^^^^
                if quota.check("pears"):
                    return
                patcher.stop()
        """,
        """
        import aiohttp


        async def test_window(shop):
            connector = aiohttp.TCPConnector()
            session = aiohttp.ClientSession(connector=connector)
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            response = await session.get(shop.url)
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert response.status == 200
            response.close()
            await session.close()
        """,
        """
        import aiohttp
        import pytest


        @pytest.mark.xfail
        async def test_window_of_tomorrow(shop):
            session = aiohttp.ClientSession()
                      ^^^^^^^^^^^^^^^^^^^^^^^

            async def look():
                async with session.get(shop.url):
                    return shop.orders

            await look()
            await session.close()
        """,
        """
        import socketserver
        import threading

        from shop.till import Till, WindowServer


        class TillServer(socketserver.TCPServer):
            pass


        def test_till(pay):
            server = TillServer(("127.0.0.1", 0), Till)
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert pay(server.server_address) == "thanks"
            server.server_close()


        def test_window(look):
            server = WindowServer(("127.0.0.1", 0))
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            threading.Thread(target=server.serve_forever).start()
            assert look() == "pears"
            server.shutdown()
            server.server_close()
        """,
        """
        def test_notes(path):
            notes = path.open("r")
                    ^^^^^^^^^^^^^^
            assert notes.read() == "pear"
            notes.close()
        """,
        """
        import asyncio

        from shop.orders import deliver


        def test_delivers():
            loop = asyncio.new_event_loop()
                   ^^^^^^^^^^^^^^^^^^^^^^^^
            assert loop.run_until_complete(deliver()) == "pear"
            loop.close()
        """,
    ),
    good=(
        """
        import subprocess


        def test_server_answers(ask):
            with subprocess.Popen(["shop-server"]) as server:
                assert ask("stock") == "17"
                server.terminate()


        def test_ends_when_killed():
            server = subprocess.Popen(["shop-server"])
            assert server.pid
            server.kill()
            assert server.returncode


        def test_is_ended_for_certain(ask):
            server = subprocess.Popen(["shop-server"])
            try:
                assert ask("stock") == "17"
            finally:
                server.kill()


        def test_asserts_later(ask):
            server = subprocess.Popen(["shop-server"])
            answer = ask("stock")
            server.kill()
            assert answer == "17"
        """,
        """
        import aiohttp


        async def test_window(client):
            response = await client.get("/")
            assert response.status == 200
            response.close()


        async def test_own_session(shop):
            async with aiohttp.ClientSession() as session:
                response = await session.get(shop.url)
                assert response.status == 200
                response.close()


        async def test_closed_session(shop):
            session = aiohttp.ClientSession()
            try:
                response = await session.get(shop.url)
                assert response.status == 200
                response.close()
            finally:
                await session.close()
        """,
    ),
)

_OTHERS = [row for row in resources.RESOURCES if row.skipped == rule.code and row is not resources.PATCHERS]


@rule.call(*resources.PATCHERS.made_by, hints=resources.PATCHERS.begun_by)
@rule.call(*resources.makers(_OTHERS), look=looks.is_outside_with)
def skipped_by_assertion(call: ast.Call, module: Module) -> Iterator[Hit]:
    found = judgements(call, module)
    if found and not ends_with_test(call, module):
        yield from _reported(found, module)


@rule.where(look=looks.has_own_resources)
def own_resource_skipped_by_assertion(module: Module) -> Iterator[Hit]:
    for call in own_rows.calls(module):
        yield from _reported(judgements(call, module), module)


@rule.where(hints=(openers.HINT,), look=looks.opens_outside_with)
def file_skipped_by_assertion(module: Module) -> Iterator[Hit]:
    for call in openers.opening(module):
        yield from _reported(judgements(call, module, openers.OPENED, openers.opening), module)


@rule.call("aiohttp.ClientSession")
def response_skipped_by_assertion(session: ast.Call, module: Module) -> Iterator[Hit]:
    for judgement in judgements(session, module):
        function = judgement.obligation.function
        requests = _by_function(module).get(function, ())
        for call in requests if is_first(session, (rule.code, function), module) else ():
            yield from _reported(judgements(call, module, (resources.RESPONSES,), _responses), module)


@rule.on(ast.ClassDef, hints=servers.HINTS)
def own_server_skipped_by_assertion(class_: ast.ClassDef, module: Module) -> Iterator[Hit]:
    for call in servers.made_from(class_, module):
        yield from _reported(judgements(call, module, (resources.SERVERS,), servers.made), module)


@rule.attribute("serve_forever")
def foreign_server_skipped_by_assertion(serving: ast.Attribute, module: Module) -> Iterator[Hit]:
    for call in servers.made_for(serving, module):
        yield from _reported(judgements(call, module, (resources.SERVERS,), servers.made), module)


def _responses(module: Module) -> Iterator[ast.Call]:
    """What is awaited from sessions: the end of a session that may be left open would end them, too."""
    return (each for several in _by_function(module).values() for each in several)


@once
def _by_function(module: Module) -> Mapping[Function | None, Sequence[ast.Call]]:
    found: dict[Function | None, list[ast.Call]] = defaultdict(list)
    for node in module.nodes(ast.Await):
        match node.value:
            case ast.Call(func=func) as call if module.names(func) & {*resources.RESPONSES.made_by}:
                found[module.function(call)].append(call)
    return found


def _reported(found: Iterable[Judgement], module: Module) -> Iterator[Hit]:
    for judgement in found:
        row, verdict = judgement.obligation.resource, judgement.verdict
        if verdict not in (Verdict.CHECK, Verdict.LEAVE) or row.skipped != rule.code:
            continue
        spared = is_spared(row, module) or _hardly_matters(judgement, module)
        if spared and not module.settings.enables(rule.code):
            continue  # true, and hardly anybody minds
        if row.what == "connector" and not has_connected(judgement.obligation, module):
            continue
        if row.what not in ("thread", "timer") or (
            _is_told_to_end(judgement, module) and not _is_ended_by_finally(judgement, module)
        ):
            words = remedy(judgement.obligation, module, judgement.release)
            yield rule.at(
                judgement.obligation.begin,
                related=witnesses(judgement),
                **skipped(judgement, words),
            ).fixed_by(ended(words, judgement.obligation, module, judgement.release))


def _hardly_matters(judgement: Judgement, module: Module) -> bool:
    """Whether nothing is left a moment later, or nothing that anybody could want."""
    if openers.removes_itself(judgement.obligation, module):
        return True
    obligation = judgement.obligation
    if idle.ends_with_its_object(obligation, module) or idle.holds_nothing(judgement, module):
        return True
    if obligation.resource.what == "socket" and is_intercepted(obligation.call, module, SOCKETS):
        return True
    if is_only_after_error(judgement, module) or narrows(
        judgement.exit, module.above(obligation.call, ast.stmt)
    ):
        return True
    return waiting.merely_waits(judgement, module)


def _is_told_to_end(judgement: Judgement, module: Module) -> bool:
    """Whether anything is done before a thread is joined that is skipped, too: else it ends by itself."""
    start, end = _line(judgement.exit), _line(judgement.release)
    deeds = _deeds(judgement.obligation.function, judgement.obligation.resource, module)
    return bisect_right(deeds, start) < bisect_left(deeds, end)


@once
def _deeds(function: Function, row: resources.Resource, module: Module) -> Sequence[int]:
    """The lines of the calls of a function that release nothing, and belong to no assertion."""
    calls = (each for each in inside(function, module) if isinstance(each, ast.Call))
    doing = (each for each in calls if not is_assertion(module.above(each, ast.stmt) or each))
    return sorted(each.lineno for each in doing if last_word(each.func) not in row.release)


def _is_ended_by_finally(judgement: Judgement, module: Module) -> bool:
    """Whether a ``finally`` around the exit tells what the thread works on: its owner, or an event."""
    call, exit = judgement.obligation.call, judgement.exit
    target = argument(call, 1, "target")
    known = [call, *(callees(target, module) if target is not None else ())]
    told = {node.id for each in known for node in walk(each) if isinstance(node, ast.Name)}
    told -= {name for name, _ in module.scopes.imported()}
    around = (
        (each for each in module.ancestors(exit) if isinstance(each, ast.Try)) if exit is not None else ()
    )
    ends = (node for each in around for statement in each.finalbody for node in walk(statement))
    return any(_owner(node) in told for node in ends if isinstance(node, ast.Call))


def _owner(call: ast.Call) -> str:
    """The name of what a method is called on; empty for other calls."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    if owner is call.func:
        return ""
    while isinstance(owner, ast.Attribute):
        owner = owner.value
    return owner.id if isinstance(owner, ast.Name) else ""


def _line(node: ast.AST | None) -> int:
    return getattr(node, "lineno", 0)
