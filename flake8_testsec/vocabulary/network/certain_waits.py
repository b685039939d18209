"""Waits that certainly last for ever if the other side fails: of the test itself, for what it does not do."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import keyword, last_word, spelt
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test

_QUEUES = ("JoinableQueue", "LifoQueue", "PriorityQueue", "Queue", "SimpleQueue")
_MAKERS = ("multiprocessing", "multiprocessing.Manager()", "multiprocessing.get_context()", "queue")
_SIGNALS = frozenset(
    (
        *(f"{library}.{name}().get" for library in _MAKERS for name in _QUEUES),
        *(f"{library}.Event().wait" for library in ("threading", *_MAKERS)),
    )
)
"""What another thread or process tells by a queue or an event."""

_PROCESSES = frozenset(
    {
        "asyncio.create_subprocess_exec().wait",
        "asyncio.create_subprocess_shell().wait",
        "psutil.Popen().wait",
        "subprocess.Popen().wait",
    }
)
_DOING = frozenset({"empty", "full", "is_set", "join", "put", "put_nowait", "qsize", "queue", "set"})
"""What tells that a queue holds something or an event is set, or makes it so."""
_READING = frozenset({"communicate", "stderr", "stdout"})


def is_certain_wait(call: ast.Call, known: frozenset[str], module: Module) -> bool:
    """Whether a wait without a limit is one that nobody wants to have.

    Args:
        call: the wait.
        known: the qualified names that its function may have.
        module: its module.

    Returns:
        ``True`` for a test, fixture or hook that waits itself for what another thread or process puts into
        a queue or sets, unless the test has done or asked that before; and for a process whose output goes
        into a pipe that is read only when it has ended, and so does not end once the pipe is full.
        https://docs.python.org/3/library/subprocess.html#subprocess.Popen.wait
    """
    function, owner = module.function(call), call.func.value if isinstance(call.func, ast.Attribute) else None
    if function is None or owner is None or not known:
        return False
    if known <= _SIGNALS:
        return _is_main(function, module) and not _is_done_before(call, spelt(owner), function, module)
    return bool(known & _PROCESSES) and isinstance(owner, ast.Name) and _is_read_later(owner, module)


def _is_main(function: Function, module: Module) -> bool:
    if module.function(function) is not None:
        return False
    return is_test(function, module) or is_hook(function) or is_fixture(function, module)


def _is_done_before(call: ast.Call, owner: str, function: Function, module: Module) -> bool:
    """Whether the function itself has filled or asked what it waits for, or waited for who does so; or a
    function of its own does so before anything else."""
    words = _words(function, module)
    before = ((name, line) for name in _DOING for line in words.get((owner, name), ()))
    joined = (line for (_, name), lines in words.items() if name == "join" for line in lines)
    if any(line < call.lineno for _, line in before) or any(line < call.lineno for line in joined):
        return True
    return owner in _set_at_once(function, module)


@once
def _words(function: Function, module: Module) -> Mapping[tuple[str, str], Sequence[int]]:
    """The lines on which a function uses an attribute of a thing, by the thing and the attribute."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for node in within(function):
        if isinstance(node, ast.Attribute) and node.attr in _DOING | _READING:
            found[spelt(node.value), node.attr].append(node.lineno)
    return found


@once
def _set_at_once(function: Function, module: Module) -> frozenset[str]:
    """What functions within a function set or fill by their first statement: nothing goes wrong before."""
    inner = (each for each in within(function) if isinstance(each, Function))
    first = (each.body[0] for each in inner)
    calls = (each.value for each in first if isinstance(each, ast.Expr))
    return frozenset(
        spelt(each.func.value)
        for each in calls
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in _DOING
    )


def _is_read_later(process: ast.Name, module: Module) -> bool:
    """Whether a process writes into a pipe that is read after it was waited for, and not before."""
    function = module.function(process)
    if function is None or not all(_writes_into_pipe(each, module) for each in _made(process, module)):
        return False
    words = _words(function, module)
    read = [line for name in _READING for line in words.get((process.id, name), ())]
    return bool(read) and min(read) > process.lineno


def _made(process: ast.Name, module: Module) -> Iterator[ast.expr | None]:
    for each in module.bindings(process):
        value = each.value if isinstance(each, Bound) else None
        yield value.value if isinstance(value, ast.Await) else value


def _writes_into_pipe(made: ast.expr | None, module: Module) -> bool:
    if not isinstance(made, ast.Call):
        return False
    given = (keyword(made, name) for name in ("stdout", "stderr"))
    return any(each is not None and last_word(each.value) == "PIPE" for each in given)
