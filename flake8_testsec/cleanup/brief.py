"""Changes that are put back at once: hardly anything in between can fail."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence

from flake8_testsec.cleanup.touches import Touch
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, walk

_NAMING = frozenset(
    {"os.getcwd", "os.link", "os.listdir", "os.mkdir", "os.rename", "os.replace", "os.symlink"}
    | {"os.path.basename", "os.path.exists", "os.path.join", "os.path.splitext"}
)
"""What looks for names in a directory, or makes and changes them."""
_OF_TEXTS = frozenset({"endswith", "lower", "removeprefix", "removesuffix", "startswith", "upper"})
_WORKING = (ast.For, ast.If, ast.Expr, ast.Assign)


def is_brief(change: Touch, restore: ast.AST, module: Module) -> bool:
    """Whether hardly anything can fail between a change and what puts it back.

    Args:
        change: a change.
        restore: what puts it back.
        module: their module.

    Returns:
        ``True`` where all that is done in between is to make one object, or to ask the standard library
        something; and, in another working directory, to make or to change names of files.
    """
    between = _between(change.node, restore, module)
    if between is None:
        return False
    if change.state.code == "TSE305" and all(_is_naming(each, module) for each in between):
        return True
    return all(_makes_one(each, module) for each in between)


def _between(change: ast.AST, restore: ast.AST, module: Module) -> Sequence[ast.stmt] | None:
    """The statements between two of the same block; ``None`` if they are not of one."""
    first, last = module.above(change, ast.stmt), module.above(restore, ast.stmt)
    outer = module.parent(first) if first is not None else None
    for name in ("body", "orelse", "finalbody"):
        block = getattr(outer, name, None)
        if isinstance(block, list) and first in block and last in block:
            return block[block.index(first) + 1 : block.index(last)]
    return None


def _is_naming(statement: ast.stmt, module: Module) -> bool:
    """Whether all that a statement calls are functions that are about names of files, or methods of texts."""
    nodes = [*walk(statement)]
    calls = [each.func for each in nodes if isinstance(each, ast.Call)]
    if not all(isinstance(each, _WORKING) for each in nodes if isinstance(each, ast.stmt)):
        return False
    return bool(calls) and all(last_word(each) in _OF_TEXTS or module.names(each) & _NAMING for each in calls)


def _makes_one(statement: ast.stmt, module: Module) -> bool:
    match statement:
        case ast.Assign(value=value):
            calls = [each for each in ast.walk(value) if isinstance(each, ast.Call)]
            if len(calls) != 1:
                return False
            return last_word(calls[0].func)[:1].isupper() or _is_plain_question(calls[0], module)
        case _:
            return False


def _is_plain_question(call: ast.Call, module: Module) -> bool:
    """Whether a function of the standard library is called with nothing: ``site.getsitepackages()``."""
    names = module.names(call.func)
    owners = {name.rpartition(".")[0] for name in names}
    return bool(names) and owners <= sys.stdlib_module_names and not call.args and not call.keywords
