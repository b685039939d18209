"""Functions within coroutines that something else runs, in a thread say: ``await run(server, check)``."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping

from flake8_testsec.fixing.edits import written
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.known_here import is_visible


def handed_on(inner: ast.FunctionDef | ast.AsyncFunctionDef, test: Function, module: Module) -> str:
    """How other coroutines of a module hand on what they call by the name of a function.

    Args:
        inner: the function.
        test: the coroutine that defines it.
        module: their module.

    Returns:
        The whole statement; empty if there is none, or several, that could be made at the end of the test.
    """
    line = (test.end_lineno or test.lineno) + 1
    known = [
        text
        for text, names in _awaited(module).get(inner.name, {}).items()
        if all(is_visible(name, test, line, module) for name in names)
    ]
    return known[0] if len(known) == 1 else ""


@once
def _awaited(module: Module) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """By the names of inner functions: the statements that hand them on, and all names in each."""
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    waits: Iterator[ast.Await] = module.nodes(ast.Await)
    for each in waits:
        match each.value, module.parent(each):
            case ast.Call(args=given), ast.Expr() if each.lineno == each.end_lineno:
                names = frozenset(part.id for part in walk(each) if isinstance(part, ast.Name))
                for name in (part.id for part in given if isinstance(part, ast.Name)):
                    found[name][written(each, module)] = names
    return found
