"""Remedies that open a block or read a file at once: ``with``, ``Path.read_text``, a closed descriptor."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence

from flake8_testsec.cleanup import resources
from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.borrowers import registers
from flake8_testsec.cleanup.enclosing import Form, both_entered, entered
from flake8_testsec.cleanup.endings import lasts_for_a_test, spelt_name, statement_of
from flake8_testsec.cleanup.reading_whole import at_once
from flake8_testsec.finding import NO_FIX, Edit, Fix
from flake8_testsec.fixing.edits import before, replaced, span
from flake8_testsec.fixing.statements import deeper, following, is_alone, put_after
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.interceptors import SOCKETS, is_intercepted

_CLOSED_ALIKE = frozenset({"aclose", "close", "release", "server_close", "shutdown"})
"""The releases that the end of a ``with`` stands for."""


def with_block(words: str, obligation: Obligation, release: ast.AST | None, module: Module) -> Fix:
    """``use with``, ``use async with`` and their like.

    Args:
        words: the remedy.
        obligation: what is not given back.
        release: the release that is skipped, if there is one.
        module: the module.

    Returns:
        The block that ends where the release stands, or else with the last use of a file, with the function
        for others; no fix if others may go on to use it.
    """
    row, call = obligation.resource, obligation.call
    is_file = row.what == "file handle"
    if _is_replaced(obligation, module) or _ends_otherwise(release):
        return NO_FIX
    if release is None and not is_file and not _ends_here(obligation, module):
        return NO_FIX
    match words:
        case "use contextlib.closing":
            name, more = spelt_name("contextlib.closing", module)
            edits = entered(obligation, release, module, Form("with", f"{name}(", ")"), to_end=True)
            return Fix((*more, *edits), safe=True) if name and edits else NO_FIX
        case "use async with":
            form = Form("async with", unawaited=row is resources.RESPONSES)
            is_async = isinstance(obligation.function, ast.AsyncFunctionDef)
            return Fix(entered(obligation, release, module, form, to_end=True) if is_async else (), safe=True)
        case _ if words.startswith("use tempfile.TemporaryDirectory"):
            return _in_directory(obligation, module)
        case _ if not words.startswith("use with") or (row.what == "pool" and release is not None):
            return NO_FIX  # leaving a pool's block ends its workers; close() lets them finish
        case _ if row.place is resources.Place.EACH:
            return Fix(both_entered(obligation, module) if release is None else (), safe=True)
        case _ if obligation.handle is None:
            return at_once(words, call, module) if is_file else NO_FIX
        case _:
            edits = entered(obligation, release, module, to_end=not is_file)
            # Closing a server waits for the threads that still talk to a client.
            return Fix(edits, safe=release is not None or row.what != "server")


def _ends_here(obligation: Obligation, module: Module) -> bool:
    """Whether nobody can use something once its function has ended. A socket of a helper that one name holds
    alone is closed then by the interpreter."""
    function = obligation.function
    if lasts_for_a_test(function, module):
        return True
    row, handle = obligation.resource, obligation.handle
    if row.what != "socket" or row.place is resources.Place.EACH or not handle or handle.owner:
        return False
    named = _named(function, module)
    is_left = _is_open(function, module) or function in module.generators
    return not is_left and all(_is_only_asked(each, module) for each in named[handle.name])


@once
def _is_open(function: Function, module: Module) -> bool:
    """Whether a function binds names of the scopes around it."""
    return any(isinstance(each, (ast.Global, ast.Nonlocal)) for each in within(function))


@once
def _named(function: Function, module: Module) -> Mapping[str, Sequence[ast.Name | None]]:
    """The names of a function, one within another function as nothing."""
    own = {*map(id, within(function))}
    found: dict[str, list[ast.Name | None]] = defaultdict(list)
    for node in walk(function):
        if isinstance(node, ast.Name):
            found[node.id].append(node if id(node) in own else None)
    return dict(found)


def _is_only_asked(name: ast.Name | None, module: Module) -> bool:
    """Whether a name is bound, or a method of what it holds is called."""
    if name is None:
        return False
    outer = module.parent(name)
    call = module.parent(outer) if isinstance(outer, ast.Attribute) else None
    return isinstance(name.ctx, ast.Store) or (isinstance(call, ast.Call) and call.func is outer)


def _is_replaced(obligation: Obligation, module: Module) -> bool:
    """Whether another class stands in for that of sockets, which may be no context."""
    return obligation.resource.what == "socket" and is_intercepted(obligation.call, module, SOCKETS)


def _ends_otherwise(release: ast.AST | None) -> bool:
    return isinstance(release, ast.Call) and last_word(release.func) not in _CLOSED_ALIKE


def _in_directory(obligation: Obligation, module: Module) -> Fix:
    """``mkdtemp`` takes the same arguments as ``TemporaryDirectory``."""
    name, more = spelt_name("tempfile.TemporaryDirectory", module)
    edits = entered(obligation, None, module, to_end=True)
    if not name or not edits or "tempfile.mkdtemp" not in module.names(obligation.call.func):
        return NO_FIX
    is_asked_later = _is_asked_later(obligation)
    reason = "what runs at the end of the test may still need the folder" if is_asked_later else ""
    changes = (*more, *edits, *replaced(obligation.call.func, name, module))
    return Fix(changes, safe=not is_asked_later, reason=reason)


def _is_asked_later(obligation: Obligation) -> bool:
    """Whether what is called when a test has ended may need a folder: what the test registers for then, and
    fixtures and tear-downs of what it hands the folder to. A test that works in it leaves it there, too."""
    function, begin = obligation.function, obligation.call.lineno
    given = function.args
    fixtures = {each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)}
    calls = (each for each in within(function) if isinstance(each, ast.Call) and each.lineno > begin)
    return any(
        registers(each) or (_takes(each, str(obligation.handle)) and _is_of(each.func, fixtures))
        for each in calls
    )


def _takes(call: ast.Call, handle: str) -> bool:
    values = (*call.args, *(each.value for each in call.keywords))
    return any(isinstance(each, ast.Name) and each.id == handle for each in values)


def _is_of(func: ast.expr, owners: Container[str]) -> bool:
    """Whether a function is one of these, or of theirs, and no assertion; or changes the directory."""
    word = last_word(func)
    while isinstance(func, ast.Attribute):
        func = func.value
    is_own = isinstance(func, ast.Name) and func.id in owners
    return (is_own and not word.startswith("assert")) or word == "chdir"


# Descriptors.


def closed(obligation: Obligation, module: Module) -> Fix:
    """``os.close`` below ``mkstemp``, of a descriptor that nobody uses.

    Args:
        obligation: the descriptor.
        module: the module.

    Returns:
        No fix if anybody uses it.
    """
    statement, call = statement_of(obligation.call, module), obligation.call
    name, more = spelt_name("os.close", module)
    if statement is None or not is_alone(statement, module) or not name:
        return NO_FIX
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id=word) as first, _])], value=value):
            is_kept = bool(word.strip("_"))
            descriptor = word if is_kept else "descriptor"
            edits = () if is_kept else replaced(first, descriptor, module)
        case ast.Assign(targets=[ast.Name() | ast.Attribute() as target], value=ast.Subscript() as value):
            descriptor = "descriptor"
            end, call_end = span(value, module)[2:], span(call, module)[2:]
            edits = (*before(target, f"{descriptor}, ", module), Edit(*call_end, *end, ""))
            value = value.value
        case _:
            return NO_FIX
    if value is not call or not _is_unused(descriptor, obligation.function):
        return NO_FIX
    below = put_after(statement, [f"{name}({descriptor})"], module)
    return Fix((*more, *edits, *below), safe=True)


def _is_unused(name: str, function: Function) -> bool:
    """Whether a name is never read: what is closed further down as well would be closed twice."""
    names = (node for node in walk(function) if isinstance(node, ast.Name) and node.id == name)
    given = {each.arg for each in walk(function.args) if isinstance(each, ast.arg)}
    return name not in given and not any(isinstance(each.ctx, ast.Load) for each in names)


# Patches.


def patched(obligation: Obligation, module: Module) -> Fix:
    """A patch that is started in a test, in a ``with`` up to the end of the block.

    Args:
        obligation: the patcher, of which ``begin`` is the call of ``start``.
        module: the module.

    Returns:
        No fix in helpers and set-ups, whose patches others need.
    """
    start, function = obligation.begin, obligation.function
    statement = statement_of(start, module)
    if statement not in function.body or not lasts_for_a_test(function, module):
        return NO_FIX
    match start, statement:
        case ast.Call(func=ast.Attribute(value=patcher)), ast.Expr(value=value) if value is start:
            name = ""
        case ast.Call(func=ast.Attribute(value=patcher)), ast.Assign(
            targets=[ast.Name(id=word)], value=value
        ):
            name = f" as {word}"
        case _:
            return NO_FIX
    rest = following(statement, module)
    moved = deeper(rest, module) if rest and value is start and is_alone(statement, module) else ()
    at, owner = span(statement, module), span(patcher, module)
    head = (Edit(*at[:2], *owner[:2], "with "), Edit(*owner[2:], *at[2:], f"{name}:"))
    return Fix((*head, *moved), safe=True) if moved else NO_FIX
