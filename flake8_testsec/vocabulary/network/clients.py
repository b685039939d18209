"""Calls that send a request over the network: which they are, where they send it, and how long they wait."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import urlsplit

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, last_word, truth, unpacks
from flake8_testsec.source.module import Module, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import begin, meant
from flake8_testsec.vocabulary.network.hosts import HostKind, host_of, kind
from flake8_testsec.vocabulary.testing.doubles import spelling

_VERBS = dict.fromkeys(("delete", "get", "head", "options", "patch", "post", "put"), 0)
_POOL = {"request": 1, "request_encode_body": 1, "request_encode_url": 1, "urlopen": 1}
_OWNERS: Mapping[str, Mapping[str, int]] = {
    "requests": {**_VERBS, "request": 1},
    "requests.api": {**_VERBS, "request": 1},
    "requests.Session()": {**_VERBS, "request": 1},
    "requests.session()": {**_VERBS, "request": 1},
    "requests.sessions.Session()": {**_VERBS, "request": 1},
    "httpx": {**_VERBS, "request": 1, "stream": 1},
    "httpx.Client()": {**_VERBS, "request": 1, "stream": 1},
    "httpx.AsyncClient()": {**_VERBS, "request": 1, "stream": 1},
    "aiohttp": {"request": 1},
    "aiohttp.ClientSession()": {**_VERBS, "request": 1, "ws_connect": 0},
    "urllib.request": {"urlopen": 0, "urlretrieve": 0},
    "urllib": {"urlopen": 0, "urlretrieve": 0},
    "urllib2": {"urlopen": 0},
    "urllib3": {"request": 1},
    "urllib3.PoolManager()": _POOL,
    "urllib3.poolmanager.PoolManager()": _POOL,
}
REQUESTS: Mapping[str, int] = {
    f"{owner}.{verb}": position for owner, verbs in _OWNERS.items() for verb, position in verbs.items()
}
"""The calls that send a request, by qualified name, with the place of the URL among their arguments."""

UNLIMITED: Mapping[str, int | None] = {
    **{name: None for name in REQUESTS if name.startswith("requests.")},
    "socket.create_connection": 1,
    "urllib.request.urlopen": 2,
    "urllib2.urlopen": 2,
}
"""The calls that wait for ever unless a timeout is given, with its place among their arguments."""

_BUILT = frozenset({"urllib.request.Request", "urllib2.Request"})
_ROUTES = frozenset({"app", "connector", "mounts", "proxies", "proxy", "transport"})
_REROUTING = frozenset({"mount", "proxies"})
_COUNTING = frozenset({"range", "xrange", "itertools.count"})
_SLEEPING = frozenset({"sleep", "wait"})
_WEB = frozenset({"http", "https", "ws", "wss"})


class Target(NamedTuple):
    """Where a request goes: the literal with which the URL begins, the scheme, and the host."""

    node: ast.expr
    scheme: str
    host: str


def target(call: ast.Call, module: Module) -> Target | None:
    """The host on the public network that a call of one of `REQUESTS` sends its request to.

    Args:
        call: such a call.
        module: its module.

    Returns:
        ``None`` if the text does not tell the host, if the host is not public, and if the request may take
        another way: through a proxy, an adapter or a transport.
    """
    given = _url(call, module)
    if given is None or is_rerouted(call, module):
        return None
    return public(given, module)


def public(url: ast.expr, module: Module) -> Target | None:
    """The public host that an URL names, as far as the text tells; ``None`` for any other."""
    text = begin(url, module)
    host = host_of(text.text) if text else None
    if text is None or host is None or kind(host) is not HostKind.PUBLIC:
        return None
    scheme = urlsplit(text.text).scheme.lower()
    return Target(text.node, scheme, host) if scheme in _WEB else None


def _url(call: ast.Call, module: Module) -> ast.expr | None:
    position = next(REQUESTS[name] for name in module.names(call.func) if name in REQUESTS)
    given = argument(call, position, "url")
    match meant(given, module) if given is not None else None:
        case ast.Call(func=func) as request if module.names(func) & _BUILT:
            return argument(request, 0, "url")
        case _:
            return given


def is_rerouted(call: ast.Call, module: Module) -> bool:
    """Whether a request may go elsewhere than its URL says, by an argument or by its session."""
    makers = (call, *makers_of(call, module))
    if any(unpacks(each) or any(given.arg in _ROUTES for given in each.keywords) for each in makers):
        return True
    session = spelling(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    function = module.function(call)
    return bool(session) and any(
        spelling(each.value) == session and module.function(each) is function
        for each in module.attributes(_REROUTING)
    )


def makers_of(call: ast.Call, module: Module) -> Iterator[ast.Call]:
    """The calls that make the session or client whose method is called; none for a plain function."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    match owner:
        case ast.Call():
            yield owner
        case ast.Name():
            for binding in module.bindings(owner):
                if isinstance(binding, Bound) and isinstance(binding.value, ast.Call):
                    yield binding.value


def lacks_timeout(call: ast.Call, module: Module) -> bool:
    """Whether a call of one of `UNLIMITED` certainly waits for ever.

    Args:
        call: such a call.
        module: its module.

    Returns:
        ``False`` if a timeout is given or may be hidden, if the session has been given an adapter, and if
        the module sets a default for all sockets.
    """
    position = next(UNLIMITED[name] for name in module.names(call.func) if name in UNLIMITED)
    if unpacks(call) or argument(call, position, "timeout") is not None or is_rerouted(call, module):
        return False
    return not module.mentions("setdefaulttimeout")


def waiting_loop(call: ast.Call, module: Module) -> ast.While | ast.For | None:
    """The loop around a call that sleeps between its attempts and ends on success.

    Args:
        call: any call.
        module: its module.

    Returns:
        The nearest ``while``, or ``for`` over ``range()`` or ``count()``, in the same function; ``None`` if
        it does not sleep or has no end but its last attempt.
    """
    around = takewhile(lambda each: not isinstance(each, (Function, ast.Lambda)), module.ancestors(call))
    loop = next((each for each in around if isinstance(each, (ast.While, ast.For))), None)
    if loop is None or not _attempts(loop, module):
        return None
    return loop if _sleeps(loop) and _ends_on_success(loop) else None


def _attempts(loop: ast.While | ast.For, module: Module) -> bool:
    match loop:
        case ast.For(iter=ast.Call(func=func)):
            return bool(module.names(func) & _COUNTING)
        case _:
            return isinstance(loop, ast.While)


def _sleeps(loop: ast.While | ast.For) -> bool:
    return any(isinstance(each, ast.Call) and last_word(each.func) in _SLEEPING for each in within(loop))


def _ends_on_success(loop: ast.While | ast.For) -> bool:
    if isinstance(loop, ast.While) and truth(loop.test) is None:
        return True
    return any(isinstance(each, (ast.Break, ast.Return)) for each in within(loop))
