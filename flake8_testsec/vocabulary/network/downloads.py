"""What comes from the network: calls that fetch, and expressions that hold what was fetched."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network.hosts import HostKind, host_of, kind

RETRIEVE = "urllib.request.urlretrieve"
"""The call that writes what it fetches into a file at once."""

FETCHES = (
    RETRIEVE,
    "urllib.urlretrieve",
    "urllib.request.urlopen",
    "urllib.urlopen",
    "urllib2.urlopen",
    "requests.get",
    "requests.post",
    "requests.request",
    "requests.Session().get",
    "requests.session().get",
    "httpx.get",
    "httpx.stream",
    "httpx.Client().get",
    "urllib3.request",
    "urllib3.PoolManager().request",
)
"""The calls that fetch something, by qualified name."""

_NEAR = frozenset({HostKind.LOOPBACK, HostKind.ANY, HostKind.PRIVATE})


def is_fetch(node: ast.AST, module: Module) -> bool:
    """Whether a node is a call that fetches something, and not from this machine as far as its text tells."""
    if not isinstance(node, ast.Call) or not module.names(node.func) & {*FETCHES}:
        return False
    host = next((host_of(text) for arg in node.args if (text := string(arg)) and "://" in text), None)
    return host is None or kind(host) not in _NEAR


def origins(node: ast.AST, module: Module) -> Iterator[ast.Call]:
    """The calls in an expression and in the values of the names in it: where its value may come from.

    Args:
        node: any expression.
        module: its module.

    Yields:
        The calls, also those that only take part in the value.
    """
    seen: set[ast.AST] = set()
    waiting = [node]
    while waiting:
        for each in ast.walk(waiting.pop()):
            match each:
                case ast.Call():
                    yield each
                case ast.Name():
                    values = {b.value for b in module.bindings(each) if isinstance(b, Bound)}
                    waiting.extend(values - seen)
                    seen |= values


def target(fetch: ast.Call) -> ast.expr | None:
    """The file into which a call of `RETRIEVE` writes, if that is given."""
    return argument(fetch, 1, "filename")
