"""Whether a state of the process that a function changes is as before on every way out of it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from math import inf
from typing import NamedTuple

from flake8_testsec.cleanup import between
from flake8_testsec.cleanup.cleared import is_cleared
from flake8_testsec.cleanup.custody import custody, given_back, set_anew_here
from flake8_testsec.cleanup.fixtures import is_for_one_test
from flake8_testsec.cleanup.flow import Abandoned, Way, place
from flake8_testsec.cleanup.harmless import hardly_matters
from flake8_testsec.cleanup.judgement import Verdict
from flake8_testsec.cleanup.places import callee, callers, is_judged, puts_back_itself, set_ups_above
from flake8_testsec.cleanup.restores import helpers, parting, restores
from flake8_testsec.cleanup.tags import Anew, Part, Tags, Undone
from flake8_testsec.cleanup.touches import Kind, Touch, Touches, is_in_finally, keyed, touches
from flake8_testsec.notes import note
from flake8_testsec.project import regions, undoing
from flake8_testsec.project.presence import PRESENT, is_partial
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around, is_failure
from flake8_testsec.vocabulary.testing.suites import is_case, is_fixture, is_hook, is_test, methods


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
        The judgements in the order of the first changes; for a helper, which is no test, set-up, fixture,
        nor a method that the tests of its class call, only where it puts back itself what it changes.
    """
    key = ("cleanup.states", function, code)
    if key not in module.kept:
        module.kept[key] = tuple(_found(function, code, module, wanted))
    known: tuple[Judgement, ...] = module.kept[key]
    return known


def _found(function: Function, code: str, module: Module, wanted: Wanted) -> Iterator[Judgement]:
    if is_judged(function, module):
        yield from _judged(function, code, module, wanted)
    elif puts_back_itself(function, module):
        found = _judged(function, code, module, lambda change: False)
        yield from (each for each in found if each.restore is not None and not _is_apart(each, module))


def _is_apart(found: Judgement, module: Module) -> bool:
    """Whether who makes a change never gets to what puts it back, so that another call of the helper does."""
    restore = found.restore
    return restore is not None and parting(found.change.node, restore, module) is not None


class _Change(NamedTuple):
    """A change, and what puts it back or may do so; ``partly`` only if something was there before."""

    touch: Touch
    restores: Sequence[Touch]
    partly: Sequence[Touch] = ()

    @property
    def certain(self) -> Sequence[ast.AST]:
        """Where it is certainly put back."""
        return [each.node for each in self.restores if each.kind is not Kind.DOUBTFUL]


def _judged(function: Function, code: str, module: Module, wanted: Wanted) -> Iterator[Judgement]:
    try:
        changes = _changed(function, code, module)
    except Abandoned:
        note("gave up on %s in %s: too much that may restore", function.name, module.path)
        return
    asked = module.settings.enables(code)
    left = [each for each in changes if _is_left(each, function, module, wanted)]
    skipped = dict(_skipped([each for each in left if each.certain], function, module))
    for change in left:
        never = _never(change, function, module) if not change.certain else None
        found = never or skipped.get(change.touch)
        if found is not None and (asked or not hardly_matters(found.change, found.restore, module)):
            yield found


def _never(change: _Change, function: Function, module: Module) -> Judgement:
    if change.partly:
        return Judgement(change.touch, Verdict.UNSET, change.partly[0].node)
    tag = PRESENT + change.touch.tag
    is_partly = any(covers(custody(each, module).undoes, tag) for each in _around(function, module))
    return Judgement(change.touch, Verdict.UNSET if is_partly else Verdict.NEVER)


_MOST = 20_000
"""Pairs of a change and of what may restore it, one for each place apart: as many are looked at."""


def _changed(function: Function, code: str, module: Module) -> Sequence[_Change]:
    """The changes that a function makes, each with what may put it back."""
    several = [*_changes(function, code, module)]
    pairs = sum(map(keyed(function, module).number, several)) - len(touches(function, module))
    if len(several) * len(helpers(function, module)) + pairs > _MOST:
        raise Abandoned
    plain = (each for each in several if not _is_meant_to_fail(each.node, module))
    return [_restored(each, function, module) for each in plain]


def _restored(change: Touch, function: Function, module: Module) -> _Change:
    """A change with what puts it back, on the way on which it was not there before, too."""
    found = [*restores(change, function, module)]
    if change.kind is not Kind.FRESH:
        return _Change(change, found)
    partly = [each for each in found if is_partial(each.node, change.state.code, module)]
    return _Change(change, [each for each in found if each not in partly], partly)


