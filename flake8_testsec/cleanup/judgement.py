"""Whether what was acquired is given back on every way out of its function."""

from __future__ import annotations

import ast
import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

from flake8_testsec.cleanup import flow, resources
from flake8_testsec.cleanup.acquisition import Handle, Obligation, held, spelt_handle
from flake8_testsec.cleanup.borrowers import registers
from flake8_testsec.cleanup.certainty import cannot_fail
from flake8_testsec.cleanup.custody import custody
from flake8_testsec.cleanup.flow import Event, Manager, Step, Way, place
from flake8_testsec.cleanup.paths import REMOVING
from flake8_testsec.cleanup.resources import Place, Resource
from flake8_testsec.cleanup.uses import DEEPEST, Mention, Use, handles_of, mentions_of, use_of
from flake8_testsec.notes import note
from flake8_testsec.source.calls import last_word, structure
from flake8_testsec.source.module import Function, Module, walk
from flake8_testsec.vocabulary.testing.assertions import (
    expectations,
    expecting_around,
    holds_assertion,
    is_assertion,
    is_broad,
    is_failure,
    suppressed,
)
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.interceptors import Interceptor, is_intercepted
from flake8_testsec.vocabulary.testing.suites import is_collected, is_fixture, is_hook, is_test


class Verdict(enum.Enum):
    """What can be said of an obligation that is not always met."""

    NEVER = "on no path"
    CHECK = "not if an assertion fails"
    LEAVE = "not if the function is left before"
    CALL = "not if a call raises"


class Judgement(NamedTuple):
    """An obligation that is not met on every way; the skipped release and the exit before it, if any."""

    obligation: Obligation
    verdict: Verdict
    release: ast.AST | None = None
    exit: ast.AST | None = None


def judgements(
    call: ast.Call, module: Module, rows: Sequence[Resource] | None = None
) -> tuple[Judgement, ...]:
    """What is not given back of what a call acquires.

    Args:
        call: a call inside a function.
        module: its module.
        rows: what it acquires, where that is not for its name to tell.

    Returns:
        One judgement for each resource that is not released on every way; none where that is not known.
        Where the call's function only returns the handle, the judgements are about its callers.
    """
    key = ("cleanup.judgements", call, rows and tuple(rows))
    if key not in module.kept:
        chosen = resources.acquired(call, module) if rows is None else rows
        module.kept[key] = tuple(_judged(call, chosen, module, 0))
    known: tuple[Judgement, ...] = module.kept[key]
    return known


def _judged(call: ast.Call, rows: Iterable[Resource], module: Module, depth: int) -> Iterator[Judgement]:
    function = module.function(call)
    if function is None:
        return
    kept = [(row, found) for row in rows if (found := [*held(call, row, module)])]
    for row, found in kept if kept and not _is_expected_to_raise(call, module) else ():
        if not row.everything and is_intercepted(call, module, _substitute(row)):
            continue
        for begin, handle in found:
            yield from _judge(Obligation(row, call, begin, function, handle), module, depth)


@lru_cache(maxsize=256)
def _substitute(row: Resource) -> Interceptor:
    """What would make a call that acquires something return a double."""
    words = frozenset(name.rpartition(".")[2] for name in row.made_by)
    return Interceptor(frozenset(), frozenset(), re.compile(r"(?!)"), words)


def _is_expected_to_raise(call: ast.Call, module: Module) -> bool:
    """Whether nothing is acquired by a call if all goes as the test has it."""
    if expecting_around(call, module) is not None:
        return True
    statement = module.above(call, ast.stmt)
    match module.parent(statement) if statement is not None else None:
        case ast.Try(body=body, handlers=[_, *_] as handlers, orelse=orelse) if statement in body:
            is_expected = any(is_failure(each, module) for each in (*body, *orelse))
            return isinstance(statement, ast.Expr) or is_expected or any(map(holds_assertion, handlers))
        case _:
            return False


