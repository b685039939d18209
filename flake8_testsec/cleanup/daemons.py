"""Functions that run for ever, and those of them whose end is that of the process, as in a daemon thread."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Collection, Iterator
from itertools import takewhile

from flake8_testsec.cleanup.acquisition import Handle, Obligation, spelt_handle
from flake8_testsec.project.views import view_of
from flake8_testsec.source.calls import argument, last_word, spelt, truth
from flake8_testsec.source.module import Module, inside, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import suppressed
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.suites import is_test

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


def serves_session(obligation: Obligation, module: Module) -> bool:
    """Whether a server is there for all tests of a module, and ends with the process.

    Args:
        obligation: what is held.
        module: its module.

    Returns:
        ``True`` if a daemon thread serves, and nothing but the module itself, when it is imported, calls the
        function that makes it, or other modules alone, one of which does so when it is imported.
    """
    function = obligation.function
    if is_test(function, module) or not any(_serves_here(function, module)):
        return False
    users = [module.above(each, ast.stmt) for each in module.named(function.name)]
    if not users:
        return _is_called_at_import(function, module)
    return all(module.parent(each) is module.tree for each in users if each is not None)


@once
def _is_called_at_import(function: Function, module: Module) -> bool:
    """Whether another module keeps under a name at its top what a function returns."""
    from flake8_testsec.project.importers import stem_of  # few files ask

    view, made = view_of(module), ".".join((*module.dotted, f"{function.name}()"))
    speakers = view.speaking_of(stem_of(module.path)) if view is not None else ()
    found = (view.file(path) for path in speakers) if view is not None else ()
    return any(meant == made for facts in found if facts is not None for _, meant in facts.imports)


def _serves_here(function: Function, module: Module) -> Iterator[ast.Call]:
    """The calls in a function that make a daemon thread of a method that serves for ever."""
    for call in module.scopes.calls(frozenset({"Thread"})):
        target = argument(call, 1, "target")
        is_serving = isinstance(target, ast.Attribute) and target.attr in SERVING
        if is_serving and module.function(call) is function and _is_daemon(call, module):
            yield call


def runs_on(target: ast.expr | None, module: Module) -> bool:
    """Whether a function of this module is an endless loop.

    Args:
        target: what a thread runs.
        module: its module.

    Returns:
        ``False`` for a loop that is left, or that an exception ends which the function expects; also where
        the function is not known.
    """
    functions = callees(target, module) if target is not None else ()
    return any(_loops(each, module) for each in functions)


@once
def _loops(function: ast.AST, module: Module) -> bool:
    return any(_is_loop(node, module) for node in within(function))


def _is_loop(node: ast.AST, module: Module) -> bool:
    if not isinstance(node, ast.While) or not truth(node.test):
        return False
    return not any(isinstance(each, _LEAVING) for each in within(node)) and not _is_ended_by_error(
        node, module
    )


def _is_ended_by_error(loop: ast.While, module: Module) -> bool:
    """Whether an exception that is caught outside of a loop, in its own function, ends it."""
    around = takewhile(lambda each: not isinstance(each, Function), module.ancestors(loop))
    return any(_catches(each, module) for each in around)


def _catches(around: ast.AST, module: Module) -> bool:
    match around:
        case ast.Try(handlers=[_, *_]):
            return True
        case ast.With() | ast.AsyncWith():
            return bool(suppressed(around, module))
        case _:
            return False


def ends_soon(target: ast.expr | None, module: Module) -> bool:
    """Whether a function of this module comes to its end without anybody's doing.

    Args:
        target: what a process runs.
        module: its module.

    Returns:
        ``True`` if it has no loop with a condition, and calls nothing but functions of the standard library
        that do not wait for others; ``False`` where the function is not known.
    """
    functions = callees(target, module) if target is not None else ()
    nodes = [node for function in functions for node in within(function)]
    return bool(functions) and not any(_may_last(each, module) for each in nodes)


def _may_last(node: ast.AST, module: Module) -> bool:
    match node:
        case ast.While():
            return True
        case ast.Call(func=func, args=[ast.Constant(value=int() | float() as seconds)]):
            return not _is_brief(func, module) or (last_word(func) == "sleep" and seconds > _SOON)
        case ast.Call(func=func):
            return not _is_brief(func, module)
        case _:
            return False


def _is_brief(func: ast.expr, module: Module) -> bool:
    """Whether what is called is a function of the standard library that waits for nobody."""
    names = module.names(func)
    known = (name in dir(builtins) or name.partition(".")[0] in sys.stdlib_module_names for name in names)
    is_plain = not any("()" in name for name in names) and last_word(func) not in _WAITING
    return bool(names) and is_plain and all(known)


_SOON = 5
"""Seconds after which something is over soon."""

_WAITING = frozenset(
    {"Popen", "call", "input", "pause", "run", "select", "sigwait", "system", "wait", "waitpid"}
)


@once
def last_endless(function: Function, module: Module) -> int:
    """The line of the last thing in a function that never ends; 0 if there is none."""
    if not (module.index[ast.While] or SERVING & module.called.keys()):
        return 0
    return max(
        (getattr(node, "lineno", 0) for node in inside(function, module) if _never_ends(node)), default=0
    )


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


def may_be_shared(obligation: Obligation, module: Module) -> bool:
    """Whether the name holds the loop that everybody uses on another way, which nobody may close.

    Args:
        obligation: an event loop that is held.
        module: its module.
    """
    return obligation.handle is not None and obligation.handle in _shared(obligation.function, module)


@once
def _shared(function: Function, module: Module) -> Collection[Handle | None]:
    """What a function has the loop under that everybody uses."""
    made = (each for each in within(function) if isinstance(each, ast.Assign) and len(each.targets) == 1)
    loops = (each for each in made if isinstance(each.value, ast.Call) and _gives_shared(each.value, module))
    return frozenset(spelt_handle(each.targets[0]) for each in loops)


def _gives_shared(call: ast.Call, module: Module) -> bool:
    return bool(module.names(call.func) & _SHARED)


_SHARED = frozenset({"asyncio.get_event_loop", "asyncio.get_running_loop", "asyncio.events.get_event_loop"})
