"""A test's server can be reached from the network."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network import listeners
from flake8_testsec.vocabulary.testing.assertions import assertions, expecting_around
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.interceptors import NETWORK, around, is_intercepted

rule = Rule(
    code="TSE203",
    summary="test server listens on every interface; bind 127.0.0.1",
    roles=Role.TEST,
    cwe=1327,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    While the test runs, everybody on the network can talk to a server that was written to be talked to by
    the test alone: it asks for no password, and it may hand out files or run what it is sent. On shared
    machines and in coffee shops that is enough; firewalls that ask the user on each run are the least of it.
    A client that connects to ``0.0.0.0`` works only because the server listens everywhere.
    """,
    fix="""
    Bind ``127.0.0.1`` (``::1``), with port 0 for a free port; for Twisted give ``interface="127.0.0.1"``.
    """,
    bad=(
        """
        import socket
        import unittest
        from http.server import BaseHTTPRequestHandler, HTTPServer

        EVERYWHERE = "0.0.0.0"
                     ^^^^^^^^^

        class ServerTest(unittest.TestCase):
            def setUp(self):
                self.server = HTTPServer(("", 0), BaseHTTPRequestHandler)
                                          ^^
                self.listener = socket.socket()
                self.listener.bind((EVERYWHERE, 0))

            def serve(self):
                self.listener.listen(1)

            def test_timeout(self):
                sock = socket.socket()
                sock.bind(("::", self.port))
                           ^^^^
                sock.listen(1)
                client = socket.create_connection(("0.0.0.0", self.port))
                                                   ^^^^^^^^^
                client.connect(("0.0.0.0", self.port))
                                ^^^^^^^^^
        """,
        """
        import asyncio
        import socket
        from wsgiref.simple_server import make_server

        import uvicorn
        import zmq
        from werkzeug.serving import run_simple
        from shop import rpc

        def test_servers(app, loop, server):
            rpc.Server("0.0.0.0", 8888)
                       ^^^^^^^^^
            rpc.Server("*", 0)
                       ^^^
            make_server("", 0, app)
                        ^^
            run_simple("0.0.0.0", 0, app)
                       ^^^^^^^^^
            uvicorn.run(app, host="0.0.0.0")
                                  ^^^^^^^^^
            socket.create_server(("", 0))
                                  ^^
            loop.create_server(app, "0.0.0.0", 0)
                                    ^^^^^^^^^
            loop.create_connection(app, host="0.0.0.0", port=80)
                                             ^^^^^^^^^
            asyncio.start_server(app, host="::", port=0)
                                           ^^^^
            server.add_insecure_port("[::]:50051")
                                     ^^^^^^^^^^^^
            zmq.Context().socket(zmq.REP).bind("tcp://*:5555")
                                               ^^^^^^^^^^^^^^
        """,
        """
        from twisted.internet import reactor
        from twisted.trial import unittest

        class ServerTest(unittest.TestCase):
            def setUp(self):
                self.port = reactor.listenTCP(0, self.factory)
                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                reactor.listenSSL(0, self.factory, self.context, interface="")
                                                                           ^^

            def connect(self):
                reactor.connectTCP("0.0.0.0", self.port.getHost().port, self.client)
                                   ^^^^^^^^^
                reactor.connectSSL(host="0.0.0.0", port=80, factory=self.client)
                                        ^^^^^^^^^
        """,
    ),
    good=(
        """
        import socket
        from http.server import BaseHTTPRequestHandler, HTTPServer

        from twisted.internet import reactor
        from twisted.internet.testing import MemoryReactor

        from shop import Address, NameServer, Server, parse

        def free_port():
            sock = socket.socket()
            sock.bind(("", 0))
            return sock.getsockname()[1]

        def test_local(app, loop, options, router, server):
            sock = socket.socket()
            sock.bind(("127.0.0.1", 0))
            sock.listen(1)
            HTTPServer(("localhost", 0), BaseHTTPRequestHandler)
            HTTPServer(("", 0), None, bind_and_activate=False)
            HTTPServer(options.address, None)
            HTTPServer((*options.address,), None)
            HTTPServer()
            Server("")
            Server("", 0)
            Server("0.0.0.0")
            Server(*options)
            NameServer("0.0.0.0", 53)
            assert parse("0.0.0.0:80") == Address(host="0.0.0.0", port=80)
            loop.create_server(app, "127.0.0.1", 0)
            loop.create_server(app, "", 0)
            router.bind("")
            router.bind("", "/")
            router.bind()
            router.connect("0.0.0.0")
            router.run("0.0.0.0")
            router.connect(("", 80))
            router.pick().bind(("", 0))
            server.add_insecure_port("127.0.0.1:50051")

        def test_twisted(self, factory, options):
            reactor.listenTCP(0, factory, interface="127.0.0.1")
            reactor.listenTCP(0, factory, 50, "127.0.0.1")
            reactor.listenTCP(0, factory, **options)
            reactor.listenUDP(0, factory)
            reactor.connectTCP("127.0.0.1", 80, factory)
            MemoryReactor().listenTCP(0, factory)
            MemoryReactor().connectTCP("0.0.0.0", 80, factory)
            self.buildReactor().listenTCP(0, factory)
        """,
        """
        import socket
        from http.server import HTTPServer
        from unittest import mock
        from wsgiref.simple_server import make_server

        import pytest
        from shop.doubles import MockHandler, MockServer

        def test_mocks(connection):
            sock = mock.Mock()
            sock.bind(("", 0))
            sock.listen(1)
            make_server("", 80, None, MockServer, MockHandler)
            assert sock.mock_calls == [mock.call.connect(("0.0.0.0", 80))]

        @mock.patch("socket.socket")
        def test_patched(socket_):
            sock = socket.socket()
            sock.bind(("", 0))
            sock.listen(1)

        def test_name(server):
            sock = socket.socket()
            sock.bind(("", 0))
            sock.listen(1)
            assert sock.getsockname()[0] == "0.0.0.0"

        def has_ipv4_mapped_addresses():
            sock = socket.socket(socket.AF_INET6)
            sock.bind(("::", 0))
            sock.listen(1)

        def test_taken(port):
            with pytest.raises(OSError):
                HTTPServer(("0.0.0.0", port), None)
        """,
    ),
)

