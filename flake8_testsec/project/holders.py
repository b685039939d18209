"""The modules besides a test's own whose fixtures it can ask for, the nearest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flake8_testsec.project.facts import facts_of
from flake8_testsec.project.views import View
from flake8_testsec.source.module import Module, once

if TYPE_CHECKING:
    from flake8_testsec.project.module_facts import ModuleFacts

_SECTION = "pytest11"
"""The group of entry points by which pytest finds what is installed for it (its guide, Writing plugins)."""


@once
def holders(view: View, module: Module) -> Sequence[ModuleFacts]:
    """The modules whose fixtures are in force for the tests of a module.

    Args:
        view: the project as the module sees it.
        module: the module.

    Returns:
        The module itself, the ``conftest.py`` files above it, the plug-ins that those name, and in deep mode
        what is installed as a plug-in.
    """
    near = [facts_of(module), *view.conftests()]
    named = (plugin(name, each.path, view) for each in near for name in each.plugins)
    every = (*near, *(each for each in named if each is not None), *installed(view))
    return tuple({each.path: each for each in every}.values())


def plugin(name: str, path: str, view: View) -> ModuleFacts | None:
    """The module of a plug-in.

    Args:
        name: its dotted name.
        path: the file that names it.
        view: the project, and in deep mode the installed packages.

    Returns:
        Its facts; ``None`` if it cannot be read.
    """
    found = view.facts(name, path)
    if found is not None or view.packages is None:
        return found
    place = view.packages.place(name, view.consulted)
    if place is None:
        return None
    view.consulted[place], known = view.packages.ask(place)  # not counted with what names lead to
    return known


def installed(view: View) -> Iterator[ModuleFacts]:
    """What is installed as a plug-in of pytest, by its entry points; only in deep mode.

    Args:
        view: the project and the installed packages.

    Yields:
        The facts of each that can be read.
    """
    packages = view.packages
    for folder in packages.names(".dist-info/", view.consulted) if packages is not None else ():
        for name in _named(view.text(f"{folder}entry_points.txt")):
            found = plugin(name, "", view)
            if found is not None:
                yield found


def _named(text: str) -> Iterator[str]:
    """The modules that entry points of pytest name (packaging.python.org, Entry points specification)."""
    import configparser  # it is only asked in deep mode

    parser = configparser.ConfigParser(delimiters=("=",), interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    if parser.has_section(_SECTION):
        yield from (value.partition(":")[0].partition("[")[0].strip() for _, value in parser.items(_SECTION))
