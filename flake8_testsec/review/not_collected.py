"""What in the configuration of pytest keeps it from a file, unless it is told where to look."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import takewhile

from flake8_testsec.patterns import lazy
from flake8_testsec.project.locations import above
from flake8_testsec.project.views import view_of
from flake8_testsec.review.configured_fixtures import Asking, nearest, setting
from flake8_testsec.review.document import Fact, Lines, code, fact, listed
from flake8_testsec.source.module import Module

_PASSED_BY = lazy(r"[ \t]*[\"']?norecursedirs[\"']?[ \t]*=(?P<names>.*)")
_PATHS = lazy(r"[ \t]*[\"']?testpaths[\"']?[ \t]*=(?P<names>.*)")
_PLAIN = lazy(r"[\w./-]+\Z")
_MOST = 4
"""Folders that are named."""


def facts(module: Module) -> Iterator[Fact]:
    """The settings that name folders to pass by, or those to look into alone.

    Args:
        module: the module.

    Yields:
        At most one fact for each setting.
    """
    path, lines = nearest(module)
    if _is_of_another(path, module):
        return
    below = posixpath.relpath(module.path, posixpath.dirname(path) or ".")
    number, names = _values(path, lines, _PASSED_BY.match)
    folders = posixpath.dirname(below).split("/")
    passed = [each for each in names if any(fnmatchcase(folder, each) for folder in folders)]
    if passed:
        yield _told("keeps it from this file", "norecursedirs", passed[:1], Lines(number, number, path))
    number, names = _values(path, lines, _PATHS.match)
    is_plain = 0 < len(names) <= _MOST and all(map(_PLAIN.match, names))
    if is_plain and not any(_holds(each, below) for each in names):
        yield _told("has it look elsewhere", "testpaths", names, Lines(number, number, path))


def _is_of_another(path: str, module: Module) -> bool:
    """Whether a project of its own, which has its own files of that kind, stands between a file and its
    configuration."""
    view, top = view_of(module), posixpath.dirname(path)
    between = takewhile(lambda each: each != top, above(module.path))
    names = (posixpath.join(each, name) for each in between for name in _OF_PROJECTS)
    return view is not None and any(map(view.exists, names))


_OF_PROJECTS = ("setup.py", "setup.cfg", "pyproject.toml", "PKG-INFO")


def _told(does: str, name: str, values: Sequence[str], line: Lines) -> Fact:
    words = f"The configuration of pytest {does}, unless it is told where to look: "
    named = listed([*map(code, values)])
    return fact("not-collected", [line], words, code(name), " names ", *named, ".", subject=name)


def _values(path: str, lines: Sequence[tuple[int, str]], asking: Asking) -> tuple[int, Sequence[str]]:
    """The line of a setting and its values, which TOML has in quotation marks and other files have not."""
    number, words = setting(lines, asking)
    return number, _QUOTED.findall(words) if path.endswith(".toml") else words.split()


_QUOTED = lazy(r"[\"']([^\"']+)[\"']")


def _holds(folder: str, below: str) -> bool:
    """Whether a file is one that a setting names, or stands in a folder that it names."""
    name = posixpath.normpath(folder)
    return name == "." or below == name or below.startswith(f"{name}/")
