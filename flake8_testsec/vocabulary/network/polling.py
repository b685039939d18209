"""Loops that sleep until something has happened, and what ends them if it never does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, truth
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function

SLEEPS = (
    "anyio.sleep",
    "asyncio.sleep",
    "time.sleep",
    "trio.sleep",
)
"""What waits a given time, by qualified name: not in green threads, whose cases limit themselves mostly."""

_ENDING = frozenset({"exit", "_exit", "fail", "skip", "skipTest", "xfail"})
"""Last words of calls that end the test, and the loop with it."""
_USING_UP = frozenset({"next", "pop", "popleft", "anext"})
"""Those that raise when nothing is left."""
_READING = frozenset({"accept", "read", "readline", "receive", "recv", "recv_bytes", "recvfrom"})
"""Those of a loop that works through what comes; so does ``get()``."""
_ORDERING = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_OF_TIME = lazy(
    r"time_?out|deadline|(?:\A|_)(?:expir|max|monotonic|(?:attempts?|clock|counter|elapsed|limit|now"
    r"|remaining|retr(?:y|ies)|seconds?|timer?|times|tries|utcnow)(?:_|\Z))",
    re.IGNORECASE,
)
"""Names of a limit, of what is left of it, or of what tells the time."""


def polling_loop(sleep: ast.Call, module: Module) -> ast.While | None:
    """The loop that sleeps until something has happened, however long that takes.

    Args:
        sleep: a call of one of `SLEEPS`.
        module: its module.

    Returns:
        The nearest ``while`` around, in the same function, if this is the first time that it sleeps and
        nothing in it counts, looks at the clock, raises or ends the test; ``None`` also for a loop that
        nothing ends, and for one that works through what it reads.
    """
    loop = module.above(sleep, ast.While)
    if loop is None or module.function(loop) is not module.function(sleep):
        return None
    nearest: ast.AST | None = module.above(sleep, ast.While, ast.For, ast.AsyncFor)
    if nearest is not loop:
        return None
    return loop if _first_sleep(loop, module) is sleep else None


@once
def _first_sleep(loop: ast.While, module: Module) -> ast.Call | None:
    """The first sleep of a loop without a limit."""
    nodes = [*within(loop)]
    leaves = truth(loop.test) is None or any(isinstance(each, (ast.Break, ast.Return)) for each in nodes)
    if not leaves or any(_limits(each, module) for each in nodes):
        return None
    calls = (each for each in nodes if isinstance(each, ast.Call))
    sleeps = (each for each in calls if module.names(each.func) & {*SLEEPS})
    return min(sleeps, key=lambda each: (each.lineno, each.col_offset), default=None)


def _limits(node: ast.AST, module: Module) -> bool:
    match node:
        case ast.AugAssign() | ast.Raise() | ast.Assert() | ast.Yield() | ast.YieldFrom():
            return True
        case ast.Assign(value=ast.BinOp(op=ast.Add() | ast.Sub())):
            return True
        case ast.Compare(ops=ops) if any(isinstance(each, _ORDERING) for each in ops):
            return not any(_asks(each, module) for each in (node.left, *node.comparators))
        case ast.Name(id=word) | ast.Attribute(attr=word) | ast.keyword(arg=str(word)) if _OF_TIME.search(
            word
        ):
            return not any(each in SLEEPS or f"{each}.sleep" in SLEEPS for each in module.names(node))
        case ast.Call(func=func, args=args):
            word = last_word(func)
            return word in _ENDING | _USING_UP | _READING or (word == "get" and not args)
        case ast.ExceptHandler(type=ast.expr() as error):
            return "KeyboardInterrupt" in (last_word(each) for each in _classes(error))
        case _:
            return False


def _asks(side: ast.expr, module: Module) -> bool:
    """Whether a side of a comparison is what a call has just told, apart from the time."""
    side = side.value if isinstance(side, ast.Await) else side
    if not isinstance(side, ast.Call) or module.names(side.func) & _CLOCKS:
        return False
    called = module.functions(side.func.id) if isinstance(side.func, ast.Name) else ()
    return not any(_tells_time(each, module) for each in called)


@once
def _tells_time(function: Function, module: Module) -> bool:
    """Whether a function gives back what it has worked out from the clock."""
    returned = (each.value for each in within(function) if isinstance(each, ast.Return))
    calls = (each for value in returned if value for each in ast.walk(value) if isinstance(each, ast.Call))
    return any(module.names(each.func) & _CLOCKS for each in calls)


_CLOCKS = frozenset(f"time.{name}" for name in ("monotonic", "perf_counter", "process_time", "time")) | {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
}


def _classes(error: ast.expr) -> Iterator[ast.expr]:
    yield from error.elts if isinstance(error, ast.Tuple) else (error,)
