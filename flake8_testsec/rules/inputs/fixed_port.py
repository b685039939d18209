"""A test listens on a port with a fixed number."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, keyword, last_word, spelt, string, unpacks
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.network.listening import is_not_bound, is_of_others, may_not_listen
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.interceptors import NETWORK, is_intercepted, marks
from flake8_testsec.vocabulary.testing.suites import is_test_file

rule = Rule(
    code="TSE213",
    summary="a test listens on a fixed port, which two runs cannot share",
    message="server of a test listens on the fixed port {port}; take 0 and ask for the port that it got",
    roles=Role.TEST | Role.SUPPORT,
    cwe=1188,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
    Only one process can listen on a port: two runs on one machine, two workers of one run, or a test that
    did not close its server yet, and the next one fails with "address already in use". Whoever has taken the
    port before the test, by chance or not, gets what the test sends.

    By default servers and sockets of known libraries are reported in test files. What runs a server in
    another way (an application that a parameter holds, a command, a class that is called a server) is where
    the rule is enabled by name.
    """,
    fix="Listen on port 0, and read the number from ``server_port``, ``getsockname()`` or ``sockets``.",
    fixable="Nothing, because whoever connects has to be told the number, too.",
    bad=(
        """
        import asyncio
        import socket
        from http.server import HTTPServer

        import anyio, trio, uvicorn

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
            await trio.socket.socket().bind(("127.0.0.1", 54321))
                                                          ^^^^^
            await anyio.create_tcp_listener(local_port=9001)
                                                       ^^^^
        """,
        """
        import multiprocessing
        import threading

        import eventlet

        CONFIGURATION = {"bind_addr": ("127.0.0.1", 54583), "app": None}
                                                    ^^^^^
        import tornado.web
        from shop import rpc

        def test_shop(app, server, socket):
            eventlet.listen(("127.0.0.1", 6001))
                                          ^^^^
            tornado.web.Application().listen(8888, address="127.0.0.1")
                                             ^^^^
            rpc.Server(("127.0.0.1", 9999))
                                     ^^^^
            app.run(port=5001)
                         ^^^^
            server.add_insecure_port("127.0.0.1:50051")
                                     ^^^^^^^^^^^^^^^^^
            socket.bind("tcp://127.0.0.1:5555")
                        ^^^^^^^^^^^^^^^^^^^^^^
            threading.Thread(target=app.run, kwargs={"port": 5000})
                                                             ^^^^
            multiprocessing.Process(target=app.serve, kwargs=dict(port=5000))
                                                                       ^^^^
        """,
        """
        import asyncio
        import subprocess
        import sys
        from urllib.request import urlopen

        async def test_window():
            window = await asyncio.create_subprocess_exec("shop", "-port", "8040")
                                                                           ^^^^^^
            urlopen("http://[::1]:8040", timeout=5).close()
            window.kill()

        def test_shop(name):
            till = subprocess.Popen(["shop", "serve", "--port", "8041"])
                                                                ^^^^^^
            shop = subprocess.Popen([sys.executable, "-m", "http.server", "8042"])
                                                                          ^^^^^^
            subprocess.Popen(("shop", "--http-port=8043"))
                                      ^^^^^^^^^^^^^^^^^^
            urlopen("http://localhost:8041/", timeout=5).close()
            urlopen(f"http://127.0.0.1:8043/{name}", timeout=5).close()
            till.kill(), shop.kill()
        """,
    ),
    good=(
        """
        import subprocess

        def test_shop(port, command):
            subprocess.Popen(["shop", "serve", "--port", port])
            subprocess.Popen(["shop", "serve", "--port", "0"])
            subprocess.Popen(["shop", "serve", "--port=0", "--port"])
            subprocess.Popen(["shop", "--transport", "8041", "8042"])
            subprocess.Popen(["shop", "http.server", "8041"])
            subprocess.Popen(["psql", "--port", "5432"])
            subprocess.Popen(["shop", "call", "--port=8044"])
            assert shop.url == "http://localhost:80440/" != "http://shop.test:8044/"
            subprocess.Popen(command)
            subprocess.Popen()
        """,
        """
        import threading
        from unittest import mock

        from shop import rpc

        def test_told(shop):
            shop.serve.assert_called_with(bind_addr=("127.0.0.1", 54583))
            assert shop.settings == {"bind_addr": ("127.0.0.1", 54583), **shop.more}
            shop.open({"bind_addr": ("127.0.0.1", 0), "peer": ("127.0.0.1", 54583)})

        def test_shop(app, server, socket, port, options):
            rpc.Server(("127.0.0.1", 0))
            rpc.FakeServer(("127.0.0.1", 9999))
            rpc.Server()
            app.run(port=port)
            app.run(port=0)
            app.run(**options)
            server.add_insecure_port("127.0.0.1:0")
            server.add_insecure_port(port)
            server.add_insecure_port()
            socket.bind("inproc://shop:5555")
            socket.bind("tcp://127.0.0.1:*")
            double = mock.Mock()
            double.run(port=5001)
            double.bind("tcp://127.0.0.1:5555")
            threading.Thread(target=app.run, kwargs={"port": port})
            threading.Thread(target=app.run, kwargs=options)
            threading.Thread(target=app.sell, kwargs={"port": 5000})
            threading.Thread(target=app.run)
        """,
        """
        from http.server import HTTPServer

        def test_window(shop):
            assert HTTPServer(shop.address, shop.Handler)
            assert HTTPServer(server_address=("127.0.0.1", 8080), RequestHandlerClass=shop.Handler)
        """,
    ),
)

