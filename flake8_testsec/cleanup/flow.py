"""All obligations through one function body at once: on which ways out is something still held?

Python's control flow is structured, so there is no graph: each statement maps the state in which it is
entered to that in which it falls through, and notes where it is left otherwise. Each obligation has a bit of
its own, so one walk serves all. Conditions are not correlated, and what is not known is taken as harmless:
the ways out that remain are worth reporting.
"""

from __future__ import annotations

import ast
import enum
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup.flow_state import NOWHERE, State
from flake8_testsec.source.module import inner_statements


class Way(enum.IntEnum):
    """A way out of a statement; the first ones are the better witnesses."""

    CHECK = 1
    """An assertion fails, or the code raises by itself."""
    LEAVE = 2
    """A return, or the test is skipped."""
    CALL = 3
    """A call raises."""
    YIELD = 4
    """A context manager's body raises."""
    BREAK = 5
    CONTINUE = 6


class Step(enum.Enum):
    """What an expression does to an obligation, or how it may leave the function."""

    ACQUIRE = enum.auto()
    RELEASE = enum.auto()
    CHECK = enum.auto()
    LEAVE = enum.auto()
    CALL = enum.auto()
    YIELD = enum.auto()


class Event(NamedTuple):
    """One step, the node that takes it, and the bits of the obligations for which it is one."""

    step: Step
    node: ast.AST
    whose: int


class Manager(enum.Enum):
    """What a ``with`` does about exceptions in its body."""

    PASSES = enum.auto()
    EXPECTS = enum.auto()
    """It swallows an exception and fails without one."""
    SUPPRESSES = enum.auto()


class Reading(NamedTuple):
    """What the analysis asks about nodes; it knows nothing of files or sockets itself.

    Args:
        everything: the bits of all obligations.
        events: the steps of an expression in the order of their evaluation.
        manager: what a ``with`` statement does about exceptions.
        absent: of which obligations there is no handle in the two branches of a condition.
        fails: whether a handler catches a failed assertion.
        catches_all: whether a handler catches whatever a call may raise.
        certain: for which obligations an ``assert`` statement holds wherever the resource is held.
        catches: whether a handler catches what a ``raise`` in its ``try`` raises.
    """

    everything: int
    events: Callable[[ast.AST], Iterable[Event]]
    manager: Callable[[ast.With | ast.AsyncWith], Manager]
    absent: Callable[[ast.If], tuple[int, int]]
    fails: Callable[[ast.ExceptHandler], bool]
    catches_all: Callable[[ast.ExceptHandler], bool]
    certain: Callable[[ast.Assert], int] = lambda assertion: 0
    catches: Callable[[ast.ExceptHandler, ast.Raise], bool] = lambda handler, raising: False


Leaks = Mapping[int, Mapping[Way, ast.AST]]
"""By the number of each obligation's bit: the first node of each way on which it is still held."""


class Abandoned(Exception):
    """The function is too large or too deeply nested to be judged."""


class _Exit(NamedTuple):
    way: Way
    node: ast.AST
    state: State


_STEPS = 50_000
_SIMPLE = frozenset({ast.Assert, ast.Assign, ast.AugAssign, ast.Delete, ast.Expr, ast.Raise, ast.Return})
"""The types of most statements, which hold no others."""
_RAISING = frozenset({Way.CHECK, Way.CALL, Way.YIELD})
_SWALLOWED = frozenset({Way.CALL, Way.YIELD})


def leaks(body: Sequence[ast.stmt], reading: Reading) -> Leaks:
    """The ways out of a function on which obligations are still held.

    Args:
        body: the function's statements.
        reading: what the nodes mean for the obligations.

    Returns:
        The first node for each such way; falling off the end is not among them, because a release under
        a condition of its own may be meant.

    Raises:
        Abandoned: the function is too large or too deeply nested.
    """
    walk = _Walk(reading)
    try:
        walk.block(body, State(reading.everything, 0, 0))
    except RecursionError as error:
        raise Abandoned from error
    found: dict[int, dict[Way, ast.AST]] = {}
    for way in Way:
        for node, whose in _first((each for each in walk.exits if each.way is way), reading.everything):
            for number in _numbers(whose):
                found.setdefault(number, {})[way] = node
    return found


def _first(exits: Iterable[_Exit], everything: int) -> Iterator[tuple[ast.AST, int]]:
    """The nodes that are the first, in the text, at which some obligations are held."""
    missing = everything
    for _, node, state in sorted(exits, key=lambda each: place(each.node)):
        if whose := state.fresh & missing:
            yield node, whose
            missing &= ~whose


