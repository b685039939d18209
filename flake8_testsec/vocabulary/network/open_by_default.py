"""Calls that listen on every interface unless told a host, and calls that start such a server elsewhere.

What names no host listens everywhere, where the documentation says so; a command, a thread or a process is
told the host in a list or a dictionary.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, keyword, last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.source.receivers import callees
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.network.every_host import host_of_all, in_address, is_every


class _Place(NamedTuple):
    """Where the host stands: its place, its keyword, and the keywords of other ways to say it."""

    position: int | None
    name: str
    others: tuple[str, ...] = ()


_SOCKETS = ("sock", "path", "ssh")
_LOOPS = ("get_event_loop", "get_running_loop", "new_event_loop")

# https://docs.python.org/3/library/asyncio-stream.html#asyncio.start_server,
# https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.create_server,
# https://docs.aiohttp.org/en/stable/web_reference.html (run_app, TCPSite),
# https://websockets.readthedocs.io/en/stable/reference/asyncio/server.html,
# https://docs.pylonsproject.org/projects/waitress/en/stable/arguments.html,
# https://www.tornadoweb.org/en/stable/web.html#tornado.web.Application.listen
_HOSTS: Mapping[str, _Place] = {
    "aiohttp.web.TCPSite": _Place(1, "host"),
    "aiohttp.web.run_app": _Place(None, "host", _SOCKETS),
    "asyncio.start_server": _Place(1, "host", _SOCKETS),
    **{f"asyncio.{loop}().create_server": _Place(1, "host", _SOCKETS) for loop in _LOOPS},
    "tornado.httpserver.HTTPServer().listen": _Place(1, "address"),
    "tornado.web.Application().listen": _Place(1, "address"),
    "waitress.serve": _Place(None, "host", ("listen", "unix_socket", "sockets", "fd")),
    "websockets.serve": _Place(1, "host", (*_SOCKETS, "unix")),
}
"""What listens everywhere without a host."""

# https://eventlet.readthedocs.io/en/latest/modules/, https://docs.python.org/3/library/multiprocessing.html,
# https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.create_datagram_endpoint
_ADDRESSES: Mapping[str, _Place] = {
    "eventlet.listen": _Place(0, "addr"),
    "multiprocessing.connection.Listener": _Place(0, "address"),
    "multiprocessing.managers.BaseManager": _Place(0, "address"),
    "multiprocessing.managers.SyncManager": _Place(0, "address"),
    **{f"asyncio.{loop}().create_datagram_endpoint": _Place(None, "local_addr") for loop in _LOOPS},
}
"""What is given a pair of host and port, of which the empty host is every interface."""

MAKERS = frozenset(name.rpartition(".")[2] for name in (*_HOSTS, *_ADDRESSES))
"""The last words of calls that may listen everywhere without a word."""


def made(call: ast.Call, module: Module, strict: bool) -> ast.expr | None:
    """Where a call says that it listens on every interface: by a pair; if strict, by silence, too."""
    for name in sorted(callees(call, module)):
        if name in _ADDRESSES:
            address = argument(call, *_ADDRESSES[name][:2])
            return in_address(address, module, empty=True) if address is not None else None
        if name in _HOSTS:
            return _silent(call, _HOSTS[name], module) if strict else None
    return None


def _silent(call: ast.Call, place: _Place, module: Module) -> ast.expr | None:
    if any(keyword(call, other) is not None for other in place.others):
        return None
    host = argument(call, place.position, place.name)
    if host is None:
        return call
    match meant(host, module):
        case ast.Constant(value=None | "") as nothing:
            return nothing
        case _:
            return None


SERVING = frozenset({"run", "run_app", "run_simple", "serve"})
"""The last words of what a thread or a process runs as a server."""
_HOST_FIRST = frozenset({"run", "run_simple"})
"""Those whose first argument is the host, if it is one."""
_HOST_KEYS = frozenset({"host", "server.socket_host"})
_OPTIONS = frozenset({"--address", "--bind", "--host", "--listen", "-b"})
_MODULE = "http.server"
_BINDS = frozenset({"-b", "--bind"})


def started(call: ast.Call, module: Module) -> ast.expr | None:
    """The host that a thread, a process or a command is told to listen on, if that is every interface.

    Args:
        call: any call of one of `STARTERS`.
        module: its module.

    Returns:
        The literal; the name of Python's own server if that is told none.
    """
    find = next((_STARTERS[name] for name in module.names(call.func) if name in _STARTERS), None)
    return find(call, module) if find is not None else None


def _in_background(call: ast.Call, module: Module) -> ast.expr | None:
    target = keyword(call, "target")
    words = {last_word(target.value), *_last_words(target.value, module)} if target is not None else set()
    if not words & SERVING:
        return None
    given, placed = keyword(call, "kwargs"), keyword(call, "args")
    host = host_in(given.value, module) if given is not None else None
    if host is None and placed is not None and words & _HOST_FIRST:
        host = _first(placed.value, module)
    return host_of_all(host, module) if host is not None else None


def _last_words(node: ast.expr, module: Module) -> Iterator[str]:
    return (name.rpartition(".")[2] for name in module.names(node))


def _first(display: ast.expr, module: Module) -> ast.expr | None:
    match meant(display, module):
        case ast.List(elts=[first, _, *_]) | ast.Tuple(elts=[first, _, *_]):
            return first  # before the port; alone, it may be the host that is asked
        case _:
            return None


def has_port(display: ast.expr, module: Module) -> bool:
    """Whether a dictionary of options that is written out has a port, too."""
    match meant(display, module):
        case ast.Dict(keys=keys):
            return any("port" in (string(key) or "") for key in keys)
        case made_of:
            return any("port" in (each.arg or "") for each in getattr(made_of, "keywords", ()))


def host_in(display: ast.expr, module: Module) -> ast.expr | None:
    """What a dictionary of options has as the host.

    Args:
        display: the dictionary, a call of ``dict``, or a name for one.
        module: its module.
    """
    match meant(display, module):
        case ast.Dict(keys=keys, values=values):
            hosts = (value for key, value in zip(keys, values, strict=True) if string(key) in _HOST_KEYS)
            return next(hosts, None)
        case ast.Call(func=ast.Name(id="dict")) as made_of:
            host = keyword(made_of, "host")
            return host.value if host is not None else None
        case _:
            return None


def configured_host(call: ast.Call, module: Module) -> ast.expr | None:
    """The host of a server by the configuration of cherrypy, if that is every interface.

    Args:
        call: a call of ``update``.
        module: its module.

    Returns:
        The literal; ``None`` for any other call.
    """
    is_config = bool(module.names(call.func) & {"cherrypy.config.update"})
    host = host_in(call.args[0], module) if is_config and call.args else None
    return host_of_all(host, module) if host is not None else None


def bound_hosts(statement: ast.Assign, module: Module) -> ast.expr | None:
    """The address that a configuration of hypercorn is told to bind, if that is every interface.

    Args:
        statement: an assignment to an attribute ``bind`` or ``insecure_bind``.
        module: its module.

    Returns:
        The literal; ``None`` for the configuration of anything else.
    """
    match statement.targets:
        case [ast.Attribute(value=owner, attr="bind" | "insecure_bind" | "quic_bind")]:
            if not any(name.startswith("hypercorn.") for name in module.names(owner)):
                return None
        case _:
            return None
    return told_to_bind(statement.value, module)


def told_to_bind(given: ast.expr, module: Module) -> ast.expr | None:
    """The first of some addresses with a port, or the only one, if it is every interface."""
    match meant(given, module):
        case ast.List(elts=values) | ast.Tuple(elts=values):
            return next(filter(is_every, values), None)
        case value:
            return value if is_every(value) else None


def _by_command(call: ast.Call, module: Module) -> ast.expr | None:
    command = argument(call, 0, "args")
    waits = not module.names(call.func) & _GOING_ON
    match meant(command, module) if command is not None else None:
        case ast.List(elts=words) | ast.Tuple(elts=words):
            if waits and not any(_SERVES.match(string(each) or "") for each in words):
                return None
            return next(_told(words, module), None)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)) as line, attr="split")):
            return line if _is_told(text.split()) and (not waits or _SERVES.match(text)) else None
        case _:
            return None


_GOING_ON = frozenset({"subprocess.Popen", "asyncio.create_subprocess_exec"})
"""What does not wait for the end of a command; where a test does, the command is most often a client."""
_SERVES = lazy(r".*(serve|uvicorn|gunicorn|hypercorn|daphne|waitress|flask)", re.IGNORECASE)
"""What programs that serve are called, and what they are told."""


def _is_told(words: Sequence[str]) -> bool:
    """Whether the words of a command have a server listen on every interface."""
    pairs = zip(["", *words], words, strict=False)
    return any(
        (before in _OPTIONS and (word == "0.0.0.0" or word.startswith("0.0.0.0:")))
        or _of_django(before, word)
        or (word.partition("=")[0] in _OPTIONS and word.partition("=")[2].partition(":")[0] == "0.0.0.0")
        for before, word in pairs
    )


def _of_django(before: str, word: str) -> bool:
    """Whether Django's development server is told an address; without one it listens on this machine
    (https://docs.djangoproject.com/en/stable/ref/django-admin/#runserver)."""
    return before == "runserver" and (word.startswith(("0.0.0.0:", "0:", "[::]:")) or word == "0.0.0.0")


def _told(words: list[ast.expr], module: Module) -> Iterator[ast.expr]:
    texts = [string(each) or "" for each in words]
    for before, text, word in zip(["", *texts], texts, words, strict=False):
        if before in _OPTIONS and (is_every(word) or host_of_all(word, module) is not None):
            yield word
        if _of_django(before, text):
            yield word
        option, _, value = text.partition("=")
        if option in _OPTIONS and value.partition(":")[0] == "0.0.0.0":
            yield word
        if before == "-m" and text == _MODULE and not _BINDS.intersection(texts):
            yield from () if any(isinstance(each, ast.Starred) for each in words) else (word,)


_Finding = Callable[[ast.Call, Module], "ast.expr | None"]
_STARTERS: Mapping[str, _Finding] = {
    **dict.fromkeys(("threading.Thread", "multiprocessing.Process"), _in_background),
    **dict.fromkeys(
        (f"subprocess.{word}" for word in ("Popen", "call", "check_call", "check_output", "run")), _by_command
    ),
    **dict.fromkeys(("asyncio.create_subprocess_exec",), _by_command),
}

STARTERS = frozenset(name.rpartition(".")[2] for name in _STARTERS) - {"run"}
"""The last words of calls that start something in a thread, a process or by a command."""
