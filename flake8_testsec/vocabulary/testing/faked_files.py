"""Modules of tests in which doubles stand in for what opens files: a name there may be that of no file."""

from __future__ import annotations

import ast

from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module, once

_OPENING = frozenset({"builtins.open", "io.open", "os.open"})
_PATCHES = frozenset({"unittest.mock.patch", "unittest.mock.patch.object"})
_WORDS = frozenset({"patch", "object"})


@once
def fakes_files(module: Module) -> bool:
    """Whether a module replaces what opens files, in any of its tests.

    Args:
        module: the module.

    Returns:
        ``True`` for ``patch("builtins.open")`` and ``patch.object(os, "open")``.
    """
    if not module.mentions("patch"):
        return False
    return any(_replaces_open(each, module) for each in module.scopes.calls(_WORDS))


def _replaces_open(call: ast.Call, module: Module) -> bool:
    if not module.names(call.func) & _PATCHES:
        return False
    first, second = argument(call, 0), string(argument(call, 1))
    if first is None or string(first) in _OPENING:
        return first is not None
    return any(f"{owner}.{second}" in _OPENING for owner in module.names(first))
