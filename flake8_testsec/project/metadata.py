"""What the metadata of a distribution says about its purpose, as far as a rule's meaning hangs on it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.project.locations import above
from flake8_testsec.project.views import view_of
from flake8_testsec.source.module import Module, once

_FILES = ("pyproject.toml", "setup.cfg", "setup.py")
_PLUGIN = lazy(r"^[^#\n]*\bpytest11\b", re.MULTILINE)
"""An entry point that pytest loads; other distributions bring one for their users as well."""
_TOPIC = lazy(r"^[^#\n]*(Topic :: Software Development :: Testing|Framework :: Pytest)", re.MULTILINE)
"""Classifiers of tools for tests (https://pypi.org/classifiers/); a build system may have one too."""


@once
def is_of_testing_tool(module: Module) -> bool:
    """Whether a module belongs to a distribution that is made for tests, by its own word.

    Args:
        module: the module; the metadata in the nearest folder above it that has any counts.

    Returns:
        ``True`` for a plugin of pytest that is classified as a tool for tests; ``False`` also if nothing is
        known of other files.
    """
    texts = _metadata(module)
    return any(map(_PLUGIN.search, texts)) and any(map(_TOPIC.search, texts))


@once
def has_specimens(module: Module) -> bool:
    """Whether tests of a module's distribution may be there to be run by other tests: it is classified as a
    tool for tests, whose runner or assertions are what is tested.

    Args:
        module: a module of tests; the metadata in the nearest folder above it that has any counts.

    Returns:
        ``False`` also if nothing is known of other files.
    """
    return any(map(_TOPIC.search, _metadata(module)))


def is_specimen(module: Module) -> bool:
    """Whether a module is what a tool for tests is tried on: its folder has a name that nobody can import.

    Args:
        module: a module of tests; the metadata in the nearest folder above it that has any counts.

    Returns:
        ``False`` also if nothing is known of other files.
    """
    folders = posixpath.dirname(module.path).split("/")
    below = folders[next((n for n, each in enumerate(folders) if each in ("test", "tests")), len(folders)) :]
    return not all(map(str.isidentifier, below)) and has_specimens(module)


def _metadata(module: Module) -> Sequence[str]:
    """The texts of the nearest files that say what a distribution is."""
    view = view_of(module)
    for folder in above(module.path) if view is not None else ():
        texts = [view.text(posixpath.join(folder, name)) for name in _FILES if view is not None]
        if any(texts):
            return texts
    return ()
