"""What listens for connections, by known names and by how it is called, and classes that are threads."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, Lines, capped, code, fact
from flake8_testsec.review.fixtures import asked, sources
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module

LISTENING = frozenset(
    {
        *("asyncio.start_server", "asyncio.start_unix_server", "socket.create_server", "uvicorn.run"),
        *("http.server.HTTPServer", "http.server.ThreadingHTTPServer", "wsgiref.simple_server.make_server"),
        *(f"socketserver.{kind}{each}" for kind in ("", "Threading") for each in ("TCPServer", "UDPServer")),
        *(
            "xmlrpc.server.SimpleXMLRPCServer",
            "xmlrpc.server.DocXMLRPCServer",
            "aiohttp.web.run_app",
            "aiohttp.test_utils.TestServer",
        ),
        *(
            "eventlet.listen",
            "eventlet.wsgi.server",
            "gevent.server.StreamServer",
            "gevent.pywsgi.WSGIServer",
        ),
        *("werkzeug.serving.make_server", "werkzeug.serving.run_simple", "grpc.server", "grpc.aio.server"),
        *("anyio.create_tcp_listener", "trio.open_tcp_listeners", "trio.serve_tcp", "socket.socket().listen"),
    }
)
_WORDS = frozenset(
    {"serve", "serve_forever", "start_serving", "listenTCP", "listenSSL", "listenUDP", "listenUNIX"}
)
"""Methods that are called so where something listens, and nowhere else."""
_STARTING = frozenset({"start", "run", "serve", "launch", "ensure"})
_SERVER = lazy(
    r"(?:\w+_|_)?(?:(?:echo|ftp|http|https|live|mock|smtp|test|tcp|web)?server|httpd|ftpd|smtpd|daemon|"
    r"broker|cluster|consumer|container|proxy|scheduler|xprocess|launcher|process)(?:_?[Hh]elper|s|_?thread|_?process)?\Z|"
    r"\w*(?:Server|Daemon|Broker|Cluster|Consumer|Container|Proxy|Scheduler|Launcher|Process(?:Helper)?)\Z"
)
_SOCKET = lazy(r"(?:\w+_|_)?(?:sock|socket|listener)(?:_\w+)?\Z")
THREADS: Mapping[str, str] = {
    "threading.Thread": "a thread",
    "multiprocessing.Process": "a process",
    "multiprocessing.context.Process": "a process",
    "xprocess.ProcessStarter": "what a process is started from",
}


def facts(module: Module) -> Iterator[Fact]:
    """Calls that listen or start a server, then classes that are threads or processes.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from capped(listening(module), "calls that listen or start a server")
    yield from _brought(module)
    for class_ in module.nodes(ast.ClassDef):
        kinds = {each for each in lineage(class_, module).outside if each in THREADS}
        for kind in sorted(kinds):
            parts = ("By what it inherits, ", code(class_.name), f" is {THREADS[kind]}: ", code(kind), ".")
            yield fact("thread-class", [class_], *parts, subject=class_.name)


def _brought(module: Module) -> Iterator[Fact]:
    """Fixtures that bring a server or a service by their names, and that no file defines which was read."""
    found: dict[str, list[ast.AST | Lines]] = defaultdict(list)
    for each in asked(module):
        if _SERVICE.match(each.name) and not sources(each, module):
            found[each.name].append(Lines(each.parameter.lineno, each.parameter.lineno))
    for name, lines in found.items():
        words = "By its name, a fixture brings a server or a service; its code was not read: "
        yield fact("service-asked", lines, words, code(name), ".", subject=name)


_SERVICE = lazy(
    r"docker_services?\Z|(?:\w+_)?(?:server|containers?|services?|broker|cluster|daemon)\Z|"
    r"postgresql(?:_proc)?\Z|mysql(?:_proc)?\Z|redisdb\Z|rabbitmq(?:_proc)?\Z|mongodb\Z|elasticsearch(?:_proc)?\Z"
)


def listening(module: Module) -> Iterator[Fact]:
    """Calls that listen or start a server, however many there are.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    words = {"listen", *_WORDS, *_STARTING, *(each.rpartition(".")[2] for each in LISTENING)}
    found: dict[tuple[bool, str], list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(frozenset(words)):
        is_known = bool(module.names(call.func) & LISTENING)
        if is_known or _is_named_so(call):
            found[is_known, spelt(call) if is_known else f"{spelt(call.func)}()"].append(call)
    for (is_known, shown), calls in found.items():
        how = "Listens for connections, or is made for that: "
        words_ = how if is_known else "By its name, starts a server or a service: "
        yield fact("server", calls, words_, code(shown), ".", subject=shown)


def _is_named_so(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(attr=word) if word in _WORDS:
            return True
        case ast.Attribute(value=ast.Name() | ast.Attribute() as owner, attr="listen"):
            return _SOCKET.match(last_word(owner)) is not None
        case ast.Attribute(value=ast.Name() | ast.Attribute() as owner, attr=word) if word in _STARTING:
            return _SERVER.match(last_word(owner)) is not None
        case _:
            return False
