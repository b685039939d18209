"""Assertions that never ran although their tests passed, as runs show that noted their lines."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.evidence.kinds import UNRUN
from flake8_testsec.evidence.locating import Region, regions
from flake8_testsec.evidence.reading import Evidence, Ran
from flake8_testsec.evidence.saying import is_in
from flake8_testsec.source.module import Module, statements
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import (
    called,
    classes,
    expectations,
    is_assertion,
    is_failure,
    is_mock_assertion,
    suppressed,
)
from flake8_testsec.vocabulary.testing.reasons import denies
from flake8_testsec.vocabulary.testing.suites import only_decorated_by

AFTER_RAISING = "TSE403"
NO_BODY = "TSE510"
_SAID = frozenset({AFTER_RAISING, "TSE408", "TSE410", NO_BODY, "TSE511", "TSE525"})
"""The rules that say of an assertion that it does not run, or may not."""

_PLAIN = ("pytest.mark", "unittest.mock.patch")
_STATIC = frozenset(
    f"{module}.{name}"
    for module in ("typing", "typing_extensions")
    for name in ("assert_never", "assert_type")
)
_FAILURE = frozenset({"AssertionError", "self.failureException"})

LEFT = "the test leaves the block before"
BRANCH = "its branch is never taken"
HANDLER = "nothing is raised there"
LOOP = "the loop around it goes through nothing"
INNER = "the function around it is never called"
RAISED = "the line above it raises what is expected"
BODY = "the body of the test is never entered"
_DENIALS_MEANT = frozenset({LOOP, RAISED})
"""Where an assertion that only denies something may well be for the case that there is something."""


class Run(NamedTuple):
    """Evidence of the file as it is."""

    evidence: Evidence
    place: str
    """The file, as the evidence names it."""


class Unrun(NamedTuple):
    """Assertions that never ran, and stand together."""

    assertions: Sequence[ast.stmt]
    function: Function
    """The innermost one around them."""
    why: str
    code: str
    test: str

    @property
    def words(self) -> str:
        """What there is to say of them."""
        number = len(self.assertions)
        what = "the assertion" if number == 1 else f"{number} assertions"
        verb = "has never run" if number == 1 else "have never run"
        return f"{what} {verb} although {self.test} passes: {self.why}"

    def is_of(self, code: str, lines: Iterable[tuple[int, int]]) -> bool:
        """Whether a finding speaks of them.

        Args:
            code: of the finding.
            lines: the first and the last of each of its places.
        """
        places = [*lines]
        starts = {each.lineno for each in self.assertions}
        is_there = any(first <= line <= last for first, last in places for line in starts)
        is_whole = any(first <= self.function.lineno <= last for first, last in places)
        return (code == self.code and is_there) or (code in _SAID and (is_there or is_whole))


def unrun(module: Module, runs: Sequence[Run]) -> Iterator[Unrun]:
    """Find the assertions of tests that passed, whose lines are known, and which none of the runs has run.

    Args:
        module: the file.
        runs: all evidence of it.

    Yields:
        Those that stand together, once.
    """
    lines = frozenset[int]().union(*(run.evidence.lines.get(run.place, ()) for run in runs))
    functions = {_first(each): each for kind in _FUNCTIONS for each in module.nodes(kind)}
    every = [*regions(module.tree)]
    starts = {each.first for each in every}
    for region in every:
        known = _known(region, starts, runs)
        if known and lines and region.first in functions:
            yield from _Search(module, lines, functions[region.first], known).found()


_FUNCTIONS: tuple[type[Function], ...] = (ast.FunctionDef, ast.AsyncFunctionDef)


def _first(function: Function) -> int:
    return min([function.lineno, *(each.lineno for each in function.decorator_list)])


def _known(region: Region, starts: Collection[int], runs: Iterable[Run]) -> Collection[str]:
    """Which lines are noted of all the tests that a function was; none if one of them did not pass.

    The name counts where a decorator hides the line; another function of that line is not meant by it.
    """
    known: set[str] = set()
    for evidence, place in runs:
        for ran in evidence.tests.get(place, ()):
            if ran.line == region.first or (ran.line not in starts and is_in(ran, region)):
                known.add(_lines_of(ran, evidence))
    return known if "" not in known else ()


def _lines_of(ran: Ran, evidence: Evidence) -> str:
    return ran.lines if ran.outcome == "passed" and evidence.is_whole else ""


class _Search:
    """Looks through a test for what has not run."""

    def __init__(
        self, module: Module, lines: Collection[int], test: Function, known: Collection[str]
    ) -> None:
        self._module = module
        self._lines = lines
        self._test = test
        self._is_all_known = {*known} == {"all"}
        self._local = {each.arg for each in ast.walk(test.args) if isinstance(each, ast.arg)}
        stored = (each for each in ast.walk(test) if isinstance(each, ast.Name))
        self._local |= {each.id for each in stored if isinstance(each.ctx, ast.Store)}

    def found(self) -> Iterator[Unrun]:
        """What has not run."""
        why = BODY if self._is_all_known else ""
        yield from self._of(self._test.body, self._test, why, False)

    def _of(self, body: Sequence[ast.stmt], owner: Function, why: str, raises: bool) -> Iterator[Unrun]:
        """What has not run of a block.

        Args:
            body: the block.
            owner: the function around it.
            why: what it means if nothing of the block has run; empty where that is nobody's mistake.
            raises: whether what leaves the block is an error that is expected.
        """
        ran = [number for number, each in enumerate(body) if self._has_run(each)]
        for number in ran:
            yield from self._inside(body[number], owner, raises)
        last = max(ran, default=-1)
        if ran:
            why = "" if self._hangs_on_surroundings(body[last]) else RAISED if raises else LEFT
        tail = [each for each in statements(body[last + 1 :]) if self._is_check(each)]
        if tail and why and not (why in _DENIALS_MEANT and all(map(denies, tail))):
            yield Unrun(tail, owner, why, self._code(why, owner), self._test.name)

    def _code(self, why: str, owner: Function) -> str:
        is_idle = isinstance(owner, ast.AsyncFunctionDef) or owner in self._module.generators
        if why == BODY and is_idle and only_decorated_by(owner, self._module, _PLAIN):
            return NO_BODY
        return AFTER_RAISING if why == RAISED else UNRUN

    def _has_run(self, statement: ast.stmt) -> bool:
        return any(line in self._lines for line in range(statement.lineno, (statement.end_lineno or 0) + 1))

    def _inside(self, statement: ast.stmt, owner: Function, raises: bool) -> Iterator[Unrun]:
        """What has not run of a statement that has begun."""
        if isinstance(statement, _FUNCTIONS):
            why = INNER if self._is_all_known else ""
            yield from self._of(statement.body, statement, why, False)
        for block, why, still in self._blocks(statement, raises):
            yield from self._of(block, owner, why, still)

    def _blocks(self, statement: ast.stmt, raises: bool) -> Iterator[tuple[Sequence[ast.stmt], str, bool]]:
        """The blocks of a statement, what it means if one has not run, and whether an error is expected."""
        match statement:
            case ast.If(test=test, body=body, orelse=orelse):
                why = BRANCH if self._is_own(test) else ""
                yield from ((block, why, raises) for block in (body, orelse))
            case ast.For(body=body, orelse=orelse) | ast.AsyncFor(body=body, orelse=orelse):
                yield from ((body, LOOP, False), (orelse, BRANCH, False))
            case ast.While(body=body, orelse=orelse):
                yield from ((body, LOOP, False), (orelse, BRANCH, False))
            case ast.With(body=body) | ast.AsyncWith(body=body):
                yield body, LEFT, self._expects(statement, raises)
            case ast.Match(cases=cases):
                yield from ((each.body, BRANCH, raises) for each in cases)
            case ast.ClassDef(body=body):
                yield body, "", False
            case ast.Try():
                yield from self._blocks_of_try(statement, raises)

    def _blocks_of_try(
        self, statement: ast.Try, raises: bool
    ) -> Iterator[tuple[Sequence[ast.stmt], str, bool]]:
        is_own = not self._hangs_on_surroundings(statement)
        still = raises and not statement.handlers
        yield statement.body, LEFT, still
        yield from ((each.body, HANDLER if is_own else "", False) for each in statement.handlers)
        yield statement.orelse, LEFT if is_own else "", still
        yield statement.finalbody, LEFT, False

    def _expects(self, statement: ast.With | ast.AsyncWith, raises: bool) -> bool:
        """Whether what leaves a block is an error that is expected, and not that of a failing assertion."""
        if suppressed(statement, self._module):
            return False
        expected = [each for each in expectations(statement, self._module) if each.kind == "raises"]
        errors = {name for each in expected for name in classes(each.expected, self._module)}
        return (bool(errors) and errors.isdisjoint(_FAILURE)) or (raises and not expected)

    def _is_check(self, statement: ast.stmt) -> bool:
        """Whether a statement checks something, and is not there to be never reached."""
        if not is_assertion(statement) or is_failure(statement, self._module):
            return False
        if is_mock_assertion(statement):
            return True
        if isinstance(statement, ast.Assert):
            return _looks_at_something(statement.test)
        call = called(statement)
        given = [*call.args, *(each.value for each in call.keywords)] if call is not None else []
        is_static = call is not None and not _STATIC.isdisjoint(self._module.names(call.func))
        return not is_static and any(map(_looks_at_something, given))

    def _is_own(self, condition: ast.expr) -> bool:
        """Whether a condition hangs on the test itself, not only on where it runs: platform, versions."""
        return any(each.id in self._local for each in ast.walk(condition) if isinstance(each, ast.Name))

    def _hangs_on_surroundings(self, statement: ast.stmt) -> bool:
        """Whether it hangs on where a test runs which way a statement takes."""
        match statement:
            case ast.If(test=test):
                return not self._is_own(test)
            case ast.Try(body=body):
                return all(isinstance(each, (ast.Import, ast.ImportFrom)) for each in body)
        return False


def _looks_at_something(node: ast.expr) -> bool:
    return any(isinstance(each, ast.Name) for each in ast.walk(node))
