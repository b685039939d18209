"""What says that a ``try`` is there for the error that it catches, as ``pytest.raises`` would be."""

from __future__ import annotations

import ast
import builtins
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Binding, Bound, Unknown
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import (
    BROAD,
    called,
    caught,
    classes,
    expectation,
    expectations,
    is_assertion,
    suppressed,
)
from flake8_testsec.vocabulary.testing.doubts import TELLS, is_doubted
from flake8_testsec.vocabulary.testing.rounds import loops_around
from flake8_testsec.vocabulary.testing.suites import without_docstring
from flake8_testsec.vocabulary.testing.swallowing import prose_above

_CLEANUP = lazy(
    r"_*(clean|clear|close|delete|destroy|disconnect|drop|exit|join|kill|logout|quit|release|remove|reset|"
    r"restore|rmdir|rmtree|shut|stop|tear|terminate|unlink|unregister)",
    re.IGNORECASE,
)
_BY_CHANCE = lazy(
    r"Access|Broken|Cancel|Closed|Connect|Denied|Disconnect|Environ|Exists|Exit|IOError|Import|Interrupt|"
    r"LoopExit|ModuleNot|Network|No(Data|Such)|NotImplemented|NotSupported|OSError|Permission|Process|Skip|"
    r"StopIteration|StopAsync|Temporary|Time(d?)Out|Timeout|Unavailable|Unsupported|gaierror|herror|"
    r"(?<![A-Za-z])error\Z"
)
"""Errors that depend on where and when a test runs: who catches one may want to go on without it."""

_ERROR = (
    r"(?<![a-z])(raise[sd]?|raising|reject(s|ed|ion)?|refuse[sd]?|invalid|illegal|malformed|forbid(s|den)?|"
    r"disallow(s|ed)?|den(y|ies|ied)|errors?|fail(s|ed|ures?)?|exceptions?|bad|wrong|not_allowed|cannot|cant)"
    r"(?![a-z])"
)
_SPEAKS = lazy(_ERROR)
_RAISES = lazy(
    r"(?<![a-z])(raises|rejects|refuses|forbids|disallows|(should|must|shall)_(raise|reject|refuse|fail))"
    r"(?![a-z])"
)
"""A test that is called so is there for the error, whatever kind of error that is."""


def is_cleanup(call: ast.Call) -> bool:
    """Whether a call gives something back, by the first word of its name."""
    return bool(_CLEANUP.match(last_word(call.func)))


def is_by_chance(error: str) -> bool:
    """Whether an error, by its name, depends on where and when a test runs."""
    return bool(_BY_CHANCE.search(error))


def tolerates_success(statement: ast.Try, module: Module) -> bool:
    """Whether a handler only says that an exit, if there is one, is no failure, and the check stands below.

    Args:
        statement: a ``try``.
        module: its module.

    Returns:
        ``True`` for a ``SystemExit`` of which the status is compared with 0, which means what a return does.
    """
    check, *more = statement.handlers[0].body
    if more or not is_assertion(check) or caught(statement.handlers[0], module) != {"SystemExit"}:
        return False
    numbers = {each.value for each in within(check) if isinstance(each, ast.Constant)}
    scope, end = module.function(statement) or module.tree, statement.end_lineno or 0
    return numbers == {0} and _last_check(scope, module) > end


@once
def _last_check(scope: Function | ast.Module, module: Module) -> int:
    """The last line on which a function begins to assert something."""
    checks = (each for each in within(scope) if isinstance(each, ast.stmt) and is_assertion(each))
    return max((each.lineno for each in checks), default=0)


def ends_test(statement: ast.stmt, test: Function, module: Module, in_each_case: bool = False) -> bool:
    """Whether a statement is at a test's top level, and nothing is done below it.

    Args:
        statement: a statement of a test.
        test: the test around it.
        module: its module.
        in_each_case: whether it may be what a loop over cases does.

    Returns:
        ``True`` also under ``with``.
    """
    passing = _PASSING if in_each_case else (ast.With, ast.AsyncWith)
    if not all(isinstance(above, passing) for above in _around(statement, test, module)):
        return False
    return _last_deed(test, module) <= (statement.end_lineno or 0)


_PASSING = (ast.With, ast.AsyncWith, ast.For)


def _around(statement: ast.stmt, test: Function, module: Module) -> Iterator[ast.AST]:
    return itertools.takewhile(lambda above: above is not test, module.ancestors(statement))


@once
def _last_deed(test: Function, module: Module) -> int:
    """The last line on which a test does something."""
    deeds = (each for each in within(test) if isinstance(each, (ast.Call, ast.Await, ast.Assert, ast.Raise)))
    return max((each.lineno for each in deeds), default=0)


