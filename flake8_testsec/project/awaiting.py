"""Coroutine functions of other modules that a module calls."""

from __future__ import annotations

import ast

from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once


@once
def is_lost(call: ast.Call, module: Module) -> bool:
    """Whether nothing of what is called runs unless what the call returns is awaited.

    Args:
        call: a call.
        module: its module.

    Returns:
        ``False`` if that is not certain, also where the module may put a double in its place. But in deep
        mode it is only asked of what a coroutine function calls, and the module awaits elsewhere by the same
        word: other modules need not be read for all that a test calls.
    """
    word = last_word(call.func)
    is_likely = word in _awaited(module) and isinstance(module.function(call), ast.AsyncFunctionDef)
    if not (is_likely or module.settings.deep):
        return False
    if word.startswith("assert") or (word and _is_replaced(word, module)):
        return False
    from flake8_testsec.project.inferred import is_coroutine  # few calls come so far

    return is_coroutine(call.func, module)


@once
def _awaited(module: Module) -> frozenset[str]:
    """The last words of all calls that are awaited."""
    waits = (each.value for each in module.nodes(ast.Await))
    return frozenset(last_word(each.func) for each in waits if isinstance(each, ast.Call))


@once
def _is_replaced(word: str, module: Module) -> bool:
    """Whether an attribute of this name is assigned anywhere, or named by a text, as for a patch."""
    return any(module.stored(word, module.tree)) or word in _named(module)


@once
def _named(module: Module) -> frozenset[str]:
    """The last words of all texts."""
    return frozenset(each.rpartition(".")[2] for each in module.literals if isinstance(each, str))
