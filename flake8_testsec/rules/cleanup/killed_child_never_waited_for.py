"""A child process is killed, and nobody waits for its end."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.cleanup.acquisition import Handle
from flake8_testsec.cleanup.judgement import Verdict, judgements
from flake8_testsec.cleanup.lending import named
from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.interceptors import PROCESSES, is_intercepted
from flake8_testsec.vocabulary.testing.suites import is_fixture

rule = Rule(
    code="TSE326",
    summary="a child process is killed and never waited for",
    message="{name}() does not wait for the end of the process; call {owner}.wait() after it",
    roles=Role.TEST | Role.SUPPORT,
    cwe=772,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
        ``kill`` and ``terminate`` only send a signal. Until somebody waits, the process is running or a
        zombie, holds its port and its files, may write to a folder that is removed meanwhile, and Python
        warns that the subprocess is still running when the object goes.
        """,
    fix="""
        Call ``wait()`` after ``kill()`` or ``terminate()``; with a timeout where the process may ignore the
        signal. In a TestCase register ``wait`` and then ``kill``: what is registered last runs first.
        """,
    fixable="None of it: a process that ignores the signal would make the run hang.",
    bad=(
        """
        import subprocess
        import unittest

        import pytest


        def test_other_server(ask):
            server = subprocess.Popen(["other-server"])
            server.kill()
            server.wait()


        def test_server(ask):
            server = subprocess.Popen(["shop-server"])
            try:
                assert ask("stock") == "17"
            finally:
                server.kill()
                ^^^^^^^^^^^^^


        @pytest.fixture
        def server():
            process = subprocess.Popen(["shop-server"])
            yield process
            process.terminate()
            ^^^^^^^^^^^^^^^^^^^


        class ServerTest(unittest.TestCase):
            def setUp(self):
                self.server = subprocess.Popen(["shop-server"])

            def tearDown(self):
                self.server.terminate()
                ^^^^^^^^^^^^^^^^^^^^^^^

            def test_asks(self):
                self.assertEqual(self.ask("stock"), "17")


        class WindowTest(unittest.TestCase):
            def setUp(self):
                self.window = subprocess.Popen(["shop-window"])
                self.addCleanup(self.window.kill)
                                ^^^^^^^^^^^^^^^^

            def test_shows(self):
                self.assertEqual(self.ask("window"), "open")
        """,
    ),
    good=(
        """
        import subprocess


        def test_ends(fp):
            fp.register("shop")
            shop = subprocess.Popen("shop")
            shop.kill()
            assert shop.received_signals() == (9,)
        """,
        """
        import subprocess


        def test_started(ask):
            server = subprocess.Popen(["shop-server"])
            assert ask("stock") == server.pid
        """,
        """
        import os
        import subprocess
        import unittest

        import pytest


        def test_waits(ask):
            server = subprocess.Popen(["shop-server"])
            try:
                assert ask("stock") == "17"
            finally:
                server.kill()
                server.wait()


        @pytest.fixture
        def reaped(reap):
            process = subprocess.Popen(["shop-server"])
            yield process
            process.kill()
            reap(process)


        @pytest.fixture
        def pair():
            process = subprocess.Popen(["shop-server"])
            yield process, process.pid
            process.kill()


        @pytest.fixture
        def inline():
            yield subprocess.Popen(["shop-server"])


        def test_block(ask):
            with subprocess.Popen(["shop-server"]) as server:
                assert ask("stock") == "17"
                server.kill()


        def test_reads(ask):
            server = subprocess.Popen(["shop-server"], stdout=subprocess.PIPE)
            server.terminate()
            assert server.communicate()[0] == b"ended"


        def test_reads_to_the_end(ask):
            server = subprocess.Popen(["shop-server"], stderr=subprocess.PIPE)
            server.terminate()
            assert server.stderr.read() == b"ended"


        def test_asks_whether_it_ended(ask, wait_for):
            server = subprocess.Popen(["shop-server"])
            server.terminate()
            wait_for(lambda: server.poll() is not None)


        def test_is_awaited_by_number(ask):
            server = subprocess.Popen(["shop-server"])
            server.kill()
            os.waitpid(server.pid, 0)


        def test_is_awaited_by_a_handler(ask):
            server = subprocess.Popen(["shop-server"])
            server.kill()
            server.returncode = -9


        def test_of_the_shop(shop):
            server = shop.Popen("shop-server")
            server.kill()
            subprocess.Popen(["shop-server"])


        def test_handed_on(ask, reap):
            server = subprocess.Popen(["shop-server"])
            server.kill()
            reap(server)


        """,
        """
        import subprocess
        import unittest


        class ServerTest(unittest.TestCase):
            def setUp(self):
                self.server = subprocess.Popen(["shop-server"])
                self.addCleanup(self.server.wait)
                self.addCleanup(self.server.kill)

            def test_asks(self):
                self.assertEqual(self.ask("stock"), "17")


        class WindowTest(unittest.TestCase):
            def setUp(self):
                self.window = subprocess.Popen(["shop-window"])

            def tearDown(self):
                self.window.kill()
                self.window.wait()

            def test_shows(self):
                self.assertEqual(self.ask("window"), "open")
        """,
    ),
)

