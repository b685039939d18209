"""A release that runs on every way out: put into ``finally``, or moved up to where it is registered."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import takewhile

from flake8_testsec.cleanup.enclosing import stores
from flake8_testsec.cleanup.flow import place
from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.imports import imported, known, takes_from_modules
from flake8_testsec.fixing.statements import (
    closed_up,
    deeper,
    first_comment,
    first_line,
    following,
    indentation,
    placed,
    siblings,
    step,
    tries,
)
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test

_ENDING = frozenset(
    {"aclose", "cancel", "clear", "close", "join", "kill", "release", "server_close", "set", "shutdown"}
    | {"stop", "terminate", "wait", "remove", "rmdir", "rmtree", "unlink"}
)
"""What statements call that end or remove something, or tell it to end."""


def statement_of(node: ast.AST, module: Module) -> ast.stmt | None:
    """The statement that a node is, or is in."""
    return node if isinstance(node, ast.stmt) else module.above(node, ast.stmt)


def called(node: ast.AST | None, module: Module) -> ast.Expr | None:
    """The statement that is nothing but a call, which may be awaited; ``None`` if it is more."""
    outer = module.parent(node) if node is not None else None
    statement = module.parent(outer) if isinstance(outer, ast.Await) else outer
    return statement if isinstance(statement, ast.Expr) and isinstance(node, ast.Call) else None


def lasts_for_a_test(function: Function, module: Module) -> bool:
    """Whether what a function leaves behind at its end is of no use to anybody: it is a test, or a fixture
    that goes on after its ``yield``; a helper or a set-up may have made it for others."""
    return is_test(function, module) or (is_fixture(function, module) and function in module.generators)


def moved_to_finally(body: Sequence[ast.stmt], endings: Sequence[ast.stmt], module: Module) -> Edits:
    """Statements in ``try``, and those that follow them in ``finally``.

    Args:
        body: a run of statements.
        endings: the run directly below it in the same block.
        module: the module.

    Returns:
        Nothing if one of them is empty, or if the endings leave the function or need a name that is bound
        in the body alone.
    """
    indent = indentation(endings[0], module) if endings else None
    if not body or indent is None or not _can_be_last(body, endings, module):
        return ()
    closing = closed_up(endings[0], f"{indent}finally:", module)
    if tries(body):
        moved = deeper(endings, module)
        return (*closing, *moved) if moved else ()
    moved = deeper([*body, *endings], module)
    first = first_line(body[0])
    told = first_comment(body[0], module)
    words = (Edit(line, 0, line, 0, step(module)) for line in range(told, first))
    opening = Edit(told, 0, told, 0, f"{indent}try:\n")
    return (opening, *words, *closing, *moved) if moved else ()


def between(begin: ast.stmt, end: ast.stmt, module: Module) -> Sequence[ast.stmt]:
    """The statements of a block between two of them; none if they are not of one block, in this order."""
    rest = following(begin, module)
    return rest[: rest.index(end)] if end in rest else ()


def _can_be_last(body: Sequence[ast.stmt], endings: Sequence[ast.stmt], module: Module) -> bool:
    """Whether statements can run in ``finally``: they leave nothing, and all that they name is bound."""
    nodes = [node for each in endings for node in walk(each)]
    bound = {name for each in body for name in stores(each)}
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    leaving = (ast.Return, ast.Break, ast.Continue, ast.Yield, ast.YieldFrom)
    if any(isinstance(node, leaving) for node in nodes):
        return False
    return named.isdisjoint(bound) or named & bound <= _bound_above(body[0], module)


def _bound_above(statement: ast.stmt, module: Module) -> set[str]:
    """The names that assignments above a statement in its block have bound, whatever happens there."""
    block, place = placed(statement, module)
    plain = (each for each in block[:place] if isinstance(each, ast.Assign))
    return {name for each in plain for name in stores(each)}


def run_of(release: ast.stmt, module: Module, most: int) -> Sequence[ast.stmt]:
    """A release with the statements directly above it, so many at most, that end something, too, or tell it
    to end."""
    block = siblings(release, module)
    place = block.index(release)
    above = [*takewhile(is_ending, reversed(block[max(0, place - most) : place]))]
    return [*reversed(above), release]


def is_ending(statement: ast.stmt) -> bool:
    """Whether a statement is nothing but a call that ends something, such as ``done.set()``."""
    match statement:
        case ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(value=ast.Call() as call)):
            return last_word(call.func) in _ENDING and not is_assertion(call)
        case _:
            return False


def is_like(statement: ast.stmt, release: ast.stmt) -> bool:
    """Whether a statement ends something in the same way as another one: both remove a folder, say."""
    words = [last_word(each.func) for one in (statement, release) for each in _calls(one)]
    return is_ending(statement) and len(words) == 2 and words[0] == words[1]


def _calls(statement: ast.stmt) -> Iterator[ast.Call]:
    """The call that a statement is."""
    match statement:
        case ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(value=ast.Call() as call)):
            yield call


def joins(statement: ast.stmt) -> bool:
    """Whether a statement waits for a thread, and tells nobody to end."""
    return any(last_word(each.func) == "join" for each in _calls(statement))


def is_last(release: ast.stmt, module: Module) -> bool:
    """Whether nothing runs after a statement in its function but more of that kind."""
    inner: ast.AST | None = release
    while isinstance(inner, ast.stmt) and all(map(is_ending, following(inner, module))):
        inner = module.parent(inner)
        if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return True
        if not isinstance(inner, (ast.With, ast.AsyncWith)):
            return False
    return False


def is_known_at(node: ast.AST, begin: ast.stmt, module: Module) -> bool:
    """Whether all that an expression names is bound already when a statement has run.

    Args:
        node: an expression from further below in the same function.
        begin: the statement.
        module: the module.
    """
    function = module.function(begin)
    end = (begin.end_lineno or 0, begin.end_col_offset or 0)
    later = {name for name, at in _bound(function) if at > end} if function is not None else set()
    return later.isdisjoint(_named(node))


def _bound(function: Function) -> Iterator[tuple[str, tuple[int, int]]]:
    """The names and attributes that a function stores something in, each with its place."""
    for node in within(function):
        match node:
            case ast.Name(id=word, ctx=ast.Store()) | ast.Attribute(attr=word, ctx=ast.Store()):
                yield word, place(node)
            case ast.FunctionDef(name=word) | ast.AsyncFunctionDef(name=word) | ast.ClassDef(name=word):
                yield word, place(node)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                at = place(node)
                yield from (((each.asname or each.name).partition(".")[0], at) for each in names)


def _named(node: ast.AST) -> set[str]:
    names = {each.id for each in walk(node) if isinstance(each, ast.Name)}
    return names | {each.attr for each in walk(node) if isinstance(each, ast.Attribute)}


def up_to_last_use(rest: Sequence[ast.stmt], handle: str) -> Sequence[ast.stmt]:
    """Statements up to the last that mentions something; all if none does.

    Args:
        rest: the statements.
        handle: the name or attribute, as it is spelt.
    """
    using = [number for number, each in enumerate(rest, 1) if _mentions(each, handle)]
    return rest[: using[-1]] if using else rest


def _mentions(statement: ast.stmt, handle: str) -> bool:
    return any(
        isinstance(node, (ast.Name, ast.Attribute)) and spelt(node) == handle for node in walk(statement)
    )


def serving(begin: ast.stmt, module: Module) -> ast.stmt | None:
    """The last statement that starts the loop of a server, in a thread that has a name or none.

    Args:
        begin: what makes the server.
        module: the module.

    Returns:
        ``None`` if nothing in the block starts a loop: ``shutdown()`` waits for one that runs.
    """
    last = None
    threads: set[str] = set()
    for each in following(begin, module):
        nodes = [*walk(each)]
        words = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        if "serve_forever" in words:
            threads |= stores(each)
            last = each
        elif "start" in words and not threads.isdisjoint(_named(each)):
            last = each
    return last


def spelt_name(name: str, module: Module) -> tuple[str, Edits]:
    """How a function or class of a module is written here, and the import that it needs.

    Args:
        name: its qualified name.
        module: the module under review.

    Returns:
        An empty name if the module uses the words for something else.
    """
    if whole := known(name, module):
        return whole, ()
    owner, _, word = name.rpartition(".")
    if name == "pathlib.Path" and not known(owner, module) and takes_from_modules(module):
        return imported(name, module)
    prefix, more = imported(owner, module)
    return (f"{prefix}.{word}", more) if prefix else ("", ())
