"""What keeps a release from being made: a generator that is not run on, and a call that serves for good."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from flake8_testsec.review.document import code
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once, within
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
    return f", but its body yields: {_OPEN}" if _yields(block, module) else ""


@once
def _yields(block: ast.AST, module: Module) -> bool:
    return any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in within(block))


_OPEN = "where nobody asks for more, it stays until the generator is closed or collected"


def by_server(release: ast.AST, module: Module) -> tuple[str, ...]:
    """That a release stands behind a call that serves until somebody ends it.

    Args:
        release: what gives something back.
        module: its module.

    Returns:
        The end of a sentence; empty where no such call is a statement before it, in its body or around it.
    """
    if module.mentions(*_SERVING) and (serving := _before(release, module)) is not None:
        return (", once ", code(f"{spelt(serving.func)}()"), f" in line {serving.lineno} has returned")
    return ()


def _before(node: ast.AST, module: Module) -> ast.Call | None:
    """The first serving call among the statements before one in its body, or before those around it."""
    around = pairwise((node, *module.ancestors(node)))
    found = (_served(above, module).get(below) for below, above in around)
    return next((each for each in found if each is not None), None)


@once
def _served(holder: ast.AST, module: Module) -> Mapping[ast.AST, ast.Call]:
    """The statements of the bodies of one that have a serving call before them, each with the first."""
    found: dict[ast.AST, ast.Call] = {}
    for name in ("body", "orelse", "finalbody"):
        body, first = getattr(holder, name, ()), None
        for statement in body if isinstance(body, list) else ():
            if first is None:
                first = next(_serving([statement]), None)
            else:
                found[statement] = first
    return found


def _serving(body: Sequence[ast.stmt]) -> Iterator[ast.Call]:
    calls = (called(each) for each in _plain(body))
    return (each for each in calls if each is not None and last_word(each.func) in _SERVING)


def _plain(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body, with those of its ``with`` statements."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.With | ast.AsyncWith):
            yield from _plain(statement.body)
