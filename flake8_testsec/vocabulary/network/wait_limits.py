"""What limits a wait by another way than the call that waits, or makes it none."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, keyword, last_word, spelt, unpacks
from flake8_testsec.source.module import Module, names_below, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.network.waits import BARRIERS, OF_OPTIONS
from flake8_testsec.vocabulary.testing.assertions import expecting_around

_LIMITERS = frozenset({"RCVTIMEO", "poll", "rcvtimeo", "setblocking", "setsockopt", "settimeout", "set"})
"""What limits how long one socket waits, or asks it whether there is anything to wait for."""
_OF_ALL = frozenset(
    {
        "select.epoll",
        "select.poll",
        "select.select",
        "selectors.DefaultSelector",
        "signal.alarm",
        "socket.setdefaulttimeout",
        "zmq.Poller",
    }
)
"""What does so for sockets that the call does not name by themselves."""
_OF_PROCESS = frozenset({"signal.alarm", "socket.setdefaulttimeout"})
"""Those that do so wherever they are called, the others in their function."""
_MAKERS = frozenset({"create_connection", "socket"})
"""The last words of what may make a socket with a limit."""
_LIMITS = ("block", "blocking", "timeout")
"""Keywords that say how long to wait, or not to wait at all."""
_TASKS = frozenset({"create_task", "ensure_future"})
"""The last words of calls that take a coroutine and do not wait for it."""
_RUNNERS = frozenset({"run", "run_sync", "run_until_complete"})
"""Those of calls that take one and do."""


def says_how_long(call: ast.Call) -> bool:
    """Whether a keyword says how long to wait, or not to wait at all, or may do so.

    Args:
        call: what waits.
    """
    return unpacks(call) or any(keyword(call, name) is not None for name in _LIMITS)


def has_limit_at(call: ast.Call, place: int, module: Module) -> bool:
    """Whether an argument stands at the place of the limit: 0 is none for ``waitpid`` and its like.

    Args:
        call: a call of a function that waits.
        place: where its limit is given.
        module: its module.
    """
    limit = argument(call, place)
    if isinstance(limit, ast.Constant) and limit.value == 0 and module.names(call.func) & OF_OPTIONS:
        return False
    return limit is not None


def is_left_to_others(call: ast.Call, module: Module) -> bool:
    """Whether a wait of a coroutine is none of the test: a task's, that of a double in it, or one for ever.

    Args:
        call: what waits in asyncio.
        module: its module.

    Returns:
        ``True`` for what is made a task, for functions in functions that nobody runs at once, for they stand
        in for something or are tasks, and for what was made to be waited for: it never comes, as it shall.
    """
    parent, function = module.parent(call), module.function(call)
    if isinstance(parent, ast.Call) and last_word(parent.func) in _TASKS:
        return True
    if function is not None and module.function(function) is not None and not _is_run(function.name, module):
        return True
    return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call)


@once
def _is_run(name: str, module: Module) -> bool:
    """Whether a coroutine of a name is awaited where it is called, or a loop runs it."""
    for call in module.calls({name}):
        match module.parent(call):
            case ast.Await():
                return True
            case ast.Call(func=func) if last_word(func) in _RUNNERS:
                return True
    return False


def is_limited_socket(call: ast.Call, module: Module) -> bool:
    """Whether a module tells a socket, or all of them, how long to wait, or asks whether it is time.

    Args:
        call: a call of a method of a socket.
        module: its module.
    """
    owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    if spelt(owner) in _limited_sockets(module) or _is_limited_from_the_start(owner, module):
        return True
    return any(
        module.names(each.func) & _OF_PROCESS or module.function(each) is module.function(call)
        for each in _limits_of_others(module)
    )


def _is_limited_from_the_start(owner: ast.expr, module: Module) -> bool:
    """Whether what may have made a socket is given a limit, or asked of a context that is told one."""
    return any(_gives_limit(each, module) for each in _makers(owner, module))


def _makers(owner: ast.expr, module: Module) -> Sequence[ast.Call]:
    """The calls that may have made a socket: all that make any, where a name does not tell."""
    bound = module.bindings(owner) if isinstance(owner, ast.Name) else ()
    values = [each.value if isinstance(each, Bound) else None for each in bound] or [owner]
    made = [each for each in values if isinstance(each, ast.Call)]
    return made if len(made) == len(values) else [*module.calls(_MAKERS)]


def _gives_limit(made: ast.Call, module: Module) -> bool:
    if isinstance(made.func, ast.Attribute) and spelt(made.func.value) in _limited_sockets(module):
        return True
    if "socket.create_connection" not in module.names(made.func):
        return False
    match argument(made, 1, "timeout"):
        case None | ast.Constant(value=None):
            return unpacks(made)
        case _:
            return True


@once
def _limited_sockets(module: Module) -> frozenset[str]:
    """The receivers that are told a limit."""
    return frozenset(spelt(each.value) for each in module.attributes(_LIMITERS) if _limits(each, module))


def _limits(told: ast.Attribute, module: Module) -> bool:
    call = module.parent(told)
    if not isinstance(call, ast.Call):
        return told.attr not in ("set", "setsockopt")
    is_option = told.attr in ("set", "setsockopt")
    return not _ends_limit(call) and (not is_option or "RCVTIMEO" in "".join(map(spelt, call.args)))


def _ends_limit(told: ast.Call) -> bool:
    """Whether a socket is told to wait for ever."""
    match told.args:
        case [ast.Constant(value=value)]:
            return value is None or (last_word(told.func) == "setblocking" and bool(value))
        case _:
            return False


@once
def _limits_of_others(module: Module) -> Sequence[ast.Call]:
    """The calls that limit or ask sockets which they do not name as their receivers."""
    words = {name.rpartition(".")[2] for name in _OF_ALL}
    told = (each for each in module.calls(words) if module.names(each.func) & _OF_ALL)
    return [each for each in told if not _ends_limit(each)]


def is_taken(owner: ast.Name, module: Module) -> bool:
    """Whether a semaphore begins at 0, and the function does not release it itself.

    Args:
        owner: the semaphore.
        module: its module.
    """
    bound = module.bindings(owner)
    if (module.function(owner), owner.id) in _released(module):
        return False
    return all(isinstance(each, Bound) and _is_at_zero(each.value) for each in bound)


def _is_at_zero(made: ast.expr) -> bool:
    match argument(made, 0, "value") if isinstance(made, ast.Call) else None:
        case ast.Constant(value=0):
            return True
        case _:
            return False


@once
def _released(module: Module) -> frozenset[tuple[ast.AST | None, str]]:
    """What functions release themselves, by its name."""
    released = (each for each in module.attributes({"release"}) if isinstance(each.value, ast.Name))
    return frozenset((module.function(each), spelt(each.value)) for each in released)


@once
def limits_barriers(module: Module) -> bool:
    """Whether a barrier of a module is made with a limit for all who wait at it."""
    made = (each for each in module.calls({"Barrier"}) if module.names(each.func) & BARRIERS)
    return any(unpacks(each) or argument(each, 2, "timeout") is not None for each in made)


def is_filled(call: ast.Call, module: Module) -> bool:
    """Whether the function itself has put something into a queue that nobody else can have taken.

    Args:
        call: what takes something out of a queue.
        module: its module.

    Returns:
        ``False`` where it was put there under a condition or in a loop, where it is taken in a loop, and
        where others were ever told of the queue, who may take it.
    """
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    function = module.function(call)
    return (
        isinstance(owner, ast.Name) and function is not None and owner in _filled(owner.id, function, module)
    )


@once
def _filled(name: str, function: Function, module: Module) -> frozenset[ast.Name]:
    """Where a queue of this name, which only its function has, certainly holds something when it is asked."""
    return frozenset(_not_empty(names_below(function, module)[name], function, module))


def _not_empty(uses: Iterable[ast.Name], function: Function, module: Module) -> Iterator[ast.Name]:
    there: list[_Way] = []
    for each in (each for each in uses if isinstance(each.ctx, ast.Load)):
        word = _asked(each, module)
        if word not in _OF_QUEUE or _is_later(each, function, module):
            return  # who has it may take something at any time
        way = _way(each, function, module)
        if there and way[: len(there[-1])] == there[-1] and not _repeats(way[len(there[-1]) :]):
            yield each
        if word in _PUTTING:
            there += [way] if _is_done(each, module) else []
        elif word in _TAKING:
            del there[0 if _repeats(way) else -1 :]


_PUTTING = frozenset({"put", "put_nowait"})
_TAKING = frozenset({"get", "get_nowait"})
_OF_QUEUE = _PUTTING | _TAKING | {"empty", "full", "qsize"}


def _asked(queue: ast.Name, module: Module) -> str:
    """The method of a queue that is called, and awaited if it is a coroutine; empty for any other use."""
    match module.parent(queue):
        case ast.Attribute(attr=word) as method:
            call = module.parent(method)
            return word if isinstance(call, ast.Call) and call.func is method else ""
        case _:
            return ""


def _is_later(node: ast.AST, function: ast.AST, module: Module) -> bool:
    """Whether a function inside, which others may run at any time, uses a node."""
    return any(isinstance(each, (ast.Lambda, Function)) for each in _between(node, function, module))


_Way = tuple[tuple[ast.AST, str], ...]
"""What may not be gone through, or more than once, on the way to a node, each with its part."""


def _way(node: ast.AST, function: ast.AST, module: Module) -> _Way:
    found: list[tuple[ast.AST, str]] = []
    inner = node
    for above in _between(node, function, module):
        if isinstance(above, _BRANCHING):
            found.append((above, _part(inner, above)))
        inner = above
    return (*reversed(found),)


def _part(inner: ast.AST, above: ast.AST) -> str:
    """In which part of a statement another one lies."""
    match above:
        case ast.IfExp(orelse=other) if inner is other:
            return "orelse"
        case ast.Try() if isinstance(inner, ast.ExceptHandler):
            return "handlers"
        case _:
            parts = ("finalbody", "orelse")
            return next((each for each in parts if _is_within(inner, getattr(above, each, ()))), "body")


def _is_within(inner: ast.AST, block: object) -> bool:
    match block:
        case [ast.stmt(lineno=first), *_]:
            return getattr(inner, "lineno", 0) >= first
        case _:
            return False


def _repeats(way: _Way) -> bool:
    return any(isinstance(each, _LOOPS) for each, _ in way)


def _is_done(node: ast.AST, module: Module) -> bool:
    """Whether something is put there by a statement of its own, which is not expected to fail."""
    if expecting_around(node, module) is not None:
        return False
    call = module.parent(module.parent(node) or node)
    outer = module.parent(call) if call is not None else None
    return isinstance(outer, (ast.Assign, ast.Await, ast.Expr))  # a task may come to it later


def _between(node: ast.AST, function: ast.AST, module: Module) -> Iterator[ast.AST]:
    return takewhile(lambda each: each is not function, module.ancestors(node))


_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_BRANCHING = (*_LOOPS, ast.BoolOp, ast.If, ast.IfExp, ast.match_case, ast.Try, ast.ExceptHandler)