def awaited(statement: ast.Try, test: Function, module: Module) -> str:
    """The error that a ``try`` is certainly there for, if there is one.

    Args:
        statement: a ``try`` with one handler, which is quiet, and nothing else.
        test: the test around it.
        module: its module.

    Returns:
        How the error is called; empty where the test may do without it: the error depends on the machine,
        a comment in the ``try`` says something, the call is of cleanup, or nothing says that it must come.
        What says so is the file, which expects the error from the same callable elsewhere, the test's name,
        or, if the ``try`` ends the test, its docstring or a comment above; that the test makes the same call
        above, where it is to work; or that there is nothing else but what the call needs.
    """
    error, call = named(statement, test, module), _tried(_last_of(statement.body))
    if not error:
        return ""
    is_last = ends_test(statement, test, module, in_each_case=True)
    if call is not None and (is_last or _is_in_row(statement, module)) and _is_expected(error, call, module):
        return error
    if is_last and _must_come(statement, error, test, module):
        return error
    if is_last and call is not None and _works_above(call, statement, test, module):
        is_all = len(statement.body) == 1
        return error if is_all and is_there_for(error, statement, test, module) else ""
    is_told = _is_named_after(test) and error not in BROAD
    return error if is_told and is_there_for(error, statement, test, module) else ""


def named(statement: ast.Try, test: Function, module: Module) -> str:
    """The error that a ``try`` may be there for; see `awaited`, which asks what says so."""
    handler = statement.handlers[0]
    errors, tried = caught(handler, module), _last_of(statement.body)
    if len(errors) != 1 or isinstance(handler.type, ast.Tuple) or not _is_for_error(tried, _tried(tried)):
        return ""
    error = next(iter(errors))
    if _is_commented(statement, handler, module) or _is_sample(test, module):
        return ""
    if is_by_chance(error) and not _is_named_after(test):
        return ""
    if is_doubted(_prose(statement, test, module), _is_named_after(test)):
        return ""
    if any(prose_above(loop, module) for loop in loops_around(statement, module)):
        return ""  # somebody had something to say about the cases
    return error


def is_there_for(error: str, statement: ast.Try, test: Function, module: Module) -> bool:
    """Whether a ``try`` is likely to be there for one error: it is no warning, it is waited for whatever
    happens, what is called is kept nowhere, nothing is checked right below, and the test's name does not
    speak of doing without it."""
    if error.endswith("Warning") or _is_checked_next(statement, module):
        return False
    if not all(isinstance(each, _PASSING) for each in _around(statement, test, module)):
        return False
    return not _is_used(statement, test, module) and not is_doubted(_words(test.name).replace("_", " "))


def _is_used(statement: ast.Try, test: Function, module: Module) -> bool:
    """Whether what a ``try`` keeps under a name is read elsewhere in its test."""
    inside = range(statement.lineno, (statement.end_lineno or 0) + 1)
    for each in statement.body:
        match each:
            case ast.Assign(targets=[ast.Name(id=kept)]):
                uses = (use for use in module.named(kept) if isinstance(use.ctx, ast.Load))
                if any(module.function(use) is test and use.lineno not in inside for use in uses):
                    return True
    return False


def _works_above(call: ast.Call, statement: ast.Try, test: Function, module: Module) -> bool:
    """Whether a test makes the same call, with other values, above a ``try``, lets its errors through, and
    what is said of the test speaks of an error."""
    if not _SPEAKS.search(_prose(statement, test, module)) or not _is_settled(call, module):
        return False
    lines = _let_through(test, module).get(spelt(call.func), ())
    return any(line < statement.lineno for line in lines)


def _is_settled(call: ast.Call, module: Module) -> bool:
    """Whether a call is none of a builtin, which works on what others give, and its values are always the
    same."""
    if not vars(builtins).keys().isdisjoint(module.names(call.func)):
        return False
    given = [node for each in (*call.args, *call.keywords) for node in walk(each)]
    return not any(isinstance(each, _MADE) or _is_drawn(each, module) for each in given)


_MADE = (ast.Call, ast.Await)


def _is_drawn(node: ast.AST, module: Module) -> bool:
    """Whether a name may stand for what a call has made, or a loop gives."""
    if not isinstance(node, ast.Name):
        return False
    return not all(_is_constant(each) for each in module.bindings(node))


def _is_constant(binding: Binding) -> bool:
    match binding:
        case Bound(value=value):
            return not any(isinstance(each, _MADE) for each in walk(value))
        case _:
            return not isinstance(binding, Unknown) or isinstance(binding.node, ast.arg)


@once
def _let_through(test: Function, module: Module) -> Mapping[str, Sequence[int]]:
    """The lines of the calls of a test whose errors fail it, by what is called: no block takes them."""
    found: dict[str, list[int]] = defaultdict(list)
    end = 0
    for each in within(test):
        if _takes_errors(each, module):
            end = max(end, each.body[-1].end_lineno or 0)
        elif isinstance(each, ast.Call) and each.lineno > end:
            found[spelt(each.func)].append(each.lineno)
    return found


def _takes_errors(node: ast.AST, module: Module) -> TypeGuard[ast.Try | ast.With | ast.AsyncWith]:
    match node:
        case ast.Try(handlers=[_, *_]):
            return True
        case ast.With() | ast.AsyncWith():
            return bool(expectations(node, module) or suppressed(node, module))
        case _:
            return False


def _is_named_after(test: Function) -> bool:
    """Whether a test is called after the error that it is there for, without a doubt."""
    words = _words(test.name)
    return bool(_RAISES.search(words)) and not is_doubted(words.replace("_", " "))


