"""A resource that is entered with ``with``: its release is the end of a block."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.flow import place
from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, between, span
from flake8_testsec.fixing.statements import (
    deeper,
    first_line,
    following,
    indentation,
    is_alone,
    last_line,
    siblings,
    step,
    taken_out,
)
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import looped

_EAGER = frozenset(
    {"json.load", "pickle.load", "plistlib.load", "tomllib.load", "yaml.load", "yaml.safe_load", "list"}
    | {"tuple", "set", "sorted", "sum", "len", "hashlib.file_digest"}
)
"""Functions that have read a file to its end, or looked at it, when they return."""
_READING = frozenset({"read", "readline", "readlines", "write", "writelines", "fileno", "tell", "seek"})
"""Methods of files that return nothing which goes on to use the file."""


class Form(NamedTuple):
    """How the header of the block is written: its words, what is around the value, and whether an ``await``
    before the call is left out."""

    header: str = "with"
    before: str = ""
    after: str = ""
    unawaited: bool = False


_WITH = Form()


def entered(
    obligation: Obligation, release: ast.AST | None, module: Module, form: Form = _WITH, *, to_end: bool
) -> Edits:
    """``x = make()`` and what follows as ``with make() as x:`` and its body.

    Args:
        obligation: what is acquired, by a call that a local name alone keeps.
        release: the call that releases it now, below which it is not held.
        module: the module.
        form: how the header is written.
        to_end: whether the body goes on to the end of the block if nothing releases it, or to the last use.

    Returns:
        Nothing if the name is used outside of the block, or bound anew in between.
    """
    kept = _kept(obligation, module)
    if kept is None:
        return ()
    rest = held_below(kept.statement, kept.name, obligation.function, module)
    released = _released(release, rest, module)
    if release is not None and released is None:
        return ()
    if released is not None:
        body, last = rest[: rest.index(released)], taken_out(released, module)
    else:
        body, last = rest if to_end else used({kept.name}, rest, module), ()
    head = _header(kept, form, module)
    moved = (*_below(kept.statement, "", body, module), *deeper(body, module)) if body else ()
    return (*head, *moved, *last) if head and moved and (last or released is None) else ()


def both_entered(obligation: Obligation, module: Module) -> Edits:
    """What follows ``x, y = make_two()`` in ``with x, y:``.

    Args:
        obligation: one of two that are acquired by a call.
        module: the module.

    Returns:
        Nothing if one of them is released by itself, or may be by its number, used outside of the block, or
        bound anew in between.
    """
    function, statement = obligation.function, module.parent(obligation.call)
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id=one), ast.Name(id=other)])]):
            pass
        case _:
            return ()
    ending = {*obligation.resource.release, "detach", "fileno"}
    if any(_is_asked(each, module) in ending for name in (one, other) for each in named(name, function)):
        return ()
    first, second = (held_below(statement, name, function, module) for name in (one, other))
    body, indent = min(first, second, key=len), indentation(statement, module)
    moved = deeper(body, module) if body and first[: len(body)] == second[: len(body)] else ()
    if not moved or indent is None or not is_alone(statement, module):
        return ()
    return (*_below(statement, f"{indent}with {one}, {other}:\n", body, module), *moved)


def _below(statement: ast.stmt, header: str, body: Sequence[ast.stmt], module: Module) -> Iterator[Edit]:
    """A header in place of the blank lines below a statement, and the comments on the body moved into it."""
    first, end = last_line(statement) + 1, first_line(body[0])
    told = [each for each in range(first, end) if module.line(each).strip()]
    begin = [*told, end][0]
    if header or first < begin:
        yield Edit(first, 0, begin, 0, header)
    yield from (Edit(each, 0, each, 0, step(module)) for each in told)


def _is_asked(name: ast.Name, module: Module) -> str:
    """The attribute that something is asked for by its name."""
    outer = module.parent(name)
    return outer.attr if isinstance(outer, ast.Attribute) else ""


class _Kept(NamedTuple):
    """An assignment of what is acquired to one local name."""

    statement: ast.Assign
    name: str
    value: ast.expr


def _kept(obligation: Obligation, module: Module) -> _Kept | None:
    call = obligation.call
    outer = module.parent(call)
    value = outer if isinstance(outer, ast.Await) else call
    match module.parent(value):
        case ast.Assign(targets=[ast.Name(id=name)]) as statement:
            return _Kept(statement, name, value) if is_alone(statement, module) else None
        case _:
            return None


def held_below(statement: ast.stmt, handle: str, function: Function, module: Module) -> Sequence[ast.stmt]:
    """The statements below one in its block in which a name stands for the same thing.

    Args:
        statement: the statement.
        handle: the name; or an attribute as it is spelt, which is told only at the top of a function.
        function: the function around.
        module: the module.

    Returns:
        None if the name is used outside of the block, or may stand for something else there.
    """
    block, rest = siblings(statement, module), following(statement, module)
    if "." in handle:
        return rest if block is function.body else ()
    stores = [each for each in named(handle, function) if not isinstance(each.ctx, ast.Load)]
    holders = {module.above(each, ast.stmt) for each in stores}
    if not holders <= {*block} or _is_declared(handle, function):
        return ()
    again = next((number for number, each in enumerate(rest) if each in holders), len(rest))
    if rest[again:] and _mentions(rest[again], {handle}):
        return ()
    return rest[:again] if _is_local(statement, handle, function, module) else ()


def _is_local(statement: ast.stmt, name: str, function: Function, module: Module) -> bool:
    """Whether nobody uses a name below the block that a statement is in, nor in the next round of a loop."""
    uses = [each for each in named(name, function) if isinstance(each.ctx, ast.Load)]
    begin = place(statement)
    inside = {node for each in (statement, *following(statement, module)) for node in walk(each)}
    if looped(statement, module) and any(place(each) < begin for each in uses):
        return False
    return all(each in inside for each in uses if place(each) > begin)


def named(name: str, function: Function) -> Iterator[ast.Name]:
    """The mentions of a name in a function, and in those within it."""
    return (node for node in walk(function) if isinstance(node, ast.Name) and node.id == name)


def _is_declared(name: str, function: Function) -> bool:
    declared = (node for node in walk(function) if isinstance(node, (ast.Global, ast.Nonlocal)))
    return any(name in node.names for node in declared)


def _released(release: ast.AST | None, rest: Sequence[ast.stmt], module: Module) -> ast.stmt | None:
    """The statement of the block that is nothing but the release."""
    match release:
        case ast.Call(args=[], keywords=[]):
            outer = module.parent(release)
            statement = module.parent(outer) if isinstance(outer, ast.Await) else outer
            return statement if isinstance(statement, ast.Expr) and statement in rest else None
        case _:
            return None


def _header(kept: _Kept, form: Form, module: Module) -> Edits:
    statement, at = span(kept.statement, module), span(kept.value, module)
    target, end = span(kept.statement.targets[0], module), statement[2:]
    if between(target[2:], at[:2], module).strip() != "=" or at[2:] != end:
        return ()
    value = kept.value.value if form.unawaited and isinstance(kept.value, ast.Await) else kept.value
    return (
        Edit(*statement[:2], *span(value, module)[:2], f"{form.header} {form.before}"),
        Edit(*end, *end, f"{form.after} as {kept.name}:"),
    )


def used(names: set[str], rest: Sequence[ast.stmt], module: Module) -> Sequence[ast.stmt]:
    """The statements up to the last one that uses something, or what was made of it.

    Args:
        names: what it is called.
        rest: the statements below.
        module: their module.
    """
    names, last = {*names}, 0
    for number, statement in enumerate(rest, 1):
        if _mentions(statement, names):
            last = number
            if not _is_done(statement, names, module):
                names |= stores(statement)
    return rest[:last]


def _defined(statement: ast.stmt) -> set[str]:
    inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in walk(statement) if isinstance(node, inner)}


def _mentions(node: ast.AST, names: set[str]) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id in names and isinstance(each.ctx, ast.Load)
        for each in walk(node)
    )


def _is_done(statement: ast.stmt, names: set[str], module: Module) -> bool:
    """Whether a simple statement has done all that it does with what it mentions when it ends."""
    mentioned = [node for node in walk(statement) if isinstance(node, ast.Name) and node.id in names]
    return all(is_read(each, module) for each in mentioned if isinstance(each.ctx, ast.Load))


def is_read(handle: ast.expr, module: Module) -> bool:
    """Whether a use of a file returns nothing that goes on to use the file.

    Args:
        handle: the place that names the file, or the call that opens it.
        module: its module.
    """
    match module.parent(handle):
        case ast.Attribute(attr=word) as attribute:
            return word in _READING and isinstance(module.parent(attribute), ast.Call)
        case ast.Call(func=func, args=[first, *_]) if first is handle:
            return bool(module.names(func) & _EAGER) or (
                isinstance(func, ast.Name) and func.id in _EAGER and not module.bindings(func)
            )
        case _:
            return False


def is_named_in(name: str, function: Function, module: Module) -> bool:
    """Whether a function binds a name, or mentions it.

    Args:
        name: any name.
        function: the function.
        module: its module.
    """
    return name in _mentioned_in(function, module)


@once
def _mentioned_in(function: Function, module: Module) -> frozenset[str]:
    given = (each.arg for each in walk(function.args) if isinstance(each, ast.arg))
    return frozenset(given) | {each.id for each in walk(function) if isinstance(each, ast.Name)}


def stores(statement: ast.stmt) -> set[str]:
    """The names that a statement binds, at any depth, functions and classes among them."""
    names = (node for node in walk(statement) if isinstance(node, ast.Name))
    return {node.id for node in names if isinstance(node.ctx, ast.Store)} | _defined(statement)
