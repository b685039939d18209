"""Paths that a test removes as its last step, whoever has made them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from math import inf
from typing import NamedTuple

from flake8_testsec.cleanup.certainty import found_there, same_path
from flake8_testsec.cleanup.last_steps import last_steps, named_around
from flake8_testsec.cleanup.resources import makers
from flake8_testsec.source.bindings import Bound, Defined, Imported
from flake8_testsec.source.calls import argument, spelt
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import begin
from flake8_testsec.vocabulary.testing.assertions import expecting_around

REMOVALS = ("os.remove", "os.unlink", "os.rmdir", "os.removedirs", "shutil.rmtree")
_PATHS = frozenset({"pathlib.Path()", "pathlib.PosixPath()", "pathlib.WindowsPath()"})
_DEEPEST = 4
_MOST = 8
"""Values that a name may be bound to: of as many it is asked what they are made of."""


class RemovedLast(NamedTuple):
    """A removal that a failing check keeps from being made.

    ``is_absolute`` says that the path means the same in any working directory, ``is_relative`` that it does
    not; where neither is known, both are ``False``.
    """

    check: ast.stmt | ast.expr
    is_absolute: bool
    is_relative: bool


def removed_last(call: ast.Call, function: Function, module: Module) -> RemovedLast | None:
    """Whether a call removes in the end what was there before the last check of a test.

    Args:
        call: a call that may remove a path.
        function: the function around it.
        module: its module.

    Returns:
        ``None`` also for what lies in a folder of the caller's, of the class's or of a ``with`` statement,
        for what a set-up or tear-down knows by name, and for what the test removes before.
    """
    found = last_steps(function, module)
    path = removed_path(call, module)
    if found is None or path is None or call not in _last_calls(function, module):
        return None
    check = _checks(function, module).get(same_path(path, module), found.check)
    roots = {*_roots(path, module, set(), 0)}
    if None in roots or not roots.isdisjoint(named_around(module)):
        return None
    if check is None or not _is_there_before(path, roots, check, function, module):
        return None
    text = begin(path, module)
    is_absolute = text is not None and text.text.startswith(("/", "~"))
    return RemovedLast(check, is_absolute, text is not None and not is_absolute)


@once
def _checks(function: Function, module: Module) -> Mapping[str, ast.stmt | ast.expr | None]:
    """The last check that says more than that something is at a path, for the paths of which the very last
    says no more than that: where that fails, nothing is left."""
    found = last_steps(function, module)
    known: dict[str, ast.stmt | ast.expr | None] = {}
    texts: frozenset[str] | None = None
    for each in found.checks if found is not None else ():
        there = _found_there(each, module)
        known.update(dict.fromkeys(texts - there if texts is not None else (), each))
        texts = there if texts is None else texts & there
        if not texts:
            return known
    return known | dict.fromkeys(texts or ())


def _found_there(check: ast.stmt | ast.expr, module: Module) -> frozenset[str]:
    call = check.value if isinstance(check, ast.Expr) else check
    return frozenset(same_path(each, module) for each in found_there(call, module))


def removed_path(call: ast.Call, module: Module) -> ast.expr | None:
    """What a call removes by the standard library; ``None`` if it does not."""
    if module.names(call.func) & frozenset(REMOVALS):
        return argument(call, 0, "path")
    match call.func:
        case ast.Attribute(value=path, attr="unlink" | "rmdir") if module.names(path) & _PATHS:
            return path
        case _:
            return None


@once
def _last_calls(function: Function, module: Module) -> frozenset[ast.expr]:
    found = last_steps(function, module)
    return frozenset() if found is None else found.calls


def _is_there_before(
    path: ast.expr,
    roots: Collection[str | None],
    check: ast.stmt | ast.expr,
    function: Function,
    module: Module,
) -> bool:
    """Whether something is done with a path above a check, and it is not removed there."""
    first = _first_uses(function, module)
    uses = [first[text] for text in {_text(path), *roots} if text in first]
    used = min((each.used for each in uses), default=inf)
    return used <= (check.end_lineno or check.lineno) and check.lineno < min(
        (each.removed for each in uses), default=inf
    )


class _Use(NamedTuple):
    """The lines on which something is done first with a path, and on which it is removed first."""

    used: float
    removed: float


@once
def _first_uses(function: Function, module: Module) -> Mapping[str | None, _Use]:
    """Where each name and text is handed to a call first in a function, or is the owner of a method."""
    found: dict[str | None, _Use] = {}
    for text, use in _handed(function, module):
        known = found.get(text, _Use(inf, inf))
        found[text] = _Use(min(use.used, known.used), min(use.removed, known.removed))
    return found


def _handed(function: Function, module: Module) -> Iterator[tuple[str, _Use]]:
    for node in walk(function):
        if isinstance(node, ast.Call) and not _is_denied(node, module):
            removed = removed_path(node, module)
            for given in (*node.args, *(each.value for each in node.keywords), *_owners(node)):
                line = inf if given is not removed else node.lineno
                yield from ((_text(each), _Use(each.lineno, line)) for each in _plain(given))


def _is_denied(call: ast.Call, module: Module) -> bool:
    """Whether a call is expected to raise, or to find nothing."""
    match module.parent(call):
        case ast.UnaryOp(op=ast.Not()) | ast.Call(func=ast.Attribute(attr="assertFalse")):
            return True
        case _:
            return expecting_around(call, module) is not None


def _plain(given: ast.expr) -> Iterator[ast.expr]:
    """What is handed on, itself or as part of a text or a display."""
    if isinstance(given, (ast.Name, ast.Constant, ast.Attribute)):
        yield given
    elif isinstance(given, (ast.BinOp, ast.JoinedStr, ast.FormattedValue, ast.List, ast.Tuple)):
        for each in ast.iter_child_nodes(given):
            if isinstance(each, ast.expr):
                yield from _plain(each)


def _text(given: ast.expr) -> str:
    return spelt(given) if not isinstance(given, ast.Constant) else str(given.value)


def _owners(call: ast.Call) -> Iterator[ast.expr]:
    if isinstance(call.func, ast.Attribute):
        yield call.func.value


def _roots(node: ast.expr, module: Module, seen: set[str], depth: int) -> Iterator[str | None]:
    """The names and texts that a path is made of, each name once; ``None`` for what others may remove."""
    for each in _leaves(node, module):
        match each:
            case ast.Constant(value=str(text)):
                yield text
            case ast.Name(id=word) if word not in seen:
                seen.add(word)
                yield word
                yield from _of_name(each, module, seen, depth)


def _leaves(node: ast.expr, module: Module) -> Iterator[ast.expr]:
    """The names and texts in an expression, apart from the functions that are called by imported names."""
    if isinstance(node, ast.Call):
        inner = [*node.args, *(each.value for each in node.keywords)]
        for each in inner if _is_function(node.func, module) else [*inner, node.func]:
            yield from _leaves(each, module)
    elif isinstance(node, (ast.Name, ast.Constant)):
        yield node
    else:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from _leaves(child, module)


def _is_function(func: ast.expr, module: Module) -> bool:
    """Whether what is called is imported, or a function of the module."""
    while isinstance(func, ast.Attribute):
        func = func.value
    known = module.bindings(func) if isinstance(func, ast.Name) else (None,)
    return all(isinstance(each, (Defined, Imported)) for each in known)


def _of_name(name: ast.Name, module: Module, seen: set[str], depth: int) -> Iterator[str | None]:
    """What a name is made of, if assignments alone bind it."""
    bindings = module.bindings(name)
    for each in bindings if len(bindings) < _MOST else (None,):
        match each:
            case Bound(value=value) if depth < _DEEPEST and _is_assigned(each, module):
                calls = (node for node in walk(value) if isinstance(node, ast.Call))
                if any(module.names(call.func) & _TEMPORARY for call in calls):
                    yield None  # of these more is known
                yield from _roots(value, module, seen, depth + 1)
            case _:
                yield None


def _is_assigned(bound: Bound, module: Module) -> bool:
    around = bound.node if isinstance(bound.node, ast.stmt) else module.above(bound.node, ast.stmt)
    return isinstance(around, (ast.Assign, ast.AnnAssign))


_TEMPORARY = frozenset(makers()) | {"tempfile.TemporaryDirectory"}
