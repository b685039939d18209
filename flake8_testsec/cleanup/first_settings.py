"""Settings of the process that are given what they are, or what Python gives them at first."""

from __future__ import annotations

import ast

from flake8_testsec.source.calls import argument, spelt
from flake8_testsec.source.module import Module

_ASKED = {
    "sys.setrecursionlimit": "sys.getrecursionlimit",
    "signal.signal": "signal.getsignal",
    "asyncio.set_event_loop_policy": "asyncio.get_event_loop_policy",
    "decimal.setcontext": "decimal.getcontext",
    "socket.setdefaulttimeout": "socket.getdefaulttimeout",
    "locale.setlocale": "locale.getlocale",
}
"""The function that tells each setting."""
_FIRST = frozenset({"decimal.DefaultContext", "signal.default_int_handler"})
_NONE = frozenset({"asyncio.set_event_loop_policy", "socket.setdefaulttimeout"})
"""The settings that are ``None`` at first."""
_LOCALES = frozenset({"C", "POSIX"})


def is_first(call: ast.Call, name: str, module: Module) -> bool:
    """Whether a call leaves a setting as it is in a new process.

    Args:
        call: the call.
        name: the qualified name of what it calls.
        module: its module.

    Returns:
        ``True`` for ``sys.setrecursionlimit(sys.getrecursionlimit())``, ``set_event_loop_policy(None)`` and
        the like; ``False`` where the value is not written there.
    """
    value = call.args[-1] if call.args else argument(call, 0, "policy")
    match value:
        case ast.Constant(value=None):
            return name in _NONE
        case ast.Constant(value=str(place)) | ast.Tuple(elts=[ast.Constant(value=str(place)), _]):
            return name == "locale.setlocale" and place in _LOCALES
        case ast.Call(func=function, args=given):
            is_asked = _ASKED.get(name, "") in module.names(function)
            return is_asked and [*map(spelt, given)] == [*map(spelt, call.args[:-1])]
        case None:
            return False
        case _:
            return not _FIRST.isdisjoint(module.names(value)) and _is_fitting(call)


def _is_fitting(call: ast.Call) -> bool:
    """Whether a handler is the one of the signal: of Ctrl-C alone Python has one."""
    return len(call.args) == 1 or spelt(call.args[0]).endswith("SIGINT")
