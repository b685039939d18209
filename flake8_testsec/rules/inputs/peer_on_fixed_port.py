"""A test that asks a server of the local machine on a fixed port."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.interceptors import NETWORK, SOCKETS, is_intercepted
from flake8_testsec.vocabulary.testing.suites import test_around

rule = Rule(
    code="TSE226",
    summary="a test asks a local server on a fixed port, which two runs cannot share",
    message="port {port} of the local machine is asked for by number; let the server choose it, and ask it",
    roles=Role.TEST,
    cwe=1188,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    The server of the test must have exactly this port. Where another run, or another program, has it, the
    server does not start, or worse: the test asks the other one, and passes or fails by what that answers.
    """,
    fix="Start the server on port 0, take the number from its socket, and make the address of that.",
    fixable="Nothing, because how the server tells its port is for a person to say.",
    bad=(
        """
        import asyncio
        import socket
        import urllib.request

        import httpx
        import requests

        def test_orders(server):
            sock = socket.socket()
            sock.connect(("127.0.0.1", 8000))
                                       ^^^^
            socket.create_connection(("localhost", 8000), 5)
                                                   ^^^^
            assert requests.get("http://localhost:8000/orders").ok
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            urllib.request.urlopen("http://127.0.0.1:8000")
                                   ^^^^^^^^^^^^^^^^^^^^^^^

        async def test_orders_async(server):
            reader, writer = await asyncio.open_connection("127.0.0.1", 8000)
                                                                        ^^^^
            async with httpx.AsyncClient() as client:
                answer = await client.get("http://127.0.0.1:8000")
                                          ^^^^^^^^^^^^^^^^^^^^^^^
            assert answer.status_code == 200
        """,
    ),
    good=(
        """
        import socket

        import httpx
        import pytest
        import requests

        def test_orders(server, shop):
            sock = socket.socket()
            sock.connect(("127.0.0.1", server.port))
            sock.connect("/run/shop.sock")
            sock.connect(("bank.example", 8000))
            shop.connect(("127.0.0.1", 8000))
            requests.get(f"http://localhost:{server.port}/orders")
            requests.get("http://localhost/orders")
            requests.get("http://bank.example:8000/")
            with pytest.raises(requests.ConnectionError):
                requests.get("http://localhost:1/orders")

        def wait():
            requests.get("http://localhost:8000")
        """,
        """
        import requests
        import responses

        @responses.activate
        def test_orders():
            requests.get("http://localhost:8000/orders")
        """,
    ),
)

_ADDRESS = lazy(
    r"(?i)(https?|wss?)://(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0):(?P<port>\d+)(/|\?|\Z)"
)
_HERE = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})
_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request", "stream", "ws_connect")
_CLIENTS = (
    "requests",
    "httpx",
    "requests.Session()",
    "requests.session()",
    "httpx.Client()",
    "httpx.AsyncClient()",
    "aiohttp.ClientSession()",
    "urllib3.PoolManager()",
)
_OPENERS = ("urllib.request.urlopen", "urllib.request.Request", "websockets.connect", "aiohttp.request")
_SOCKETS = ("socket.create_connection", "socket.socket().connect", "asyncio.open_connection")


@rule.call(*_OPENERS, *(f"{client}.{verb}" for client in _CLIENTS for verb in _VERBS))
def requested(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the address of a request."""
    for given in (*call.args[:2], *(each.value for each in call.keywords if each.arg == "url")):
        found = _ADDRESS.match(string(given) or "")
        if found and _is_reached(call, module) and not is_intercepted(call, module, NETWORK):
            yield rule.at(given, port=found["port"])


@rule.call(*_SOCKETS)
def connected(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the port that a socket is connected to."""
    match argument(call, 0, "address"), call.args:
        case ast.Tuple(elts=[host, ast.Constant(value=int(port)) as given, *_]), _:
            pass
        case _, [host, ast.Constant(value=int(port)) as given, *_]:
            pass
        case _:
            return
    if string(host) in _HERE and _is_reached(call, module) and not is_intercepted(call, module, SOCKETS):
        yield rule.at(given, port=port)


def _is_reached(call: ast.Call, module: Module) -> bool:
    """Whether a test itself asks, and an answer is wanted."""
    return test_around(call, module) is not None and expecting_around(call, module) is None
