"""One obligation through one function body: on which ways out is something still held?

Python's control flow is structured, so there is no graph: each statement maps the states that enter it
to the state in which it falls through and to the exits that leave it. Conditions are not correlated, and
what is not known is taken as harmless: the ways out that remain are worth reporting.
"""

from __future__ import annotations

import ast
import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

States = frozenset[bool]
"""Which of *held* (true) and *not held* (false) are possible."""


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
    """What an expression does to the obligation, or how it may leave the function."""

    ACQUIRE = enum.auto()
    RELEASE = enum.auto()
    CHECK = enum.auto()
    LEAVE = enum.auto()
    CALL = enum.auto()
    YIELD = enum.auto()


class Event(NamedTuple):
    """One step, and the node that takes it."""

    step: Step
    node: ast.AST


class Manager(enum.Enum):
    """What a ``with`` does about exceptions in its body."""

    PASSES = enum.auto()
    EXPECTS = enum.auto()
    """It swallows an exception and fails without one."""
    SUPPRESSES = enum.auto()


@dataclass(frozen=True)
class Reading:
    """What the analysis asks about nodes; it knows nothing of files or sockets itself.

    Args:
        events: the steps of an expression in the order of their evaluation.
        manager: what a ``with`` statement does about exceptions.
        absent: the truth of a condition that means there is no handle; ``None`` for other conditions.
        fails: whether a handler catches a failed assertion.
        catches_all: whether a handler catches whatever a call may raise.
        certain: whether an ``assert`` statement holds wherever the resource is held.
    """

    events: Callable[[ast.AST], Sequence[Event]]
    manager: Callable[[ast.With | ast.AsyncWith], Manager]
    absent: Callable[[ast.expr], bool | None]
    fails: Callable[[ast.ExceptHandler], bool]
    catches_all: Callable[[ast.ExceptHandler], bool]
    certain: Callable[[ast.Assert], bool] = lambda assertion: False


Exits = Mapping[tuple[Way, bool], ast.AST]
"""For each way out and state the first node that takes it."""


class Outcome(NamedTuple):
    """The states in which a block falls through, and the ways out of it."""

    fall: States
    exits: Exits


class Abandoned(Exception):
    """The function is too large or too deeply nested to be judged."""


_NOTHING: States = frozenset()
_FREE: States = frozenset({False})
_HELD: States = frozenset({True})
_STEPS = 50_000
_RAISING = (Way.CHECK, Way.CALL, Way.YIELD)


def leaks(body: Sequence[ast.stmt], reading: Reading) -> dict[Way, ast.AST]:
    """The ways out of a function on which the obligation is still held.

    Args:
        body: the function's statements.
        reading: what the nodes mean for this obligation.

    Returns:
        The first node for each such way; falling off the end is not among them, because a release under
        a condition of its own may be meant.

    Raises:
        Abandoned: the function is too large or too deeply nested.
    """
    try:
        outcome = _Walk(reading).block(body, _FREE)
    except RecursionError as error:
        raise Abandoned from error
    return {way: node for (way, held), node in sorted(outcome.exits.items(), key=_order) if held}


def _order(item: tuple[tuple[Way, bool], ast.AST]) -> tuple[int, bool]:
    (way, held), _ = item
    return way, held


