"""Functions that serve for ever in a daemon thread: their end is that of the process."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.source.calls import argument, last_word, spelt, truth
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.coroutines import callees

SERVING = frozenset({"serve_forever", "run_forever"})
"""Methods that come back only when somebody else ends them."""

_LEAVING = (ast.Break, ast.Return, ast.Raise)


def serves_for_ever(obligation: Obligation, module: Module) -> bool:
    """Whether what is acquired is used until the process ends, so that no release is ever reached.

    Args:
        obligation: what is held.
        module: its module.

    Returns:
        ``True`` if the function goes on to a loop that nothing leaves, and is the target of a daemon thread.
    """
    function, line = obligation.function, obligation.call.lineno
    return last_endless(function, module) > line and _is_for_daemons(function, module)


@once
def last_endless(function: Function, module: Module) -> int:
    """The line of the last thing in a function that never ends; 0 if there is none."""
    return max((getattr(node, "lineno", 0) for node in within(function) if _never_ends(node)), default=0)


@once
def _is_for_daemons(function: Function, module: Module) -> bool:
    return any(True for _ in _daemons(function, module))


def _never_ends(node: ast.AST) -> bool:
    match node:
        case ast.While(test=test):
            return truth(test) is True and not any(isinstance(each, _LEAVING) for each in within(node))
        case ast.Call(func=func):
            return last_word(func) in SERVING
        case _:
            return False


def _daemons(function: Function, module: Module) -> Iterator[ast.Call]:
    """The calls that make a daemon thread of a function."""
    for call in module.scopes.calls(frozenset({"Thread"})):
        target = argument(call, 1, "target")
        is_thread = "threading.Thread" in module.names(call.func)
        if target is None or not is_thread or not _is_daemon(call, module):
            continue
        if function in callees(target, module):
            yield call


def _is_daemon(call: ast.Call, module: Module) -> bool:
    given = argument(call, 5, "daemon")
    if given is not None:
        return truth(given) is True
    match module.parent(call):
        case ast.Assign(targets=[target]):
            text = spelt(target)
            marked = (*module.attributes({"daemon"}), *module.attributes({"setDaemon"}))
            return any(spelt(each.value) == text for each in marked if not isinstance(each.ctx, ast.Del))
        case _:
            return False
