"""Fixtures that the configuration of pytest asks for on behalf of every test: ``usefixtures = till``."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.project.collection import FILES
from flake8_testsec.project.locations import above
from flake8_testsec.project.views import View, view_of
from flake8_testsec.review.document import Fact, Lines, code, fact
from flake8_testsec.review.fixtures import placed
from flake8_testsec.source.module import Module

_ASKING = lazy(r"[ \t]*[\"']?usefixtures[\"']?[ \t]*=(?P<names>.*)")
_NAME = lazy(r"[A-Za-z_]\w*")


class Configured(NamedTuple):
    """A fixture, the line of the configuration, and where it is defined."""

    name: str
    line: Lines
    places: tuple[Lines, ...]


def configured(module: Module) -> Iterator[Configured]:
    """The fixtures that the nearest configuration with such a setting names.

    Args:
        module: the module.

    Yields:
        The fixtures.
    """
    view = view_of(module)
    for path, text in _texts(view, module.path) if view is not None else ():
        number, words = _asked(text.splitlines())
        for name in dict.fromkeys(_NAME.findall(words)):
            yield Configured(name, Lines(number, number, path), placed(name, module))
        if number:
            return


def _asked(lines: Sequence[str]) -> tuple[int, str]:
    """The line of the setting, and what it names on this line and on those that go on with it."""
    for number, line in enumerate(lines, 1):
        if match := _ASKING.match(line):
            rest = takewhile(lambda each: each[:1] in (" ", "\t", "]"), lines[number:])
            return number, "\n".join((match["names"], *(each for each in rest if "=" not in each)))
    return 0, ""


def _texts(view: View, path: str) -> Iterator[tuple[str, str]]:
    for folder in above(path):
        for name in FILES:
            file = posixpath.join(folder, name)
            text = view.text(file) if view.exists(file) else ""
            if "usefixtures" in text:
                yield file, text


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
