"""Listings of folders: what is certainly a path, and where something stands in for what lists."""

from __future__ import annotations

import ast

from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.module import Module, once

_DEEPEST = 12
_MADE = frozenset({"pathlib.Path()", "pathlib.PosixPath()", "pathlib.Path.cwd()", "pathlib.Path.home()"})
_CLASSES = frozenset({"pathlib.Path", "pathlib.PosixPath"})
_FIXTURE, _FACTORY = "tmp_path", "tmp_path_factory"
_DERIVED = frozenset({"absolute", "expanduser", "joinpath", "resolve", "with_name", "with_suffix"})


def is_path(node: ast.expr, module: Module, depth: int = 0) -> bool:
    """Whether an expression is certainly a path of pathlib, which lists folders as the disk has them.

    Args:
        node: any expression.
        module: its module.
        depth: how many steps have been made already.
    """
    if depth > _DEEPEST:
        return False
    match node:
        case ast.BinOp(op=ast.Div(), left=owner) | ast.Attribute(value=owner, attr="parent"):
            return is_path(owner, module, depth + 1)
        case ast.Call(func=ast.Attribute(value=owner, attr=word)) if word in _DERIVED:
            return is_path(owner, module, depth + 1)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="mktemp")):
            return owner == _FACTORY
        case ast.Name():
            return _is_bound_to_path(node, module, depth)
        case _:
            names = module.names(node)
            return bool(names) and names <= _MADE


def _is_bound_to_path(name: ast.Name, module: Module, depth: int) -> bool:
    match module.bindings(name):
        case [Bound(value=value, node=ast.Name())]:
            return is_path(value, module, depth + 1)
        case [Unknown(node=ast.arg(arg=word, annotation=kind))]:
            return word == _FIXTURE or (kind is not None and bool(module.names(kind) & _CLASSES))
        case _:
            return False


def is_listing_faked(node: ast.AST, word: str, module: Module) -> bool:
    """Whether something may stand in for what lists a folder, and gives its own order.

    Args:
        node: the call that lists.
        word: the last word of what it calls.
        module: its module.

    Returns:
        ``True`` where the module has a function of this name by its text or its attribute and does not call
        it, and where the test is given the file system of pyfakefs.
    """
    function = module.function(node)
    given = [*function.args.args, *function.args.kwonlyargs] if function is not None else []
    is_of_fake = any(each.arg == "fs" for each in given) or _has_fake_disk(module.tree, module)
    return is_of_fake or _is_named(word, module)


@once
def _is_named(word: str, module: Module) -> bool:
    """Whether a function is named without being called."""
    texts = filter(None, (each if isinstance(each, str) else "" for each in module.literals))
    if any(each.endswith(word) and each.rpartition(".")[2] == word for each in texts):
        return True
    attributes = ((each, module.parent(each)) for each in module.attributes({word}))
    return not all(isinstance(call, ast.Call) and call.func is each for each, call in attributes)


@once
def _has_fake_disk(tree: ast.Module, module: Module) -> bool:
    return any(name.partition(".")[0] == "pyfakefs" for _, name in module.scopes.imported())
