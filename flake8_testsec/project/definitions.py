"""Where the function of a qualified name stands, through re-exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec.project.found import meanings

if TYPE_CHECKING:
    from flake8_testsec.project.module_facts import ModuleFacts
    from flake8_testsec.project.views import View

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
    meant = [*meanings(module, name)]
    if not meant and name.partition(".")[0] in module.bound:
        return Definition(module, name)
    meant = meant or [f"{star}.{name}" for star in module.stars]
    found = [definition(each, module.path, view, hops // 2) for each in meant if each]
    known = [each for each in found if each is not None]
    is_certain = len(known) == 1 and (bool(module.stars) or len(meant) == 1)
    return known[0] if is_certain else None