def _changes(function: Function, code: str, module: Module) -> Iterator[Touch]:
    """The first changes of the states that a function changes, and that nobody replaced as a whole before."""
    seen = Touches(_replaced(function, module))
    for touch in touches(function, module):
        if touch.state.code == code and not seen.number(touch):
            if _is_change(touch, function, module):
                seen.add(touch)
                yield touch
            elif touch.kind is Kind.DOUBTFUL:
                seen.add(touch)


def _replaced(function: Function, module: Module) -> Sequence[Touch]:
    """The mappings that set-ups replace as a whole, so that their entries are nobody else's."""
    class_ = module.class_of(function)
    if class_ is None:
        return ()
    key = ("cleanup.states.replaced", class_)
    if key not in module.kept:
        several = (touch for each in set_ups_above(class_, module) for touch in touches(each, module))
        module.kept[key] = [each for each in several if each.kind is Kind.DOUBTFUL and each.state.mapping]
    known: Sequence[Touch] = module.kept[key]
    return known


def _is_change(touch: Touch, function: Function, module: Module) -> bool:
    """Whether a function's first touch of a state changes it, and does not tidy up after others."""
    if touch.kind is Kind.REMOVED and not is_hook(function):
        if module.class_of(function) is None and callers(function, module):
            return False  # what others set is taken away
        return place(touch.node) <= _first_exit(function, module)
    return touch.kind is Kind.FRESH or is_cleared(touch, function, module)


@once
def _first_exit(function: Function, module: Module) -> tuple[float, int]:
    """Where a function may be left first: by a failure, or by a fixture for the test that uses it."""
    waits = (ast.Yield, ast.YieldFrom)
    exits = (
        place(each) for each in within(function) if isinstance(each, waits) or between.is_exit(each, module)
    )
    return min(exits, default=(inf, 0))


def _is_left(change: _Change, function: Function, module: Module, wanted: Wanted) -> bool:
    """Whether nobody else puts a state back, whatever may become of what puts it back here."""
    certain = change.certain
    is_settled = all(is_in_finally(each, module) for each in certain) if certain else bool(change.restores)
    if is_settled or not (certain or wanted(change.touch)):
        return False
    # Who puts it back here knows of nobody else who does.
    if _is_undone(change.touch, function, module, perhaps=not certain):
        return False
    if certain:
        return change.touch.state.code == "TSE313" or not custody(function, module).adrift
    return not _is_kept_elsewhere(change.touch, function, module)


def _is_meant_to_fail(node: ast.AST, module: Module) -> bool:
    """Whether a change is expected to raise, by a ``with`` or by a ``try`` that fails otherwise."""
    if expecting_around(node, module) is not None:
        return True
    around = (above for above in module.ancestors(node) if isinstance(above, ast.Try))
    return any(_fails_otherwise(each, module) for each in around)


def _fails_otherwise(around: ast.Try, module: Module) -> bool:
    key = ("cleanup.states.fails", around)
    if key not in module.kept:
        module.kept[key] = any(is_failure(last, module) for last in (*around.body[-1:], *around.orelse))
    known: bool = module.kept[key]
    return known


# Who else puts it back.


def _is_undone(change: Touch, function: Function, module: Module, *, perhaps: bool) -> bool:
    """Whether a patch in force, a registered cleanup, the class or a fixture puts a state back; ``perhaps``
    says that what nobody could read counts as well."""
    tags = (change.tag, *(f"set:{target}" for target in change.state.targets))
    if change.kind is Kind.REMOVED:
        tags = (*tags, PRESENT + change.tag)
    others = [custody(each, module).undoes for each in _around(function, module)]
    if any(covers(each, tag, perhaps=perhaps) for each in others for tag in tags):
        return True
    if change.state.kept_by_pytest and not _is_in_case(function, module):
        return True
    if covers(_set_anew(change, function, module), change.tag):
        return True
    return any(covers(_given_back(each, module), change.tag) for each in managers(change.node, module))


@once
def _given_back(manager: ast.expr, module: Module) -> Tags:
    """What a context manager gives back, by its name or by what it does."""
    return Tags((Part(given_back(manager, module).union(undoing.hinted(last_word(callee(manager))))),))


def _is_in_case(function: Function, module: Module) -> bool:
    class_ = module.class_of(function)
    return class_ is not None and is_case(class_, module)


def _around(function: Function, module: Module) -> Iterator[Function]:
    """A function, and the tests and set-ups that it is a part of."""
    yield function
    if not is_test(function, module) and not is_hook(function):
        yield from callers(function, module)


def _set_anew(change: Touch, function: Function, module: Module) -> Undone:
    """What is set anew before each test: of variables by any set-up, of attributes by that of a base.

    Who sets it anew does not put it back by that.
    """
    class_ = module.class_of(function)
    own: frozenset[str] = frozenset()
    if change.state.code == "TSE304" and is_test(function, module):
        own = set_anew_here(module)
    elif class_ is not None:
        own = _undone_by(class_, module)
    return Anew(custody(function, module).undoes, own)


