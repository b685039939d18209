"""Handlers of exceptions: what they catch, and what they do with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.review import own_loggers
from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.review.taken import is_taken
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, statements, walk
from flake8_testsec.source.raising import certainly_raises
from flake8_testsec.vocabulary.testing.assertions import called, is_assertion, is_failure, is_quiet


def facts(module: Module) -> Iterator[Fact]:
    """One fact for each kind of handler: what it catches, and what it does then.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    groups: dict[tuple[str, tuple[str, ...]], list[ast.AST]] = {}
    for handler in module.nodes(ast.ExceptHandler):
        shown = code(spelt(handler.type)) if handler.type is not None else "everything (a bare except)"
        does = (*_does(handler.body, module), *_keeps(handler), *_without(handler, module))
        groups.setdefault((shown, does), []).append(handler)
    for (shown, does), handlers in groups.items():
        yield fact("handler", handlers, "Caught: ", shown, *does, ".", subject=shown)


def _is_own_call(statement: ast.stmt, module: Module) -> bool:
    """Whether a method is called that is named like one of a logger, of an object that is made here."""
    call = called(statement)
    return call is not None and bool(own_loggers.makers(call, module))


def _does(body: Sequence[ast.stmt], module: Module) -> tuple[str, ...]:
    if any(isinstance(each, ast.Raise) for each in body):
        return ("; the handler raises",)
    if raised := [each for each in statements(body) if isinstance(each, ast.Raise)]:
        if all(is_taken(each, body, module) for each in raised):
            return ("; what the handler raises, it catches itself",)
        is_always = any(certainly_raises(each, module) for each in body)
        return ("; the handler raises" if is_always else "; the handler raises on some of its ways",)
    if any(is_assertion(each) for each in statements(body)):
        return ("; the handler asserts",)
    if is_failure(body[-1], module):
        return ("; the handler lets the test fail",)
    if is_quiet(body) and not any(_is_own_call(each, module) for each in body):
        return ("; the handler only passes, returns, continues, prints or logs",)
    return () if _may_end(body, module) else ("; no statement of the handler raises or fails",)


def _keeps(handler: ast.ExceptHandler) -> tuple[str, ...]:
    """That what was caught is put somewhere: appended to a list, or bound to a name or an attribute."""
    if any(_is_kept(each, handler) for each in handler.body):
        return ("; it keeps what was caught",)
    is_partly = any(_is_kept(each, handler) for each in statements(handler.body))
    return ("; it keeps what was caught on some of its ways",) if is_partly else ()


def _is_kept(statement: ast.stmt, handler: ast.ExceptHandler) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=word), args=[ast.Name(id=name)])):
            return name == handler.name and word in ("append", "put", "add", "put_nowait")
        case ast.Assign(value=ast.Name(id=name)):
            return name == handler.name
        case _:
            return False


def _may_end(body: Sequence[ast.stmt], module: Module) -> bool:
    """Whether a statement in a handler fails, or may do so by what it calls."""
    inner = [*statements(body)]
    words = (last_word(each.func) for one in inner for each in walk(one) if isinstance(each, ast.Call))
    return any(is_failure(each, module) for each in inner) or any(map(_ENDING.search, words))


_ENDING = lazy(r"(?i)fail|skip|exit|raise|assert|check|verify|abort|xfail")


def _without(handler: ast.ExceptHandler, module: Module) -> tuple[str, ...]:
    """What is done where nothing is raised, if that makes the test fail."""
    match module.parent(handler):
        case ast.Try(body=body, orelse=other) if any(is_failure(each, module) for each in (*body, *other)):
            return ("; where nothing is raised, the test is made to fail",)
        case _:
            return ()
