"""What keeps a release from being made: a generator that is not run on, and a call that serves for good."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.review.document import code
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, within
from flake8_testsec.vocabulary.testing.assertions import called

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SERVING = frozenset({"serve_forever", "run_forever"})
"""Methods that return only when somebody else ends them (socketserver, asyncio)."""


def by_generator(call: ast.Call, module: Module) -> str:
    """That the block of a call is left only when the generator goes on, ends or is collected.

    Args:
        call: what a ``with`` statement enters.
        module: its module.

    Returns:
        The end of a sentence; empty where the block has no ``yield``, or below a decorator.
    """
    function = module.function(call)
    block = module.above(call, ast.With, ast.AsyncWith)
    if not isinstance(function, _FUNCTIONS) or function.decorator_list or block is None:
        return ""
    if not any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in within(block)):
        return ""
    return f", but its body yields: {_OPEN}"


_OPEN = "where nobody asks for more, it stays until the generator is closed or collected"


def by_server(release: ast.AST, module: Module) -> tuple[str, ...]:
    """That a release stands behind a call that serves until somebody ends it.

    Args:
        release: what gives something back.
        module: its module.

    Returns:
        The end of a sentence; empty where no such call is a statement before it, in its body or around it.
    """
    for serving in _before(release, module):
        return (", once ", code(f"{spelt(serving.func)}()"), f" in line {serving.lineno} has returned")
    return ()


def _before(node: ast.AST, module: Module) -> Iterator[ast.Call]:
    """The serving calls among the statements before one in its body, and before those around it."""
    below = node
    for above in module.ancestors(node):
        bodies = (getattr(above, name, ()) for name in ("body", "orelse", "finalbody"))
        for body in (each for each in bodies if isinstance(each, list) and below in each):
            calls = (called(each) for each in _plain(body[: body.index(below)]))
            yield from (each for each in calls if each is not None and last_word(each.func) in _SERVING)
        below = above


def _plain(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body, with those of its ``with`` statements."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.With | ast.AsyncWith):
            yield from _plain(statement.body)