@once
def _undone_by(class_: ast.ClassDef, module: Module) -> frozenset[str]:
    return frozenset(regions.undone_by_class(class_, module))


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


def covers(undone: Undone, tag: str, *, perhaps: bool = True) -> bool:
    """Whether one of the tags of what is put back is that of a state, or of what holds it.

    Args:
        undone: tags in the words of `cleanup.undoing`.
        tag: the tag of one state.
        perhaps: whether what nobody could read may put back anything.

    Returns:
        ``True`` also where the name of a variable, or of what an attribute belongs to, is not known.
    """
    kind, _, name = tag.partition(":")
    if kind in undone or tag in undone or (perhaps and undoing.UNREAD in undone):
        return True
    if kind == "environ" and not name:
        return undone.has_any(kind)
    words = name.split(".") if kind == "set" else []
    wholes = {".".join(words[:end]) for end in range(1, len(words) + 1)}
    owners = (
        "set:*",
        *(f"set:{each}" for each in wholes),
        *(f"set:{each}.*" for each in wholes),
        f"set:{'.'.join(words[:-1])}.+",
        *(f"set:*.{word}" for word in words[1:]),
    )
    if not words or any(each in undone for each in owners):
        return bool(words)
    # The same module may be found in several others.
    return len(words) > 2 and undone.has_attribute(".".join(words[-2:]))


def _is_kept_elsewhere(change: Touch, function: Function, module: Module) -> bool:
    """Whether something that was not read may put a state back, or another method of the class does so."""
    if is_fixture(function, module) and not is_for_one_test(function, module):
        return True  # it is mostly meant for all tests that it is in force for
    if change.state.code != "TSE313" and custody(function, module).opaque:
        return True
    class_ = module.class_of(function)
    if is_test(function, module):
        return False
    if not _handed_on(function, module).isdisjoint(change.state.changed_by):
        return True
    if class_ is None:
        return any(_ends(change, each, module) for each in callers(function, module))
    around = (keyed(method, module) for method in _around(function, module))
    return _elsewhere(class_, module).restores(change) or any(each.restores(change) for each in around)


@once
def _handed_on(function: Function, module: Module) -> frozenset[str]:
    """The qualified names of what a set-up has called later, as ``clean_ups.append(lambda: ...)`` does."""
    found: set[str] = set()
    for each in walk(function):
        match each:
            case ast.Call(
                func=ast.Attribute(attr=word), args=[*_, ast.Lambda(args=given, body=ast.Call() as body)]
            ):
                if word in _KEEPING and not any(ast.iter_child_nodes(given)):
                    found |= module.names(body.func)
    return frozenset(found)


_KEEPING = frozenset({"addCleanup", "append", "appendleft", "callback", "insert", "push", "register"})
"""Methods that keep what they are given until it is called with nothing."""


def _ends(change: Touch, caller: Function, module: Module) -> bool:
    """Whether a test puts back, or may do so, what the function changes that it calls."""
    own = keyed(caller, module).concerning(change)
    return any(each.kind is not Kind.FRESH for each in own) or any(
        each.speaks_of_it for each in helpers(caller, module)
    )


@once
def _elsewhere(class_: ast.ClassDef, module: Module) -> Touches:
    """The touches of all methods of a class that are no tests, and that are there for any state before."""
    others = (each for each in methods(class_) if not is_test(each, module))
    several = (touch for each in others for touch in touches(each, module))
    return Touches(each for each in several if not is_partial(each.node, each.state.code, module))


# The way between.


def _skipped(
    changes: Sequence[_Change], function: Function, module: Module
) -> Iterator[tuple[Touch, Judgement]]:
    try:
        found = between.exits(function, [_between(each, function, module) for each in changes], module)
    except Abandoned:
        note("gave up on %s in %s: too large or too deep", function.name, module.path)
        return
    for change, ways in zip(changes, found, strict=True):
        for way, verdict in _VERDICTS:
            # Making the rest of a fixture is not the test's business.
            if way in ways and not (way is Way.CALL and is_fixture(function, module)):
                yield change.touch, Judgement(change.touch, verdict, change.certain[0], ways[way])
                break


_VERDICTS = ((Way.CHECK, Verdict.CHECK), (Way.LEAVE, Verdict.LEAVE), (Way.CALL, Verdict.CALL))


def _between(change: _Change, function: Function, module: Module) -> between.Change:
    again = keyed(function, module).concerning(change.touch)
    ends = {each.node for each in change.restores}
    certain = {*change.certain}
    begins = {each.node for each in again if each.kind is Kind.FRESH} - certain | {change.touch.node}
    return between.Change(begins, ends - begins)
