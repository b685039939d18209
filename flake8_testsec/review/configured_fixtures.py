"""Fixtures that the configuration of pytest asks for on behalf of every test: ``usefixtures = till``."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.project.collection import FILES
from flake8_testsec.project.locations import above
from flake8_testsec.project.views import View, view_of
from flake8_testsec.review.document import Fact, Lines, code, fact
from flake8_testsec.review.fixtures import placed
from flake8_testsec.source.module import Module

_ASKING = lazy(
    r"\busefixtures[\"']?[ \t]*=[ \t]*(\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]|[^\n]*(?:\n[ \t]+[^\n]*)*)"
)
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
        if match := _ASKING.search(text):
            number = text.count("\n", 0, match.start()) + 1
            for name in dict.fromkeys(_NAME.findall(match[1])):
                yield Configured(name, Lines(number, number, path), placed(name, module))
            return


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
