"""On which ways out of a function its obligations are still held, all of them in one walk."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from flake8_testsec.cleanup import flow
from flake8_testsec.cleanup.acquisition import Handle, Obligation, spelt_handle
from flake8_testsec.cleanup.borrowers import registers
from flake8_testsec.cleanup.certainty import (
    asks_for_names,
    cannot_fail,
    found_there,
    names_asked_for,
    same_path,
)
from flake8_testsec.cleanup.evaluation import Marked, ordered
from flake8_testsec.cleanup.flow import Event, Manager, Step, Way
from flake8_testsec.cleanup.mentions import Fate
from flake8_testsec.cleanup.removed_last import REMOVALS
from flake8_testsec.cleanup.uses import handles_of
from flake8_testsec.source.calls import argument, last_word, structure
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import (
    expectations,
    is_assertion,
    is_broad,
    is_failure,
    suppressed,
)
from flake8_testsec.vocabulary.testing.catching import catches


class Held(NamedTuple):
    """An obligation, and what becomes of it."""

    obligation: Obligation
    fates: Sequence[Fate]


def ways(function: Function, several: Sequence[Held], module: Module) -> Sequence[Mapping[Way, ast.AST]]:
    """The ways out of a function on which obligations are still held.

    Args:
        function: the function of all of them.
        several: the obligations, all those of the function together, so that it is walked once.
        module: its module.

    Returns:
        For each obligation the first node of each way.

    Raises:
        Abandoned: the function is too large or too deeply nested.
    """
    found = flow.leaks(function.body, _Bits(function, several, module).reading())
    return [found.get(number, {}) for number in range(len(several))]


class _Surroundings(NamedTuple):
    """What the function is for: its yields may raise, or all of it is expected to fail."""

    yields: bool
    expected_to_fail: bool

    @classmethod
    def of(cls, function: Function) -> _Surroundings:
        words = {
            last_word(each.func if isinstance(each, ast.Call) else each) for each in function.decorator_list
        }
        manages = bool(words & {"contextmanager", "asynccontextmanager"})
        return cls(manages, _fails_by_mark(function))


def _fails_by_mark(function: Function) -> bool:
    """Whether a mark says that the test fails, whatever it fails with."""
    for each in function.decorator_list:
        call = each if isinstance(each, ast.Call) else None
        word = last_word(call.func if call is not None else each)
        named = [keyword.arg for keyword in call.keywords] if call is not None else []
        if word in ("xfail", "expectedFailure") and "raises" not in named:
            return True
    return False


class _Bits:
    """What the nodes of a function mean for its obligations, each of which has a bit.

    Args:
        function: the function.
        several: the obligations.
        module: its module.
    """

    def __init__(self, function: Function, several: Sequence[Held], module: Module) -> None:
        self._function, self._module, self._around = function, module, _Surroundings.of(function)
        self._all = (1 << len(several)) - 1
        self._begun: dict[ast.AST, int] = defaultdict(int)
        for number, (obligation, _) in enumerate(several):
            self._begun[obligation.begin] |= 1 << number
        self._released = _released(several)
        self._marked = Marked(self._released)
        self._handles = _handles(several, module)
        self._paths = _paths(several, module)

    def reading(self) -> flow.Reading:
        """The same, in the words of the analysis."""
        return flow.Reading(
            everything=self._all,
            events=self._events,
            manager=lambda statement: manager(statement, self._module),
            absent=self._absent,
            fails=lambda handler: (
                is_broad(handler, self._module) or "AssertionError" in structure(handler.type or handler)
            ),
            catches_all=lambda handler: is_broad(handler, self._module),
            catches=lambda handler, raising: catches(handler, raising, self._module),
            certain=self._certain,
        )

    def _events(self, root: ast.AST) -> Iterator[Event]:
        for node in ordered(root, self._module):
            whose = self._all
            if begun := self._begun.get(node, 0):
                yield Event(Step.ACQUIRE, node, begun)
                whose &= ~begun
            if released := self._released.get(node, 0) & whose:
                yield Event(Step.RELEASE, node, released)
                whose &= ~released
            match node:
                case ast.Call() if whose:
                    yield from self._called(node, whose)
                case ast.Yield() | ast.YieldFrom() if self._around.yields:
                    yield Event(Step.YIELD, node, whose)

    def _called(self, call: ast.Call, whose: int) -> Iterator[Event]:
        if is_check(call, self._module) or self._around.expected_to_fail:
            yield Event(Step.CHECK, call, whose & ~self._certain(call))
        elif last_word(call.func) == "skipTest" or self._module.names(call.func) & {"pytest.skip"}:
            yield Event(Step.LEAVE, call, whose)
        elif not (last_word(call.func) in _ENDINGS or registers(call) or asks_for_names(call, self._module)):
            yield Event(Step.CALL, call, whose)

    def _certain(self, node: ast.AST) -> int:
        """For whom an assertion holds wherever there is anything to be released."""
        there = (self._paths.get(same_path(each, self._module), 0) for each in self._found_there(node))
        return reduce(or_, there, cannot_fail(node, self._handles))

    def _found_there(self, node: ast.AST) -> Sequence[ast.expr]:
        return found_there(node, self._module) if self._paths else ()

    def _absent(self, node: ast.If) -> tuple[int, int]:
        """Of whom there is nothing to release in the two branches of a condition about handles."""
        here, otherwise = self._unbound(node.test)
        absent, absent_otherwise = self._without(node)
        return absent | here, absent_otherwise | otherwise

    def _unbound(self, test: ast.expr) -> tuple[int, int]:
        """Whose handle has no value yet in the two branches of a condition about the names that are bound."""
        bits = [0, 0]
        for name, is_bound in names_asked_for(test, self._function, self._module):
            bits[is_bound ^ isinstance(test, ast.UnaryOp)] |= self._handles.get(Handle(name), 0)
        return bits[0], bits[1]

    def _without(self, node: ast.If) -> tuple[int, int]:
        """Whose handle says in the two branches of a condition that there is nothing."""
        concerned = 0
        for each in walk(node.test):
            if isinstance(each, (ast.Name, ast.Attribute)) and (handle := spelt_handle(each)) is not None:
                concerned |= self._handles.get(handle, 0)
        match node.test if concerned else None:
            case None:
                return 0, 0
            case ast.Compare(left=left, ops=[ast.IsNot() | ast.Is() as operator]) if _tells_of_end(left):
                return (concerned, 0) if isinstance(operator, ast.IsNot) else (0, concerned)
            case ast.Compare(ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
                return concerned, 0
            case ast.UnaryOp(op=ast.Not()):
                return concerned, 0
        released = self._marked.block(node.orelse)
        return concerned & released, concerned & ~released


def _tells_of_end(asked: ast.expr) -> bool:
    """Whether a process is asked how it has ended: the answer is ``None`` while it runs."""
    match asked:
        case ast.Call(func=ast.Attribute(attr="poll")) | ast.Attribute(attr="returncode" | "exitcode"):
            return True
        case _:
            return False


def _released(several: Sequence[Held]) -> Mapping[ast.AST, int]:
    """The bits of those that each node releases, or sees end by themselves; many may share a fate."""
    sharing: dict[int, tuple[Fate, int]] = {}
    for number, (_, fates) in enumerate(several):
        for fate in fates:
            sharing[id(fate)] = fate, sharing.get(id(fate), (fate, 0))[1] | 1 << number
    released: dict[ast.AST, int] = defaultdict(int)
    for fate, bits in sharing.values():
        for node in (*fate.releases, *fate.ends):
            released[node] |= bits
    return released


def _handles(several: Sequence[Held], module: Module) -> Mapping[Handle, int]:
    """The bits of those that each name belongs to."""
    sharing: dict[frozenset[Handle], int] = defaultdict(int)
    for number, (obligation, _) in enumerate(several):
        sharing[handles_of(obligation, module)] |= 1 << number
    handles: dict[Handle, int] = defaultdict(int)
    for names, bits in sharing.items():
        for name in names:
            handles[name] |= bits
    return handles


def _paths(several: Sequence[Held], module: Module) -> Mapping[str, int]:
    """The bits of those that are nothing but something at a path, by the text of the path itself."""
    found: dict[str, int] = defaultdict(int)
    for number, (obligation, _) in enumerate(several):
        if obligation.resource.path and obligation.handle is not None:
            found[str(obligation.handle)] |= 1 << number
        elif not obligation.resource.path and {*REMOVALS} & {*obligation.resource.given_to}:
            path = argument(obligation.call, 0, "file")
            found[same_path(path, module) if path is not None else ""] |= 1 << number
    return found


_ENDINGS = frozenset({"aclose", "cancel", "close", "kill", "server_close", "stop", "terminate"})
"""Methods that give something back; none of them is expected to raise."""


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
