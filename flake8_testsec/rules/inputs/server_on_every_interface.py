"""A test's server can be reached from the network."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import repeat

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import keyword, last_word, spelt, string
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.network import listeners
from flake8_testsec.vocabulary.network.loopback import local, talks_to_itself
from flake8_testsec.vocabulary.network.open_by_default import bound_hosts
from flake8_testsec.vocabulary.network.port_probes import is_closed_at_once, is_port_probe
from flake8_testsec.vocabulary.network.said_everywhere import is_said
from flake8_testsec.vocabulary.testing.assertions import assertions
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.expected_later import is_to_fail
from flake8_testsec.vocabulary.testing.interceptors import NETWORK, around, is_intercepted
from flake8_testsec.vocabulary.testing.suites import methods

rule = Rule(
    code="TSE203",
    summary="test server listens on every interface; bind 127.0.0.1",
    message="test server listens on every interface; bind {host}",
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

    Silence for sockets that only ask if a port is free or a protocol works, for a server closed at once,
    where the machine's own name is handed on, or an assertion looks at the server's protocol, and
    where listening everywhere is what the test is about: a comment or docstring says so, the same test opens
    another on the local address, or the class asks for both protocols on one socket elsewhere. By default a
    server is reported whose module names this machine (``localhost``, ``127.0.0.1``): its clients are here.
    All others, and calls that are told no host, are where the rule is enabled by name.
    """,
    fix="""
    Bind ``127.0.0.1`` (``::1``), with port 0 for a free port; for Twisted give ``interface="127.0.0.1"``.
    """,
    fixable="""
    The host becomes ``127.0.0.1``, or ``::1``. That is safe where the address stands in the call and nowhere
    else in a file of tests that speaks of no other machine, and unsafe elsewhere, because somebody may reach
    the server by another address.
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
        import socket
        import unittest

        from shop import rpc

        class ServerTest(unittest.TestCase):
            def setUp(self):
                self.server = rpc.Server("*", 0)
                                         ^^^

            def test_name(self):
                self.assertTrue(self.serve())
                self.assertEqual(self.server.name, "shop")
                self.assertEqual(self.client.getsockopt(rpc.IPV6), 1)

            def test_taken(self):
                server = rpc.Server("*", 0)
                                    ^^^
                client = rpc.Client(server.port)
                client.close()
                other = rpc.Server("*", server.port)
                                   ^^^
                client.close()

            def serve(self):
                self.other = rpc.Server("*", 0)
                                        ^^^
                self.address = f"http://{socket.gethostname()}:{self.other.port}"
                self.listener = socket.socket()
                self.listener.bind(("", 0))
                                    ^^
                self.listener.listen(1)
                return True
        """,
    ),
    good=(
        """
        import socket

        from aiohttp import web

        def free_port():
            sock = socket.socket()
            sock.bind(("", 0))
            sock.listen(1)
            port = sock.getsockname()[1]
            sock.close()
            return port

        def test_free_port(app, loop):
            sock = socket.socket()
            sock.bind(("", free_port()))
            other = socket.socket()
            other.bind(("0.0.0.0", 0))
            web.run_app(app, sock=sock, loop=loop)
        """,
        """
        import errno
        import socket
        import unittest

        from shop import rpc

        def has_ipv6():
            sock = socket.socket(socket.AF_INET6)
            try:
                sock.bind(("::", 0))
                sock.listen(5)
                return True
            except OSError:
                return False

        def wait_for_port(port):
            def bind():
                sock = socket.socket()
                sock.bind(("", port))
                sock.listen(1)
                return sock

            try:
                bind().close()
            except OSError as error:
                return error.errno != errno.EADDRINUSE

        class ServerTest(unittest.TestCase):
            def setUp(self):
                self.server = rpc.Server("*", 0)

            def test_protocols(self):
                self.assertEqual(self.server.socket.getsockopt(rpc.IPV6), 1)
                other = rpc.Server("*", 0)
                assert other.family == rpc.IPV6

            def test_closed(self):
                server = rpc.Server("*", 0)
                server.socket.close()
                with self.assertRaises(rpc.Error):
                    server.receive()

            def test_from_a_container(self):
                server = rpc.Server("", 0)
                server = rpc.Server("0.0.0.0", 8000)
                self.docker.fetch(f"http://{socket.gethostname()}:{server.port}")
        """,
    ),
)

_DOUBLE = lazy(r"_?(Fake|Mock|Dummy|Stub)[A-Z]")
_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
_BOTH_STACKS = lazy(r"mapped|dual_?stack", re.IGNORECASE)


@rule.where(hints=(listeners.SERVERS,), calls=listeners.OPENERS)
def serves(module: Module) -> Iterator[Hit]:
    """Report each host with which a call listens on every interface, or connects to such a server."""
    strict = module.settings.enables(rule.code)
    if not (strict or talks_to_itself(module)):
        return  # who connects, and from where, the module does not show
    for call in listeners.openers(module):
        place = listeners.every_interface(call, module, strict)
        if place is not None and not any(excuses(call, module) for excuses in _EXCUSES):
            found = local(place, module)
            host = "::1" if listeners.is_of_ipv6(call, module) else found.host
            yield rule.at(place, host=host).fixed(*found.edits, safe=found.safe)


@rule.on(ast.Assign, hints=("hypercorn",))
def bound(statement: ast.Assign, module: Module) -> Iterator[Hit]:
    """Report the address that a configuration of hypercorn is told to bind."""
    place = bound_hosts(statement, module)
    if place is not None and (module.settings.enables(rule.code) or talks_to_itself(module)):
        yield rule.at(place, host="127.0.0.1")


