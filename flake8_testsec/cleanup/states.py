"""Whether a state of the process that a function changes is as before on every way out of it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from flake8_testsec.cleanup import between
from flake8_testsec.cleanup.custody import custody
from flake8_testsec.cleanup.flow import Abandoned, Way
from flake8_testsec.cleanup.judgement import Verdict
from flake8_testsec.cleanup.places import callee, callers, is_judged, set_ups
from flake8_testsec.cleanup.touches import Kind, Touch, is_in_finally, touches
from flake8_testsec.notes import note
from flake8_testsec.patterns import lazy
from flake8_testsec.project import regions, undoing
from flake8_testsec.project.undoing import ANEW
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Function, Module, within
from flake8_testsec.vocabulary.testing.assertions import expecting_around, is_failure
from flake8_testsec.vocabulary.testing.suites import is_case, is_fixture, is_hook, is_test, methods

_DEEPEST = 3
_FORGETTING = lazy(r"(?i)_*(un|forget|remove|delete|del_|drop|purge|clear|rm)")
_RESTORING = lazy(r"(?i)_*(restore|revert|undo|unpatch|unstub|unset_?all|reset)(?!_?(mock|call|side))")


class Judgement(NamedTuple):
    """A change that is not undone on every way out; the skipped restore and the exit before it, if any."""

    change: Touch
    verdict: Verdict
    restore: ast.AST | None = None
    exit: ast.AST | None = None


Wanted = Callable[[Touch], bool]


def judgements(
    function: Function, code: str, module: Module, wanted: Wanted = lambda change: True
) -> tuple[Judgement, ...]:
    """What a test leaves changed, one judgement for each state.

    Args:
        function: the function that makes the changes.
        code: the rule whose states are meant.
        module: its module.
        wanted: which changes are worth a word where nobody undoes them, the same function for all calls of
            a rule; it is asked before the search for who may undo them, which may read other files.

    Returns:
        The judgements in the order of the first changes; none for a function that is no test, set-up,
        fixture, nor a method that the tests of its class call.
    """
    key = ("cleanup.states", function, code)
    if key not in module.kept:
        found = _judged(function, code, module, wanted) if is_judged(function, module) else ()
        module.kept[key] = tuple(found)
    known: tuple[Judgement, ...] = module.kept[key]
    return known


# One state.


def _judged(function: Function, code: str, module: Module, wanted: Wanted) -> Iterator[Judgement]:
    seen = [touch for each in set_ups(function, module) for touch in _replaced(each, module)]
    for touch in touches(function, module):
        if touch.state.code == code and not any(touch.concerns(each) for each in seen):
            if _is_change(touch, function, module):
                seen.append(touch)
                yield from _judge(touch, function, module, wanted)
            elif touch.kind is Kind.DOUBTFUL:
                seen.append(touch)


def _replaced(function: Function, module: Module) -> Iterator[Touch]:
    """The mappings that are replaced as a whole, so that their entries are nobody else's."""
    return (each for each in touches(function, module) if each.kind is Kind.DOUBTFUL and each.state.mapping)


def _is_change(touch: Touch, function: Function, module: Module) -> bool:
    """Whether a function's first touch of a state changes it, and does not tidy up after others."""
    if touch.kind is Kind.REMOVED and not is_hook(function):
        return not any(
            between.is_exit(node, module)
            for node in within(function)
            if _position(node) < _position(touch.node)
        )
    return touch.kind is Kind.FRESH


def _judge(change: Touch, function: Function, module: Module, wanted: Wanted) -> Iterator[Judgement]:
    if _is_meant_to_fail(change.node, module):
        return
    restores = [*_restores(change, function, module)]
    certain = [each.node for each in restores if each.kind is not Kind.DOUBTFUL]
    is_settled = all(is_in_finally(each, module) for each in certain) if certain else bool(restores)
    if is_settled or not (certain or wanted(change)) or _is_undone(change, function, module):
        return
    if certain:
        yield from _skipped(change, restores, certain[0], function, module)
    elif not _is_kept_elsewhere(change, function, module):
        yield Judgement(change, Verdict.NEVER)


