"""Whether the code that a test file imports raises errors of no class of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flake8_testsec.patterns import lazy
from flake8_testsec.project.views import View, view_of
from flake8_testsec.source.module import Module, once

_RAISES_PLAIN = lazy(r"^[ \t]*raise[ \t]+(Base)?Exception\b", re.MULTILINE)
_TAKEN = lazy(r"^[ \t]*from[ \t]+\.(\w{1,99})[ \t]+import[ \t]*(\([^)]*|.*)", re.MULTILINE)
_WORD = lazy(r"\w+")
_QUESTION, _EXPORTS = "plain_errors", "plain_errors.exports"


@once
def raises_plain(module: Module) -> bool:
    """Whether a module of the project, from which a file takes something, raises a plain ``Exception``.

    Args:
        module: the file that imports.

    Returns:
        ``True`` if one does anywhere, for nothing tells which of its functions a test runs; ``False``
        also where nothing is known of other modules.
    """
    view = view_of(module)
    if view is None:
        return False
    named = {qualified for _, qualified in module.scopes.imported()}
    paths = sorted({path for qualified in named for path in _files(qualified, view)})
    return any(view.remembered(_QUESTION, path, _is_raising) for path in paths)


def _files(qualified: str, view: View) -> Iterator[str]:
    """The file of an imported module; or the one that has the imported name, and where a package has it from.

    No module is read for it but as text: tests import many, and few of these are asked about otherwise.
    """
    place = view.place(qualified)
    if place is not None:
        yield place
        return
    owner, _, word = qualified.rpartition(".")
    home = view.place(owner) if owner else None
    if home is None:
        return
    yield home
    source = view.remembered(_EXPORTS, home, _exports).get(word)
    inner = view.place(f"{owner}.{source}") if source is not None else None
    if inner is not None:
        yield inner


def _exports(text: str) -> Mapping[str, str]:
    """What a package takes from the modules in it, by the name that it has there."""
    found = ((each[1], each[2]) for each in _TAKEN.finditer(text))
    return {word: source for source, names in found for word in _WORD.findall(names)}


def _is_raising(text: str) -> bool:
    return _RAISES_PLAIN.search(text) is not None
