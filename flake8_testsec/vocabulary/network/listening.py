"""Calls that look like they listen on a port of this machine, and may not."""

from __future__ import annotations

import ast

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import keyword, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.assertions import caught, is_broad
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock

_ACTIVATED = frozenset(
    {"http.server.HTTPServer", "http.server.ThreadingHTTPServer"}
    | {f"socketserver.{name}Server" for name in ("TCP", "ThreadingTCP", "UDP")}
)
"""Classes whose third argument says whether to listen."""
_STARTED_BY = {
    "multiprocessing.managers.BaseManager": ("get_server", "start"),
    "uvicorn.Config": ("Server",),
}
"""What does not listen before a method of it, or something else of its library, is called."""
_MULTICAST = lazy(r"(22[4-9]|23\d)\.|ff[0-9a-f]{2}:")
_TAKEN = frozenset({"OSError", "IOError", "socket.error"})


def may_not_listen(call: ast.Call, module: Module) -> bool:
    """Whether nothing may listen yet, a double is called, or a port that is taken is no failure.

    Args:
        call: a call of what listens.
        module: its module.
    """
    if is_likely_mock(call.func, module) or _is_tried(call, module) or _is_replaced_inside(call, module):
        return True
    made = [name for name in module.names(call.func) if name in _STARTED_BY]
    return any(not _is_started(each, module) for each in made)


def _is_replaced_inside(call: ast.Call, module: Module) -> bool:
    """Whether something else of the library that is called is patched around the call: what it would listen
    with, most likely."""
    homes = {name.rpartition(".")[0] for name in module.names(call.func)}
    contexts = (each for each in module.ancestors(call) if isinstance(each, (ast.With, ast.AsyncWith)))
    patches = (item.context_expr for each in contexts for item in each.items)
    texts = (string(each.args[0]) for each in patches if isinstance(each, ast.Call) and each.args)
    return any((text or "").rpartition(".")[0] in homes for text in texts if "." in (text or ""))


@once
def _is_started(name: str, module: Module) -> bool:
    """Whether a module starts what a maker of a qualified name makes."""
    words = _STARTED_BY[name]
    starting = {f"{owner}.{word}" for owner in (f"{name}()", name.rpartition(".")[0]) for word in words}
    return any(not starting.isdisjoint(module.names(each.func)) for each in module.calls(words))


def is_not_bound(call: ast.Call, module: Module) -> bool:
    """Whether a server is told not to bind to its address."""
    is_told = len(call.args) > 2 and not module.names(call.func).isdisjoint(_ACTIVATED)
    return is_told or keyword(call, "bind_and_activate") is not None


def is_of_others(host: ast.expr, module: Module) -> bool:
    """Whether an address is none of this machine's in IP: one of another family, or that of a group."""
    # Constants of ``socket`` stand for addresses that are none of IP.
    if any(each.startswith("socket.") and "(" not in each for each in module.names(host)):
        return True
    given = meant(host, module)
    is_number = isinstance(given, ast.Constant) and string(given) is None
    return is_number or bool(_MULTICAST.match((string(given) or "").lower()))


def _is_tried(call: ast.Call, module: Module) -> bool:
    """Whether the error of a port that is taken is caught, and not raised again."""
    tried = module.above(call, ast.Try, ast.FunctionDef, ast.AsyncFunctionDef)
    if not isinstance(tried, ast.Try) or call.lineno > (tried.body[-1].end_lineno or 0):
        return False
    return any(
        (is_broad(each, module) or not _TAKEN.isdisjoint(caught(each, module)))
        and not any(isinstance(inner, ast.Raise) for inner in each.body)
        for each in tried.handlers
    )
