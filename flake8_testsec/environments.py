"""Where the packages of an environment lie."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence


class NoPackages(ValueError):
    """There are none at a place; the message says so in one line."""


def folders(places: Sequence[str], below: str | None = None) -> tuple[str, ...]:
    """The folders of installed packages.

    Args:
        places: environments, or folders of packages; none for those of the running interpreter.
        below: the folder in which they must lie where the reviewed project names them: it is not to lead
            out of itself. Those of the interpreter may lie anywhere.

    Returns:
        Absolute paths without links, with plain slashes, each once and in Python's order.

    Raises:
        NoPackages: a place is neither, or leads out, or the interpreter has none.
    """
    found = [folder for place in places for folder in _of_place(place)] if places else [*_of_interpreter()]
    if not found:
        raise NoPackages("this Python has no folder of packages")
    real = [*dict.fromkeys(map(os.path.realpath, found))]
    if places and below is not None:
        top = os.path.join(os.path.realpath(below), "")
        if outside := [each for each in real if not each.startswith(top)]:
            raise NoPackages(f"only the command line may lead out of the project, as to {outside[0]!r}")
    return tuple(each.replace(os.sep, "/") for each in real)


def _of_interpreter() -> Iterator[str]:
    named = {*site.getsitepackages(), site.getusersitepackages(), *map(sysconfig.get_path, _SCHEMES)}
    yield from (each for each in sys.path if each in named and os.path.isdir(each))


_SCHEMES = ("purelib", "platlib")


def _of_place(place: str) -> Iterable[str]:
    if not os.path.isdir(place):
        raise NoPackages(f"there is no folder {place!r}")
    if not os.path.isfile(os.path.join(place, "pyvenv.cfg")):
        return (place,)
    found = [*_of_environment(place)]
    if not found:
        raise NoPackages(f"the environment {place!r} has no folder of packages")
    return found


def _of_environment(place: str) -> Iterator[str]:
    """The folders in which a virtual environment has them (``sysconfig``, the scheme ``venv``)."""
    for folder in (os.path.join(place, "Lib"), *_versions(os.path.join(place, "lib"))):
        packages = os.path.join(folder, "site-packages")
        if os.path.isdir(packages):
            yield packages


def _versions(lib: str) -> Iterator[str]:
    names = sorted(os.listdir(lib)) if os.path.isdir(lib) else ()
    yield from (os.path.join(lib, name) for name in names)
