"""Paths at which the call that gives them makes nothing: a name alone, one in a new folder, a longer one."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, last_word, spelt, string
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion, is_expecting

_NAMES = frozenset({"tempfile.mktemp"})
_FOLDERS = frozenset({"tempfile.mkdtemp"})
_OF_FILES = frozenset({"remove", "unlink"})
_LOOKS = frozenset({"exists", "isfile", "is_file", "lexists"})
_LEAVING = (ast.Assert, ast.Raise, ast.Return)


def once_made(
    body: Sequence[ast.stmt], obligation: Obligation, release: ast.AST, module: Module
) -> Sequence[ast.stmt]:
    """The statements in which what is removed below them is there.

    Args:
        body: the statements between the call that gives a path and the removal.
        obligation: the path.
        release: the removal, which fails where there is nothing.
        module: their module.

    Returns:
        All, where the call itself makes what is removed. Else those below the first that is told the path,
        and from it on if it opens the file; none where the test may be left before, or looks whether it is
        there.
    """
    if not _is_made_later(obligation, release, module):
        return body
    path = str(obligation.handle)
    place = next((n for n, each in enumerate(body) if _is_told(each, path)), len(body))
    if place < len(body) and _opens(body[place], path, module):
        above, rest = body[:place], body[place:]
    else:
        above, rest = body[: place + 1], body[place + 1 :]
        if any(map(_looks, rest)):
            return ()
    return () if any(_may_leave(each, module) for each in above) else rest


def is_lengthened(obligation: Obligation, module: Module) -> bool:
    """Whether a function adds an ending to the path of a file, and so has another file beside it.

    Args:
        obligation: the path.
        module: its module.
    """
    path = str(obligation.handle)
    return not _lengthened(obligation.function, module).isdisjoint((path, f"{path}.name"))


@once
def _lengthened(function: Function, module: Module) -> frozenset[str]:
    """What a function adds an ending to, as text."""
    return frozenset(text for node in within(function) for text in _with_ending(node))


def _with_ending(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=ast.Constant(value=str(end))) if _ENDING.match(end):
            yield spelt(left)
        case ast.JoinedStr(values=[ast.FormattedValue(value=left), ast.Constant(value=str(end))]):
            if _ENDING.match(end):
                yield spelt(left)


_ENDING = lazy(r"[._-]\w{1,20}\Z")


def _is_made_later(obligation: Obligation, release: ast.AST, module: Module) -> bool:
    names = module.names(obligation.call.func)
    is_file = isinstance(release, ast.Call) and last_word(release.func) in _OF_FILES
    return bool(names & _NAMES) or (is_file and bool(names & _FOLDERS))


def _is_told(statement: ast.stmt, path: str) -> bool:
    named = (each for each in walk(statement) if isinstance(each, (ast.Name, ast.Attribute)))
    return any(spelt(each) == path for each in named)


def _opens(statement: ast.stmt, path: str, module: Module) -> bool:
    """Whether a statement begins with opening a file to be written."""
    match statement:
        case ast.With(items=[ast.withitem(context_expr=ast.Call(func=func, args=[first, *_]) as call), *_]):
            mode = string(argument(call, 1, "mode")) or ""
            return module.names(func) == {"open"} and spelt(first) == path and mode.startswith(("w", "a"))
        case _:
            return False


def _looks(statement: ast.stmt) -> bool:
    """Whether a statement asks whether something is there: it may not be."""
    calls = (each for each in walk(statement) if isinstance(each, ast.Call))
    return any(last_word(each.func) in _LOOKS for each in calls)


def _may_leave(statement: ast.stmt, module: Module) -> bool:
    return any(
        isinstance(each, _LEAVING)
        or (isinstance(each, ast.Call) and is_assertion(each))
        or (isinstance(each, (ast.With, ast.AsyncWith)) and is_expecting(each, module))
        for each in walk(statement)
    )