def _judge(obligation: Obligation, module: Module, depth: int) -> Iterator[Judgement]:
    mentions = tuple(mentions_of(obligation, module, depth))
    uses = {each.use for each in mentions}
    if Use.MOVE in uses:
        return
    if Use.RETURN in uses:
        yield from _of_callers(obligation, module, depth)
        return
    begins = sorted(
        (
            each.node
            for each in mentions
            if each.use is Use.BEGIN and expecting_around(each.node, module) is None
        ),
        key=place,
    )
    if obligation.resource.begun_by and obligation.handle is not None:
        if not begins:
            return
        obligation = obligation._replace(begin=begins[0])
    if Use.RELEASE in uses:
        found = ways_out(obligation, mentions, module)
        yield from (each for each in found if not _is_undone(obligation, module))
    elif Use.WATCH not in uses and not _is_undone(obligation, module, perhaps=True):
        yield Judgement(obligation, Verdict.NEVER)


def _is_undone(obligation: Obligation, module: Module, *, perhaps: bool = False) -> bool:
    """Whether the class, a fixture or a hook gives the resource back, or ``perhaps`` may do so."""
    tags = frozenset(_tags(obligation))
    if not tags:
        return False
    others = custody(obligation.function, module)
    if tags & others.undoes:
        return True
    return perhaps and (others.opaque or _is_used_elsewhere(obligation, module))


def _is_used_elsewhere(obligation: Obligation, module: Module) -> bool:
    """Whether what ``self`` holds is given back or handed on by another function, or is no test's at all."""
    handle, class_ = obligation.handle, module.class_of(obligation.function)
    if handle is None or not handle.owner:
        return False
    if class_ is None or not is_collected(class_, module):
        return True  # an object that tests use: whoever makes it ends it
    elsewhere = (
        each for each in module.attributes({handle.name}) if module.function(each) is not obligation.function
    )
    loaded = (each for each in elsewhere if isinstance(each.ctx, ast.Load))
    return any(use_of(each, obligation.resource, module) not in (Use.BORROW, Use.BEGIN) for each in loaded)


def _tags(obligation: Obligation) -> Iterator[str]:
    """By what names others may give the resource back."""
    row, handle = obligation.resource, obligation.handle
    if row.tag:
        yield row.tag
    if handle is not None and handle.owner:
        yield from ("self.*", f"self.{handle.name}")
        if not row.path:  # a path is told to many and owned by none of them
            yield f"lent:self.{handle.name}"
        yield from (f"self.{handle.name}.{method}" for method in (row.release or REMOVING))


def _of_callers(obligation: Obligation, module: Module, depth: int) -> Iterator[Judgement]:
    """What becomes of a handle that a function of this module only makes and returns."""
    function = obligation.function
    if depth >= DEEPEST or is_fixture(function, module) or is_test(function, module) or is_hook(function):
        return
    row, handle = obligation.resource, obligation.handle
    if handle is not None and handle.name:
        row = replace(row, place=Place.RESULT)  # what is returned is the handle itself, not the pair
    for call in module.scopes.calls(frozenset({function.name})):
        if function in callees(call.func, module) and module.function(call) is not function:
            yield from _judged(call, [row], module, depth + 1)


def ways_out(obligation: Obligation, mentions: Sequence[Mention], module: Module) -> Iterator[Judgement]:
    """Whether a release that is written can be skipped.

    Args:
        obligation: what is held.
        mentions: what becomes of it, at least one release among that.
        module: its module.

    Yields:
        One judgement, about the likeliest way out on which the release is skipped; none if there is no
        such way, or if what is done after the release shows that the release is what the test is about.
    """
    # What is expected to raise gives nothing back.
    releases = [
        each.node
        for each in mentions
        if each.use is Use.RELEASE and expecting_around(each.node, module) is None
    ]
    if not releases:
        return
    later = [each for each in releases if place(each) > place(obligation.begin)]
    first = min(later or releases, key=place)
    if _is_subject(first, mentions):
        return
    try:
        ways = flow.leaks(obligation.function.body, _reading(obligation, releases, module))
    except flow.Abandoned:
        note("gave up on %s in %s: too large or too deep", obligation.function.name, module.path)
        return
    for way, verdict in ((Way.CHECK, Verdict.CHECK), (Way.LEAVE, Verdict.LEAVE), (Way.CALL, Verdict.CALL)):
        if way in ways:
            skipped = [each for each in releases if place(each) > place(ways[way])]
            if skipped:
                yield Judgement(obligation, verdict, min(skipped, key=place), ways[way])
            return


def _is_subject(release: ast.AST, mentions: Iterable[Mention]) -> bool:
    """Whether the handle is used again after its release, which then is what the test is about."""
    return any(each.use is not Use.RELEASE and place(each.node) > place(release) for each in mentions)


