"""Fixtures that the configuration of pytest asks for on behalf of every test: ``usefixtures = till``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.project.collection import FILES
from flake8_testsec.project.locations import above
from flake8_testsec.project.views import View, view_of
from flake8_testsec.review.document import Fact, Lines, code, fact
from flake8_testsec.review.fixtures import placed
from flake8_testsec.source.module import Module, once

_ASKING = lazy(r"[ \t]*[\"']?usefixtures[\"']?[ \t]*=(?P<names>.*)")
_SECTION = lazy(r"[ \t]*\[{1,2}(?P<name>[^\[\]]+)\]{1,2}[ \t]*(?:#.*)?\Z")
_NAME = lazy(r"[A-Za-z_]\w*")

_SECTIONS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(FILES, frozenset({"pytest"})),
    "pyproject.toml": frozenset({"tool.pytest", "tool.pytest.ini_options"}),
    "setup.cfg": frozenset({"tool:pytest"}),
}
"""The sections that pytest reads in each file (its documentation, Configuration file formats)."""


Asking = Callable[[str], re.Match[str] | None]
"""What finds the line of a setting, with a group ``names`` of what it names there."""


class Configured(NamedTuple):
    """A fixture, the line of the configuration, and where it is defined."""

    name: str
    line: Lines
    places: tuple[Lines, ...]


@once
def configured(module: Module) -> Sequence[Configured]:
    """The fixtures that the configuration names which pytest takes: the first in the nearest folder.

    Args:
        module: the module.

    Returns:
        The fixtures.
    """
    return tuple(_configured(module))


def _configured(module: Module) -> Iterator[Configured]:
    path, lines = nearest(module)
    number, words = setting(lines, _ASKING.match)
    for name in dict.fromkeys(_NAME.findall(words)):
        yield Configured(name, Lines(number, number, path), placed(name, module))


@once
def nearest(module: Module) -> tuple[str, Sequence[tuple[int, str]]]:
    """The file of configuration that pytest takes, and the lines in it that pytest reads, by their numbers.

    Args:
        module: the module.

    Returns:
        An empty path and no line where there is no such file.
    """
    view = view_of(module)
    for path, text in _texts(view, module.path) if view is not None else ():
        lines = _lines(posixpath.basename(path), text)
        if lines or path.endswith("pytest.ini"):  # which pytest takes even where it is empty
            return path, lines
    return "", ()


@lru_cache(maxsize=64)  # all files of a project ask about the same few
def _lines(name: str, text: str) -> Sequence[tuple[int, str]]:
    """The lines of the sections that pytest reads, their heads among them, without comments."""
    found: list[tuple[int, str]] = []
    is_read = False
    for number, line in enumerate(text.splitlines(), 1):
        if match := _SECTION.match(line):
            is_read = match["name"].strip() in _SECTIONS[name]
        if is_read:
            plain = "" if line.lstrip().startswith(";") else line.partition("#")[0]
            found.append((number, plain))
    return found


def setting(lines: Sequence[tuple[int, str]], asking: Asking) -> tuple[int, str]:
    """The line of a setting, and what it names on this line and on those that go on with it.

    Args:
        lines: those of the sections that pytest reads.
        asking: what finds the line.

    Returns:
        0 and an empty text where it is not set.
    """
    for place, (number, line) in enumerate(lines):
        if match := asking(line):
            names, below = match["names"], (each for _, each in lines[place + 1 :])
            if "[" not in names:
                return number, "\n".join((names, *takewhile(lambda each: each[:1] in (" ", "\t"), below)))
            listed = (names, *takewhile(lambda each: "=" not in each, below))
            return number, "\n".join(listed).partition("]")[0]
    return 0, ""


def _texts(view: View, path: str) -> Iterator[tuple[str, str]]:
    for folder in above(path):
        for name in FILES:
            file = posixpath.join(folder, name)
            if view.exists(file):
                yield file, view.text(file)


def facts(module: Module) -> Iterator[Fact]:
    """One fact for each such fixture.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    for each in configured(module):
        words = "The configuration of pytest asks for a fixture on behalf of every test: "
        places = [each.line, *each.places]
        yield fact("fixture-configured", places, words, code(each.name), ".", subject=each.name)
