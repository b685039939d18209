"""Limits of time that calls and decorators are given: by a name, by a known place, or as a default."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import short
from flake8_testsec.review.document import Fact, Lines, capped, code, counted, fact
from flake8_testsec.review.meant_calls import means
from flake8_testsec.review.places import functions
from flake8_testsec.source.calls import defaults, last_word, spelt
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import MOCK_ASSERTIONS

_NAMES = 12
"""Lines that are named."""
LIMITS = frozenset({"wait_for", "timeout", "fail_after", "move_on_after", "with_timeout", "async_timeout"})
"""What is given a limit first of all, by what it is called."""
_LIMITING = frozenset(
    {"asyncio.wait_for", "asyncio.timeout", "anyio.fail_after", "anyio.move_on_after", "trio.fail_after"}
)
_TIMEOUT = short(r"(?:[a-z]+_){0,3}timeout(?:_(?:ms|msecs?|s|secs?|seconds|millis))?\Z")
_BY_PLACE = {
    "concurrent.futures.wait": 1,
    "multiprocessing.connection.wait": 1,
    "select.select": 3,
    "signal.sigtimedwait": 1,
    "socket.create_connection": 1,
    "urllib.request.urlopen": 2,
}
"""Where functions of the standard library take a limit, by their documentation."""


def facts(module: Module) -> Iterator[Fact]:
    """The calls that are given one, and the functions here that have one where they are given none.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from _given(module)
    yield from capped(_by_default(module), "limits of time by default", 4)


def _given(module: Module) -> Iterator[Fact]:
    calls = {
        each
        for each in module.calls(LIMITS)
        if each.args and (module.names(each.func) & _LIMITING or "timeout" in last_word(each.func))
    }
    timeouts = (each for each in module.nodes(ast.keyword) if _TIMEOUT.match(each.arg or ""))
    given = (each for each in timeouts if not _is_no_limit(each.value))
    calls |= {call for each in given if isinstance(call := module.parent(each), ast.Call)}
    calls |= {each for each in module.calls({"join", "wait"}) if _is_number(each.args[:1])}
    calls |= {*_by_place(module), *_by_parameter(module)}
    calls = {each for each in calls if not _is_expected(each, module)}
    lines = sorted({Lines(each.lineno, each.lineno) for each in calls})
    if lines:
        first = f", the first {_NAMES} lines here" if len(lines) > _NAMES else ""
        verb = "names" if len(calls) == 1 else "name"
        parts = f"{counted(len(calls), 'call')} {verb} a limit of time{first}."
        yield fact("limited", lines[:_NAMES], parts, subject=str(len(calls)))


def _by_place(module: Module) -> Iterator[ast.Call]:
    """Calls of the standard library that are given a limit by its place."""
    for call in module.scopes.calls(frozenset(each.rpartition(".")[2] for each in _BY_PLACE)):
        places = {_BY_PLACE[each] for each in module.names(call.func) & _BY_PLACE.keys()}
        if any(_is_limit(call.args[place : place + 1]) for place in places):
            yield call


def _by_parameter(module: Module) -> Iterator[ast.Call]:
    """Calls of functions here that are given a limit by its place among their parameters."""
    for function, place in _taking(module):
        for call in module.calls({function.name}):
            given = call.args[: place + 1]
            is_plain = len(given) > place and not any(isinstance(each, ast.Starred) for each in given)
            if is_plain and _is_limit(given[place:]) and means(call, function, module):
                yield call


def _taking(module: Module) -> Iterator[tuple[Function, int]]:
    """The functions that have a parameter called a limit, with its place."""
    for function in functions(module):
        names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        names = names[1:] if module.class_of(function) is not None else names
        yield from ((function, place) for place, name in enumerate(names) if _TIMEOUT.match(name))


def _by_default(module: Module) -> Iterator[Fact]:
    """Functions here with a number as such a limit, for calls that give none."""
    for function in functions(module):
        for each, value in defaults(function.args):
            if _TIMEOUT.match(each.arg) and _is_number([value]):
                shown = code(f"{function.name}({each.arg}={spelt(value)})")
                parts = ("A limit of time stands as the default of a parameter: ", shown, ".")
                yield fact("limit-by-default", [each], *parts, subject=each.arg)


def _is_expected(call: ast.Call, module: Module) -> bool:
    """Whether arguments are those that a double must have been called with."""
    return last_word(call.func) in MOCK_ASSERTIONS or "unittest.mock.call" in module.names(call.func)


def _is_limit(given: Sequence[ast.expr]) -> bool:
    """Whether something is given that is no literal but a number."""
    return bool(given) and not isinstance(given[0], ast.Starred) and not _is_no_limit(given[0])


def _is_number(given: Sequence[ast.expr]) -> bool:
    return any(
        isinstance(each, ast.Constant)
        and isinstance(each.value, (int, float))
        and not isinstance(each.value, bool)
        for each in given
    )


def _is_no_limit(value: ast.expr) -> bool:
    """Whether a literal stands there that is no number."""
    return isinstance(value, ast.Constant) and not isinstance(value.value, (int, float))
