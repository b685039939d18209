"""What the modules of the standard library define: their source is read, and nothing is imported."""

from __future__ import annotations

import ast
import sys
import sysconfig
import tokenize
from collections.abc import Iterator
from functools import lru_cache
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
    if name.partition(".")[0] not in sys.stdlib_module_names:
        return None
    stem = Path(sysconfig.get_paths()["stdlib"], *name.split("."))
    for path in (stem.with_name(f"{stem.name}.py"), stem / "__init__.py"):
        if path.is_file():
            return _read(path)
    return None


def _read(path: Path) -> frozenset[str] | None:
    try:
        with tokenize.open(path) as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return None
    nodes = [*ast.walk(tree)]
    used = {each.id for each in nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    names = {name for each in nodes for name in _bound(each)}
    return None if "*" in names or _OPEN & (used | names) else frozenset(names)


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