_ADDRESS = (
    "curio.socket.socket().bind",
    "eventlet.green.socket.socket().bind",
    "eventlet.listen",
    "gevent.socket.socket().bind",
    "multiprocessing.connection.Listener",
    "multiprocessing.managers.BaseManager",
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
    "trio.socket.socket().bind",
    "xmlrpc.server.SimpleXMLRPCServer",
)
"""Calls whose first argument is a pair of host and port."""

_LOOPS = ("asyncio.get_event_loop()", "asyncio.get_running_loop()", "asyncio.new_event_loop()")
_PORT = {
    **{f"{loop}.create_server": 2 for loop in _LOOPS},
    "aiohttp.web.TCPSite": 2,
    "aiohttp.web.run_app": None,
    "anyio.create_tcp_listener": None,
    "anyio.create_udp_socket": None,
    "asyncio.start_server": 2,
    "curio.tcp_server": 1,
    "flask.Flask().run": 1,
    "tornado.httpserver.HTTPServer().listen": 0,
    "tornado.web.Application().listen": 0,
    "trio.open_tcp_listeners": 0,
    "trio.serve_tcp": 1,
    "uvicorn.Config": None,
    "uvicorn.run": None,
    "waitress.serve": None,
    "websockets.serve": 2,
    "werkzeug.serving.make_server": 1,
    "werkzeug.serving.run_simple": 1,
    "wsgiref.simple_server.make_server": 1,
}
"""Calls with a port of its own, and its place."""

_OPTION = lazy(r"--?([a-z]+-)?port(=(?P<port>[1-9]\d*))?\Z")
"""How a command is told on which port to listen, or to which to connect."""
_OWN = lazy(r"\bhttps?://(localhost|127\.0\.0\.1|\[::1\]):(?P<port>[1-9]\d*)\b")
_SERVER = lazy(r"(?!.*(Fake|Mock|Dummy|Stub|Name)).*Server\Z")
_NUMBER = lazy(r".*:(?P<port>[1-9]\d*)\Z")


_STAND_IN = lazy(r"_*(Dummy|Fake|Mock|Stub)")
_UNPRIVILEGED = 1024
"""The first port that a test may listen on."""


