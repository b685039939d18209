"""Whether what was acquired is given back on every way out of its function."""

from __future__ import annotations

import ast
import logging
import textwrap

import pytest

from flake8_testsec.cleanup.judgement import judgements
from flake8_testsec.cleanup.resources import SERVERS
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

HEAD = """\
import asyncio, contextlib, http.server, os, shutil, socket, subprocess, tempfile, threading, unittest
import pytest
from unittest import mock
"""
LINES = HEAD.count("\n")


def verdicts(text: str) -> list[str]:
    """The verdicts with their lines, the release's and the exit's; lines from 1 after the imports."""
    module = Module.parse(HEAD + textwrap.dedent(text).strip(), "tests/test_a.py", Settings())
    found = (each for call in module.nodes(ast.Call) for each in judgements(call, module))
    return [
        " ".join([each.verdict.name, *map(_line, (each.obligation.begin, each.release, each.exit))]).strip()
        for each in found
    ]


def _line(node: ast.AST | None) -> str:
    return "" if node is None else str(getattr(node, "lineno", 0) - LINES)


SILENT = {
    "acquired at the level of the module": "kept = socket.socket()",
    "acquired where it is expected to raise": """
        def test_a():
            with pytest.raises(OSError):
                it = socket.socket()
        """,
    "acquired in a try that fails if it succeeds": """
        def test_a(self):
            try:
                it = subprocess.Popen("none")
            except OSError:
                pass
            else:
                self.fail("started")
        """,
    "acquired in a try that fails right after": """
        def test_a(self):
            try:
                it = subprocess.Popen("none")
                self.fail("started")
            except OSError:
                pass
        """,
    "acquired in a try whose handler asserts": """
        def test_a(self):
            try:
                it = subprocess.Popen("none")
            except OSError as error:
                assert error.errno
        """,
    "only tried": """
        def test_a():
            try:
                subprocess.Popen("none")
            except OSError:
                pass
        """,
    "acquired from a double": """
        @mock.patch("subprocess.Popen")
        def test_a(popen):
            it = subprocess.Popen("none")
        """,
    "begun where that is expected to raise": """
        def test_a():
            it = threading.Thread(target=print)
            with pytest.raises(RuntimeError):
                it.start()
        """,
    "never begun": """
        def test_a():
            it = threading.Thread(target=print)
        """,
    "only watched": """
        def test_a():
            it = threading.Thread(target=print)
            it.start()
            while it.is_alive():
                pass
        """,
    "moved": """
        def test_a(owner):
            owner.take(socket.socket())
        """,
    "made by a fixture that returns it": """
        @pytest.fixture
        def server():
            return socket.socket()

        def test_a():
            it = server()
        """,
    "made by a function that is not of the module": """
        def test_a(made):
            it = made()
        """,
    "made by a function that makes itself": """
        def make(again):
            it = socket.socket()
            return it or make(False)
        """,
    "released with its owner by the class": """
        class TestServer(unittest.TestCase):
            def setUp(self):
                self.server = socket.socket()

            def tearDown(self):
                self.server.close()
        """,
    "a folder that the class removes": """
        class TestServer(unittest.TestCase):
            def setUp(self):
                self.folder = tempfile.mkdtemp()

            def tearDown(self):
                shutil.rmtree(self.folder)
        """,
    "released by another method of the class": """
        class TestServer(unittest.TestCase):
            def test_a(self):
                self.server = socket.socket()
                self.done()

            def done(self):
                self.server.close()
        """,
    "handed on by another method of the class": """
        class TestServer(unittest.TestCase):
            def test_a(self):
                self.server = socket.socket()
                self.use()

            def use(self):
                self.shop.use(self.server)
        """,
    "held by an object that is no test": """
        class Server:
            def start(self):
                self.server = socket.socket()
        """,
    "held by something that a function calls self": """
        def start(self):
            self.server = socket.socket()
        """,
    "patches that the class stops": """
        class TestServer(unittest.TestCase):
            def setUp(self):
                self.addCleanup(mock.patch.stopall)

            def test_a(self):
                it = mock.patch("shop.a")
                it.start()
                assert it
                it.stop()
        """,
    "released, and then looked at": """
        def test_a():
            it = socket.socket()
            assert it
            it.close()
            assert it.fileno() == -1
        """,
    "released where that is expected to raise": """
        def test_a():
            it = socket.socket()
            assert ready
            with pytest.raises(OSError):
                it.close()
        """,
    "released before the assertion, if at all": """
        def test_a(ready):
            it = subprocess.Popen("server")
            if not ready:
                it.kill()
            assert ready
        """,
    "released unless there is nothing": """
        def test_a(ready):
            it = socket.socket() if ready else None
            it = socket.socket()
            try:
                assert ready
            finally:
                if it is not None:
                    it.close()
        """,
    "left where there is nothing": """
        def test_a():
            it = socket.socket()
            if not it:
                return
            it.close()
        """,
    "released in the other branch": """
        def test_a(ready):
            it = socket.socket()
            if it.family:
                ready()
            else:
                it.close()
        """,
    "released in a handler of everything and after it": """
        def test_a(ready):
            it = socket.socket()
            try:
                ready()
                assert ready
            except BaseException:
                it.close()
                raise
            it.close()
        """,
    "released in the handler of assertions": """
        def test_a(ready):
            it = socket.socket()
            try:
                assert ready
            except AssertionError:
                it.close()
                raise
            it.close()
        """,
    "released beside another": """
        def test_a():
            it, other = socket.socketpair()
            it.close()
            other.close()
        """,
    "asserted to be there, as type checkers want it": """
        def test_a():
            it = subprocess.Popen("shop", stdout=-1)
            assert it
            assert it is not None and it.stdout is not None
            assert it.stdin and it.pid
            it.wait()
        """,
    "asserted to be there, by methods": """
        def test_a(self):
            it = subprocess.Popen("shop", stdout=-1)
            self.assertIsNotNone(it.stdout)
            self.assertTrue(it)
            it.wait()
        """,
    "asserted to be running, else there is nothing to end": """
        def test_a():
            it = subprocess.Popen("shop")
            assert it.poll() is None
            it.kill()
        """,
    "a thread that is asserted to be running": """
        def test_a(self):
            it = threading.Thread(target=print)
            it.start()
            assert it.is_alive()
            it.join()
        """,
    "a context manager whose body raises": """
        @contextlib.contextmanager
        def server():
            it = socket.socket()
            yield
            it.close()
        """,
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_silent(text: str) -> None:
    assert verdicts(text) == []


SAID = {
    "asserted to be running by a method, which may itself raise": (
        """
        def test_a(self):
            it = subprocess.Popen("shop")
            self.assertIsNone(it.poll())
            it.kill()
        """,
        ["CALL 2 4 3"],
    ),
    "asserted to have ended": (
        """
        def test_a():
            it = subprocess.Popen("shop")
            assert it.poll() is not None
            it.kill()
        """,
        ["CHECK 2 4 3"],
    ),
    "something else is asserted beside": (
        """
        def test_a(ready, other):
            it = subprocess.Popen("shop")
            assert it.stdout and ready
            assert other.stdout
            it.kill()
        """,
        ["CHECK 2 5 3"],
    ),
    "something else is asserted by methods": (
        """
        def test_a(self):
            it = subprocess.Popen("shop")
            self.assertIsNotNone(it.poll())
            self.assertIsNone(it.stdout)
            self.assertTrue()
            self.assertEqual(it, it)
            it.kill()
        """,
        ["CHECK 2 7 3"],
    ),
    "never released": (
        """
        def test_a():
            it = socket.socket()
        """,
        ["NEVER 2"],
    ),
    "the thread that nobody keeps": (
        """
        def test_a():
            threading.Thread(target=print).start()
        """,
        ["NEVER 2"],
    ),
    "begun twice, expected to raise the first time": (
        """
        def test_a():
            it = threading.Thread(target=print)
            with pytest.raises(RuntimeError):
                it.start()
            it.start()
        """,
        ["NEVER 5"],
    ),
    "in a try that does not fail": (
        """
        def test_a(log):
            try:
                it = socket.socket()
                it.bind(("", 0))
            except OSError:
                log()
        """,
        ["NEVER 3"],
    ),
    "in a with of a try": (
        """
        def test_a(log):
            try:
                log()
            finally:
                it = socket.socket()
        """,
        ["NEVER 5"],
    ),
    "made by a function that returns it": (
        """
        def make():
            return socket.socket()

        def test_a(shop):
            it = make()
            other = shop.make()
        """,
        ["NEVER 5"],
    ),
    "made by a function that keeps it for a moment": (
        """
        def make():
            it, _ = tempfile.mkstemp()
            return it

        def test_a():
            it = make()
            assert ready
            os.close(it)
        """,
        ["NEVER 2", "CHECK 6 8 7"],
    ),
    "made by functions that return it, one the other's": (
        """
        def make():
            return socket.socket()

        def make_more():
            return make()

        def test_a():
            it = make_more()
        """,
        ["NEVER 8"],
    ),
    "on the test itself, and nowhere released": (
        """
        class TestServer(unittest.TestCase):
            def setUp(self):
                self.server = socket.socket()

            def test_a(self):
                self.server.listen()
        """,
        ["NEVER 3"],
    ),
    "an assertion fails": (
        """
        def test_a():
            it = socket.socket()
            assert ready
            it.close()
        """,
        ["CHECK 2 4 3"],
    ),
    "an asserting method fails": (
        """
        def test_a(self):
            it = socket.socket()
            self.assertTrue(ready)
            it.close()
        """,
        ["CHECK 2 4 3"],
    ),
    "the test fails deliberately": (
        """
        def test_a(ready):
            it = socket.socket()
            if not ready:
                pytest.fail("not ready")
            it.close()
        """,
        ["CHECK 2 5 4"],
    ),
    "an error is expected and stays away": (
        """
        def test_a():
            it = socket.socket()
            with pytest.raises(OSError):
                it.bind(1)
            it.close()
        """,
        ["CHECK 2 5 3"],
    ),
    "an error is suppressed": (
        """
        def test_a():
            it = socket.socket()
            with contextlib.suppress(OSError):
                it.bind(1)
            assert ready
            it.close()
        """,
        ["CHECK 2 6 5"],
    ),
    "a mark expects the test to fail": (
        """
        @pytest.mark.xfail
        def test_a(ready):
            it = socket.socket()
            ready()
            it.close()
        """,
        ["CHECK 3 5 4"],
    ),
    "a mark expects the test to fail with something": (
        """
        @pytest.mark.xfail(raises=OSError)
        def test_a(ready):
            it = socket.socket()
            ready()
            it.close()
        """,
        ["CALL 3 5 4"],
    ),
    "another mark": (
        """
        @pytest.mark.slow
        def test_a(ready):
            it = socket.socket()
            ready()
            it.close()
        """,
        ["CALL 3 5 4"],
    ),
    "the test is skipped": (
        """
        def test_a(self, ready):
            it = socket.socket()
            if not ready:
                self.skipTest("not ready")
            it.close()
        """,
        ["LEAVE 2 5 4"],
    ),
    "pytest skips the test": (
        """
        def test_a(ready):
            it = socket.socket()
            if not ready:
                pytest.skip("not ready")
            it.close()
        """,
        ["LEAVE 2 5 4"],
    ),
    "the test returns": (
        """
        def test_a(ready):
            it = socket.socket()
            if not ready:
                return
            it.close()
        """,
        ["LEAVE 2 5 4"],
    ),
    "a call raises": (
        """
        def test_a(ready):
            it = socket.socket()
            ready()
            it.close()
        """,
        ["CALL 2 4 3"],
    ),
    "a function inside only uses it": (
        """
        def test_a():
            it = socket.socket()
            def use():
                return it.recv(1)
            assert use()
            it.close()
        """,
        ["CHECK 2 6 5"],
    ),
    "waited for in vain before": (
        """
        def test_a():
            it = subprocess.Popen("server")
            with pytest.raises(subprocess.TimeoutExpired):
                it.wait(timeout=0.1)
            assert ready
            it.wait()
        """,
        ["CHECK 2 6 3"],
    ),
    "the name was used before": (
        """
        def test_a():
            it = socket.socket()
            it.close()
            it = socket.socket()
            assert ready
            it.close()
        """,
        ["CHECK 4 6 5"],
    ),
    "all patches are stopped, but for one": (
        """
        def test_a(self):
            it = mock.patch("shop.a").start()
            self.assertRaises(ValueError, it)
            mock.patch.stopall()
        """,
        ["CHECK 2 4 3"],
    ),
    "an expected error under a condition of something else": (
        """
        def test_a(ready):
            mock.patch("shop.a").start()
            if ready is None:
                return
            mock.patch.stopall()
        """,
        ["LEAVE 2 5 4"],
    ),
    "a loop stands under a condition about it": (
        """
        def test_a(ready):
            it = socket.socket()
            while it.fileno() < 0:
                assert ready
            it.close()
        """,
        ["CHECK 2 5 4"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), SAID.values(), ids=SAID.keys())
def test_said(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


def test_a_function_is_followed_to_its_callers_three_times() -> None:
    makers = [
        "def make_0():\n    return socket.socket()",
        *(f"def make_{depth}():\n    return make_{depth - 1}()" for depth in (1, 2, 3)),
    ]
    for depth, expected in enumerate((1, 1, 1, 0)):
        text = "\n".join([*makers, f"def test_a():\n    it = make_{depth}()\n"])
        assert len(verdicts(text)) == expected, depth


def test_rows_may_be_given_where_the_name_does_not_tell() -> None:
    module = Module.parse("def test_a():\n    it = Shop()\n    it.open()\n", "tests/test_a.py", Settings())
    call = next(iter(module.nodes(ast.Call)))
    assert judgements(call, module) == ()
    (found,) = judgements(call, module, (SERVERS,))
    assert found.obligation.resource is SERVERS
    assert judgements(call, module, (SERVERS,)) is judgements(call, module, (SERVERS,))


def test_a_function_that_is_too_large_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    body = "\n".join(["    it = socket.socket()", *["    assert ready"] * 50_001, "    it.close()"])
    with caplog.at_level(logging.INFO, "flake8.testsec"):
        assert verdicts(f"def test_a():\n{body}") == []
    assert "gave up on test_a in tests/test_a.py" in caplog.text
