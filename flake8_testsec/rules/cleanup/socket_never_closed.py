"""A socket that a test makes is never closed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_testsec.cleanup import resources
from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.elsewhere import of_helpers
from flake8_testsec.cleanup.fixes import ended
from flake8_testsec.cleanup.judgement import Judgement, judgements, never_released
from flake8_testsec.cleanup.remedies import is_probe, remedy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module, inside, once
from flake8_testsec.source.syntax import Function

rule = Rule(
    code="TSE312",
    summary="a socket is made in a test and never closed",
    message="socket is never closed; {remedy}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=772,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
        A socket that nobody closes keeps its descriptor, and often its port, until the garbage collector
        comes by. Tests that run later meet an address in use or run out of descriptors, and the
        ``ResourceWarning`` appears in a test that has nothing to do with it. Where the rule is enabled by
        name, it also speaks of sockets that are bound only to learn of a free port.
        """,
    fix="""
        Enter the socket with ``with``, or register its ``close`` for cleanup right after it is made.
        """,
    fixable="""
    In a TestCase a registered cleanup, in tests and fixtures with ``yield`` a ``with`` up to the end of
    the block, and in helpers that keep it to themselves: safe. Sockets that a list or another object holds
    are left alone.
    """,
    bad=(
        """
        import socket


        def test_server_answers(server):
            client = socket.create_connection(server.address)
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            client.sendall(b"ping")
            assert client.recv(4) == b"pong"
        """,
        """
        import socket
        import unittest


        class TestServer(unittest.TestCase):
            def test_pair(self):
                left, right = socket.socketpair()
                              ^^^^^^^^^^^^^^^^^^^
                left.sendall(b"ping")
                self.assertEqual(right.recv(4), b"ping")
                right.close()
        """,
        """
        import http.client
        import socket


        def test_parses():
            response = http.client.HTTPResponse(socket.socket())
                                                ^^^^^^^^^^^^^^^
            assert response.status is not None
        """,
        """
        import socket


        def connect(address):
            client = socket.socket()
            client.connect(address)
            return client


        def test_server_answers(server):
            client = connect(server.address)
                     ^^^^^^^^^^^^^^^^^^^^^^^
            assert client.recv(4) == b"pong"
        """,
        """
        import socket
        import unittest


        class TestServer(unittest.TestCase):
            def setUp(self):
                self.client = socket.create_connection(("localhost", 8080))
                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_answers(self):
                self.client.sendall(b"ping")
                self.assertEqual(self.client.recv(4), b"pong")
        """,
        """
        import socket


        def test_server_calls_back(server):
            client = socket.socket()
                     ^^^^^^^^^^^^^^^

            def receive():
                return client.recv(4)

            server.wait_for(receive)
        """,
    ),
    good=(
        """
        import socket
        from unittest import mock


        def test_descriptor_of_the_true_socket(enabled):
            double = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            double.true = mock.Mock()
            double.connect(("localhost", 80))
            assert double.true.connect.called
        """,
        """
        import socket


        def test_server_answers(server):
            with socket.create_connection(server.address) as client:
                assert client.recv(4) == b"pong"
        """,
        """
        import socket
        import unittest


        class TestServer(unittest.TestCase):
            def test_answers(self):
                client = socket.socket()
                self.addCleanup(client.close)
                self.assertIsNone(client.connect(("localhost", 80)))
        """,
        """
        import socket


        def test_stream(stream_of):
            stream = stream_of(socket.socket())
            assert stream.closed() is False
        """,
        """
        import socket


        def finish(client):
            client.shutdown(socket.SHUT_RDWR)
            client.close()


        def test_server_answers(server):
            client = socket.create_connection(server.address)
            try:
                assert client.recv(4) == b"pong"
            finally:
                finish(client)
        """,
        """
        import socket
        import unittest


        class TestServer(unittest.TestCase):
            def setUp(self):
                self.client = socket.create_connection(("localhost", 8080))

            def tearDown(self):
                self.client.close()

            def test_answers(self):
                self.client.sendall(b"ping")
                self.assertEqual(self.client.recv(4), b"pong")


        class Client:
            def connect(self, address):
                self.link = socket.create_connection(address)
        """,
        """
        import socket

        import pytest


        def test_refuses(address):
            with pytest.raises(ConnectionRefusedError):
                client = socket.create_connection(address)


        def test_is_not_there(address):
            try:
                client = socket.create_connection(address)
                pytest.fail("somebody answers")
            except ConnectionRefusedError:
                pass


        def test_warns_of_what_is_left_open():
            client = socket.socket()
            with pytest.warns(ResourceWarning):
                del client


        def test_hands_over(server):
            client = socket.socket()
            server.adopt(client)
            server.call(lambda: client.close())
        """,
        """
        import socket
        from unittest import mock


        @mock.patch("socket.socket")
        def test_double(make):
            client = socket.socket()
            client.connect(("localhost", 80))
            assert make.called
        """,
    ),
)


@rule.call(*resources.makers(resources.of_rule("TSE312")), look=looks.is_outside_with)
def never_closed(call: ast.Call, module: Module) -> Iterator[Hit]:
    yield from _unclosed(judgements(call, module), module)


@rule.where(look=looks.takes_from_tests)
def never_closed_by_caller(module: Module) -> Iterator[Hit]:
    """Report what a function of another module of the tests makes and returns."""
    yield from _unclosed(of_helpers(rule.code, module), module)


def _unclosed(found: Iterable[Judgement], module: Module) -> Iterator[Hit]:
    for judgement in never_released(found, rule.code, module):
        obligation = judgement.obligation
        if _is_double(obligation, module):
            continue
        if is_probe(obligation, module) and not module.settings.enables(rule.code):
            continue  # a port is to be free, or reserved, when the function ends
        words = remedy(obligation, module)
        yield rule.at(obligation.begin, remedy=words).fixed_by(ended(words, obligation, module))


def _is_double(obligation: Obligation, module: Module) -> bool:
    """Whether a test gives a socket an attribute: a real one has slots and takes none."""
    stored = _stored(obligation.function, module)
    return str(obligation.handle) in stored


@once
def _stored(function: Function, module: Module) -> frozenset[str]:
    """What is given attributes that no socket has."""
    nodes = (each for each in inside(function, module) if isinstance(each, ast.Attribute))
    return frozenset(
        ast.unparse(each.value)
        for each in nodes
        if isinstance(each.ctx, ast.Store) and each.attr != "timeout"
    )