def _is_double(call: ast.Call, module: Module) -> bool:
    """Whether nothing is opened: the call goes to a mock, or sockets are patched."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    mocked = any(name.startswith("unittest.mock.") for name in module.names(call.func))
    mocked = mocked or any(_DOUBLE.match(last_word(each)) for each in call.args)
    return mocked or is_likely_mock(owner, module) or is_intercepted(call, module, NETWORK)


def _is_meant(call: ast.Call, module: Module) -> bool:
    """Whether every interface is what the test is about, or the call is expected to fail."""
    if is_to_fail(call, module) or any(_BOTH_STACKS.search(each.name) for each in around(call, module)):
        return True
    function = module.function(call)
    return function is not None and _asserts_every_interface(function, module)


@once
def _asserts_every_interface(function: Function, module: Module) -> bool:
    checks = assertions(function)
    return any(string(each) in ("0.0.0.0", "::") for check in checks for each in walk(check))


def _is_one_of_several(call: ast.Call, module: Module) -> bool:
    """Whether the test opens another in the same way on the local address, or its class asks that for both
    protocols on one socket: then every interface is one of the cases."""
    word, cases = last_word(call.func), _cases(module)
    return any((word, each) in cases for each in (module.function(call), module.above(call, ast.ClassDef)))


@once
def _cases(module: Module) -> frozenset[tuple[str, ast.AST | None]]:
    """Where a call opens a local server, by its last word and its function, or one for both protocols, by its
    last word and its class; not outside of those."""
    found: set[tuple[str, ast.AST | None]] = set()
    for call in listeners.openers(module):
        if any(string(each) in _LOCAL for argument in call.args for each in walk(argument)):
            found.add((last_word(call.func), module.function(call)))
        if keyword(call, "dualstack_ipv6"):
            found.add((last_word(call.func), module.above(call, ast.ClassDef)))
    return frozenset(each for each in found if each[1] is not None)


def _is_probe(call: ast.Call, module: Module) -> bool:
    """Whether a socket is bound to learn something: whether a port is free, whether a protocol works."""
    if last_word(call.func) != "bind":
        return False
    functions = [each for each in module.ancestors(call) if isinstance(each, _FUNCTIONS)]
    asks = not _asking_for_ports(module).isdisjoint(functions)
    return asks or any(_tells_yes_or_no(each, module) for each in functions[:1])


@once
def _asking_for_ports(module: Module) -> frozenset[ast.AST]:
    """What stands around each question whether a port is taken."""
    asked = module.attributes({"EADDRINUSE"})
    return frozenset(above for each in asked for above in module.ancestors(each))


def _tells_yes_or_no(function: ast.AST, module: Module) -> bool:
    values = _returned(module).get(function, ())
    return len(values) > 1 and all(
        isinstance(each, ast.Constant) and isinstance(each.value, bool) for each in values
    )


@once
def _returned(module: Module) -> Mapping[ast.AST, Sequence[ast.expr | None]]:
    """What is returned in each function, by those inside it too."""
    found: dict[ast.AST, list[ast.expr | None]] = defaultdict(list)
    for each in module.nodes(ast.Return):
        for above in module.ancestors(each):
            if isinstance(above, _FUNCTIONS):
                found[above].append(each.value)
    return dict(found)


def _is_reached_from_outside(call: ast.Call, module: Module) -> bool:
    """Whether the machine's own name is given to somebody: a container, say, that must reach the server."""
    function = module.function(call)
    asked = (each for each in module.calls({"gethostname", "getfqdn"}) if module.function(each) is function)
    return function is not None and not all(_is_kept(each, module) for each in asked)


def _is_kept(node: ast.AST, module: Module) -> bool:
    """Whether what is asked for is only stored, for the test itself, and handed to nobody here."""
    return isinstance(module.above(node, ast.stmt), (ast.Assign, ast.AnnAssign))


def _is_about_protocols(call: ast.Call, module: Module) -> bool:
    """Whether an assertion looks at the server's protocol, which it has because it listens everywhere."""
    match module.parent(call):
        case ast.Assign(targets=[ast.Attribute() | ast.Name() as target]):
            class_ = module.above(call, ast.ClassDef) if isinstance(target, ast.Attribute) else None
        case _:
            return False
    scope, owner = class_ or module.function(call), f"{spelt(target)}."
    return scope is not None and any(map(str.startswith, _asked_with_protocol(scope, module), repeat(owner)))


@once
def _asked_with_protocol(scope: ast.ClassDef | Function, module: Module) -> frozenset[str]:
    """What assertions of a function, or of all methods of a class, name beside a protocol."""
    functions = methods(scope) if isinstance(scope, ast.ClassDef) else (scope,)
    return frozenset(
        word for each in functions for check in assertions(each) for word in _beside_protocol(check)
    )


def _beside_protocol(check: ast.AST) -> Collection[str]:
    words = [spelt(each) for each in walk(check) if isinstance(each, (ast.Attribute, ast.Name))]
    return words if any("IPV6" in word for word in words) else ()


def _is_for_both_stacks(call: ast.Call, module: Module) -> bool:
    """Whether a server on ``::`` is asked by the name ``localhost``, which may stand for either protocol."""
    text = string(listeners.every_interface(call, module)) or ""
    return text.strip("[]") == "::" and "//localhost" in module.source


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_EXCUSES = (
    *(_is_double, _is_meant, is_said, _is_one_of_several, _is_probe, is_port_probe),
    is_closed_at_once,
    _is_reached_from_outside,
    _is_about_protocols,
    _is_for_both_stacks,
)