_KILLING = frozenset({"kill", "terminate"})

_PROCESS = Resource(
    "child process",
    ("subprocess.Popen",),
    rule.code,
    ("wait", "communicate", "poll"),
    excused=("returncode", "pid"),
    streams=("stdout", "stderr"),
    outlives=True,
)


def _made(module: Module) -> Iterator[ast.Call]:
    for call in module.scopes.calls(frozenset({"Popen"})):
        if module.names(call.func) & {"subprocess.Popen"}:
            yield call


@rule.call("subprocess.Popen", look=looks.is_outside_with)
def never_waited_for(call: ast.Call, module: Module) -> Iterator[Hit]:
    if not module.mentions(*_KILLING) or is_intercepted(call, module, PROCESSES):
        return
    found = [each for each in judgements(call, module, (_PROCESS,), _made) if each.verdict is Verdict.NEVER]
    places = [_killed(each.obligation.handle, each.obligation.function, module) for each in found]
    for attribute in filter(None, places or [_killed_by_fixture(call, module)]):
        outer = module.parents[attribute]
        is_called = isinstance(outer, ast.Call) and outer.func is attribute
        yield rule.at(outer if is_called else attribute, name=spelt(attribute), owner=spelt(attribute.value))


def _killed(handle: Handle | None, function: Function, module: Module) -> ast.Attribute | None:
    """The first place where a process is killed, in the function that began it or, of ``self``, its class."""
    for attribute in _kills(module).get(str(handle), ()) if handle is not None else ():
        other = module.function(attribute)
        is_own = other is not None and module.class_of(other) is module.class_of(function)
        if is_own if handle is not None and handle.owner else other is function:
            return attribute
    return None


@once
def _kills(module: Module) -> Mapping[str, Sequence[ast.Attribute]]:
    """The places where processes are killed, by how these are written."""
    found: dict[str, list[ast.Attribute]] = defaultdict(list)
    for each in module.attributes(_KILLING):
        found[spelt(each.value)].append(each)
    return found


def _killed_by_fixture(call: ast.Call, module: Module) -> ast.Attribute | None:
    """Where a fixture kills the process that it yields, of which it does nothing else that could end it."""
    function, outer = module.function(call), module.parent(call)
    match outer:
        case ast.Assign(targets=[ast.Name(id=name)]) if function is not None and is_fixture(function, module):
            mentions = named(function, module).get(name, ())
            loads = [each for each in mentions if isinstance(each.ctx, ast.Load)]
            if len(mentions) == len(loads) + 1 and all(_is_lent(each, module) for each in loads):
                return _killed(Handle(name), function, module)
    return None


def _is_lent(name: ast.Name, module: Module) -> bool:
    """Whether a mention of a process is none that may wait for it."""
    match module.parent(name):
        case ast.Attribute(attr=word):
            return word in _KILLING or word in ("stdin", "stdout", "stderr", "args", "send_signal")
        case ast.Yield() as handed:
            return isinstance(module.parent(handed), ast.Expr)
        case _:
            return False
