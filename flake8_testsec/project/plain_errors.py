"""Whether the code that a test file imports raises errors of no class of their own."""

from __future__ import annotations

import re

from flake8_testsec.patterns import lazy
from flake8_testsec.project.views import View, view_of
from flake8_testsec.source.module import Module, once

_RAISES_PLAIN = lazy(r"^[ \t]*raise[ \t]+(Base)?Exception\b", re.MULTILINE)
_QUESTION = "plain_errors"


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
    found = (_file(view.meaning(qualified), view, module) for _, qualified in module.scopes.imported())
    paths = sorted({path for path in found if path is not None})
    return any(view.remembered(_QUESTION, path, _is_raising) for path in paths)


def _file(qualified: str, view: View, module: Module) -> str | None:
    """The file of an imported module, or of the one that has the imported name."""
    home = view.home(qualified, module.path)
    return view.place(qualified) or (home[0].path if home is not None else None)


def _is_raising(text: str) -> bool:
    return _RAISES_PLAIN.search(text) is not None
