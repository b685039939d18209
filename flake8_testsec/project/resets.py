"""What a call that resets something in a tear-down may give its first value again."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module

_RESETTING = lazy(r"(\A|_)(clear_|re_?init|re_?set|restore|revert|undo)(?!_?(mock|call|side))")
_HUMP = lazy(r"(?<=[a-z0-9])(?=[A-Z])")


def reset_by(func: ast.expr, module: Module) -> Iterator[str]:
    """The modules and objects that a function resets, as far as its name tells.

    Args:
        func: what is called when something ends: ``reset_config``, ``REGISTRY.clearRegistry``.
        module: its module.

    Yields:
        The qualified names of what the function belongs to, and of whose attributes any may be reset; none
        for the standard library, whose functions are known one by one.
    """
    if not _RESETTING.search(_HUMP.sub("_", last_word(func)).lower()):
        return
    for name in module.names(func):
        owner = name.rpartition(".")[0]
        if owner and "()" not in owner and owner.partition(".")[0] not in sys.stdlib_module_names:
            yield owner