def _is_meant_to_fail(node: ast.AST, module: Module) -> bool:
    """Whether a change is expected to raise, by a ``with`` or by a ``try`` that fails otherwise."""
    if expecting_around(node, module) is not None:
        return True
    around = (above for above in module.ancestors(node) if isinstance(above, ast.Try))
    return any(is_failure(last, module) for each in around for last in (*each.body[-1:], *each.orelse))


def _restores(change: Touch, function: Function, module: Module) -> Iterator[Touch]:
    """What puts a state back, or may do so, in the function itself or in those that it calls."""
    for touch in touches(function, module):
        is_later = _position(touch.node) > _position(change.node)
        if is_later and touch.kind is not Kind.FRESH and touch.concerns(change):
            yield touch
    if change.state.changed_by and not change.state.mapping:
        yield from _second_calls(change, function, module)
    for node in within(function):
        if isinstance(node, ast.Call) and (kind := _helps(node, change, module, 0)) is not None:
            yield change._replace(kind=kind, node=node)
        elif isinstance(node, ast.Call) and node is not change.node and _is_told(node, change):
            yield change._replace(kind=Kind.DOUBTFUL, node=node)


def _is_told(call: ast.Call, change: Touch) -> bool:
    """Whether something is registered for an entry, or named for undoing it: ``unload("gpu")``."""
    _, _, entry = change.key.partition("[")
    if not entry or not any(spelt(arg) == entry.removesuffix("]") for arg in call.args):
        return False
    word = last_word(call.func)
    return word in undoing.REGISTRARS or _FORGETTING.match(word) is not None


def _second_calls(change: Touch, function: Function, module: Module) -> Iterator[Touch]:
    """A second call of a setter may well be meant to undo the first."""
    for touch in touches(function, module):
        if touch.kind is Kind.FRESH and touch.key == change.key and touch.node is not change.node:
            yield touch._replace(kind=Kind.DOUBTFUL)


def _helps(call: ast.Call, change: Touch, module: Module, depth: int) -> Kind | None:
    """Whether the function that is called puts the state back, as far as this module or its name tells."""
    for function in _named(call.func, module) if depth < _DEEPEST else ():
        own = [each for each in touches(function, module) if each.concerns(change)]
        if any(each.kind is not Kind.FRESH for each in own):
            return Kind.RESTORED
        inner = (each for each in within(function) if isinstance(each, ast.Call))
        if any(_helps(each, change, module, depth + 1) is Kind.RESTORED for each in inner):
            return Kind.RESTORED
    return Kind.DOUBTFUL if _RESTORING.match(last_word(call.func)) else None


def _named(func: ast.expr, module: Module) -> Iterator[Function]:
    """The functions of this module that a call may mean: by name, or as a method of the class around."""
    match func:
        case ast.Name():
            for binding in module.bindings(func):
                if isinstance(node := binding.node, Function):
                    yield node
        case ast.Attribute(value=ast.Name(), attr=name):
            class_ = module.above(func, ast.ClassDef)
            yield from _methods(class_, module).get(name, ()) if class_ is not None else ()


def _methods(class_: ast.ClassDef, module: Module) -> Mapping[str, Sequence[Function]]:
    """The methods of a class by their names."""
    key = ("cleanup.states.methods", class_)
    if key not in module.kept:
        found = module.kept[key] = defaultdict(list)
        for each in methods(class_):
            found[each.name].append(each)
    known: Mapping[str, Sequence[Function]] = module.kept[key]
    return known


# Who else puts it back.


def _is_undone(change: Touch, function: Function, module: Module) -> bool:
    """Whether a patch in force, a registered cleanup, the class or a fixture certainly puts a state back."""
    tags = (change.tag, *(f"set:{target}" for target in change.state.targets))
    if any(covers(custody(each, module).undoes, tag) for each in _around(function, module) for tag in tags):
        return True
    if change.state.kept_by_pytest and not _is_in_case(function, module):
        return True
    if covers(_set_anew(change, function, module), change.tag):
        return True
    hints = (undoing.hinted(last_word(callee(each))) for each in managers(change.node, module))
    return covers({tag for each in hints for tag in each}, change.tag)


