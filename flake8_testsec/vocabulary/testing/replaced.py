"""What ``unittest.mock.patch`` replaces, by its qualified name."""

from __future__ import annotations

import ast

from flake8_testsec.source.module import Module

_PATCHES = frozenset({"unittest.mock.patch", "unittest.mock.patch.object"})


def replaces(call: ast.Call, names: frozenset[str], module: Module) -> bool:
    """Whether a call patches one of some things itself, and no attribute of another one.

    Args:
        call: any call.
        names: qualified names.
        module: the call's module.
    """
    match call.args:
        case [ast.Constant(value=str(text)), *_]:
            return text in names and bool(module.names(call.func) & _PATCHES)
        case [owner, ast.Constant(value=str(word)), *_] if module.names(call.func) & _PATCHES:
            return any(f"{each}.{word}" in names for each in module.names(owner))
        case _:
            return False
