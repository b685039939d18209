"""Which attribute of a test's own object a removed path is, or lies below."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.module import Module

_REMOVING = frozenset({"os.remove", "os.removedirs", "os.rmdir", "os.unlink", "shutil.rmtree"})
_BELOW = frozenset({"glob.glob", "glob.iglob", "os.path.join"})
_SAME = frozenset({"os.path.abspath", "os.path.realpath", "pathlib.Path", "str"})
_DEEPEST = 8
"""Steps of an expression that are followed."""


def removed(node: ast.AST, owners: frozenset[str], module: Module) -> str:
    """What a node removes, in words that two set-up or tear-down methods can be compared by.

    Args:
        node: any node.
        owners: the names of the own object and its class.
        module: the module.

    Returns:
        ``x`` for the path that ``self.x`` is, with a slash behind it for what lies below; empty for what
        removes nothing, or something else.
    """
    match node:
        case ast.Call(func=func, args=[path, *_]) if module.names(func) & _REMOVING:
            return _place(path, owners, module)
        case _:
            return ""


def clears(whole: Iterable[str], parts: Iterable[str]) -> bool:
    """Whether who removes some paths leaves nothing of others.

    Args:
        whole: what `removed` said of the first.
        parts: what it said of the others, and an empty word if more is done than to remove them.
    """
    places = {each.removesuffix("/") for each in parts}
    return bool(places) and "" not in places and places <= {*whole}


def _place(path: ast.expr, owners: frozenset[str], module: Module) -> str:
    below = ""
    for _ in range(_DEEPEST):
        match path:
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner in owners:
                return name + below
            case ast.Call(func=func, args=[first, *rest]) if module.names(func) & (_BELOW | _SAME):
                below = "/" if rest or module.names(func) & _BELOW else below
                path = first
            case ast.BinOp(op=ast.Div(), left=left):
                path, below = left, "/"
            case ast.Name() if (meant := _behind(path, module)) is not None:
                path = meant
            case _:
                break
    return ""


def _behind(name: ast.Name, module: Module) -> ast.expr | None:
    """What a name stands for: the value of its one assignment, or each of what a loop goes through."""
    match module.bindings(name):
        case [Bound(value=value)]:
            return value
        case [Unknown(node=target)] if isinstance(loop := module.parent(target), ast.For):
            return loop.iter
        case _:
            return None
