"""Whether what was acquired is given back on every way out of its function."""

from __future__ import annotations

import ast
import logging

import pytest

from flake8_testsec.cleanup.judgement import judgements
from flake8_testsec.cleanup.resources import SERVERS
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from .judged_calls import verdicts

SAID = {
    "released where an error is handled, and by somebody else": (
        """
        def test_a(load):
            it = os.open("shop", os.O_RDONLY)
            try:
                assert load(it)
            except OSError:
                os.close(it)
        """,
        [],
    ),
    "released where an error is handled, and at the end": (
        """
        def test_a(load):
            it = os.open("shop", os.O_RDONLY)
            try:
                assert load(it)
            except OSError:
                os.close(it)
                raise
            os.close(it)
        """,
        ["CHECK 2 6 4"],
    ),
    "made where an error is handled": (
        """
        def test_a(load):
            try:
                load()
            except OSError:
                it = subprocess.Popen("shop")
                assert load.done
                it.kill()
        """,
        ["CHECK 5 7 6"],
    ),
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
