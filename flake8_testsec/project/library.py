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


def _read(path: Path | zipfile.Path) -> frozenset[str] | None:
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None
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