def _numbers(whose: int) -> Iterator[int]:
    while whose:
        lowest = whose & -whose
        yield lowest.bit_length() - 1
        whose ^= lowest


class _Walk:
    """One walk through the statements of a function."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.exits: list[_Exit] = []
        self.steps = 0
        self._endings = 0

    def block(self, body: Sequence[ast.stmt], state: State) -> State:
        """Follow statements; the state in which they fall through."""
        for statement in body:
            if not state.live:
                break
            self._step()
            state = self.statement(statement, state)
        return state

    def _step(self) -> None:
        self.steps += 1
        if self.steps > _STEPS:
            raise Abandoned

    def _leave(self, way: Way, node: ast.AST, state: State) -> None:
        if state.live:
            self.exits.append(_Exit(way, node, state))

    def _taken(self, mark: int) -> list[_Exit]:
        """The exits since a mark, which are taken back: what is around them has a say."""
        taken = self.exits[mark:]
        del self.exits[mark:]
        return taken

    def _apart(self, body: Sequence[ast.stmt]) -> tuple[State, list[_Exit]]:
        """Follow statements that are met in several states: what they make of any."""
        mark = len(self.exits)
        fall = self.block(body, State(self.reading.everything, 0, self.reading.everything))
        return fall, self._taken(mark)

    def statement(self, node: ast.stmt, state: State) -> State:
        match node:
            case ast.If():
                return self._if(node, state)
            case ast.While():
                return self._loop(node, node.test, state, endless=_is_true(node.test))
            case ast.For() | ast.AsyncFor():
                return self._loop(node, node.iter, state, endless=False)
            case ast.With() | ast.AsyncWith():
                return self._with(node, state)
            case ast.Try():
                return self._try(node, state)
            case ast.Match():
                return self._match(node, state)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return state
            case _ if type(node).__name__ == "TryStar":  # only from Python 3.11 on
                return self._try(node, state)
            case _ if type(node) not in _SIMPLE and any(inner_statements(node)):
                # Of a newer Python: nobody knows when they run.
                raise Abandoned
            case _:
                return self._simple(node, state)

    def _simple(self, node: ast.stmt, state: State) -> State:
        match node:
            case ast.Break():
                self._leave(Way.BREAK, node, state)
                return NOWHERE
            case ast.Continue():
                self._leave(Way.CONTINUE, node, state)
                return NOWHERE
            case ast.Assert() if certain := self.reading.certain(node):
                failing = self.expression(node, state.of(~certain))
                self._leave(Way.CHECK, node, failing)
                return failing.joined(state.of(certain))
        state = self.expression(node, state)
        match node:
            case ast.Return():
                self._leave(Way.LEAVE, node, state)
                return NOWHERE
            case ast.Raise():
                self._leave(Way.CHECK, node, state)
                return NOWHERE
            case ast.Assert():
                self._leave(Way.CHECK, node, state)
        return state

    def expression(self, node: ast.AST, state: State, alive: int | None = None) -> State:
        """Follow an expression, or all expressions of a simple statement, which ``alive`` ones reach."""
        alive = state.live if alive is None else alive
        for step, origin, whose in self.reading.events(node):
            concerned = alive & whose
            match step:
                case Step.ACQUIRE:
                    live, fresh, kept = state
                    state = State(live | concerned, fresh | concerned, kept & ~concerned)
                case Step.RELEASE:
                    live, fresh, kept = state
                    state = State(live | concerned, fresh & ~concerned, kept & ~concerned)
                case Step.LEAVE:
                    self._leave(Way.LEAVE, origin, state.of(whose))
                    state = state.of(~whose)
                case _:
                    self._leave(Way[step.name], origin, state.of(whose))
        return state

    def _if(self, node: ast.If, state: State) -> State:
        fall = NOWHERE
        while True:  # an ``elif`` is no deeper than its ``if``
            state = self.expression(node.test, state)
            absent, absent_otherwise = self.reading.absent(node)
            fall = fall.joined(self.block(node.body, state.without(absent)))
            state = state.without(absent_otherwise)
            match node.orelse:
                case [ast.If() as other] if state.live:
                    self._step()
                    node = other
                case orelse:
                    return fall.joined(self.block(orelse, state))

    def _loop(
        self, node: ast.For | ast.AsyncFor | ast.While, head: ast.expr, state: State, *, endless: bool
    ) -> State:
        state = self.expression(head, state)
        fall, exits = self._apart(node.body)
        again = fall.joined(_united(exits, {Way.CONTINUE}))
        # What a round acquires may be held at the beginning of the next one; no further round adds to that.
        entering = state.joined(state.then(again))
        left = NOWHERE
        for way, origin, inner in exits:
            if way is Way.BREAK:
                left = left.joined(entering.then(inner))
            elif way is not Way.CONTINUE:
                self._leave(way, origin, entering.then(inner))
        return self.block(node.orelse, NOWHERE if endless else entering).joined(left)

    def _with(self, node: ast.With | ast.AsyncWith, state: State) -> State:
        alive = state.live
        for item in node.items:
            state = self.expression(item, state, alive)
        mark = len(self.exits)
        fall = self.block(node.body, state)
        manager = self.reading.manager(node)
        if manager is Manager.PASSES:
            return fall
        exits = self._taken(mark)
        self.exits += [each for each in exits if each.way not in _SWALLOWED]
        if manager is Manager.EXPECTS:
            self._leave(Way.CHECK, node, fall)
        return fall.joined(self._caught(exits, _SWALLOWED))

    def _try(self, node: ast.stmt, state: State) -> State:
        parts: Mapping[str, Sequence[ast.stmt]] = vars(node)
        handlers: Sequence[ast.ExceptHandler] = vars(node)["handlers"]
        mark = len(self.exits)
        fall = self.block(parts["body"], state)
        exits = self._taken(mark)
        fails = any(map(self.reading.fails, handlers))
        stopped = self._stopped(handlers, fails)
        meant = {each.node for each in exits if self._is_meant(each.node, handlers)}
        self.exits += [each for each in exits if each.way not in stopped and each.node not in meant]
        fall = self.block(parts["orelse"], fall)
        # A failed assertion is not for every handler.
        caught = self._caught(exits, _RAISING if fails else _SWALLOWED) if handlers else NOWHERE
        caught = caught.joined(_united((each for each in exits if each.node in meant), _RAISING))
        for handler in handlers:
            fall = fall.joined(self.block(handler.body, caught))
        return self._finally(parts["finalbody"], fall, mark) if parts["finalbody"] else fall

    def _caught(self, exits: Iterable[_Exit], ways: frozenset[Way]) -> State:
        """Where control goes on after exceptions; no call in a ``finally`` is taken to raise, too."""
        return _united(exits, ways - {Way.CALL} if self._endings else ways)

    def _is_meant(self, node: ast.AST, handlers: Sequence[ast.ExceptHandler]) -> bool:
        """Whether it is a ``raise`` that one of the handlers is for."""
        return isinstance(node, ast.Raise) and any(self.reading.catches(each, node) for each in handlers)

    def _stopped(self, handlers: Sequence[ast.ExceptHandler], fails: bool) -> frozenset[Way]:
        """What does not go through the handlers uncaught."""
        if any(map(self.reading.catches_all, handlers)):
            return _RAISING
        return frozenset({Way.CHECK}) if fails else frozenset()

    def _finally(self, body: Sequence[ast.stmt], fall: State, mark: int) -> State:
        before = self._taken(mark)
        self._endings += 1
        last, exits = self._apart(body)
        self._endings -= 1
        entering = fall.joined(_united(before, frozenset(Way)))
        for way, node, state in exits:
            self._leave(way, node, entering.then(state))
        for way, node, state in before:
            self._leave(way, node, state.then(last))
        return fall.then(last)

    def _match(self, node: ast.Match, state: State) -> State:
        state = self.expression(node.subject, state)
        fall = NOWHERE if any(map(_takes_all, node.cases)) else state
        for case in node.cases:
            fall = fall.joined(self.block(case.body, state))
        return fall


def _united(exits: Iterable[_Exit], ways: Container[Way]) -> State:
    live = fresh = kept = 0
    for way, _, state in exits:
        if way in ways:
            live, fresh, kept = live | state.live, fresh | state.fresh, kept | state.kept
    return State(live, fresh, kept)


def place(node: ast.AST) -> tuple[int, int]:
    """Where a node begins, as line and column; nodes are compared by it."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _is_true(test: ast.expr) -> bool:
    return isinstance(test, ast.Constant) and bool(test.value)


def _takes_all(case: ast.match_case) -> bool:
    match case:
        case ast.match_case(pattern=ast.MatchAs(pattern=None), guard=None):
            return True
        case _:
            return False
