"""Context managers that no longer give back what they change when their block fails."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from bench.inject.edits import is_open, moved, unwrapped
from bench.inject.finders import decorated, is_refused
from bench.inject.mutation import Edit, Mutation, mutation
from bench.inject.text import Function, Text


def manager_without_finally(text: Text) -> Iterator[Mutation]:
    """Managers whose ``finally`` gives something back, without it."""
    for try_ in text.of(ast.Try):
        function = text.function(try_)
        if function and decorated(text, function, *_MANAGERS) and not try_.handlers and not try_.orelse:
            is_plain = is_open(text, [*try_.body, *try_.finalbody]) and try_.lineno < try_.body[0].lineno
            yields = [each for each in ast.walk(try_) if isinstance(each, (ast.Yield, ast.YieldFrom))]
            told = all(_is_told(each) or _is_of_own_object(text, each) for each in try_.finalbody)
            is_needed = not told and not _is_calm(text, function, yields)
            if is_plain and len(yields) == 1 and _gives_back(try_.finalbody) and is_needed:
                yield mutation(text, function, unwrapped(text, try_), *_tail(text, try_))


def _is_told(statement: ast.stmt) -> bool:
    """Whether a statement only tells that the end was reached, in what the function has made or around it."""
    match statement:
        case ast.Raise():
            return True
        case ast.Assign(targets=[ast.Name() | ast.Subscript(value=ast.Name())], value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Attribute(attr="cancel_scope")))):
            return True  # which an error cancels by itself
    return False


def _is_of_own_object(text: Text, statement: ast.stmt) -> bool:
    """Whether a statement puts back what the test's own object has, which is made anew for each test."""
    is_of_test = any(each.startswith("test") for each in _methods_beside(text, statement))
    match statement:
        case ast.Assign(targets=[ast.Attribute() as target]):
            return is_of_test and text.code(target).startswith("self.")
    return False


def _methods_beside(text: Text, node: ast.AST) -> Iterator[str]:
    class_ = text.class_(node)
    yield from (getattr(each, "name", "") for each in (class_.body if class_ else ()))


def _is_calm(text: Text, function: Function, yields: Sequence[ast.AST]) -> bool:
    """Whether nothing is raised at a ``yield``: a check around it takes the error, a test enters the manager
    for as long as it runs, or a web framework for the life of its application."""
    is_expecting = any(is_refused(text, each) for each in yields)
    entered = rf"enter_?(async_?)?context\((self\.)?{function.name}\("
    is_kept = re.search(entered, text.data.decode(), re.IGNORECASE) is not None
    return is_expecting or is_kept or "lifespan" in function.name


_MANAGERS = ("contextlib.contextmanager", "contextlib.asynccontextmanager")


def _gives_back(statements: list[ast.stmt]) -> bool:
    """Whether statements restore something, and do not only tell or measure."""
    told = ("print", "log", "time", "append", "write", "debug", "info")
    words = " ".join(ast.unparse(each) for each in statements)
    return words != "pass" and not any(each in words for each in told)


def _tail(text: Text, try_: ast.Try) -> tuple[Edit, ...]:
    """The statements of a ``finally``, behind what the block becomes."""
    inner, indent = text.indent(try_.finalbody[0]), text.indent(try_)
    lines = moved(text, try_.finalbody, lambda line: indent + line.removeprefix(inner))
    end = text.line((try_.end_lineno or 0) + 1)
    return (Edit(end, end, lines),)
