"""Code around which stands what nobody can tell the effect of: it may answer in a peer's place, or limit."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from itertools import pairwise, takewhile

from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.interceptors import marks

_KNOWN = sys.stdlib_module_names | {
    "ddt",
    "httpx",
    "open()",
    "parameterized",
    "pytest",
    "requests",
    "urllib3",
}
"""The modules of which no decorator or context manager stands in for a peer, unless that is seen."""
_BUILT_IN = frozenset({"classmethod", "property", "staticmethod"})


def is_in_unknown_hands(node: ast.AST, module: Module) -> bool:
    """Whether an unknown ``with`` or decorator stands around a node.

    Args:
        node: any node.
        module: its module.

    Returns:
        ``False`` if all of them are of the standard library or of libraries that are known, or assert.
    """
    if is_marked_by_unknown(node, module):
        return True
    blocks: Iterator[ast.With | ast.AsyncWith] = module.around(node, ast.With, ast.AsyncWith)
    return not all(_manages_known(each, module) for each in blocks)


@once
def _manages_known(block: ast.With | ast.AsyncWith, module: Module) -> bool:
    return all(_is_known(item.context_expr, module) for item in block.items)


def may_be_ended_by_unknown(node: ast.AST, module: Module) -> bool:
    """Whether what nobody can tell the effect of stands around a node, and may end what takes too long.

    Args:
        node: any node.
        module: its module.

    Returns:
        ``False`` if no context around it was told a limit: an attribute that others hold is a lock, say.
    """
    blocks: Iterator[ast.With | ast.AsyncWith] = module.around(node, ast.With, ast.AsyncWith)
    return is_marked_by_unknown(node, module) or not all(_ends_nothing(each, module) for each in blocks)


@once
def _ends_nothing(block: ast.With | ast.AsyncWith, module: Module) -> bool:
    contexts = (item.context_expr for item in block.items)
    return all(isinstance(each, ast.Attribute) or _is_known(each, module) for each in contexts)


def is_marked_by_unknown(node: ast.AST, module: Module) -> bool:
    """Whether a decorator that nobody can tell the effect of stands on a function or a class around a node.

    Args:
        node: any node.
        module: its module.
    """
    return not all(_is_known(each, module) for each in marks(node, module))


def is_handed_to_unknown(call: ast.Call, module: Module) -> bool:
    """Whether a coroutine is given, not awaited, to a function that nobody can tell the effect of.

    Args:
        call: what may make a coroutine.
        module: its module.

    Returns:
        ``False`` for any other call: that is over when what it returns is given to anything.
    """
    if not any(each.startswith("asyncio.") for each in module.names(call.func)):
        return False
    around = takewhile(lambda each: not isinstance(each, (ast.stmt, ast.Await)), module.ancestors(call))
    return any(
        isinstance(above, ast.Call) and above.func is not given and not _is_known(above, module)
        for given, above in pairwise((call, *around))
    )


def _is_known(manager: ast.expr, module: Module) -> bool:
    func = manager.func if isinstance(manager, ast.Call) else manager
    match func:
        case ast.Name(id=name) if name in _BUILT_IN:
            return True
        case ast.Attribute(value=ast.Name(id="self"), attr=word):
            return word == "subTest" or word.startswith("assert")
        case _:
            names = module.names(manager)
            return bool(names) and all(each.partition(".")[0] in _KNOWN for each in names)