def _is_checked_next(statement: ast.Try, module: Module) -> bool:
    below = _below(statement, module)
    return bool(below) and is_assertion(below[0])


def _last_of(body: list[ast.stmt]) -> list[ast.stmt]:
    """What a block is there for: its last statement, if the others only make what that needs."""
    return body[-1:] if all(map(_arranges, body[:-1])) else body


def _is_for_error(body: list[ast.stmt], call: ast.Call | None) -> bool:
    """Whether a block is one statement that may be there for its error: a call that is no cleanup, or what
    an object may refuse."""
    match body:
        case [ast.Assign(targets=[ast.Attribute() | ast.Subscript()])] | [ast.Assign(value=ast.Subscript())]:
            return True
        case [ast.Expr(value=ast.Attribute() | ast.Subscript())]:
            return True
        case _:
            return call is not None and not is_cleanup(call) and not _checks_itself(call)


def _checks_itself(call: ast.Call) -> bool:
    """Whether what is called is told what to expect, so that it fails without it."""
    return any(each.arg is not None and each.arg.startswith("expect") for each in call.keywords)


def _is_in_row(statement: ast.Try, module: Module) -> bool:
    """Whether the statement below expects an error, so that nothing looks at what this one has left."""
    below = _below(statement, module)
    return bool(below) and bool(list(_expected_by(below[0], module)))


def _below(statement: ast.stmt, module: Module) -> list[ast.stmt]:
    """What follows a statement in the same block."""
    block: list[ast.stmt] = getattr(module.parent(statement), "body", [])
    return block[block.index(statement) + 1 :] if statement in block else []


def _is_commented(statement: ast.Try, handler: ast.ExceptHandler, module: Module) -> bool:
    """Whether a comment stands in a ``try``: somebody had something to say about it."""
    last = handler.end_lineno or handler.lineno
    return any("#" in module.line(number) for number in range(statement.lineno, last + 1))


def _is_sample(test: Function, module: Module) -> bool:
    """Whether another test works with a test, or a generator of values does."""
    decorators = (each.func if isinstance(each, ast.Call) else each for each in test.decorator_list)
    return any(module.named(test.name)) or any(last_word(each) == "given" for each in decorators)


def _prose(statement: ast.Try, test: Function, module: Module) -> str:
    return f"{ast.get_docstring(test) or ''}\n{prose_above(statement, module)}".lower()


def _must_come(statement: ast.Try, error: str, test: Function, module: Module) -> bool:
    """Whether a test speaks of the error that ends it, or nothing else than what raises one kind."""
    words = _words(test.name)
    if is_doubted(words.replace("_", " ")):
        return False
    if _SPEAKS.search(words) or TELLS.search(_prose(statement, test, module)):
        return True
    if error in BROAD:
        return False  # it runs something, to see it run
    *before, last = without_docstring(test)
    # Of several statements the last one may do something with what the others were given.
    return last is statement and len(statement.body) == 1 and all(map(_arranges, before))


def _arranges(statement: ast.stmt) -> bool:
    """Whether a statement of a test only makes what the next ones need."""
    return isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom))


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().removeprefix("test").strip("_")


def _tried(body: list[ast.stmt]) -> ast.Call | None:
    """The call that a block consists of."""
    match body:
        case [ast.Expr(value=value)] | [ast.Assign(value=value)]:
            return called(value)
        case [ast.With(items=[item], body=[ast.Pass()]) | ast.AsyncWith(items=[item], body=[ast.Pass()])]:
            return called(item.context_expr)
        case [ast.With(body=inner) | ast.AsyncWith(body=inner)]:
            return _tried(inner)
        case _:
            return None


def _is_expected(error: str, call: ast.Call, module: Module) -> bool:
    """Whether the file expects an error, or any error if all are caught, from the same callable."""
    expected = _expected(module).get(last_word(call.func), frozenset())
    return bool(expected) if error in BROAD else error in expected


@once
def _expected(module: Module) -> dict[str, frozenset[str]]:
    """The errors that a file expects, by the last word of the callable from which it expects them."""
    found: dict[str, frozenset[str]] = {}
    for word, errors in _expectations(module):
        found[word] = found.get(word, frozenset()) | errors
    return found


def _expectations(module: Module) -> Iterator[tuple[str, frozenset[str]]]:
    for statement in module.nodes(ast.With, ast.AsyncWith, ast.Expr):
        yield from _expected_by(statement, module)


def _expected_by(statement: ast.stmt, module: Module) -> Iterator[tuple[str, frozenset[str]]]:
    """The callable from which a statement expects errors, with the errors."""
    match statement:
        case ast.With() | ast.AsyncWith() if (call := _tried(statement.body)) is not None:
            for each in expectations(statement, module):
                if each.kind == "raises":
                    yield last_word(call.func), classes(each.expected, module)
        case ast.Expr():
            expected = expectation(statement, module)
            if expected is not None and expected.kind == "raises" and len(expected.call.args) > 1:
                yield last_word(expected.call.args[1]), classes(expected.expected, module)
