"""A test listens on a port with a fixed number."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, unpacks
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import meant

rule = Rule(
    code="TSE213",
    summary="a test listens on a fixed port, which two runs cannot share",
    message="server of a test listens on the fixed port {port}; take 0 and ask for the port that it got",
    roles=Role.TEST | Role.SUPPORT,
    cwe=1188,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    Only one process can listen on a port: two runs on one machine, two workers of one run, or a test that
    did not close its server yet, and the next one fails with "address already in use". Whoever has taken the
    port before the test, by chance or not, gets what the test sends.
    """,
    fix="Listen on port 0, and read the number from ``server_port``, ``getsockname()`` or ``sockets``.",
    fixable="Nothing, because whoever connects has to be told the number, too.",
    bad=(
        """
        import asyncio
        import socket
        from http.server import HTTPServer

        import uvicorn

        PORT = 8765

        def test_window(shop):
            with HTTPServer(("127.0.0.1", 8080), shop.Handler) as server:
                                          ^^^^
                assert server
            with socket.socket() as till:
                till.bind(("127.0.0.1", PORT))
                                        ^^^^
                till.listen()
            uvicorn.run(shop.app, host="127.0.0.1", port=8000)
                                                         ^^^^

        async def test_till(shop):
            async with await asyncio.start_server(shop.till, "127.0.0.1", 9000):
                                                                          ^^^^
                assert shop.open
        """,
    ),
    good=(
        """
        from http.server import HTTPServer

        def test_window(shop):
            assert HTTPServer(shop.address, shop.Handler)
            assert HTTPServer(server_address=("127.0.0.1", 8080), RequestHandlerClass=shop.Handler)
        """,
        """
        import asyncio
        import socket
        from http.server import HTTPServer

        def test_window(shop, port, options):
            with HTTPServer(("127.0.0.1", 0), shop.Handler) as server:
                assert server.server_port
            with HTTPServer(("127.0.0.1", port), shop.Handler) as server:
                assert server
            with HTTPServer(*options) as server:
                assert server
            with socket.socket() as till:
                till.connect(("127.0.0.1", 8080))
                till.bind(("127.0.0.1", 0))
                till.bind("shop")
            with socket.socket() as probe:
                probe.bind(shop.address)
            shop.bind(("127.0.0.1", 8080))

        async def test_till(shop):
            async with await asyncio.start_server(shop.till, path="till"):
                assert shop.open
        """,
    ),
)

_ADDRESS = (
    "aiosmtpd.controller.Controller",
    "gevent.pywsgi.WSGIServer",
    "gevent.server.StreamServer",
    "http.server.HTTPServer",
    "http.server.ThreadingHTTPServer",
    "pyftpdlib.servers.FTPServer",
    "socket.create_server",
    "socket.socket().bind",
    "socketserver.TCPServer",
    "socketserver.ThreadingTCPServer",
    "socketserver.UDPServer",
    "xmlrpc.server.SimpleXMLRPCServer",
)
"""Calls whose first argument is a pair of host and port."""

_PORT = {
    "aiohttp.web.TCPSite": 2,
    "aiohttp.web.run_app": None,
    "asyncio.start_server": 2,
    "flask.Flask().run": 1,
    "uvicorn.Config": None,
    "uvicorn.run": None,
    "waitress.serve": None,
    "websockets.serve": 2,
    "werkzeug.serving.make_server": 1,
    "werkzeug.serving.run_simple": 1,
    "wsgiref.simple_server.make_server": 1,
}
"""Calls with a port of its own, and its place."""


@rule.call(*_ADDRESS)
def address(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the number in a pair of host and port."""
    match meant(call.args[0], module) if call.args and not unpacks(call) else None:
        case ast.Tuple(elts=[_, port, *_]):
            yield from _reported(port, module)


@rule.call(*_PORT)
def number(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the number that is given as a port."""
    places = [_PORT[name] for name in module.names(call.func) if name in _PORT]
    port = None if unpacks(call) else argument(call, places[0], "port")
    yield from _reported(port, module) if port is not None else ()


def _reported(port: ast.expr, module: Module) -> Iterator[Hit]:
    match meant(port, module):
        case ast.Constant(value=int(value)) if value > 0 and not isinstance(value, bool):
            yield rule.at(port, port=value)
