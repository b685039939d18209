"""Calls that send a request over the network: which they are, where they send it, and how long they wait."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from itertools import islice, takewhile
from typing import NamedTuple

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, last_word, truth, unpacks
from flake8_testsec.source.module import Module, names_below, once, within
from flake8_testsec.source.origins import leaves
from flake8_testsec.source.receivers import callees
from flake8_testsec.source.texts import Text, begin, meant
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

VERBS = tuple(sorted({name.rpartition(".")[2] for name in REQUESTS} - {"urlopen", "urlretrieve"}))
"""The words of a session or client that send a request."""

UNLIMITED: Mapping[str, int | None] = {
    **{name: None for name in REQUESTS if name.startswith("requests.")},
    **{name: None for name in REQUESTS if name.startswith("urllib3.")},
    # https://docs.python.org/3/library/ftplib.html, smtplib.html, poplib.html, imaplib.html, socket.html
    "ftplib.FTP": 4,
    "ftplib.FTP_TLS": 6,
    "imaplib.IMAP4": 2,
    "imaplib.IMAP4_SSL": None,
    "poplib.POP3": 2,
    "poplib.POP3_SSL": None,
    "smtplib.SMTP": 3,
    "smtplib.SMTP_SSL": None,
    "telnetlib.Telnet": 2,
    # https://docs.python.org/3/library/http.client.html#http.client.HTTPConnection
    "http.client.HTTPConnection": 2,
    "http.client.HTTPSConnection": None,
    # https://websocket-client.readthedocs.io/
    "websocket.create_connection": 1,
    "socket.create_connection": 1,
    "urllib.request.urlopen": 2,
    "urllib2.urlopen": 2,
}
"""The calls that wait for ever unless a timeout is given, with its place among their arguments."""

_LIBRARIES = frozenset({name.partition(".")[0] for name in REQUESTS})
_BUILT = frozenset({"urllib.request.Request", "urllib2.Request"})
_ROUTES = frozenset({"app", "connector", "mounts", "proxies", "proxy", "transport"})
_REROUTING = frozenset({"mount", "proxies"})
_COUNTING = frozenset({"range", "xrange", "itertools.count"})
_SLEEPING = frozenset({"sleep", "wait"})
_DEEPEST = 4
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
    given = url_of(call, module)
    if given is None or is_rerouted(call, module):
        return None
    return public(given, module)


def is_of_kept_client(call: ast.Call, module: Module, names: Collection[str]) -> bool:
    """Whether a call is one of some names by a session or client that an attribute or a list holds.

    Args:
        call: a call of one of `VERBS`.
        module: its module.
        names: qualified names.

    Returns:
        ``False`` for what ``Module.names`` tells of: that is found by its name.
    """
    if not _imports_client(module) or module.names(call.func):
        return False
    return bool(callees(call, module) & {*names})


@once
def _imports_client(module: Module) -> bool:
    return any(name.partition(".")[0] in _LIBRARIES for _, name in module.scopes.imported())


def public(url: ast.expr, module: Module) -> Target | None:
    """The public host that an URL names, as far as the text tells; ``None`` for any other."""
    text = begin(url, module)
    return _public(text) if text is not None else None


def publics(url: ast.expr, module: Module) -> Iterator[Target]:
    """The public hosts that an URL may name, also by way of attributes, parameters and functions."""
    yield from filter(None, map(_public, beginnings(url, module)))


def _public(text: Text) -> Target | None:
    host = host_of(text.text)
    if host is None or kind(host) is not HostKind.PUBLIC:
        return None
    from urllib.parse import urlsplit  # few files send requests

    scheme = urlsplit(text.text).scheme.lower()
    return Target(text.node, scheme, host) if scheme in _WEB else None


def beginnings(node: ast.expr, module: Module, depth: int = 0) -> Iterator[Text]:
    """The texts with which a text may begin, each with its literal.

    Args:
        node: any expression.
        module: its module.
        depth: how often a value has been followed.

    Yields:
        The one that the module shows; without that, those of the values that an attribute, a parameter or
        a name with several values may have.
    """
    text = begin(node, module)
    if text is not None:
        yield text
        return
    first = leftmost(node)
    for leaf in leaves(first, module, _is_built) if depth < _DEEPEST else ():
        if isinstance(leaf, ast.expr) and leaf is not first:
            yield from beginnings(leaf, module, depth + 1)


def leftmost(node: ast.expr) -> ast.expr:
    """The part of an expression with which its text begins.

    Args:
        node: any expression.
    """
    while True:
        match node:
            case ast.BinOp(op=ast.Add() | ast.Mod(), left=inner) | ast.FormattedValue(value=inner):
                node = inner
            case ast.JoinedStr(values=[inner, *_]):
                node = inner
            case ast.Call(func=ast.Attribute(value=inner, attr="format" | "rstrip" | "strip")):
                node = inner
            case _:
                return node


def _is_built(node: ast.expr) -> bool:
    return isinstance(node, (ast.BinOp, ast.JoinedStr, ast.Constant))


def url_of(call: ast.Call, module: Module) -> ast.expr | None:
    """What a call of one of `REQUESTS` is given as the URL."""
    position = next(REQUESTS[name] for name in callees(call, module) if name in REQUESTS)
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
        spelling(each.value) == session and ("." in session or module.function(each) is function)
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
        case ast.Attribute():
            made = leaves(owner, module, lambda each: isinstance(each, ast.Call))
            yield from (each for each in made if isinstance(each, ast.Call))


def lacks_timeout(call: ast.Call, module: Module) -> bool:
    """Whether a call of one of `UNLIMITED` certainly waits for ever.

    Args:
        call: such a call.
        module: its module.

    Returns:
        ``False`` if a timeout is given or may be hidden, also where what is made without a host is told to
        connect; if the session has been given an adapter, and if the module sets a default for all sockets.
    """
    position = next(UNLIMITED[name] for name in callees(call, module) if name in UNLIMITED)
    if unpacks(call) or argument(call, position, "timeout") is not None or is_rerouted(call, module):
        return False
    if any(argument(each, None, "timeout") is not None for each in makers_of(call, module)):
        return False
    if not call.args and _is_told_when_connecting(call, module):
        return False
    return not module.mentions("setdefaulttimeout")


def _is_told_when_connecting(call: ast.Call, module: Module) -> bool:
    """Whether what a call makes, ``FTP()``, is given a timeout by ``connect(host, port, timeout)``.

    What is done once its name has got something else is done to another.
    """
    opening = {_OPENING[name] for name in callees(call, module) if name in _OPENING}
    match module.parent(call):
        case ast.Assign(targets=[ast.Name(id=name) as target]) if opening:
            uses = names_below(module.function(call) or module.tree, module)[name]
        case _:
            return False
    begin = bisect_right(uses, _place(target), key=_place)
    own = takewhile(lambda each: isinstance(each.ctx, ast.Load), islice(uses, begin, None))
    return any(_limits(module.parent(each), word, module) for each in own for word in opening)


_OPENING = {"ftplib.FTP": "connect", "ftplib.FTP_TLS": "connect", "telnetlib.Telnet": "open"}
"""What is made without a host, and its method whose third argument is a timeout
(https://docs.python.org/3/library/ftplib.html, telnetlib.html); that of others is something else."""


def _place(name: ast.Name) -> tuple[int, int]:
    return name.lineno, name.col_offset


def _limits(asked: ast.AST | None, word: str, module: Module) -> bool:
    """Whether a method of a name is called with a timeout; with ``None`` it waits for ever."""
    match asked, module.parent(asked) if asked is not None else None:
        case ast.Attribute(attr=attr), ast.Call(func=func) as call if func is asked and attr == word:
            given = argument(call, 2, "timeout")
            return unpacks(call) or not (given is None or _is_none(given))
        case _:
            return False


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def waiting_loop(call: ast.Call, module: Module) -> ast.While | ast.For | None:
    """The loop around a call that sleeps between its attempts and ends on success.

    Args:
        call: any call.
        module: its module.

    Returns:
        The nearest ``while``, or ``for`` over ``range()`` or ``count()``, in the same function; ``None`` if
        it does not sleep or has no end but its last attempt.
    """
    loop: ast.AST | None = module.above(call, ast.While, ast.For, *_FUNCTIONS)
    if not isinstance(loop, (ast.While, ast.For)) or not _attempts(loop, module):
        return None
    return loop if _sleeps(loop) and _ends_on_success(loop) else None


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


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
