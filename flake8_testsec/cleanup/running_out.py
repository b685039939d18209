"""What threads and timers run that comes to its end by itself, whoever is told what."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.daemons import SERVING
from flake8_testsec.source.calls import argument, last_word
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.vocabulary.testing.coroutines import callees

_MOST = 20
"""Functions that one calls, directly or not: if there are more, the rest is not looked at."""

_SHORT = 1
"""Seconds after which a timer has run, or somebody has slept, before anybody minds."""

_STOPPING = SERVING | {
    *("accept", "acquire", "communicate", "get", "input", "join", "listen", "pause", "poll", "read"),
    *("readline", "readlines", "receive", "recv", "result", "run", "select", "serve", "wait", "watch"),
}
"""The last words of calls that may come back late, or never."""

_NOTING = frozenset({"add", "append", "appendleft", "discard", "extend", "set"})
"""Methods that note something, or tell an event, and wait for nobody."""

_BRIEF = frozenset(
    {"bool", "float", "id", "int", "isinstance", "len", "print", "range", "repr", "str"}
    | {"gc.collect", "os.getpid", "threading.current_thread", "threading.get_ident", "time.sleep"}
    | {"time.monotonic", "time.perf_counter", "time.time"}
)
"""Functions that wait for nobody; how long somebody sleeps is looked at."""

_BLOCKING = (ast.While, ast.With, ast.AsyncWith, ast.AsyncFor, ast.Await, ast.YieldFrom)
"""What may go on for ever, or wait for a lock."""


def target_of(obligation: Obligation) -> ast.expr | None:
    """What a thread, timer or process runs.

    Args:
        obligation: what is held.

    Returns:
        The argument; ``None`` if there is none.
    """
    return argument(obligation.call, 1, "target") or argument(obligation.call, None, "function")


def runs_out(obligation: Obligation, module: Module) -> bool:
    """Whether what a thread or timer runs is certainly over soon, without anybody's doing.

    Args:
        obligation: what is held.
        module: its module.

    Returns:
        ``True`` for a timer of a second at most whose function does nothing that waits by its name, and for
        a thread of a function of the module that calls nothing but what is known to wait for nobody.
    """
    what, target = obligation.resource.what, target_of(obligation)
    if what not in ("thread", "timer") or target is None:
        return False
    is_timer = what == "timer"
    if is_timer and not _is_short(argument(obligation.call, 0, "interval")):
        return False
    target = _behind_partial(target, module)
    bodies = (target,) if isinstance(target, ast.Lambda) else callees(target, module)
    if not bodies:
        return is_timer and last_word(target) not in _STOPPING | {"sleep"}
    return all(_is_calm(each, is_timer, module) for each in bodies)


def _behind_partial(target: ast.expr, module: Module) -> ast.expr:
    match target:
        case ast.Call(func=func, args=[inner, *_]) if "functools.partial" in module.names(func):
            return inner
        case _:
            return target


def _is_calm(body: ast.AST, is_timer: bool, module: Module) -> bool:
    """Whether neither a function nor those of the module that it calls can wait or go on for ever."""
    functions = reached(body, module)
    nodes = (node for each in functions for node in within(each))
    return len(functions) < _MOST and not any(_may_last(node, is_timer, module) for node in nodes)


@once
def reached(function: ast.AST, module: Module) -> frozenset[ast.AST]:
    """A function, and those of the module that it calls.

    Args:
        function: a function or lambda.
        module: its module.

    Returns:
        All of them, itself among them; some of them where they are very many.
    """
    found, waiting = {function}, [function]
    while waiting and len(found) < _MOST:
        calls = (each for each in within(waiting.pop()) if isinstance(each, ast.Call))
        more = {callee for each in calls for callee in callees(each.func, module)} - found
        found |= more
        waiting += more
    return frozenset(found)


def _may_last(node: ast.AST, is_timer: bool, module: Module) -> bool:
    match node:
        case ast.For(iter=given) | ast.comprehension(iter=given):
            return not _has_end(given, module)
        case ast.Call(func=func):
            word = last_word(func)
            if word == "sleep":
                return not _is_short(argument(node, 0, "seconds"))
            return word in _STOPPING or not (is_timer or _is_known(func, module))
        case _:
            return isinstance(node, _BLOCKING)


def _is_short(seconds: ast.expr | None) -> bool:
    match seconds:
        case ast.Constant(value=int() | float() as number):
            return number <= _SHORT
        case _:
            return False


def _has_end(given: ast.expr, module: Module) -> bool:
    match given:
        case ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
            return True
        case ast.Call(func=func):
            return "range" in module.names(func)
        case _:
            return False


def _is_known(func: ast.expr, module: Module) -> bool:
    """Whether a call is one of the module's own functions, which are looked at, or waits for nobody."""
    if isinstance(func, ast.Attribute) and func.attr in _NOTING:
        return True
    names = module.names(func)
    return bool(callees(func, module)) or (bool(names) and names <= _BRIEF)
