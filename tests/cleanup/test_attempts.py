"""Calls in a ``try``: made for their error, or to learn whether something is there."""

from __future__ import annotations

import pytest

from .judged_calls import verdicts

ASKED = {
    "more is done without an error": """
        def test_a():
            try:
                socket.create_connection(there)
                look()
            except OSError:
                pass
        """,
    "nothing more is done with an error": """
        def test_a():
            try:
                socket.create_connection(there)
            except OSError:
                return
            look()
        """,
    "another way is taken without an error": """
        def test_a():
            try:
                socket.create_connection(there)
            except OSError:
                pass
            else:
                look()
        """,
    "a block that is given something else": """
        def test_a():
            with reasoned(shop.Closed, 3), lock:
                socket.create_connection(there)
        """,
    "a block that puts an error in the place of another": """
        def test_a():
            with mock.patch.object(shop, "Closed", ValueError):
                socket.create_connection(there)
        """,
    "a block that changes the class of an error": """
        from unittest import mock

        def test_a():
            with mock.patch.object(OSError, "__str__"):
                socket.create_connection(there)
        """,
    "a block that hands an error on": """
        def test_a():
            with shop.failing("pay", OSError):
                socket.create_connection(there)
        """,
    "more is done in a block that is given the error": """
        def test_a():
            with reasoned(OSError):
                socket.create_connection(there)
                look()
        """,
    "what is opened is kept in a block that is given the error": """
        def test_a():
            with reasoned(OSError):
                till = socket.create_connection(there)
        """,
    "it is raised anew": """
        def test_a():
            if there:
                look()
            else:
                try:
                    socket.create_connection(there)
                except OSError as error:
                    raise ValueError from error
                look()
        """,
}


@pytest.mark.parametrize("text", ASKED.values(), ids=ASKED.keys())
def test_is_acquired(text: str) -> None:
    assert [each.split()[0] for each in verdicts(text)] == ["NEVER"]


EXPECTED = {
    "there is only the error": """
        def test_a():
            try:
                socket.create_connection(there)
            except OSError:
                return
        """,
    "the test fails otherwise": """
        def test_a(self):
            try:
                socket.create_connection(there)
            except OSError:
                return
            self.fail("somebody answers")
        """,
    "the error is looked at": """
        def test_a():
            try:
                socket.create_connection(there)
                look()
            except OSError as error:
                assert error.errno == 3
        """,
    "the error of two is looked at": """
        def test_a():
            try:
                left = socket.create_connection(there)
                right = socket.create_connection(there)
            except OSError as error:
                assert error.errno == 3
        """,
    "one handler goes on": """
        def test_a():
            try:
                socket.create_connection(there)
            except OSError:
                pass
            except ValueError:
                return
            look()
        """,
    "somebody's block is given the error": """
        def test_a():
            with reasoned(OSError):
                socket.create_connection(there)
        """,
    "one of several that a block swallows": """
        def test_a():
            with shop.open(), contextlib.suppress(ValueError, OSError):
                look()
                socket.create_connection(there)
        """,
    "it is the handler's": """
        def test_a():
            with pytest.raises(OSError):
                socket.create_connection(there)
        """,
}


@pytest.mark.parametrize("text", EXPECTED.values(), ids=EXPECTED.keys())
def test_is_expected_to_raise(text: str) -> None:
    assert verdicts(text) == []