def _is_in_case(function: Function, module: Module) -> bool:
    class_ = module.class_of(function)
    return class_ is not None and is_case(class_, module)


def _around(function: Function, module: Module) -> Iterator[Function]:
    """A function, and the tests and set-ups that it is a part of."""
    yield function
    if not is_test(function, module) and not is_hook(function):
        yield from callers(function, module)


def _set_anew(change: Touch, function: Function, module: Module) -> frozenset[str]:
    """What is set anew before each test: of variables by any set-up, of attributes by that of a base.

    Who sets it anew does not put it back by that.
    """
    anew = {tag for tag in custody(function, module).undoes if tag.startswith(ANEW)}
    class_ = module.class_of(function)
    if class_ is not None and not (change.state.code == "TSE304" and is_test(function, module)):
        anew -= {*regions.undone_by_class(class_, module)}
    return frozenset(tag.removeprefix(ANEW) for tag in anew)


def managers(node: ast.AST, module: Module) -> Iterator[ast.expr]:
    """The context managers in whose bodies a node stands, in its own function.

    Args:
        node: any node.
        module: its module.

    Yields:
        What the ``with`` statements evaluate.
    """
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    for above in takewhile(lambda each: not isinstance(each, functions), module.ancestors(node)):
        if isinstance(above, (ast.With, ast.AsyncWith)):
            yield from (item.context_expr for item in above.items)


def covers(undone: Collection[str], tag: str) -> bool:
    """Whether one of the tags of what is put back is that of a state, or of what holds it.

    Args:
        undone: tags in the words of `cleanup.undoing`.
        tag: the tag of one state.

    Returns:
        ``True`` also where the name of a variable, or of what an attribute belongs to, is not known.
    """
    kind, _, name = tag.partition(":")
    if kind in undone or tag in undone:
        return True
    if kind == "environ" and not name:
        return any(each.startswith("environ:") for each in undone)
    words = name.split(".") if kind == "set" else []
    wholes = {".".join(words[:end]) for end in range(1, len(words) + 1)}
    return bool(
        words
        and not {
            "set:*",
            *(f"set:{each}" for each in wholes),
            *(f"set:{each}.*" for each in wholes),
            *(f"set:*.{word}" for word in words[1:]),
        }.isdisjoint(undone)
    )


def _is_kept_elsewhere(change: Touch, function: Function, module: Module) -> bool:
    """Whether something that was not read may put a state back, or another method of the class does so.

    What a fixture sets for good is mostly meant for all tests that it is in force for.
    """
    if is_fixture(function, module):
        return True
    if change.state.code != "TSE313" and custody(function, module).opaque:
        return True
    class_ = module.class_of(function)
    if class_ is None or is_test(function, module):
        return False
    others = (each for each in methods(class_) if not is_test(each, module))
    return any(
        each.concerns(change) and each.kind is Kind.RESTORED
        for method in (*others, *_around(function, module))
        for each in touches(method, module)
    )


# The way between.


def _skipped(
    change: Touch, restores: Sequence[Touch], first: ast.AST, function: Function, module: Module
) -> Iterator[Judgement]:
    begins = {each.node for each in touches(function, module) if _is_again(each, change)}
    ends = {each.node for each in restores} - begins
    try:
        ways = between.exits(function, begins, ends, module)
    except Abandoned:
        note("gave up on %s in %s: too large or too deep", function.name, module.path)
        return
    if is_fixture(function, module):
        ways.pop(Way.CALL, None)  # making the rest of the fixture is not the test's business
    for way, verdict in ((Way.CHECK, Verdict.CHECK), (Way.LEAVE, Verdict.LEAVE), (Way.CALL, Verdict.CALL)):
        if way in ways:
            yield Judgement(change, verdict, first, ways[way])
            return


def _is_again(touch: Touch, change: Touch) -> bool:
    return touch.node is change.node or (touch.kind is Kind.FRESH and touch.concerns(change))


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
