"""What the modules of the standard library define: their source is read, and nothing is imported."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

_OPEN = frozenset({"__getattr__", "globals", "vars", "setattr"})
"""What makes names that cannot be read off a module's text."""


@lru_cache(maxsize=64)
def defined(name: str) -> frozenset[str] | None:
    """The names of a module of the standard library.

    Args:
        name: its qualified name.

    Returns:
        What this Python's version of it binds, wherever in it; ``None`` for any other module, and where it
        cannot be told, as of ``sys``: what is missing there others ask for, to learn where they run.
    """
    tree = _tree(name)
    return _names(tree) if tree is not None else None


@lru_cache(maxsize=64)
def class_names(name: str) -> frozenset[str] | None:
    """What a class of the standard library has itself, and what its bases have.

    Args:
        name: its qualified name, such as ``socketserver.TCPServer``.

    Returns:
        The names that the bodies of these classes bind, wherever in them; ``None`` if one of them is of
        another module than those that can be read, or made in another way.
    """
    owner, _, word = name.rpartition(".")
    tree = _tree(owner) if owner else None
    found = (
        [each for each in tree.body if isinstance(each, ast.ClassDef) and each.name == word] if tree else []
    )
    if len(found) != 1 or found[0].keywords or tree is None:
        return None
    names = {name for one in found[0].body for each in _in_class(one) for name in _bound(each)}
    for base in found[0].bases:
        more = class_names(_qualified(base, owner, tree)) if not _is_object(base) else frozenset()
        if more is None:
            return None
        names |= more
    return frozenset(names)


def _in_class(node: ast.AST) -> Iterator[ast.AST]:
    """A node of the body of a class and those below it, but what is within a function or a further class."""
    yield node
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        for each in ast.iter_child_nodes(node):
            yield from _in_class(each)


def _is_object(base: ast.expr) -> bool:
    return isinstance(base, ast.Name) and base.id == "object"


def _qualified(base: ast.expr, owner: str, tree: ast.Module) -> str:
    """The qualified name of a base: of a whole module that is imported, or of this one."""
    plain = {each.name for one in tree.body if isinstance(one, ast.Import) for each in one.names}
    match base:
        case ast.Attribute(value=ast.Name(id=module), attr=word) if module in plain:
            return f"{module}.{word}"
        case ast.Name(id=word):
            return f"{owner}.{word}"
        case _:
            return ""


def _tree(name: str) -> ast.Module | None:
    """The module of a qualified name, if it is of the standard library and can be read."""
    if name.partition(".")[0] not in sys.stdlib_module_names:
        return None
    stem = name.replace(".", "/")
    for root in _roots():
        for path in (root / f"{stem}.py", root / f"{stem}/__init__.py"):
            if path.is_file():
                return _read(path)
    return None


def _roots() -> Iterator[Path | zipfile.Path]:
    """Where the standard library lies: in a folder, or, as on WebAssembly, in an archive."""
    import sysconfig  # what these two import costs newer Pythons more than most reviews
    from pathlib import Path

    yield Path(sysconfig.get_paths()["stdlib"])
    archive = f"python{sys.version_info[0]}{sys.version_info[1]}.zip"
    for entry in sys.path:
        if Path(entry).name == archive and Path(entry).is_file():
            import zipfile  # which few Pythons have any use for

            yield zipfile.Path(entry)


def _read(path: Path | zipfile.Path) -> ast.Module | None:
    try:
        return ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None


def _names(tree: ast.Module) -> frozenset[str] | None:
    nodes = [*_walked(tree)]
    used = {each.id for each in nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    names = {name for each in nodes for name in _bound(each)}
    return None if "*" in names or _OPEN & (used | names) else frozenset(names)


def _walked(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of a module, but those of a ``__getattr__`` that knows a few names only."""
    for statement in tree.body:
        if not _is_narrow(statement):
            yield from ast.walk(statement)


def _is_narrow(statement: ast.stmt) -> bool:
    """Whether it is a ``__getattr__`` that raises but for names that it compares with (PEP 562), and those
    are such as ``__version__``, which nobody adds."""
    match statement:
        case ast.FunctionDef(name="__getattr__", body=[*several, ast.Raise()]):
            tests = [each.test for each in several if isinstance(each, ast.If)]
            texts = [
                each.value for test in tests for each in ast.walk(test) if isinstance(each, ast.Constant)
            ]
            return len(tests) == len(several) and all(str(each).startswith("__") for each in texts)
        case _:
            return False


def _bound(node: ast.AST) -> Iterator[str]:
    """What a node binds, wherever it stands: too much rather than too little."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.alias(name=name, asname=None):
            yield name.partition(".")[0]
        case ast.alias(asname=str(name)):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
