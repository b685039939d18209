"""Releases that merely wait: what they wait for mostly ends by itself when they are skipped."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.daemons import SERVING, last_endless
from flake8_testsec.cleanup.judgement import Judgement
from flake8_testsec.cleanup.running_out import reached, runs_out, target_of
from flake8_testsec.fixing.statements import placed
from flake8_testsec.source.calls import argument, keyword, last_word, spelt
from flake8_testsec.source.module import Module, inside, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.coroutines import callees

_WAITING = frozenset({"wait", "join", "communicate"})
_LOOKING = _WAITING | {
    *("accept", "acquire", "empty", "fileno", "get", "get_nowait", "getsockname", "is_alive", "is_set"),
    *("poll", "qsize", "read", "readline", "readlines", "receive", "recv", "result", "start"),
}
"""Methods that tell nobody to end."""

_STOPPING = frozenset({"acquire", "get", "join", "read", "readline", "recv", "result", "wait"})
"""Methods that come back when somebody else has done something."""

_OUTPUT = frozenset({"stdout", "stderr"})
_BY_NUMBER = frozenset({"os.close", "os.write", "os.kill", "os.killpg", "signal.pthread_kill"})
"""Functions that are told the number of what they end, close or write to."""


def merely_waits(judgement: Judgement, module: Module) -> bool:
    """Whether what a skipped release waits for comes to its end without it.

    Args:
        judgement: one with a release and an exit before it.
        module: its module.

    Returns:
        ``True`` for a thread or child process that is only waited for, if nothing between the exit and the
        release tells it to end, and what it runs may end; so for one that a loop has seen end.
    """
    obligation, release = judgement.obligation, judgement.release
    if not isinstance(release, ast.Call) or not waits(release):
        return False
    if _is_fed(release, obligation) or _never_ends(obligation, module):
        return False
    if last_word(release.func) == "join" and runs_out(obligation, module):
        return True
    begin, end = _line(judgement.exit), _line(release)
    deeds = _deeds(obligation.function, module)
    if _is_told_already(obligation, begin, deeds, module) or _has_ended(judgement, module):
        return True
    shared = _shared(obligation, module) - _waited_for_briefly(obligation, module)
    lines = (deeds[name] for name in shared if name in deeds)
    return not any(bisect_right(each, begin) < bisect_left(each, end) for each in lines)


def waits(release: ast.Call) -> bool:
    """Whether a release ends nothing, but comes back when something has ended.

    Args:
        release: the call that releases.

    Returns:
        ``True`` for ``join``, ``wait`` and ``communicate``.
    """
    return last_word(release.func) in _WAITING


def _is_fed(release: ast.Call, obligation: Obligation) -> bool:
    """Whether a child process is told the end of its input by the waiting."""
    return last_word(release.func) == "communicate" and keyword(obligation.call, "stdin") is not None


def _never_ends(obligation: Obligation, module: Module) -> bool:
    target = target_of(obligation)
    if target is None:
        return False
    return last_word(target) in SERVING or any(last_endless(each, module) for each in callees(target, module))


# What tells it to end.


def _is_told_already(
    obligation: Obligation, exit: int, deeds: Mapping[str, Sequence[int]], module: Module
) -> bool:
    """Whether what a thread stops for has been told as often before the exit: it runs through then.

    Of a function that loops, or stops for nothing that can be seen, nothing is said.
    """
    target = target_of(obligation)
    functions = [*callees(target, module)] if target is not None else []
    if len(functions) != 1:
        return False
    begin, awaited = _line(obligation.begin), _awaited(functions[0], module)
    told = ((deeds.get(name, ()), times) for name, times in awaited.items())
    return bool(awaited) and all(
        bisect_left(lines, exit) - bisect_right(lines, begin) >= times for lines, times in told
    )


def _has_ended(judgement: Judgement, module: Module) -> bool:
    """Whether a loop above the exit is left only when a thread or process lives no more.

    It stands beside what begins or around the exit: a loop on one way only may not have run.
    """
    obligation, exit = judgement.obligation, judgement.exit
    loops = _outlived(obligation.function, module).get(str(obligation.handle), ())
    lines = [each.lineno for each in loops]
    between = loops[bisect_right(lines, _line(obligation.begin)) : bisect_left(lines, _line(exit))]
    if not between or exit is None:
        return False
    around = {*_blocks(exit, module), *islice(_blocks(obligation.begin, module), 1)}
    ended = (each for each in between if (each.end_lineno or 0) < _line(exit))
    return any(next(_blocks(each, module)) in around for each in ended)


def _blocks(node: ast.AST, module: Module) -> Iterator[int]:
    """The blocks that a node stands in, from inside, each by its identity."""
    for each in (node, *module.ancestors(node)):
        if isinstance(each, ast.stmt) and not isinstance(each, Function):
            yield id(placed(each, module)[0])


@once
def _outlived(function: Function, module: Module) -> Mapping[str, Sequence[ast.While]]:
    """The loops that go on as long as something lives, in their order, by what that is."""
    found: dict[str, list[ast.While]] = defaultdict(list)
    for loop in (each for each in inside(function, module) if isinstance(each, ast.While)):
        match loop.test:
            case ast.Call(func=ast.Attribute(value=owner, attr="is_alive" | "isAlive")):
                if not any(isinstance(each, (ast.Break, ast.Return)) for each in within(loop)):
                    found[spelt(owner)].append(loop)
    return found


@once
def _awaited(function: Function, module: Module) -> Counter[str]:
    """What the functions that run in a thread stop for, and how often; nothing if one of them loops."""
    nodes = [node for each in reached(function, module) for node in within(each)]
    if any(isinstance(node, (ast.While, ast.For)) for node in nodes):
        return Counter()
    calls = (node.func for node in nodes if isinstance(node, ast.Call))
    stops = (func for func in calls if isinstance(func, ast.Attribute) and func.attr in _STOPPING)
    return Counter(spelt(func.value) for func in stops)


def _waited_for_briefly(obligation: Obligation, module: Module) -> frozenset[str]:
    """The names of what a thread that runs no loop only waits for, each time for a few seconds: it ends by
    itself, whether it is told or not."""
    target = target_of(obligation)
    functions = [*callees(target, module)] if target is not None else []
    return _brief(functions[0], module) if len(functions) == 1 else frozenset()


@once
def _brief(function: Function, module: Module) -> frozenset[str]:
    nodes = [node for each in reached(function, module) for node in within(each)]
    if any(isinstance(node, (ast.While, ast.For)) for node in nodes):
        return frozenset()
    made = [node for node in nodes if isinstance(node, ast.Call)]
    if any(_stops_for_good(node) for node in made):
        return frozenset()  # what it stops for besides may never come
    calls = [node.func for node in made if _is_brief(node)]
    named = Counter(spelt(node) for node in nodes if isinstance(node, (ast.Name, ast.Attribute)))
    waited = Counter(spelt(func.value) for func in calls if isinstance(func, ast.Attribute))
    return frozenset(name for name, times in waited.items() if named[name] == times)


def _stops_for_good(call: ast.Call) -> bool:
    """Whether a call may wait for ever, for it is told nothing, no limit either."""
    return last_word(call.func) in _STOPPING and not call.args and not call.keywords


def _is_brief(call: ast.Call) -> bool:
    """Whether a call waits for a few seconds at most."""
    if last_word(call.func) != "wait":
        return False
    match argument(call, 0, "timeout"):
        case ast.Constant(value=int() | float() as seconds):
            return seconds <= _A_WHILE
        case _:
            return False


_A_WHILE = 10


def _shared(obligation: Obligation, module: Module) -> frozenset[str]:
    """The handle, and the names of what is known where it runs, apart from modules."""
    target = target_of(obligation)
    # Who makes it may make another: what that one is told, this one need not hear.
    given = (*obligation.call.args, *(each.value for each in obligation.call.keywords))
    known = [_names(each, module) - {*_owners_of_several(target, module)} for each in given]
    for function in callees(target, module) if target is not None else ():
        known += [_names(each, module) for each in reached(function, module)]
    return frozenset({str(obligation.handle)}.union(*known))


@once
def _names(root: ast.AST, module: Module) -> frozenset[str]:
    imported = {"self", "cls", *(name for name, _ in module.scopes.imported())}
    named = (spelt(each) for each in walk(root) if isinstance(each, (ast.Name, ast.Attribute)))
    return frozenset(named) - imported


def _owners_of_several(target: ast.expr | None, module: Module) -> Iterator[str]:
    """What an element is taken of to be run: what is done to the owner is not done to the element."""
    for each in walk(target) if target is not None else ():
        if isinstance(each, ast.Subscript):
            yield from _names(each.value, module)


@once
def _deeds(function: Function, module: Module) -> Mapping[str, Sequence[int]]:
    """The lines on which something is done to each thing that a function names."""
    found: dict[str, list[int]] = defaultdict(list)
    for node in inside(function, module):
        for each in _done_to(node, module):
            for name in _outward(each):
                found[name].append(getattr(node, "lineno", 0))
    return {name: sorted(lines) for name, lines in found.items()}


def _done_to(node: ast.AST, module: Module) -> Iterator[ast.expr]:
    match node:
        case ast.Attribute(value=owner, ctx=ast.Store()):
            yield from (node, owner)
        case ast.Subscript(value=owner, ctx=ast.Store()):
            yield owner
        case ast.Name(ctx=ast.Store()) if isinstance(_value(node, module), ast.Constant):
            yield node
        case ast.Call(func=func, args=args) if not is_assertion(module.above(node, ast.stmt) or node):
            if module.names(func) & _BY_NUMBER:
                yield from (each for arg in args[:1] for each in walk(arg) if isinstance(each, ast.expr))
            elif isinstance(func, ast.Attribute) and func.attr not in _LOOKING:
                yield func.value


def _value(name: ast.Name, module: Module) -> ast.expr | None:
    match module.parent(name):
        case ast.Assign(value=value):
            return value
        case _:
            return None


def _outward(node: ast.expr) -> Iterator[str]:
    """The names of a thing and of what it belongs to; who reads what a process writes does nothing to it."""
    while isinstance(node, ast.Attribute) and node.attr not in _OUTPUT:
        yield spelt(node)
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _line(node: ast.AST | None) -> int:
    return getattr(node, "lineno", 0)
