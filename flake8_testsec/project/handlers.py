"""Functions that may run while an exception is handled."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.project.views import is_spoken_of, view_of
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_test_file


def around(node: ast.AST, module: Module) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What stands around a node, each with its part in which the node is.

    Args:
        node: the node.
        module: its module.

    Yields:
        The nearest first.
    """
    inner = node
    for above in module.ancestors(node):
        yield above, inner
        inner = above


@once
def called_in_handlers(module: Module) -> frozenset[str]:
    """The functions that a handler may call, also through others, or somebody who is given them.

    Args:
        module: the module that defines them.

    Returns:
        Their words: a function of another class with the same name is among them.
    """
    functions: Iterator[Function] = module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    words = {each.name for each in functions}
    called: dict[str, list[str]] = defaultdict(list)
    waiting = [word for word in words if _is_known_to_others(word, module)]
    uses = [(each.id, each) for word in words for each in module.named(word)]
    for word, use in (*uses, *((each.attr, each) for each in module.attributes(words))):
        if _is_handed_on(use, module) or _is_handling(use, module):
            waiting.append(word)
        else:
            called[_caller(use, module)].append(word)
    found: set[str] = set()
    while waiting:
        word = waiting.pop()
        waiting.extend(() if word in found else called[word])
        found.add(word)
    return frozenset(found)


def _is_known_to_others(word: str, module: Module) -> bool:
    """Whether another file may call a function; what is no file of tests is there for that."""
    if view_of(module) is None:
        return not is_test_file(module)
    return is_spoken_of(word, module)


def _is_handling(use: ast.expr, module: Module) -> bool:
    """Whether a function is used where an exception may be on its way."""
    function = module.function(use)
    if isinstance(function, Function) and (function in module.generators or function.name.startswith("__")):
        return True
    return any(
        isinstance(above, ast.ExceptHandler) or (isinstance(above, ast.Try) and inner in above.finalbody)
        for above, inner in around(use, module)
    )


def _caller(use: ast.expr, module: Module) -> str:
    """The function that calls another one, or is called through it because that decorates it."""
    parent = module.parent(use)
    function = parent if isinstance(parent, Function) else module.function(use)
    return function.name if isinstance(function, Function) else ""


def _is_handed_on(use: ast.expr, module: Module) -> bool:
    match module.parent(use):
        case ast.Call(func=func):
            return func is not use
        case ast.Return() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return False
        case _:
            return True
