"""Ways out of a function that few tests have: chains of conditions, a ``try`` for two, too many of a kind."""

from __future__ import annotations

import ast
import logging
import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.cleanup.evaluation import Marked
from flake8_testsec.settings import Settings

HEAD = "import locale, os, pytest, socket, sys, threading, unittest\n"


def found(text: str) -> list[str]:
    """The findings of the family, each with its line after the imports."""
    findings = engine.check(
        HEAD + textwrap.dedent(text).lstrip("\n"), "tests/test_a.py", Settings(enable=("TSE3",))
    )
    return [f"{each.code} {each.line - 1}" for each in findings]


FOUND = {
    "the release is in the last of several branches": (
        """
        def test_a(flag):
            f = open("a")
            if not f:
                pass
            elif flag:
                assert flag()
            else:
                f.close()
        """,
        ["TSE307 2"],
    ),
    "nothing is held where the condition says that there is nothing": (
        """
        def test_a(flag):
            f = open("a")
            if f is None:
                assert flag()
            elif flag:
                f.close()
            else:
                f.close()
        """,
        [],
    ),
    "the same without a comparison": (
        """
        def test_a(flag):
            f = open("a")
            if not f:
                assert flag()
            else:
                f.close()
        """,
        [],
    ),
    "what is dropped is an entry of something": (
        """
        def test_a(flag):
            f = open("a")
            f.seen["a"] = None
            assert flag()
            f.close()
        """,
        ["TSE307 2"],
    ),
    "two calls of which the test expects that one raises": (
        """
        class TestA(unittest.TestCase):
            def test_a(self):
                try:
                    first = socket.create_server(("127.0.0.1", 0))
                    second = socket.create_server(("127.0.0.1", 0))
                    self.fail("both are there")
                except OSError:
                    pass
        """,
        [],
    ),
    "two calls of which one may raise": (
        """
        class TestA(unittest.TestCase):
            def test_a(self):
                try:
                    first = socket.create_server(("127.0.0.1", 0))
                    second = socket.create_server(("127.0.0.1", 0))
                except OSError:
                    pass
        """,
        ["TSE312 4", "TSE312 5"],
    ),
    "another test only looks at what is held": (
        """
        class TestA(unittest.TestCase):
            def test_a(self):
                self.a = socket.socket()
                self.a.bind(("127.0.0.1", 0))
            def test_b(self):
                assert self.a.getsockname()
        """,
        ["TSE312 3"],
    ),
    "another test hands on what is held": (
        """
        class TestA(unittest.TestCase):
            def test_a(self):
                self.a = socket.socket()
                self.a.bind(("127.0.0.1", 0))
            def test_b(self):
                serve(self.a)
        """,
        [],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_which_ways_are_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_all_branches_of_a_chain_are_marked() -> None:
    (chain,) = ast.parse("if a: b\nelif c: d\nelif e: f\nelse: g").body
    for letter in "abcdefg":
        (name,) = (each for each in ast.walk(chain) if isinstance(each, ast.Name) and each.id == letter)
        assert Marked({name: 4}).block([chain]) == 4
    assert Marked({}).block([chain]) == 0


@pytest.mark.parametrize("many", [20, 21])
def test_callers_are_asked_what_becomes_of_so_many_that_a_function_returns(
    many: int, caplog: pytest.LogCaptureFixture
) -> None:
    returns = "".join(f"    if name == {each}:\n        return open('{each}')\n" for each in range(many))
    caplog.set_level(logging.INFO)
    assert found(f"def opened(name):\n{returns}def test_a():\n    file = opened(3)\n    file.read()\n")
    notes = [each.getMessage() for each in caplog.records]
    given_up = "gave up on what opened in tests/test_a.py returns: too many"
    assert (given_up in notes) == (many > 20)


THREAD = """
class TestA(unittest.TestCase):
    def test_a(self):
        stop = threading.Event()
        thread = threading.Thread(target=stop.wait)
        thread.start()
        try:
            assert shop()
        finally:
            {}
        stop.set()
        thread.join()
"""


@pytest.mark.parametrize("ends", ["stop.set()", "stop.flag.set()", "stop.flag.inner.set()"])
def test_a_thread_is_told_to_end_in_finally(ends: str) -> None:
    assert found(THREAD.format(ends)) == []


@pytest.mark.parametrize("ends", ["done()", "other.set()", "other.flag.set()", "stops[0].set()"])
def test_something_else_is_told_in_finally(ends: str) -> None:
    assert found(THREAD.format(ends)) == ["TSE307 5"]


@pytest.mark.parametrize(("calls", "expected"), [(500, ["TSE314 503"]), (501, [])])
def test_a_function_with_too_many_calls_may_restore_everything(calls: int, expected: list[str]) -> None:
    helper = "def put():\n" + "    undo_it()\n" * calls
    assert found(f"{helper}def test_a():\n    socket.setdefaulttimeout(3)\n    put()\n") == expected