@dataclass
class _Walk:
    """One walk through the statements of a function."""

    reading: Reading
    known: dict[tuple[int, States], Outcome] = field(default_factory=dict)
    steps: int = 0

    def block(self, body: Sequence[ast.stmt], states: States) -> Outcome:
        # Loops and ``finally`` meet the same block again, but with three sets of states at most.
        if not body:
            return Outcome(states, {})
        key = (id(body[0]), states)
        if key not in self.known:
            self.known[key] = self._sequence(body, states)
        return self.known[key]

    def _sequence(self, body: Sequence[ast.stmt], states: States) -> Outcome:
        exits: Exits = {}
        for statement in body:
            if not states:
                break
            self.steps += 1
            if self.steps > _STEPS:
                raise Abandoned
            states, more = self.statement(statement, states)
            exits = _joined(exits, more)
        return Outcome(states, exits)

    def statement(self, node: ast.stmt, states: States) -> Outcome:
        match node:
            case ast.If():
                return self._if(node, states)
            case ast.While():
                return self._loop(node, node.test, states, endless=_is_true(node.test))
            case ast.For() | ast.AsyncFor():
                return self._loop(node, node.iter, states, endless=False)
            case ast.With() | ast.AsyncWith():
                return self._with(node, states)
            case ast.Try():
                return self._try(node, states)
            case ast.Match():
                return self._match(node, states)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return Outcome(states, {})
            case _ if type(node).__name__ == "TryStar":  # only from Python 3.11 on
                return self._try(node, states)
            case _:
                return self._simple(node, states)

    def _simple(self, node: ast.stmt, states: States) -> Outcome:
        if isinstance(node, ast.Assert) and self.reading.certain(node):
            return Outcome(states, {})
        states, exits = self.expression(node, states)
        match node:
            case ast.Return():
                return Outcome(_NOTHING, _joined(exits, _exits(Way.LEAVE, states, node)))
            case ast.Raise():
                return Outcome(_NOTHING, _joined(exits, _exits(Way.CHECK, states, node)))
            case ast.Break():
                return Outcome(_NOTHING, _exits(Way.BREAK, states, node))
            case ast.Continue():
                return Outcome(_NOTHING, _exits(Way.CONTINUE, states, node))
            case ast.Assert():
                return Outcome(states, _joined(exits, _exits(Way.CHECK, states, node)))
            case _:
                return Outcome(states, exits)

    def expression(self, node: ast.AST, states: States) -> Outcome:
        """Follow an expression, or all expressions of a simple statement."""
        exits: Exits = {}
        for step, origin in self.reading.events(node):
            match step:
                case Step.ACQUIRE:
                    states = _HELD
                case Step.RELEASE:
                    states = _FREE
                case Step.LEAVE:
                    exits = _joined(exits, _exits(Way.LEAVE, states, origin))
                    states = _NOTHING
                case _:
                    exits = _joined(exits, _exits(Way[step.name], states, origin))
        return Outcome(states, exits)

    def _if(self, node: ast.If, states: States) -> Outcome:
        entering, exits = self.expression(node.test, states)
        absent = self.reading.absent(node.test)
        body = self.block(node.body, _without(entering) if absent is True else entering)
        orelse = self.block(node.orelse, _without(entering) if absent is False else entering)
        return Outcome(body.fall | orelse.fall, _joined(exits, body.exits, orelse.exits))

    def _loop(
        self, node: ast.For | ast.AsyncFor | ast.While, head: ast.expr, states: States, *, endless: bool
    ) -> Outcome:
        entering, exits = self.expression(head, states)
        while True:
            body = self.block(node.body, entering)
            again = entering | body.fall | _states(body.exits, Way.CONTINUE)
            if again == entering:
                break
            entering = again
        orelse = self.block(node.orelse, _NOTHING if endless else entering)
        leaving = _except(body.exits, Way.BREAK, Way.CONTINUE)
        return Outcome(orelse.fall | _states(body.exits, Way.BREAK), _joined(exits, leaving, orelse.exits))

    def _with(self, node: ast.With | ast.AsyncWith, states: States) -> Outcome:
        exits: Exits = {}
        for item in node.items:
            states, more = self.expression(item, states)
            exits = _joined(exits, more)
        body = self.block(node.body, states)
        manager = self.reading.manager(node)
        if manager is Manager.PASSES:
            return Outcome(body.fall, _joined(exits, body.exits))
        swallowed = _states(body.exits, Way.CALL, Way.YIELD)
        left = _except(body.exits, Way.CALL, Way.YIELD)
        if manager is Manager.EXPECTS:
            left = _joined(left, _exits(Way.CHECK, body.fall, node))
        return Outcome(body.fall | swallowed, _joined(exits, left))

    def _try(self, node: ast.stmt, states: States) -> Outcome:
        parts: Mapping[str, Sequence[ast.stmt]] = vars(node)
        handlers: Sequence[ast.ExceptHandler] = vars(node)["handlers"]
        body = self.block(parts["body"], states)
        orelse = self.block(parts["orelse"], body.fall)
        caught = self._caught(handlers, body.exits)
        handled = [self.block(handler.body, caught) for handler in handlers]
        fall = orelse.fall.union(*(each.fall for each in handled))
        passing = self._passing(handlers, body.exits)
        exits = _joined(passing, orelse.exits, *(each.exits for each in handled))
        return self._finally(parts["finalbody"], Outcome(fall, exits))

    def _caught(self, handlers: Sequence[ast.ExceptHandler], exits: Exits) -> States:
        """The states in which handlers may begin; a failed assertion is not for every handler."""
        ways = {Way.CALL, Way.YIELD}
        if any(map(self.reading.fails, handlers)):
            ways.add(Way.CHECK)
        return _states(exits, *ways) if handlers else _NOTHING

    def _passing(self, handlers: Sequence[ast.ExceptHandler], exits: Exits) -> Exits:
        """What goes through the handlers uncaught."""
        stopped: set[Way] = set()
        if any(map(self.reading.fails, handlers)):
            stopped.add(Way.CHECK)
        if any(map(self.reading.catches_all, handlers)):
            stopped.update(_RAISING)
        return _except(exits, *stopped)

    def _finally(self, body: Sequence[ast.stmt], before: Outcome) -> Outcome:
        last = self.block(body, before.fall)
        exits = last.exits
        for (way, held), node in before.exits.items():
            fall, more = self.block(body, frozenset({held}))
            exits = _joined(exits, more, _exits(way, fall, node))
        return Outcome(last.fall, exits)

    def _match(self, node: ast.Match, states: States) -> Outcome:
        entering, exits = self.expression(node.subject, states)
        cases = [self.block(case.body, entering) for case in node.cases]
        complete = any(_takes_all(case) for case in node.cases)
        fall = (_NOTHING if complete else entering).union(*(each.fall for each in cases))
        return Outcome(fall, _joined(exits, *(each.exits for each in cases)))


