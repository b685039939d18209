"""Calls that open a server, or connect to one: the host with which they mean every interface."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, keyword, last_word, spelt, string, unpacks
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.network.every_host import host_of_all, in_address, is_every
from flake8_testsec.vocabulary.network.open_by_default import (
    MAKERS,
    SERVING,
    STARTERS,
    configured_host,
    has_port,
    host_in,
    made,
    started,
    told_to_bind,
)
from flake8_testsec.vocabulary.network.verification import is_false
from flake8_testsec.vocabulary.testing.doubles import spelling

_SERVER = lazy(r"(?!.*(Fake|Mock|Dummy|Stub|Name)).*Server\Z")
_LISTENING = frozenset({"accept", "listen", "recv", "recv_into", "recvfrom", "recvfrom_into", "recvmsg"})
_REACTOR = "twisted.internet.reactor."


def openers(module: Module) -> Iterator[ast.Call]:
    """The calls of a module that may open a server or connect to one, by their last words."""
    names = {word for name in module.scopes.imported() for word in name if word.endswith(SERVERS)}
    names |= {class_.name for class_ in module.nodes(ast.ClassDef) if class_.name.endswith(SERVERS)}
    named = {name for name in module.attribute_names if name.endswith(SERVERS)}
    words = {word.rpartition(".")[2] for word in (*filter(_SERVER.match, names), *named)}
    return module.scopes.calls(frozenset(words | {*OPENERS}))


def every_interface(call: ast.Call, module: Module, strict: bool = False) -> ast.expr | None:
    """The place where a call says that it listens on every interface, or connects to such a server.

    Args:
        call: any call.
        module: its module.
        strict: whether silence counts where the documentation says that it means every interface.

    Returns:
        The literal that stands for the host, also where a name is bound to it; the call itself if it listens
        everywhere because it names no interface; ``None`` for any other call, and if arguments are hidden.
    """
    word = _word(call, module)
    find = _FORMS.get(word) or (_server if _SERVER.match(word) else None)
    if unpacks(call):
        return _unpacked(call, word, module) if word in SERVING else None
    if keyword(call, "sock") is not None:
        return None  # a socket that is bound already; or both, which is refused
    found = find(call, module) if find is not None else None
    return found or (made(call, module, strict) if word in MAKERS else None)


def _unpacked(call: ast.Call, word: str, module: Module) -> ast.expr | None:
    """The host in a dictionary of options, where it is written out; for `run`, beside a port."""
    given = [each.value for each in call.keywords if each.arg is None]
    hosts = (
        host_of_all(host, module)
        for each in given
        if (host := host_in(each, module)) is not None and (word != "run" or has_port(each, module))
    )
    return next(filter(None, hosts), None)


def _word(call: ast.Call, module: Module) -> str:
    """The last word of what is called, by its own name where it is imported under another."""
    names = module.names(call.func) if isinstance(call.func, ast.Name) else ()
    return max(names, default=last_word(call.func)).rpartition(".")[2]


def _bind(call: ast.Call, module: Module) -> ast.expr | None:
    if len(call.args) != 1:
        return None
    address = meant(call.args[0], module)
    if string(address) is not None:
        return address if (string(address) or "").startswith("tcp://") and is_every(address) else None
    if _listens(call, module):
        return in_address(address, module, empty=True)
    # The empty host is how a free port is looked up.
    return in_address(address, module, empty=False) if _is_handed_on(call, module) else None


def _is_handed_on(call: ast.Call, module: Module) -> bool:
    """Whether the socket that is bound is given to somebody in this function as the one to serve on."""
    owner = spelling(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    function = module.function(call)
    return bool(owner) and owner in _handed_on(function or module.tree, module)


@once
def _handed_on(scope: ast.AST, module: Module) -> frozenset[str]:
    """What is given away as a socket."""
    keywords = (each for each in walk(scope) if isinstance(each, ast.keyword))
    return frozenset(spelling(each.value) for each in keywords if each.arg in ("sock", "socket"))


def _listens(call: ast.Call, module: Module) -> bool:
    """Whether the socket that is bound listens or receives later: in this function, or in this class."""
    owner = spelling(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    scope: ast.AST | None = module.function(call)
    if "." in owner and scope is not None:
        scope = module.class_of(scope) or scope
    return bool(owner) and owner in _listening(scope or module.tree, module)


@once
def _listening(scope: ast.AST, module: Module) -> frozenset[str]:
    """What listens or receives."""
    attributes = (each for each in walk(scope) if isinstance(each, ast.Attribute))
    return frozenset(spelling(each.value) for each in attributes if each.attr in _LISTENING)


def _server(call: ast.Call, module: Module) -> ast.expr | None:
    activate = keyword(call, "bind_and_activate")
    if not call.args or (activate is not None and is_false(activate.value)):
        return None
    host = host_of_all(call.args[0], module) if len(call.args) > 1 else None
    return host or in_address(call.args[0], module, empty=True)


def _first_host(call: ast.Call, module: Module) -> ast.expr | None:
    host = argument(call, 0, "host")
    return host_of_all(host, module, empty=_word(call, module) == "make_server") if host is not None else None


def _created(call: ast.Call, module: Module) -> ast.expr | None:
    address = argument(call, 0, "address")
    listens = _word(call, module).endswith("server")
    found = in_address(address, module, empty=listens) if address is not None else None
    return found or _second_host(call, module)


def _second_host(call: ast.Call, module: Module) -> ast.expr | None:
    host = argument(call, 1, "host")
    return host_of_all(host, module) if host is not None else None


def _host_keyword(call: ast.Call, module: Module) -> ast.expr | None:
    host = keyword(call, "host")
    return host_of_all(host.value, module) if host is not None else None


def _run(call: ast.Call, module: Module) -> ast.expr | None:
    """The host of ``run``, which is the first argument of some; of others that is a pattern, or a command."""
    match call.args:
        case [host, *_] if string(host) not in (None, "", "*"):
            return host_of_all(host, module) or _host_keyword(call, module)
        case _:
            return _host_keyword(call, module) or started(call, module)


def _served(call: ast.Call, module: Module) -> ast.expr | None:
    """The host of ``websockets.serve`` has a place, those of other functions of this name have none."""
    is_placed = any(name.startswith("websockets.") for name in module.names(call.func))
    return _second_host(call, module) if is_placed else _host_keyword(call, module)


def _configured(call: ast.Call, module: Module) -> ast.expr | None:
    """The host in a configuration of uvicorn, if the function makes a server of it."""
    function = module.function(call)
    if "uvicorn.Config" not in module.names(call.func) or function is None:
        return None
    servers = (each for each in walk(function) if isinstance(each, ast.Call) and each.args)
    made = (meant(each.args[0], module) for each in servers if last_word(each.func) == "Server")
    return _host_keyword(call, module) if any(each is call for each in made) else None


def _of_hypercorn(call: ast.Call, module: Module) -> ast.expr | None:
    bind = keyword(call, "bind")
    is_config = "hypercorn.config.Config.from_mapping" in module.names(call.func)
    return told_to_bind(bind.value, module) if is_config and bind is not None else None


def _port(call: ast.Call, module: Module) -> ast.expr | None:
    address = argument(call, 0, "address")
    return address if address is not None and is_every(address) else None


def _connect(call: ast.Call, module: Module) -> ast.expr | None:
    return in_address(call.args[0], module, empty=False) if len(call.args) == 1 else None


def _reactor_connect(call: ast.Call, module: Module) -> ast.expr | None:
    return _first_host(call, module) if _is_of_reactor(call, module) else None


def _reactor_listen(call: ast.Call, module: Module) -> ast.expr | None:
    if not _is_of_reactor(call, module):
        return None
    interface = argument(call, 3 if _word(call, module) == "listenTCP" else 4, "interface")
    return call if interface is None else host_of_all(interface, module, empty=True)


def _is_of_reactor(call: ast.Call, module: Module) -> bool:
    return any(name.startswith(_REACTOR) for name in module.names(call.func))


_FORMS: dict[str, Callable[[ast.Call, Module], ast.expr | None]] = {
    "add_insecure_port": _port,
    "add_secure_port": _port,
    "Config": _configured,
    "bind": _bind,
    "connect": _connect,
    "connectSSL": _reactor_connect,
    "connectTCP": _reactor_connect,
    "create_connection": _created,
    "create_server": _created,
    "listenSSL": _reactor_listen,
    "listenTCP": _reactor_listen,
    "make_server": _first_host,
    "run": _run,
    "run_app": _host_keyword,
    "from_mapping": _of_hypercorn,
    "run_simple": _first_host,
    "run_task": _host_keyword,
    "serve": _served,
    "start_server": _second_host,
    "TCPSite": _second_host,
    "update": configured_host,
    **dict.fromkeys(STARTERS, started),
}
"""How the host is found, by the last word of the call."""

OPENERS = tuple({*_FORMS, *MAKERS})
"""The last words of all calls that may open a server or connect to one, beside those of ``SERVERS``."""

SERVERS = "Server"
"""The end of the names of classes that are servers."""


def is_of_ipv6(call: ast.Call, module: Module) -> bool:
    """Whether a socket that is bound is one for IPv6 alone, as far as the module shows how it is made."""
    match call:
        case ast.Call(func=ast.Attribute(value=owner, attr="bind")):
            return spelt(owner) in _of_ipv6(module)
        case _:
            return False


@once
def _of_ipv6(module: Module) -> frozenset[str]:
    """What the sockets for IPv6 of a module are called."""
    made = (each for each in module.nodes(ast.Assign) if _is_made_for_ipv6(each.value, module))
    return frozenset(spelt(target) for each in made for target in each.targets)


def _is_made_for_ipv6(value: ast.expr, module: Module) -> bool:
    match value:
        case ast.Call(func=func, args=[family, *_]):
            return "socket.socket" in module.names(func) and last_word(family) == "AF_INET6"
        case _:
            return False
