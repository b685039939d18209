"""Where a project begins, and what a file is called in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

RootAbove = Callable[[str], "str | None"]

_REPOSITORIES = (".git", ".hg")
_PROJECTS = ("pyproject.toml", "setup.cfg", "setup.py", "tox.ini")


def project_path(filename: str) -> str:
    """A path as the project knows it, so that folders outside it do not decide what a file is for.

    Args:
        filename: relative to the working directory, or absolute.

    Returns:
        The path relative to the root of the project that the working directory (for a file outside it:
        the file) lies in; relative to the working directory where no root is found.
    """
    return below(project_root(filename), filename)


def project_place(filename: str) -> str:
    """The path of `project_path` in the form that reports, fingerprints and baselines have: with slashes.

    Args:
        filename: relative to the working directory, or absolute.
    """
    return os.path.normpath(project_path(filename)).replace(os.sep, "/")


def working_root() -> str | None:
    """The root of the project that the working directory lies in, see `project_root`."""
    return project_root("any.py")


def below(root: str | None, filename: str) -> str:
    """A path relative to a root.

    Args:
        root: the folder, or ``None``.
        filename: relative to the working directory, or absolute.

    Returns:
        The path below the root; without one, the name as it is.
    """
    return os.path.relpath(os.path.abspath(filename), root) if root else filename


def project_root(filename: str, above: RootAbove | None = None) -> str | None:
    """The root of the project that the working directory (for a file outside it: the file) lies in.

    Args:
        filename: relative to the working directory, or absolute.
        above: does what `root_above` does, for who asks often and remembers.

    Returns:
        The folder of the repository, or the nearest that looks like a project's; else the working
        directory for a file below it, and ``None`` for any other.
    """
    absolute, here = os.path.abspath(filename), os.getcwd()
    inside = absolute.startswith(os.path.join(here, ""))
    folder = here if inside else os.path.dirname(absolute)
    return (above or root_above)(folder) or (here if inside else None)


def root_above(folder: str) -> str | None:
    """The repository's folder above a folder; without one, the nearest that looks like a project's.

    Args:
        folder: an absolute path.

    Returns:
        The folder or one above it; ``None`` if there is none.
    """
    return _above(folder, _REPOSITORIES) or _above(folder, _PROJECTS)


def _above(folder: str, markers: Sequence[str]) -> str | None:
    while not any(os.path.lexists(os.path.join(folder, marker)) for marker in markers):
        if folder == (folder := os.path.dirname(folder)):
            return None
    return folder
