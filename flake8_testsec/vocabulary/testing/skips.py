"""Tests that do not run or may fail: markers, decorators, calls and exceptions that skip."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import tickets
from flake8_testsec.vocabulary.testing.reasons import gives_reason
from flake8_testsec.vocabulary.testing.tickets import Ticket

_ABOVE = 200
"""Lines of a comment above a skip that are taken for a remark on it."""
_ABOUT_SKIPPING = lazy(r"skip|xfail", re.IGNORECASE)
HINTS = ("kip", "xfail", "expectedFailure")
"""One of them is in the text of every module that has a skip."""

MARKERS = {
    "pytest.mark.skip": 0,
    "pytest.mark.skipif": None,
    "pytest.mark.xfail": None,
    "unittest.skip": 0,
    "unittest.skipIf": 1,
    "unittest.skipUnless": 1,
    "unittest.expectedFailure": None,
    "testtools.skip": 0,
    "testtools.skipIf": 1,
    "testtools.skipUnless": 1,
}
"""What marks a test or a class, with the place of the reason among the positional arguments."""

PLAIN = frozenset({"pytest.mark.skip", "unittest.skip", "testtools.skip"})
"""The markers that ask for no condition."""

CONDITIONAL = {
    "pytest.mark.skipif": True,
    "unittest.skipIf": True,
    "unittest.skipUnless": False,
    "testtools.skipIf": True,
    "testtools.skipUnless": False,
}
"""The markers with a condition, and what it is where they skip."""

_CALLS = frozenset({"pytest.skip", "pytest.xfail"})
_METHODS = frozenset({"skipTest"})
_EXCEPTIONS = frozenset(
    {"unittest.SkipTest", "nose.SkipTest", "nose.plugins.skip.SkipTest", "twisted.trial.unittest.SkipTest"}
)
_OWN_EXCEPTIONS = frozenset({"skipException"})
_WORDS = frozenset(name.rpartition(".")[2] for name in (*MARKERS, *_CALLS)) | _METHODS


class Skip(NamedTuple):
    """One place that skips a test or expects it to fail.

    ``node`` is reported; ``name`` is a qualified name, or the word for what belongs to the test case;
    ``call`` is ``None`` where nothing is called.
    """

    node: ast.AST
    name: str
    call: ast.Call | None
    reason: ast.expr | None


def skips(module: Module) -> Iterator[Skip]:
    """All places of a module that skip a test or expect it to fail."""
    if module.mentions(*HINTS):
        yield from _called(module)
        yield from _bare(module)
        yield from _raised(module)


def skip_of(statement: ast.stmt, module: Module) -> Skip | None:
    """The skip that a statement consists of: a call or a ``raise``.

    Args:
        statement: any statement.
        module: its module.

    Returns:
        The skip; ``None`` for any other statement.
    """
    match statement:
        case ast.Expr(value=ast.Call() as call):
            return _of_call(call, module)
        case ast.Raise():
            return _of_raise(statement, module)
        case _:
            return None


def _called(module: Module) -> Iterator[Skip]:
    known = (*MARKERS, *_CALLS)
    words = _WORDS | {local for local, name in module.scopes.imported() if name in known}
    for call in module.calls(words):
        if skip := _of_call(call, module):
            yield skip


def _of_call(call: ast.Call, module: Module) -> Skip | None:
    if isinstance(call.func, ast.Attribute) and call.func.attr in _METHODS:
        return Skip(call, call.func.attr, call, argument(call, 0, "reason"))
    for name in module.names(call.func):
        if name in MARKERS:
            return Skip(call, name, call, argument(call, MARKERS[name], "reason"))
        if name in _CALLS:
            return Skip(call, name, call, argument(call, 0, "reason") or argument(call, None, "msg"))
    return None


def _bare(module: Module) -> Iterator[Skip]:
    for marker in _marking(module):
        if not isinstance(marker, ast.Call):
            yield from (Skip(marker, name, None, None) for name in module.names(marker) if name in MARKERS)


def _marking(module: Module) -> Iterator[ast.expr]:
    """Every expression that marks tests, called or not."""
    for definition in module.nodes(ast.FunctionDef):
        yield from definition.decorator_list
    for coroutine in module.nodes(ast.AsyncFunctionDef):
        yield from coroutine.decorator_list
    for class_ in module.nodes(ast.ClassDef):
        yield from class_.decorator_list
    for assignment in module.nodes(ast.Assign) if module.mentions("pytestmark") else ():
        if any(isinstance(each, ast.Name) and each.id == "pytestmark" for each in assignment.targets):
            yield from _elements(assignment.value)
    for keyword in module.nodes(ast.keyword) if module.mentions("marks") else ():
        if keyword.arg == "marks":
            yield from _elements(keyword.value)


def _elements(value: ast.expr) -> Iterable[ast.expr]:
    return value.elts if isinstance(value, (ast.List, ast.Tuple)) else (value,)


def _raised(module: Module) -> Iterator[Skip]:
    for statement in module.nodes(ast.Raise):
        if skip := _of_raise(statement, module):
            yield skip


def _of_raise(statement: ast.Raise, module: Module) -> Skip | None:
    call = statement.exc if isinstance(statement.exc, ast.Call) else None
    exception = call.func if call else statement.exc
    if exception is None:
        return None
    word = last_word(exception)
    if word in _OWN_EXCEPTIONS or module.names(exception) & _EXCEPTIONS:
        return Skip(statement, word, call, argument(call, 0) if call else None)
    return None


def decided(call: ast.Call, name: str) -> bool | None:
    """Whether a marker with a condition skips, where a constant says so.

    Args:
        call: the marker.
        name: its qualified name.

    Returns:
        ``True`` if it always skips, ``False`` if it never does; ``None`` for markers without a condition, and
        where it is not known: texts are evaluated later.
    """
    match argument(call, 0, "condition") if name in CONDITIONAL else None:
        case ast.Constant(value=bool() | int() as value):
            return bool(value) is CONDITIONAL[name]
        case _:
            return None


def is_subject(skip: Skip, module: Module) -> bool:
    """Whether a skip is what the test is about, as far as the names around it tell."""
    return any(
        isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        and bool(_ABOUT_SKIPPING.search(above.name))
        for above in module.ancestors(skip.node)
    )


def text(reason: ast.expr | None) -> str:
    """The literal parts of a reason; empty if there are none."""
    constants = () if reason is None else ast.walk(reason)
    return "".join(filter(None, map(string, constants)))


def ticket(skip: Skip, module: Module) -> Ticket | None:
    """The ticket that a skip waits for: in its reason, or in a comment beside it.

    Args:
        skip: the skip.
        module: its module.

    Returns:
        The ticket; ``None`` if none is named.
    """
    return tickets.find(text(skip.reason)) or tickets.find(remark(skip.node, module))


def remark(node: ast.AST, module: Module) -> str:
    """The comments directly above and behind a node.

    Args:
        node: an expression or a statement.
        module: its module.

    Returns:
        Their text without hash signs; empty if there are none.
    """
    first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
    behind = module.line(last).encode()[getattr(node, "end_col_offset", 0) :].decode(errors="replace")
    return "\n".join((*above(first, module), behind.partition("#")[2].strip())).strip()


def is_told_above_condition(node: ast.AST, module: Module) -> bool:
    """Whether a comment gives a reason above the ``if`` that a node stands below, with a blank line between
    at most.

    Args:
        node: a call that skips.
        module: its module.
    """
    condition: ast.AST | None = module.above(node, ast.If, ast.FunctionDef, ast.AsyncFunctionDef)
    if not isinstance(condition, ast.If):
        return False
    line = condition.lineno
    is_set_off = not module.line(line - 1).strip()
    return gives_reason("\n".join(above(line - 1 if is_set_off else line, module)))


def above(line: int, module: Module) -> list[str]:
    """The comments directly above a line from top to bottom, without hash signs; of a long one the end."""
    found: list[str] = []
    for number in range(line - 1, line - 1 - _ABOVE, -1):
        text = module.line(number).strip()
        if not text.startswith("#"):
            break
        found.append(text.lstrip("#").strip())
    return found[::-1]