def _joined(*several: Exits) -> Exits:
    filled = [each for each in several if each]
    if len(filled) == 1:
        return filled[0]
    joined: dict[tuple[Way, bool], ast.AST] = {}
    for exits in filled:
        for key, node in exits.items():
            joined[key] = min(joined.get(key, node), node, key=place)
    return joined


def place(node: ast.AST) -> tuple[int, int]:
    """Where a node begins, as line and column; nodes are compared by it."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _exits(way: Way, states: States, node: ast.AST) -> Exits:
    return {(way, held): node for held in states}


def _states(exits: Exits, *ways: Way) -> States:
    return frozenset(held for way, held in exits if way in ways)


def _except(exits: Exits, *ways: Way) -> Exits:
    return {key: node for key, node in exits.items() if key[0] not in ways}


def _without(states: States) -> States:
    return _FREE if states else states


def _is_true(test: ast.expr) -> bool:
    return isinstance(test, ast.Constant) and bool(test.value)


def _takes_all(case: ast.match_case) -> bool:
    match case:
        case ast.match_case(pattern=ast.MatchAs(pattern=None), guard=None):
            return True
        case _:
            return False


def in_order(root: ast.AST) -> Iterable[ast.AST]:
    """The nodes of an expression or simple statement as they are evaluated: arguments before their call.

    Args:
        root: an expression, or a statement without a body.

    Yields:
        The nodes; lambdas are not entered, what they hold runs elsewhere.
    """
    if not isinstance(root, ast.Lambda):
        for child in _evaluated(root):
            yield from in_order(child)
    yield root


def _evaluated(node: ast.AST) -> Iterable[ast.AST]:
    match node:
        case ast.Assign(targets=targets, value=value):
            return (value, *targets)
        case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            return (value, target)
        case ast.AnnAssign(target=target, value=value):
            return (value, target) if value is not None else (target,)
        case _:
            return ast.iter_child_nodes(node)
