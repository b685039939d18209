"""Where modules may be: the files that a dotted name may mean, and the folders above one."""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Callable, Iterator


def normal(path: str) -> str:
    """A path below the project's root, with plain slashes."""
    return posixpath.normpath(path.replace("\\", "/"))


def splits(qualified: str) -> Iterator[tuple[str, str]]:
    """A qualified name as module and name within it, the longest module first."""
    parts = qualified.split(".")
    for size in range(len(parts) - 1, 0, -1):
        yield ".".join(parts[:size]), ".".join(parts[size:])


def above(path: str) -> Iterator[str]:
    """The folders above a file up to the root, which is empty, from the inside out."""
    if path.startswith(("../", "/")):
        return
    folder = posixpath.dirname(path)
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def candidates(dotted: str, path: str, roots: tuple[str, ...]) -> Iterator[str]:
    """The files that a module's name may mean where it is imported, in Python's order.

    Args:
        dotted: the name.
        path: the file that asks.
        roots: the folders above that file that are no packages, see `outside`.

    Yields:
        Paths, whether there is such a file or not.
    """
    if not all(map(str.isidentifier, dotted.split("."))):
        return
    below = dotted.replace(".", "/")
    for folder in _roots(dotted, path, roots):
        stem = f"{folder}/{below}" if folder else below
        yield f"{stem}.py"
        yield f"{stem}/__init__.py"


def outside(path: str, exists: Callable[[str], bool]) -> tuple[str, ...]:
    """The folders above a file that are no packages, from the inside out."""
    return tuple(each for each in above(path) if _is_outside(each, exists))


def _roots(dotted: str, path: str, outside: tuple[str, ...]) -> Iterator[str]:
    """The folders in which a top-level module may be: those that are no packages, from the inside out.

    A module of the standard library's name is the project's own only right beside the file that asks.
    """
    top, dot, _ = dotted.partition(".")
    if top in sys.stdlib_module_names:
        yield from outside[:1] if outside[:1] == tuple(above(path))[:1] else ()
        yield from ("",) if dot else ()
        return
    for folder in dict.fromkeys((*outside, "")):
        yield folder
        yield posixpath.join(folder, "src")
        yield posixpath.join(folder, "lib")
    yield top  # one of several projects side by side, called like its package


def _is_outside(folder: str, exists: Callable[[str], bool]) -> bool:
    """Whether a folder is no package, or the top of a project all the same: tools begin to search there."""
    if not exists(posixpath.join(folder, "__init__.py")):
        return True
    return any(exists(posixpath.join(folder, name)) for name in _OF_PROJECTS)


_OF_PROJECTS = ("pyproject.toml", "pytest.ini", "tox.ini")
"""Files at the top of a project; a ``setup.py`` may be a package's own."""
