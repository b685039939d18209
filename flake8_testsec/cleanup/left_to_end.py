"""Services that a test leaves to end by themselves, or to the garbage collector, as those around it do."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.cleanup.acquisition import Handle, Obligation
from flake8_testsec.cleanup.uses import mentioned
from flake8_testsec.source.calls import argument, last_word, spelt
from flake8_testsec.source.module import Module, names_below, once, walk, walked, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_of_session

_EVENTS = frozenset({"threading.Event().set", "multiprocessing.Event().set"})
_WAITING = frozenset({"concurrent.futures.as_completed", "concurrent.futures.wait"})
_ANSWERS = frozenset({"exception", "result"})


def is_left_to_end(obligation: Obligation, module: Module) -> bool:
    """Whether something that is never stopped has nothing to do any more once its function has gone on.

    Args:
        obligation: what is held.
        module: its module.

    Returns:
        ``True`` for a timer that only sets an event which others are told of, for an executor of a local
        name, or of none, if the answers to all that it was asked are waited for, for a connection that nobody
        keeps where a function only tells whether there can be one, for the loop of a function that is
        returned, or of one that ends by running it for ever, and for a server that a fixture of the session
        shuts down: its socket goes with the process.
    """
    match obligation.resource.what:
        case "database connection":
            return obligation.handle is None and _tells_yes_or_no(obligation.function, module)
        case "timer":
            return _only_sets_event(obligation, module)
        case "executor":
            return _has_answered(obligation, module)
        case "event loop":
            return _is_kept_by_closure(obligation, module) or _runs_for_ever(obligation)
        case "server":
            return is_of_session(obligation.function) and _is_called(obligation, "shutdown", module)
        case _:
            return False


def _tells_yes_or_no(function: Function, module: Module) -> bool:
    values = _returned(function, module)
    return len(values) > 1 and all(
        isinstance(each, ast.Constant) and isinstance(each.value, bool) for each in values
    )


@once
def _returned(function: Function, module: Module) -> Sequence[ast.expr | None]:
    return [each.value for each in within(function) if isinstance(each, ast.Return)]


def _runs_for_ever(obligation: Obligation) -> bool:
    """Whether a function ends by running its loop until the process does."""
    match obligation.function.body[-1]:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr="run_forever"))):
            return obligation.handle is not None and spelt(owner) == str(obligation.handle)
        case _:
            return False


def _is_called(obligation: Obligation, word: str, module: Module) -> bool:
    """Whether a method of what is held is called in its function."""
    calls = (each.func for each in walked(obligation.function, module) if isinstance(each, ast.Call))
    methods = (each for each in calls if isinstance(each, ast.Attribute) and each.attr == word)
    return any(spelt(each.value) == str(obligation.handle) for each in methods)


def _is_kept_by_closure(obligation: Obligation, module: Module) -> bool:
    """Whether an inner function uses what is held, and is returned: to close it here would break that."""
    handle, function = obligation.handle, obligation.function
    if handle is None or handle.owner:
        return False
    returned = {last_word(value) for value in _returned(function, module) if value is not None}
    users = map(module.function, names_below(function, module)[handle.name])
    return any(user is not None and user is not function and user.name in returned for user in users)


def _only_sets_event(obligation: Obligation, module: Module) -> bool:
    match argument(obligation.call, 1, "function"):
        case ast.Attribute(value=ast.Name(id=event), attr="set") as setting:
            told = mentioned(obligation.function, module).get(Handle(event), ())
            return bool(module.names(setting) & _EVENTS) and any(each is not setting.value for each in told)
        case _:
            return False


def _has_answered(obligation: Obligation, module: Module) -> bool:
    handle = obligation.handle
    if handle is None:
        return _is_answered(obligation.call, obligation, module)
    if handle.owner:
        return False
    mentions = mentioned(obligation.function, module).get(handle, ())
    return bool(mentions) and all(_is_answered(each, obligation, module) for each in mentions)


def _is_answered(mention: ast.expr, obligation: Obligation, module: Module) -> bool:
    """Whether the answer to what an executor is asked is waited for in the same function."""
    method = module.parent(mention)
    call = module.parent(method) if method is not None else None
    match call:
        case ast.Call(func=ast.Attribute(attr="map")):
            return _goes_through(call, module)
        case ast.Call(func=ast.Attribute(attr="submit")):
            if _is_asked(call, module):
                return True
            known = names_below(obligation.function, module)
            kept = (each for name in _kept_as(call, module) for each in known[name])
            return any(_is_waited_for(each, module) for each in kept)
        case _:
            return False


def _kept_as(call: ast.Call, module: Module) -> Iterator[str]:
    """The local name that has a future, or several of them."""
    match module.above(call, ast.stmt):
        case ast.Assign(targets=[ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name))]):
            yield name
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"))):
            yield name


def _is_waited_for(futures: ast.Name, module: Module) -> bool:
    """Whether a mention of one or more futures waits for them all."""
    if _is_asked(futures, module):
        return True
    match module.parent(futures):
        case ast.Call(func=func, args=[first, *_]) if first is futures and module.names(func) & _WAITING:
            return True
        case ast.For() | ast.comprehension() as loop if loop.iter is futures:
            repeated = module.parent(loop) if isinstance(loop, ast.comprehension) else loop
            asked = (each.attr for each in walk(repeated or loop) if isinstance(each, ast.Attribute))
            return not _ANSWERS.isdisjoint(asked)
        case _:
            return False


def _is_asked(future: ast.expr, module: Module) -> bool:
    match module.parent(future):
        case ast.Attribute(attr=word) as method:
            return word in _ANSWERS and isinstance(module.parent(method), ast.Call)
        case _:
            return False


def _goes_through(answers: ast.expr, module: Module) -> bool:
    """Whether all answers are taken: by a loop, or by what makes a list of them."""
    match module.parent(answers):
        case ast.For() | ast.comprehension():
            return True
        case ast.Call(func=ast.Name(id="list" | "tuple" | "set" | "sorted" | "dict" | "sum")):
            return True
        case _:
            return False
