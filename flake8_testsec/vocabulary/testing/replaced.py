"""What ``unittest.mock.patch`` replaces, by its qualified name."""

from __future__ import annotations

import ast
import sys
from pathlib import PurePath

from flake8_testsec.source.calls import string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.doubles import spelling

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


def is_of_other_module(call: ast.Call, module: Module) -> bool:
    """Whether a patch gives another module a name of its own in place of ``open``, ``os`` and the like.

    ``patch("shop.files.open")`` is one, and ``patch.object(files, "open")`` of an imported ``files``, but not
    ``patch("shop.files.os.remove")``, which replaces the function that everybody calls.

    Args:
        call: a call that patches something.
        module: its module.
    """
    match call.args:
        case [ast.Constant(value=str(text)), *_]:
            owners: frozenset[str] | set[str] = {text.rpartition(".")[0]}
        case [ast.Name() | ast.Attribute() as owner, ast.Constant(value=str()), *_]:
            owners = module.names(owner)
        case _:
            return False
    return bool(owners) and not any(_is_shared(each) or _is_this(each, module) for each in owners)


def target_text(given: ast.expr) -> str:
    """What a patch is told to replace, as far as it is written out.

    Args:
        given: the argument: ``f"{__name__}.open"``, ``"%s.open" % __name__``, a literal, or a dotted name.
    """
    match given:
        case ast.JoinedStr(values=values):
            return "".join(string(each) or "" for each in values)
        case ast.BinOp(op=ast.Add(), right=ast.Constant(value=str(text))):
            return text
        case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str(text))):
            return text
        case _:
            return string(given) or spelling(given)


def _is_shared(owner: str) -> bool:
    """Whether a module is, or has, what everybody calls: one of the standard library, under any name."""
    words = owner.split(".")
    return words[0] in sys.stdlib_module_names or not sys.stdlib_module_names.isdisjoint(words[1:])


def _is_this(owner: str, module: Module) -> bool:
    return owner.rpartition(".")[2] in ("", "__main__", PurePath(module.path).stem)
