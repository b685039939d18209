"""Loops that only something else ends: ``while True`` around what reads or waits, with no way out."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.source.calls import spelt, truth
from flake8_testsec.source.module import Module, walk

_READING = frozenset({"read", "readline", "recv", "recvfrom", "recv_bytes", "accept", "get", "wait", "poll"})


def facts(module: Module) -> Iterator[Fact]:
    """Such loops, those that call the same together; one in which anything is asked is left out.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for loop in module.nodes(ast.While):
        if truth(loop.test) is True and module.function(loop) is not None and not _asks(loop):
            for call in _reads(loop):
                found[spelt(call)].append(call)
                break
    for shown, calls in found.items():
        words = ("In a loop with no limit of rounds or time of its own (", code("while True"), "): ")
        yield fact("endless", calls, *words, code(shown), ".", subject=shown)


def _asks(loop: ast.While) -> bool:
    """Whether a loop may end, or wait no longer, by what it looks at."""
    return any(isinstance(each, _ASKING) for each in walk(loop))


_ASKING = (ast.If, ast.IfExp, ast.Match, ast.Yield, ast.YieldFrom, ast.Assert, ast.Return, ast.Raise)


def _reads(loop: ast.While) -> Iterator[ast.Call]:
    """The calls of methods that read or wait and are given nothing, so no limit either."""
    for each in walk(loop):
        match each:
            case ast.Call(func=ast.Attribute(attr=word), args=[], keywords=[]) if word in _READING:
                yield each