_DOUBLE = lazy(r"_?(Fake|Mock|Dummy|Stub)[A-Z]")
_BOTH_STACKS = lazy(r"mapped|dual_?stack", re.IGNORECASE)


@rule.where(hints=(listeners.SERVERS,), calls=listeners.OPENERS)
def serves(module: Module) -> Iterator[Hit]:
    """Report each host with which a call listens on every interface, or connects to such a server."""
    for call in listeners.openers(module):
        place = listeners.every_interface(call, module)
        if place is not None and not _is_double(call, module) and not _is_meant(call, module):
            yield rule.at(place)


def _is_double(call: ast.Call, module: Module) -> bool:
    """Whether nothing is opened: the call goes to a mock, or sockets are patched."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    mocked = any(name.startswith("unittest.mock.") for name in module.names(call.func))
    mocked = mocked or any(_DOUBLE.match(last_word(each)) for each in call.args)
    return mocked or is_likely_mock(owner, module) or is_intercepted(call, module, NETWORK)


def _is_meant(call: ast.Call, module: Module) -> bool:
    """Whether every interface is what the test is about, or the call is expected to fail."""
    function = module.function(call)
    checks = assertions(function) if function else ()
    if any(string(each) in ("0.0.0.0", "::") for check in checks for each in ast.walk(check)):
        return True
    probes = any(_BOTH_STACKS.search(each.name) for each in around(call, module))
    return probes or expecting_around(call, module) is not None
