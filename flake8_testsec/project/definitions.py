"""Where the function of a qualified name stands, through re-exports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec.project.bound_once import is_settled, lacks
from flake8_testsec.project.found import meanings
from flake8_testsec.project.views import view_of

if TYPE_CHECKING:
    from flake8_testsec.project.module_facts import ModuleFacts
    from flake8_testsec.project.views import View
    from flake8_testsec.source.module import Module

_HOPS = 20


class Definition(NamedTuple):
    """A name that a module binds itself, dotted within the module."""

    module: ModuleFacts
    name: str


def definition(qualified: str, path: str, view: View, hops: int = _HOPS) -> Definition | None:
    """The place where a name gets its meaning.

    Args:
        qualified: for example ``shop.testing.settle``.
        path: the file in which the name stands.
        view: the project, and in deep mode the installed packages.
        hops: re-exports that are followed.

    Returns:
        The place; ``None`` if nothing that can be read has the name, or it may mean several things.
    """
    home = view.home(qualified, path) if hops else None
    if home is None:
        return None
    module, name = home
    head = name.partition(".")[0]
    if head not in module.bound:
        meant = _of_stars(module, name, view)
    elif is_settled(head, module, view):
        meant = [*meanings(module, name)]
        if not meant:
            return Definition(module, name)
    else:
        return None
    return definition(meant[0], module.path, view, hops - 1) if len(meant) == 1 else None


def _of_stars(module: ModuleFacts, name: str, view: View) -> Sequence[str]:
    """What a name may stand for that only a star import can have brought."""
    head = name.partition(".")[0]
    return [f"{star}.{name}" for star in module.stars if not lacks(star, head, module.path, view)]


def is_among(qualified: str, module: Module, key: str, names: Callable[[str, str], frozenset[str]]) -> bool:
    """Whether an imported name means one of those of a kind that the file has in which it is defined.

    Args:
        qualified: for example ``shop.testing.settle``.
        module: the module that imports it.
        key: how the answers are kept.
        names: takes a file's text and path, and gives the names of the kind.

    Returns:
        ``False`` if nothing is known of other files.
    """
    view = view_of(module)
    found = definition(qualified, module.path, view) if view is not None else None
    if view is None or found is None:
        return False
    path = found.module.path
    return found.name in view.remembered(key, path, lambda text: names(text, path))
