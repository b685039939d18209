"""Modules that a plugin of pytest consists of, wherever in a distribution it lies."""

from __future__ import annotations

import posixpath
import re

from flake8_testsec.patterns import lazy
from flake8_testsec.project.facts import facts_of
from flake8_testsec.project.importers import stem_of
from flake8_testsec.project.views import view_of
from flake8_testsec.source.module import Module, once

_HOOK = lazy(r"^(async )?def pytest_\w+\(", re.MULTILINE)


@once
def is_part_of_plugin(module: Module) -> bool:
    """Whether a module beside this one, which imports it, has hooks of pytest: pytest is there before both.

    Args:
        module: any module.

    Returns:
        ``False`` also if nothing is known of other files.
    """
    view, own = view_of(module), facts_of(module).path
    folder = posixpath.dirname(own)
    speakers = view.speaking_of(stem_of(own)) if view is not None else ()
    beside = (each for each in speakers if each != own)
    return any(
        posixpath.dirname(each) == folder and _HOOK.search(view.text(each)) is not None
        for each in beside
        if view is not None
    )
