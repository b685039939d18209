"""Coroutine functions of other modules that a module calls."""

from __future__ import annotations

import ast

from flake8_testsec.project.inferred import is_coroutine
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once


@once
def is_lost(call: ast.Call, module: Module) -> bool:
    """Whether nothing of what is called runs unless what the call returns is awaited.

    Args:
        call: a call.
        module: its module.

    Returns:
        ``False`` if that is not certain, also where the module may put a double in its place.
    """
    word = last_word(call.func)
    return not (word and _is_replaced(word, module)) and is_coroutine(call.func, module)


@once
def _is_replaced(word: str, module: Module) -> bool:
    """Whether an attribute of this name is assigned anywhere, or named by a text, as for a patch."""
    texts = (each for each in module.literals if isinstance(each, str))
    return any(module.stored(word, module.tree)) or any(each.split(".")[-1] == word for each in texts)