@rule.call(*_ADDRESS)
def address(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the number in a pair of host and port."""
    yield from _certain(_in_pair(call, module), call, module)


@rule.where(hints=("Server",))
def server(module: Module) -> Iterator[Hit]:
    """Report the same of any class that is called a server."""
    if not module.settings.enables(rule.code):
        return
    for call in module.nodes(ast.Call):
        if _SERVER.match(last_word(call.func)) and not module.names(call.func) & {*_ADDRESS, *_PORT}:
            yield from _in_pair(call, module) if not _is_patched(call, module) else ()


@rule.call(*_PORT)
def number(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the number that is given as a port."""
    places = [_PORT[name] for name in module.names(call.func) if name in _PORT]
    port = None if unpacks(call) else argument(call, places[0], "port") or argument(call, None, "local_port")
    if port is not None and not any(_STAND_IN.match(last_word(each)) for each in call.args):
        yield from _certain(_reported(port, module), call, module)


@rule.method("run", "serve", "listen")
def run(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the port of an application that a parameter or an attribute holds."""
    if not module.settings.enables(rule.code):
        return
    port = keyword(call, "port")
    if port is not None and not module.names(call.func) & _PORT.keys() and not unpacks(call):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        is_silent = is_likely_mock(owner, module) or _is_of_script(call, module)
        yield from () if is_silent else _reported(port.value, module)


def _is_of_script(call: ast.AST, module: Module) -> bool:
    """Whether nothing runs a call but the file as a program: somebody has agreed on the port."""
    above = (each.test for each in module.ancestors(call) if isinstance(each, ast.If))
    return any(isinstance(each, ast.Name) and each.id == "__name__" for test in above for each in walk(test))


@rule.method("add_insecure_port", "add_secure_port", "bind")
def in_text(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the number at the end of an address in one text."""
    if not module.settings.enables(rule.code):
        return
    given = meant(call.args[0], module) if len(call.args) == 1 else None
    text = string(given) or ""
    if last_word(call.func) == "bind" and not text.startswith("tcp://"):
        return
    found = _NUMBER.match(text)
    owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    if given is not None and found is not None and not is_likely_mock(owner, module):
        yield rule.at(given, port=found["port"])


@rule.where(hints=("bind", "listen"))
def configured(module: Module) -> Iterator[Hit]:
    """Report the pair of host and port that a server is configured with."""
    if not module.settings.enables(rule.code):
        return
    given = [(each.arg or "", each.value) for each in module.nodes(ast.keyword)]
    for display in module.nodes(ast.Dict):
        keys = (string(each) or "" for each in display.keys if each is not None)
        given += zip(keys, display.values, strict=False)
    for name, value in given:
        match value:
            case ast.Tuple(elts=[ast.Constant(value=str()), port]) if _BINDING.match(name):
                yield from _reported(port, module) if _serves(value, module) else ()


_BINDING = lazy(r"(?!remote)(\w+_)?(bind|listen)(_?(addr|address|to|on))?\Z", re.IGNORECASE)


def _serves(value: ast.AST, module: Module) -> bool:
    """Whether a configuration is neither asserted nor that of a double, and not expected to be refused."""
    return expecting_around(value, module) is None and not any(
        isinstance(each, ast.Assert) or (isinstance(each, ast.Call) and _TOLD.search(last_word(each.func)))
        for each in module.ancestors(value)
    )


_TOLD = lazy(r"assert|Mock\Z|\Acall\Z|patch")


@rule.call("threading.Thread", "multiprocessing.Process")
def in_background(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the port that what a thread or a process runs as a server is told."""
    if not module.settings.enables(rule.code):
        return
    target, given = keyword(call, "target"), keyword(call, "kwargs")
    if target is None or last_word(target.value) not in ("run", "run_app", "run_simple", "serve"):
        return
    match meant(given.value, module) if given is not None else None:
        case ast.Dict(keys=keys, values=values):
            ports = [value for key, value in zip(keys, values, strict=True) if string(key) == "port"]
            yield from (hit for each in ports for hit in _reported(each, module))
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            ports = [each.value for each in keywords if each.arg == "port"]
            yield from (hit for each in ports for hit in _reported(each, module))


def _certain(hits: Iterator[Hit], call: ast.Call, module: Module) -> Iterator[Hit]:
    """All of them where the rule is enabled by name; else those in a test file of a server that listens."""
    silent = not is_test_file(module) or _is_patched(call, module) or may_not_listen(call, module)
    if module.settings.enables(rule.code) or not silent:
        yield from hits


def _is_patched(call: ast.Call, module: Module) -> bool:
    """Whether a double may listen in a server's place."""
    return any("patch" in spelt(each) for each in marks(call, module)) or is_intercepted(
        call, module, NETWORK
    )


def _in_pair(call: ast.Call, module: Module) -> Iterator[Hit]:
    if is_not_bound(call, module):
        return
    match meant(call.args[0], module) if call.args and not unpacks(call) else None:
        case ast.Tuple(elts=[host, port] | [host, port, _, _]) if expecting_around(call, module) is None:
            yield from () if is_of_others(host, module) else _reported(port, module)


def _reported(port: ast.expr, module: Module) -> Iterator[Hit]:
    match meant(port, module):
        case ast.Constant(value=int(value)) if value > 0 and not isinstance(value, bool):
            if value >= _UNPRIVILEGED or module.settings.enables(rule.code):
                yield rule.at(port, port=value)


@rule.call("subprocess.Popen", "asyncio.create_subprocess_exec")
def in_command(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the port on which a child process listens beside the test."""
    if not module.settings.enables(rule.code):
        return
    match meant(call.args[0], module) if call.args else None:
        case ast.List(elts=words) | ast.Tuple(elts=words):
            yield from _in_words(words, module)
        case _:
            yield from _in_words(call.args, module)


def _in_words(words: list[ast.expr], module: Module) -> Iterator[Hit]:
    """The ports of a command that is known to listen, or to whose port the module itself connects: a client
    is told a port in the same words."""
    texts = ["", "", *(string(each) or "" for each in words)]
    for first, second, text, word in zip(texts, texts[1:], texts[2:], words, strict=False):
        is_server = (first, second) == ("-m", "http.server")
        found = _OPTION.match(text) or _OPTION.match(f"{'--port' if is_server else second}={text}")
        port = found["port"] if found is not None else None
        if port is not None and (is_server or port in _asked(module)):
            yield rule.at(word, port=port)


@once
def _asked(module: Module) -> frozenset[str]:
    """The ports of this machine that addresses in the module name."""
    texts = (string(each) or "" for each in module.nodes(ast.Constant))
    return frozenset(found["port"] for text in texts for found in _OWN.finditer(text))