def _reading(obligation: Obligation, releases: Sequence[ast.AST], module: Module) -> flow.Reading:
    handles = handles_of(obligation, module)
    around = _Surroundings.of(obligation.function, handles)
    return flow.Reading(
        events=partial(_events, obligation.begin, frozenset(releases), around, module),
        manager=partial(manager, module=module),
        absent=partial(_absent, handles, frozenset(releases), module),
        fails=lambda handler: (
            is_broad(handler, module) or "AssertionError" in structure(handler.type or handler)
        ),
        catches_all=lambda handler: is_broad(handler, module),
        certain=partial(cannot_fail, handles=handles),
    )


class _Surroundings(NamedTuple):
    """What the function is for, and what it calls the handle.

    ``yields`` says that its yields may raise, ``expected_to_fail`` that all of it may.
    """

    yields: bool
    expected_to_fail: bool
    handles: frozenset[Handle]

    @classmethod
    def of(cls, function: Function, handles: frozenset[Handle]) -> _Surroundings:
        words = {
            last_word(each.func if isinstance(each, ast.Call) else each) for each in function.decorator_list
        }
        manages = bool(words & {"contextmanager", "asynccontextmanager"})
        return cls(manages, _fails_by_mark(function), handles)


def _fails_by_mark(function: Function) -> bool:
    """Whether a mark says that the test fails, whatever it fails with."""
    for each in function.decorator_list:
        call = each if isinstance(each, ast.Call) else None
        word = last_word(call.func if call is not None else each)
        named = [keyword.arg for keyword in call.keywords] if call is not None else []
        if word in ("xfail", "expectedFailure") and "raises" not in named:
            return True
    return False


def _events(
    begin: ast.AST, releases: frozenset[ast.AST], around: _Surroundings, module: Module, root: ast.AST
) -> list[Event]:
    return [
        Event(step, node)
        for node in flow.in_order(root)
        if (step := _step(node, begin, releases, around, module)) is not None
    ]


def _step(
    node: ast.AST, begin: ast.AST, releases: frozenset[ast.AST], around: _Surroundings, module: Module
) -> Step | None:
    if node is begin:
        return Step.ACQUIRE
    if node in releases:
        return Step.RELEASE
    match node:
        case ast.Call():
            return _step_of_call(node, around, module)
        case ast.Yield() | ast.YieldFrom() if around.yields:
            return Step.YIELD
        case _:
            return None


_ENDINGS = frozenset({"aclose", "cancel", "close", "kill", "server_close", "stop", "terminate"})
"""Methods that give something back; none of them is expected to raise."""


def _step_of_call(call: ast.Call, around: _Surroundings, module: Module) -> Step | None:
    if is_check(call, module) or around.expected_to_fail:
        return None if cannot_fail(call, around.handles) else Step.CHECK
    if last_word(call.func) == "skipTest" or module.names(call.func) & {"pytest.skip"}:
        return Step.LEAVE
    return None if last_word(call.func) in _ENDINGS or registers(call) else Step.CALL


def is_check(call: ast.Call, module: Module) -> bool:
    """Whether a call is an assertion, or fails the test deliberately."""
    return is_assertion(call) or is_failure(call, module)


def manager(statement: ast.With | ast.AsyncWith, module: Module) -> Manager:
    """What a ``with`` statement does about exceptions in its body.

    Args:
        statement: the statement.
        module: its module.

    Returns:
        Whether it expects one, swallows them, or lets them pass, as unknown managers are taken to do.
    """
    if expectations(statement, module):
        return Manager.EXPECTS
    return Manager.SUPPRESSES if suppressed(statement, module) else Manager.PASSES


def _absent(
    handles: frozenset[Handle], releases: frozenset[ast.AST], module: Module, test: ast.expr
) -> bool | None:
    """Which truth of a condition about the handle means that there is nothing to release."""
    if not any(isinstance(node, ast.expr) and spelt_handle(node) in handles for node in walk(test)):
        return None
    match test:
        case ast.Compare(ops=[ast.Is()], comparators=[ast.Constant(value=None)]) | ast.UnaryOp(op=ast.Not()):
            return True
    orelse: Sequence[ast.stmt] = getattr(module.parent(test), "orelse", ())
    return any(node in releases for statement in orelse for node in walk(statement))
